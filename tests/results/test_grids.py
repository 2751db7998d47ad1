from __future__ import annotations

import pytest

from results.grids import MOST_POINTS, grid_of
from tests.results.plans import twin_plan

RATE = "segments.business.arrivals.rate"
AGENTS = "tiers.L1.people.agents"


def test_a_range_has_both_its_ends():
    (factor,) = grid_of([f"{RATE}=200..400/50 per week"]).factors
    assert factor.levels == tuple(f"{rate} per week" for rate in (200, 250, 300, 350, 400))


def test_a_range_that_its_step_does_not_meet_stays_inside():
    assert grid_of([f"{AGENTS}=1..4/2"]).factors[0].levels == (1, 3)


def test_steps_of_a_tenth_do_not_drift():
    assert grid_of([f"{AGENTS}=0..0.3/0.1"]).factors[0].labels == ("0", "0.1", "0.2", "0.3")


def test_values_are_those_of_a_scenario_file():
    (factor,) = grid_of(["requests.help.self_service=1|1.5|5 min|no|{share: 0.2}"]).factors
    assert factor.levels == (1, 1.5, "5 min", "no", {"share": 0.2})


def test_points_are_all_combinations_the_last_factor_fastest():
    grid = grid_of([f"{RATE}=4 per hour|5 per hour", f"{AGENTS}=1|2"])
    assert [grid.label(point) for point in grid.points] == [
        *("rate=4 per hour, agents=1", "rate=4 per hour, agents=2"),
        *("rate=5 per hour, agents=1", "rate=5 per hour, agents=2"),
    ]
    assert grid.changes(grid.points[1]) == {RATE: "4 per hour", AGENTS: 2}


def test_factors_with_the_same_last_key_are_told_apart():
    grid = grid_of(["segments.big.arrivals.rate=1|2", "segments.small.arrivals.rate=1|2"])
    assert [one.name for one in grid.factors] == ["big.arrivals.rate", "small.arrivals.rate"]


def test_plans_are_those_of_the_file_with_the_changes():
    found = grid_of([f"{AGENTS}=1|3"]).plans(twin_plan())
    assert [len(plan.scenario.pools[0].rosters) for plan in found.values()] == [1, 3]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["agents"], "write a field of the file"),
        (["=1|2"], "write a field of the file"),
        ([f"{AGENTS}="], "write a field of the file"),
        ([f"{AGENTS}=1..4"], "a range needs a step"),
        ([f"{AGENTS}=4..1/1"], "must rise by steps above 0"),
        ([f"{AGENTS}=1..4/0"], "must rise by steps above 0"),
        ([f"{AGENTS}=1||2"], "a value is empty"),
        ([f"{AGENTS}=1|1"], "stands there twice"),
        ([f"{AGENTS}=2"], "varies nothing"),
        ([f"{AGENTS}=1|2", f"{AGENTS}=3|4"], "varies tiers.L1.people.agents twice"),
        ([f"{AGENTS}=1..{MOST_POINTS + 1}/1"], "at most"),
        ([f"{AGENTS}=1..1e9/1"], "a range needs a step"),
        ([f"{AGENTS}=[1|2"], "cannot be read as a value"),
    ],
)
def test_what_is_no_grid_is_refused(texts, message):
    with pytest.raises(ValueError, match=message):
        grid_of(texts)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tiers.L1.peeple.agents=1|2", "did you mean people"),
        ("tiers.L1.people.agentz=1|2", "did you mean agents"),
        (f"{AGENTS}=1|many", "at agents=many.*allowed: a whole number"),
        ("tiers..agents=1|2", "a path with an empty key"),
    ],
)
def test_a_field_or_value_that_the_file_cannot_have_is_told(text, message):
    with pytest.raises(ValueError, match=message):
        grid_of([text]).plans(twin_plan())
