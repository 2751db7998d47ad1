"""The design's example of a scenario file reads, into what it says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios import Plan, read
from sim.distributions import Lognormal
from sim.vocabulary import METRICS, SOLVED, EndOfShift, RateArrivals, TriageMode

EXAMPLE = Path(__file__).with_name("example.yaml")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(EXAMPLE)


def test_it_keeps_the_file_as_it_is(plan: Plan) -> None:
    assert plan.source == EXAMPLE.read_bytes()
    assert plan.path == EXAMPLE


def test_it_names_strategies_baseline_objective_and_what_ifs(plan: Plan) -> None:
    assert list(plan.strategies)[:3] == ["fifo", "contract", "blended"]
    assert len(plan.strategies) == 12
    assert plan.baseline == "fifo"
    assert plan.objective == "first_reply_attainment[policy=premium]"
    assert plan.what_if == {
        "two_more": {"tiers.L1.frontline.agents": 16},
        "less_volume": {"requests.how_to.self_service": {"share": 0.25}},
    }


def test_its_only_warning_is_of_an_order_of_one_value(plan: Plan) -> None:
    (warning,) = plan.warnings
    assert "strategies.tuned" in warning


def test_levels_are_in_the_order_of_the_file(plan: Plan) -> None:
    levels = plan.scenario.levels
    assert levels["category"] == ("new", "established", "critical")
    assert levels["priority"] == ("urgent", "high", "normal", "low")
    assert levels["impact"] == ("high", "medium", "low")
    assert levels["vip"] == ("no", "yes")
    assert levels["skill"] == ("platform", "how_to")
    assert levels["pool"] == ("frontline", "late", "engineers", "developers")
    assert plan.scenario.orders["persona"] == ("power_user", "casual")


def test_the_rate_is_that_of_the_week(plan: Plan) -> None:
    arrivals = plan.scenario.segments[0].arrivals
    assert isinstance(arrivals, RateArrivals)
    weeks = plan.scenario.run.horizon / 10080
    assert arrivals.expected.sum() / weeks == pytest.approx(1100, rel=0.02)
    assert arrivals.day_cv == 0.15


def test_a_path_says_work_touches_holds_and_where_next(plan: Plan) -> None:
    incident = plan.scenario.requests[0]
    first, second = incident.path[0], incident.path[1]
    assert first.work == Lognormal(18.0, 1.2)
    assert first.touches == (1, 2, 3)
    assert (first.next, first.next_shares) == ((SOLVED, 1), (0.7, 0.3))
    assert second.hold is not None
    assert second.hold.share == 0.1
    assert [rule.tier for rule in incident.entry] == [1, 0]
    assert not incident.leaves
    assert incident.transfer_reply == 0.8


def test_pools_say_who_is_there_and_what_they_can(plan: Plan) -> None:
    front, late, engineers, developers = plan.scenario.pools
    assert [len(pool.rosters) for pool in plan.scenario.pools] == [14, 4, 7, 8]
    assert front.skills == {1: 1.0, 0: 0.7}
    assert (front.wage, front.absence, front.shrinkage) == (32.0, 0.06, 0.18)
    assert late.serves[0].values == ("premium",)
    assert engineers.helps == (0,)
    assert engineers.end_of_shift is EndOfShift.PAUSE
    assert (developers.other_work, developers.other_work_block) == (0.75, 120.0)


def test_staggered_breaks_differ_between_agents_but_not_in_length(plan: Plan) -> None:
    first, last = plan.scenario.pools[0].rosters[0], plan.scenario.pools[0].rosters[-1]
    assert not np.array_equal(first.start, last.start)
    assert (first.end - first.start).sum() == pytest.approx((last.end - last.start).sum())


def test_triage_errs_towards_the_commonest(plan: Plan) -> None:
    triage = plan.scenario.triage
    assert (triage.mode, triage.coverage, triage.otherwise) == (TriageMode.AUTOMATED, 0.9, TriageMode.MANUAL)
    assert triage.by == (0, 1)
    assert triage.priority_confusion is not None
    assert triage.priority_confusion[0].tolist() == pytest.approx([0.8, 0, 0.2, 0])
    assert triage.skill_confusion is not None
    assert triage.skill_confusion.shape == (1, 2, 2)


def test_promises_have_limits_on_their_calendars(plan: Plan) -> None:
    premium, standard = plan.scenario.policies
    first, full = METRICS.index("first_reply"), METRICS.index("full_resolution")
    assert (premium.targets[first, 0].limit, premium.targets[first, 0].calendar) == (30.0, 0)
    assert (premium.targets[first, 1].limit, premium.targets[first, 1].calendar) == (60.0, 1)
    business_day = 3.5 * 60 + 4.25 * 60
    assert premium.targets[full, 1].limit == business_day
    assert premium.targets[full, 3].limit == 5 * business_day
    assert [goal.share for goal in premium.goals] == [0.95, 0.9]
    assert [(goal.priority, goal.share) for goal in standard.goals] == [
        (0, 0.95),
        (1, 0.9),
        (2, 0.9),
        (3, 0.9),
    ]


def test_a_what_if_changes_what_it_names_and_nothing_else(plan: Plan) -> None:
    more, less = plan.with_change("two_more"), plan.with_change("less_volume")
    assert len(more.scenario.pools[0].rosters) == 16
    assert more.scenario.requests[1].self_service is None
    assert less.scenario.requests[1].self_service is not None
    assert less.scenario.requests[1].self_service.share == 0.25
    assert len(less.scenario.pools[0].rosters) == 14
    assert more.source == plan.source
