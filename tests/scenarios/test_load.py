"""Offered load and occupancy against numbers by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.census import census
from scenarios.load import Load, available_share, load, on_roster
from scenarios.weeks import hours_of_week
from sim.distributions import Constant, Exponential
from sim.vocabulary import SOLVED, Condition, EntryRule, Mix, Roster, Scenario, Triage, TriageMode
from tests.sim.desks import (
    DAY,
    WEEK,
    on_duty,
    tiny_pool,
    tiny_request,
    tiny_run,
    tiny_scenario,
    tiny_segment,
    tiny_step,
)


def loaded(scenario: Scenario) -> Load:
    return load(scenario, census(scenario))


def office_roster(begin: float = 9.0, end: float = 17.0, days: int = 42) -> Roster:
    """Monday to Friday in UTC; the tiny desk starts on a Monday."""
    return on_duty(*((day * DAY + begin * 60, day * DAY + end * 60) for day in range(days) if day % 7 < 5))


def two_tiers(**changes: Any) -> Scenario:
    """L1 sends 30 % on to L2, where a touch takes 30 min; 4 agents and 2."""
    path = {
        0: tiny_step(next=(SOLVED, 1), next_shares=(0.7, 0.3)),
        1: tiny_step(work=Exponential(30.0)),
    }
    pools = (tiny_pool(agents=2), tiny_pool("engineers", agents=1, tier=1))
    scenario = tiny_scenario(requests=(tiny_request(path=path),), tiers=("L1", "L2"), pools=pools)
    return replace(scenario, **changes)


def test_offered_load_is_rate_times_work() -> None:
    found = loaded(two_tiers())
    assert found.offered[0, 0] == pytest.approx(np.full(168, 4 * 10 / 60))
    assert found.offered[1, 0] == pytest.approx(np.full(168, 4 * 0.3 * 30 / 60))


def test_occupancy_is_load_over_agents_on_duty() -> None:
    found = loaded(two_tiers())
    assert found.occupancy == pytest.approx([4 * 10 / 60 / 2, 0.6])
    assert found.balance.occupancy == pytest.approx(found.occupancy)


def test_proficiency_divides_work() -> None:
    pools = (tiny_pool(skills={0: 0.5}),)
    assert loaded(tiny_scenario(pools=pools)).occupancy == pytest.approx([4 * 10 / 60 / 0.5])


def test_people_on_a_roster_are_counted_by_hour_of_the_week() -> None:
    found = loaded(tiny_scenario(pools=(tiny_pool(rosters=(office_roster(),) * 3),)))
    week = np.zeros((7, 24))
    week[:5, 9:17] = 3
    assert found.paid[0] == pytest.approx(week.ravel())
    assert found.full_time == pytest.approx([120 / 37.5])


def test_part_of_an_hour_counts_as_part() -> None:
    pool = tiny_pool(rosters=(on_duty((20.0, 100.0)),))
    assert on_roster(pool, np.array([0.0, 60.0, 120.0])) == pytest.approx([40 / 60, 40 / 60])


def test_absence_comes_off_first_then_shrinkage_and_other_work_together() -> None:
    pool = tiny_pool(absence=0.1, shrinkage=0.2, other_work=0.3)
    assert available_share(pool) == pytest.approx(0.9 * 0.5)


def test_work_that_comes_at_night_is_done_in_the_morning() -> None:
    scenario = tiny_scenario(
        segments=(tiny_segment(per_hour=12.0),), pools=(tiny_pool(rosters=(office_roster(),) * 10),)
    )
    found = loaded(scenario)
    occupancy = found.busy[0].reshape(7, 24)
    assert occupancy[:, :9].sum() == 0
    assert occupancy[0, 9] == 10
    assert occupancy[4, 16] == pytest.approx(2.0)
    assert found.busy[0].sum() == pytest.approx(12 * 168 / 6)


def test_hours_are_local_to_the_desk() -> None:
    scenario = tiny_scenario(timezone="Asia/Kolkata")
    assert hours_of_week(scenario, np.array([0.0, 25.0, 30.0])).tolist() == [5, 5, 6]


def test_hours_follow_daylight_saving() -> None:
    scenario = tiny_scenario(timezone="Europe/London")
    march_30 = 12 * WEEK
    assert hours_of_week(scenario, np.array([0.0, march_30 - 2 * DAY, march_30])).tolist() == [0, 5 * 24, 1]


def test_an_overloaded_tier_shows_more_than_all() -> None:
    found = loaded(tiny_scenario(segments=(tiny_segment(per_hour=9.0),)))
    assert found.occupancy == pytest.approx([1.5])
    assert found.busy[0] == pytest.approx(np.ones(168))


def test_pools_that_help_take_over_until_all_are_as_busy() -> None:
    helping = (tiny_pool(agents=1), tiny_pool("engineers", agents=1, tier=1, helps=(0,)))
    scenario = two_tiers(pools=helping, segments=(tiny_segment(per_hour=5.0),))
    total = 5 * 10 / 60 + 5 * 0.3 * 30 / 60
    found = loaded(scenario)
    assert found.balance.occupancy == pytest.approx([total / 2, total / 2])
    assert found.balance.by_tier[1] == pytest.approx([(total / 2 - 0.75) * 168, 0.75 * 168])


def test_help_that_is_not_needed_changes_nothing_for_the_busier() -> None:
    helping = (tiny_pool(agents=4), tiny_pool("engineers", agents=1, tier=1, helps=(0,)))
    scenario = two_tiers(pools=helping, segments=(tiny_segment(per_hour=5.0),))
    assert loaded(scenario).balance.occupancy == pytest.approx([5 / 6 / 4, 0.75])


def test_a_scarce_skill_keeps_its_own_people_busy() -> None:
    segments = (tiny_segment(requests=Mix(("help", "buy"), (0.5, 0.5)), per_hour=8.0),)
    requests = (tiny_request(), tiny_request("buy", skill=1))
    pools = (tiny_pool("generalists", agents=2, skills={0: 1.0}), tiny_pool("sales", skills={1: 1.0, 0: 1.0}))
    scenario = tiny_scenario(
        segments=segments, requests=requests, pools=pools, levels={"skill": ("general", "sales")}
    )
    found = loaded(scenario)
    assert found.balance.occupancy == pytest.approx([1 / 3, 2 / 3])
    assert found.balance.busiest == pytest.approx(2 / 3)


def test_work_that_nobody_may_do_is_told_apart() -> None:
    pools = (tiny_pool(serves=(Condition("segment", ("somebody",)),)),)
    found = loaded(tiny_scenario(pools=pools))
    assert found.balance.occupancy.tolist() == [0.0]
    assert [demand.hours for demand in found.balance.unserved] == [pytest.approx(4 * 168 / 6)]


def test_triage_by_hand_is_work_of_those_who_do_it() -> None:
    triage = Triage(TriageMode.MANUAL, work=Constant(3.0), by=(0,))
    found = loaded(tiny_scenario(triage=triage))
    assert found.occupancy == pytest.approx([4 * 13 / 60])
    assert found.offered[0, -1] == pytest.approx(np.full(168, 4 * 3 / 60))


def test_automated_triage_leaves_only_what_it_does_not_cover_to_hands() -> None:
    triage = Triage(
        TriageMode.AUTOMATED, coverage=0.75, otherwise=TriageMode.MANUAL, work=Constant(4.0), by=(0,)
    )
    assert loaded(tiny_scenario(triage=triage)).occupancy == pytest.approx([4 * 11 / 60])


def test_a_wrong_skill_costs_a_diagnosis_where_the_taker_lacks_the_true_one() -> None:
    confusion = np.array([[[0.5, 0.5], [0.0, 1.0]]])
    triage = Triage(TriageMode.AUTOMATED, diagnosis=Constant(6.0), skill_confusion=confusion)
    pools = (tiny_pool("general", skills={0: 1.0}), tiny_pool("sales", skills={1: 1.0}))
    scenario = tiny_scenario(
        triage=triage,
        pools=pools,
        requests=(tiny_request(handover=Constant(2.0)),),
        levels={"skill": ("general", "sales")},
    )
    assert loaded(scenario).occupancy == pytest.approx([(4 * 10 + 2 * 6 + 2 * 2) / 60 / 2])
    assert loaded(scenario).balance.occupancy == pytest.approx([(4 * 10 + 2 * 2) / 60, 2 * 6 / 60])


def test_a_desk_without_people_or_tickets_is_idle() -> None:
    scenario = tiny_scenario(segments=(tiny_segment(per_hour=0.0),))
    assert loaded(scenario).occupancy.tolist() == [0.0]


def test_a_measured_day_leaves_the_other_days_empty() -> None:
    scenario = tiny_scenario(run=tiny_run(warmup=0.0, measure=DAY, cooldown=0.0))
    found = loaded(scenario)
    assert not found.weekly
    assert found.offered[0, 0, :24] == pytest.approx(np.full(24, 4 * 10 / 60))


def test_entry_further_up_brings_its_work_there() -> None:
    request = tiny_request(entry=(EntryRule((), 1),), path={1: tiny_step()})
    assert loaded(two_tiers(requests=(request,))).occupancy == pytest.approx([0.0, 4 * 10 / 60])


def test_below_the_busiest_pool_work_is_shared_evenly_too() -> None:
    pools = (
        tiny_pool(agents=1),
        tiny_pool("three", agents=3, tier=1),
        tiny_pool("one", agents=1, tier=1),
        tiny_pool("two", agents=2, tier=1),
    )
    assert loaded(two_tiers(pools=pools)).balance.occupancy == pytest.approx([2 / 3, 0.1, 0.1, 0.1])
