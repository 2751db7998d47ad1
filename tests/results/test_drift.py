"""What makes figures say less than they seem to: drifting backlogs, odd weeks, too few replications."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from results.drift import DriftRecord, cautions, drifting, odd_weeks, too_few
from results.groups import Groups
from results.measures import measure_named
from results.running import Options, run_plan
from tests.results.plans import small_plan
from tests.sim.desks import DAY, WEEK, tiny_run, tiny_scenario


def groups(weeks: float = 8.0, start: float = WEEK) -> Groups:
    run = tiny_run(warmup=start, measure=weeks * WEEK, cooldown=0.0)
    return Groups.of(tiny_scenario(run=run), only=("week",))


def record_of(*backlogs: np.ndarray, of: Groups | None = None) -> DriftRecord:
    of = of or groups()
    record = DriftRecord(of)
    low, high = of.span("week")
    for backlog in backlogs:
        sums = np.zeros(of.size)
        sums[low:high] = backlog
        record.add({"open_at_end": sums})
    return record


def test_a_backlog_that_grows_every_week_drifts():
    weeks = np.arange(8.0)
    record = record_of(100 + 10 * weeks, 100 + 12 * weeks, 100 + 11 * weeks)
    slope, low, high = record.slope
    assert slope == pytest.approx(11)
    assert low < 11 < high
    assert record.direction == 1


def test_a_backlog_that_shrinks_is_told_so():
    weeks = np.arange(8.0)
    (said,) = drifting({"fifo": record_of(200 - 10 * weeks, 200 - 9.5 * weeks)})
    assert "fifo the backlog at the end of the week shrinks by 9.75 tickets a week (" in said


def test_a_backlog_that_goes_up_and_down_does_not_drift():
    up = np.tile([90.0, 110.0], 4)
    assert record_of(up, up[::-1], up).direction == 0


def test_a_sure_drift_that_hardly_matters_is_not_told():
    weeks = np.arange(8.0)
    assert record_of(1000 + 0.10 * weeks, 1000 + 0.11 * weeks).direction == 0


def test_nothing_is_told_of_one_replication_or_of_few_weeks():
    assert record_of(np.arange(8.0) * 50).direction == 0
    short = groups(weeks=3)
    assert record_of(np.arange(3.0) * 50, np.arange(3.0) * 51, of=short).direction == 0


def test_ends_of_weeks_that_are_cut_off_do_not_count():
    odd = groups(weeks=8.5)
    steady = np.full(9, 100.0)
    steady[-1] = 900.0
    assert record_of(steady, steady, of=odd).direction == 0


def test_a_candidate_is_named():
    weeks = np.arange(8.0)
    (said,) = drifting(
        {"fifo": record_of(10 * weeks, 10 * weeks + 1), "calm": record_of(weeks * 0, weeks * 0)}
    )
    assert said == (
        "Under fifo the backlog at the end of the week grows by 10 tickets a week (10 … 10): "
        "the figures depend on how long is measured."
    )


def test_candidates_that_drift_alike_are_told_together():
    weeks = np.arange(8.0)
    (said,) = drifting({str(times): record_of(times * weeks, times * weeks + 1) for times in range(10, 13)})
    assert said.startswith("Under 10, 11 and 12 the backlog")
    assert "grows by 10 … 12 tickets a week (10 … 12)" in said


def test_of_many_candidates_the_first_are_named():
    weeks = np.arange(8.0)
    (said,) = drifting({str(times): record_of(times * weeks, times * weeks) for times in range(10, 20)})
    assert said.startswith("Under 10, 11, 12, 13, 14, 15 and 4 more the backlog")


def test_a_period_that_is_not_whole_weeks_is_told():
    assert odd_weeks(59 * DAY).startswith("the measured period, 8 weeks 3 days") or "59 days" in odd_weeks(
        59 * DAY
    )
    assert odd_weeks(8 * WEEK) == ""
    assert odd_weeks(8 * WEEK + 60) == ""


def test_a_period_shorter_than_a_week_is_a_question_of_its_own():
    assert odd_weeks(DAY) == ""


def test_quantiles_need_ten_replications():
    quantile, mean = measure_named("wait_p90"), measure_named("wait_mean")
    assert too_few([mean, quantile], 4) == (
        "Quantiles have no interval with 4 replications: at least 10 are needed."
    )
    assert too_few([quantile], 10) == ""
    assert too_few([mean], 4) == ""


def test_a_run_says_its_cautions():
    plan = small_plan()
    odd = replace(plan.scenario.run, measure=10 * DAY)
    found = run_plan(replace(plan, scenario=replace(plan.scenario, run=odd)), Options(replications=2))
    assert any("not whole weeks" in sentence for sentence in found.sentences)
    assert cautions(plan.scenario.run, {}) == []
