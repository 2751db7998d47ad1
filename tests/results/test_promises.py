from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from results import promises as judging
from results.groups import Groups
from results.promises import (
    BROKEN,
    CLOSE,
    KEPT,
    UNJUDGED,
    ClockCounts,
    Kept,
    Promise,
    PromiseRecord,
    limits_in_words,
    promises_of,
    verdict,
)
from results.share import within
from sim.clock_history import ACHIEVED, BREACHED, Instances
from sim.vocabulary import Goal, Policy, RunPlan, Target, Triage
from tests.sim.desks import DAY, tiny_scenario

LIMITS = {(0, p): Target(60.0 * (p + 1), 0) for p in range(4)}
QUARTER = RunPlan(warmup=10 * DAY, measure=100 * DAY, cooldown=10 * DAY, replications=1, seed=1)
"""From 2026-01-15 to 2026-04-25 where the scenario starts on 2026-01-05."""


def instances(rows: list[tuple[float, bool]], row: int = 0) -> Instances:
    """First replies decided at these instants, kept or not."""
    size = len(rows)
    at = np.array([instant for instant, _ in rows], float)
    return Instances(
        ticket=np.arange(size, dtype=np.int32),
        metric=np.zeros(size, np.int8),
        row=np.full(size, row, np.int32),
        start=at - 30,
        stop=at,
        due=at,
        achieved=np.array([ACHIEVED if good else BREACHED for _, good in rows], np.int8),
    )


def kept(promises: list[Promise], clocks: Instances, groups: Groups) -> Kept:
    """How promises fared, given the clocks of a replication."""
    counts = ClockCounts(groups, promises)
    counts.add(clocks, np.flatnonzero(within(clocks.decided, groups.scenario.run)))
    return judging.kept(promises, counts, None)


def groups(timezone: str = "UTC", **changes):
    zone = ZoneInfo(timezone)
    scenario = tiny_scenario(
        run=QUARTER,
        start=datetime(2026, 1, 5, tzinfo=zone),
        timezone=timezone,
        policies=(Policy("everyone", (), LIMITS),),
        **changes,
    )
    return Groups.of(scenario)


def day_of(month: int, day: int) -> float:
    return (datetime(2026, month, day) - datetime(2026, 1, 5)).days * DAY


def monthly(goal: float = 0.5) -> Promise:
    return Promise(0, 0, goal=goal, period="month")


def test_months_count_only_where_they_are_wholly_measured():
    rows = [
        (day_of(1, 20), False),  # January is cut at its beginning
        (day_of(2, 2), True),
        (day_of(2, 20), False),
        (day_of(3, 10), False),
        (day_of(4, 10), True),  # April is cut at its end
    ]
    one = kept([monthly()], instances(rows), groups())
    assert one.periods.tolist() == [2]
    assert one.periods_judged.tolist() == [2]
    assert one.periods_met.tolist() == [1]
    assert one.breaches.tolist() == [2]
    assert (one.achieved[0], one.decided[0]) == (2, 5)


def test_a_period_begins_at_local_midnight():
    before_local_february = day_of(2, 1) + 30  # 01:30 in Berlin, where the scenario starts at 00:00
    one = kept([monthly(1.0)], instances([(before_local_february, False)]), groups("Europe/Berlin"))
    assert one.breaches.tolist() == [1]


def test_what_is_decided_at_midnight_belongs_to_the_new_month():
    rows = [(day_of(2, 10), True), (day_of(3, 1), False)]
    one = kept([monthly(1.0)], instances(rows), groups("Europe/Berlin"))
    assert (one.periods_met[0], one.periods_judged[0]) == (1, 2)


def test_a_month_of_summer_time_is_an_hour_shorter():
    time = groups("Europe/Berlin").time
    edges = time.periods("month", 0.0, 200 * DAY)
    assert np.diff(edges).tolist() == [28 * DAY, 31 * DAY - 60, 30 * DAY, 31 * DAY, 30 * DAY]


def test_weeks_begin_on_monday_and_four_weeks_with_the_first_inside():
    time = groups().time
    weeks = time.periods("week", 10 * DAY, 40 * DAY)
    assert weeks.tolist() == [14 * DAY, 21 * DAY, 28 * DAY, 35 * DAY]
    assert time.periods("4 weeks", 10 * DAY, 80 * DAY).tolist() == [14 * DAY, 42 * DAY, 70 * DAY]


def test_quarters_are_those_of_the_calendar():
    time = groups().time
    assert time.periods("quarter", 0.0, 280 * DAY).tolist() == [
        float((datetime(2026, month, 1) - datetime(2026, 1, 5)).days * DAY) for month in (4, 7, 10)
    ]
    assert time.periods("quarter", 0.0, 100 * DAY).size == 0


def test_a_month_without_a_clock_is_not_judged():
    one = kept([monthly()], instances([(day_of(2, 2), True)]), groups())
    assert (one.periods[0], one.periods_judged[0], one.periods_met[0]) == (2, 1, 1)


def test_a_goal_is_reached_exactly():
    rows = [(day_of(2, 2), number < 19) for number in range(20)]
    one = kept([monthly(0.95)], instances(rows), groups())
    assert one.periods_met.tolist() == [1]


def test_a_promise_of_one_priority_counts_its_clocks_only():
    urgent, low = (Promise(0, 0, priority, 0.5, "month") for priority in (0, 3))
    one = kept([urgent, low], instances([(day_of(2, 2), True)], row=3), groups())
    assert one.decided.tolist() == [0, 1]


def test_breaches_are_counted_by_the_local_hour_in_which_the_clock_started():
    one = kept([monthly()], instances([(day_of(2, 2) + 600, False)]), groups("Europe/Berlin"))
    assert np.flatnonzero(one.breach_hours[0]).tolist() == [9]


def record(months: list[tuple[int, int]]) -> PromiseRecord:
    """Replications in which so many of so many months met the goal, with attainment to match."""
    book = PromiseRecord([monthly(0.9)])
    for met, judged in months:
        one = kept([monthly(0.9)], instances([(day_of(2, 2), True)]), groups())
        book.add(replace(one, periods_met=np.array([float(met)]), periods_judged=np.array([float(judged)])))
    return book


def test_odds_are_the_share_of_periods_that_reach_the_goal():
    odds = record([(3, 3), (2, 3), (3, 3), (1, 3)]).odds()
    assert odds.value[0] == pytest.approx(9 / 12)
    assert 0 <= odds.low[0] < 0.75 < odds.high[0] <= 1


def test_odds_of_replications_that_agree_are_not_certain():
    odds = record([(3, 3)] * 20).odds()
    assert odds.value[0] == 1
    assert odds.low[0] == pytest.approx(0.025 ** (1 / 20))


def test_odds_where_no_period_was_judged_are_undefined():
    assert math.isnan(record([(0, 0)] * 3).odds().value[0])


@pytest.mark.parametrize(
    ("low", "value", "high", "said"),
    [
        (0.95, 0.96, 0.97, KEPT),
        (0.94, 0.96, 0.97, CLOSE),
        (0.90, 0.92, 0.95, CLOSE),
        (0.90, 0.92, 0.949, BROKEN),
        (math.nan, 1.0, math.nan, CLOSE),
    ],
)
def test_a_verdict_needs_the_whole_interval(low, value, high, said):
    assert verdict(0.95, value, low, high) == said


def test_without_a_goal_there_is_no_verdict():
    assert verdict(math.nan, 0.5, 0.4, 0.6) == UNJUDGED


def test_a_scenario_promises_each_goal_and_each_clock_without_one():
    targets = LIMITS | {(4, 0): Target(600.0, 0)}
    policy = Policy("everyone", (), targets, (Goal(0, 0.95, "month", 0), Goal(0, 0.9, "month", 1)))
    made = promises_of(tiny_scenario(policies=(policy,)))
    assert [(p.metric, p.priority, p.period) for p in made] == [(0, 0, "month"), (0, 1, "month"), (4, -1, "")]


def test_where_triage_can_err_each_promise_is_recorded_and_owed():
    policy = Policy("everyone", (), LIMITS, (Goal(0, 0.9, "month"),))
    scenario = tiny_scenario(policies=(policy,), triage=Triage(priority_confusion=np.eye(4)))
    assert [p.metric_name() for p in promises_of(scenario)] == ["first_reply", "first_reply_owed"]


def test_limits_are_said_once_where_all_are_equal():
    same = Policy("everyone", (), {(0, p): Target(60.0, 0) for p in range(4)})
    scenario = tiny_scenario(policies=(same,))
    assert limits_in_words(scenario, Promise(0, 0)) == ("1 h", "always")


def test_limits_are_said_by_priority_where_they_differ():
    scenario = tiny_scenario(policies=(Policy("everyone", (), LIMITS),))
    assert limits_in_words(scenario, Promise(0, 0))[0] == "urgent 1 h, high 2 h, normal 3 h, low 4 h"
    assert limits_in_words(scenario, Promise(0, 0, 1))[0] == "2 h"
