"""Small desks that are checked, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from results.check import Check, report
from scenarios.plan import Plan
from sim.calendars import Calendar, weekly_calendar
from sim.vocabulary import Filter, Goal, Policy, Scenario, Target
from strategies import Strategy
from tests.sim.desks import DAY, WEEK, on_duty, tiny_pool, tiny_scenario

FIRST_REPLY, NEXT_REPLY, FULL_RESOLUTION = 0, 1, 4
NORMAL = 2


def plan(scenario: Scenario, strategies: Mapping[str, Strategy] | None = None) -> Plan:
    return Plan(Path("desk.yaml"), b"", scenario, strategies or {}, "fifo", "first_reply_p90", {})


def checked(**changes: Any) -> Check:
    return report(plan(tiny_scenario(**changes)))


def remarks(check: Check) -> list[str]:
    return [remark.text for remark in check.remarks]


def office() -> Calendar:
    """Monday to Friday, 9 to 17 in UTC."""
    start = tiny_scenario().start
    week = [[(540, 1020)]] * 5 + [[], []]
    return weekly_calendar("office", week, "UTC", frozenset(), start, 60 * WEEK)


def nine_to_five(agents: int = 1, **changes: Any) -> Any:
    """A pool on duty from 9 to 17, every day of the week."""
    roster = on_duty(*((day * DAY + 540.0, day * DAY + 1020.0) for day in range(42)))
    return tiny_pool(rosters=(roster,) * agents, **changes)


def promise(
    limit: float, metric: int = FIRST_REPLY, calendar: int = 0, when: Filter = (), **goal: Any
) -> Policy:
    """A promise to normal tickets."""
    goals = (Goal(metric, goal["share"], goal["period"]),) if goal else ()
    return Policy("promise", when, {(metric, NORMAL): Target(limit, calendar)}, goals)


def figure(check: Check, name: str) -> tuple[float, bool]:
    return next((each.value, each.odd) for each in check.figures if each.name.startswith(name))
