from __future__ import annotations

import pytest

from results.measures import MEASURES as MEASURED
from scenarios.objective import MEASURES
from tests.scenarios.texts import changed, plan, said

OLD = "objective: first_reply_attainment[policy=premium]"


def test_an_objective_may_name_every_measure_of_the_results_and_no_other() -> None:
    assert set(MEASURES) == set(MEASURED)


@pytest.mark.parametrize(
    "text",
    [
        "kept_share",
        "wait_p90[segment=firms]",
        "first_reply_attainment_owed[policy×priority=premium×urgent]",
        "first_reply_attainment[plan,priority=premium,low]",
        "first_reply_p90[fields.region=emea]",
        "occupancy[tier=L1]",
        "wait_mean[hour=9]",
        " asa [ true_priority = high ] ",
    ],
)
def test_an_objective_may_be_taken_by_a_group(text: str) -> None:
    assert plan(changed((OLD, f'objective: "{text}"'))).objective == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wait", "found 'wait', allowed: first_reply_attainment"),
        ("wait_p90[segmnt=firms]", "found 'segmnt', allowed: segment, policy"),
        ("wait_p90[segment=firm]", "found 'firm', allowed: firms"),
        (
            "wait_p90[plan,priority=premium]",
            "found 'plan,priority=premium', allowed: measure or measure[by=group]",
        ),
        ("wait_p90[segment]", "allowed: measure or measure[by=group]"),
        ("wait_p90 < 3", "allowed: measure or measure[by=group]"),
    ],
)
def test_an_objective_that_is_none_is_a_mistake(text: str, message: str) -> None:
    (line,) = said(changed((OLD, f'objective: "{text}"')))
    assert message in line
