"""One ticket's clocks by hand: events at readable instants, and what the clocks show."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sim import clock_events
from sim.calendars import Calendar, weekly_calendar
from sim.presets import PRESETS
from sim.targets import promise_table
from sim.vocabulary import METRICS, Policy, Scenario, SlaRules, Target
from tests.sim.desks import ALWAYS_OPEN, tiny_scenario

DAY = 1440.0
HOUR = 60.0
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FIRST_REPLY, NEXT_REPLY, REQUESTER_WAIT, FIRST_RESOLUTION, FULL_RESOLUTION = range(5)
URGENT, HIGH, NORMAL, LOW = range(4)
NO_POLICY = 4


def at(moment: str, week: int = 0) -> float:
    """The instant [min] of `Mon 09:00` in the first week (or a later one), UTC."""
    weekday, clock = moment.split()
    hours, minutes = clock.split(":")
    return (7 * week + WEEKDAYS.index(weekday)) * DAY + int(hours) * HOUR + int(minutes)


def office(hours: dict[str, tuple[int, int]]) -> Calendar:
    """A calendar of hours of the day per weekday, UTC."""
    week = [[(60 * hours[day][0], 60 * hours[day][1])] if day in hours else [] for day in WEEKDAYS]
    start = datetime(2026, 1, 5, tzinfo=ZoneInfo("UTC"))
    return weekly_calendar("office", week, "UTC", frozenset(), start, 365 * DAY)


def weekdays(begin: int, end: int) -> Calendar:
    """Monday to Friday, the same hours."""
    return office(dict.fromkeys(WEEKDAYS[:5], (begin, end)))


def promising(
    limits: dict[int, float] | float,
    calendar: Calendar | None = None,
    rules: str | SlaRules = "zendesk",
    calendars: dict[int, int] | None = None,
) -> Scenario:
    """One policy with the same limits [h] for each metric, by priority; calendar 1 is the one given."""
    by_priority = limits if isinstance(limits, dict) else dict.fromkeys(range(4), limits)
    targets = {
        (metric, priority): Target(HOUR * limit, (calendars or {}).get(priority, int(calendar is not None)))
        for metric in range(len(METRICS))
        for priority, limit in by_priority.items()
    }
    return tiny_scenario(
        calendars=(ALWAYS_OPEN, *((calendar,) if calendar else ())),
        policies=(Policy("promise", (), targets),),
        sla=PRESETS[rules] if isinstance(rules, str) else rules,
    )


class Board:
    """The clocks of one ticket, created at once; call events by their names."""

    def __init__(self, scenario: Scenario, created: float, priority: int = NORMAL) -> None:
        self.table = promise_table(scenario)
        self.state = clock_events.new_clocks(1)
        clock_events.created(self.table, self.state, 0, created, priority)

    def replied(self, t: float) -> Board:
        clock_events.replied(self.state, 0, t)
        return self

    def solved(self, t: float) -> Board:
        clock_events.solved(self.state, 0, t)
        return self

    def wrote(self, t: float) -> Board:
        clock_events.apply_message(self.table, self.state, 0, t)
        return self

    def pending(self, t: float) -> Board:
        clock_events.pending(self.table, self.state, 0, t)
        return self

    def held(self, t: float) -> Board:
        clock_events.held(self.table, self.state, 0, t)
        return self

    def resumed(self, t: float) -> Board:
        clock_events.resumed(self.table, self.state, 0, t)
        return self

    def transferred(self, t: float) -> Board:
        clock_events.transferred(self.table, self.state, 0, t)
        return self

    def ended(self, t: float, code: int) -> Board:
        clock_events.apply_end(self.table, self.state, 0, t, code)
        return self

    def retargeted(self, t: float, priority: int) -> Board:
        clock_events.retargeted(self.table, self.state, 0, t, priority)
        return self

    def due(self, metric: int) -> float:
        return float(clock_events.due(self.table, self.state, 0, metric))

    def elapsed(self, metric: int, t: float) -> float:
        return float(clock_events.elapsed(self.table, self.state, 0, metric, t))

    def first_due(self) -> tuple[int, float]:
        metric, due = clock_events.first_due(self.table, self.state, 0)
        return int(metric), float(due)

    def status(self, metric: int) -> int:
        return int(self.state["status"][0, metric])

    def shown(self, field: str) -> Any:
        return self.state[field][0].tolist()
