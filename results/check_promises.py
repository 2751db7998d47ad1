"""Each promise in clock and in working time, what one miss costs, and what the rosters allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from results.check_cover import Cover, covers
from results.check_figures import WEEKS_PER_MONTH
from results.words import duration, hours, percent, plural, three_figures
from scenarios.census import Census
from scenarios.weeks import HOURS, hours_of_week, measured_quarters
from sim.calendars import Clocks, instants_of, open_times, packed
from sim.vocabulary import ALWAYS, METRICS, Floats, Goal, Scenario, Target
from sim.workload import TRUE

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FRIDAY_AFTERNOON = 4 * 24 + 16
"""Hour of the week from which an example is given."""

PERIOD_WEEKS = {"week": 1.0, "4 weeks": 4.0, "month": WEEKS_PER_MONTH, "quarter": 3 * WEEKS_PER_MONTH}


@dataclass(frozen=True)
class Limit:
    """One limit of a policy, in words and numbers."""

    policy: str
    metric: str
    priority: str
    limit: str
    """In open time of its calendar, and as business days where it is whole ones."""
    open_minutes: float
    calendar: str
    example: str
    """From when to when it runs, for a ticket of a Friday afternoon."""
    shortest: float
    """On the wall clock, over the times of the week at which tickets may come [min]."""
    longest: float
    tickets_per_week: float
    uncovered_hours: int
    """Hours of the week in which the clock runs and nobody on the roster may serve some of the tickets."""
    uncovered: str
    ceiling: float
    """The largest attainment that any order and head-count on these rosters can reach; NaN: not known."""


@dataclass(frozen=True)
class Stake:
    """What one miss costs against a goal."""

    policy: str
    metric: str
    priority: str
    """`all` where the goal is one for all priorities."""
    goal: float
    period: str
    clocks: float
    """Expected in a period."""
    points: float
    """Of attainment that one miss costs."""
    misses: int
    """That the goal allows in an average period."""
    ceiling: float
    reachable: bool
    """The goal is not above the ceiling."""
    text: str


def limits(scenario: Scenario, census: Census) -> tuple[list[Limit], list[Stake]]:
    """Every limit that tickets are promised, and every goal with what a miss costs."""
    found = covers(scenario, census)
    watch = _Example.of(scenario)
    lines = [_limit(watch, key, cover) for key, cover in found.items()]
    stakes = [
        stake
        for place, policy in enumerate(scenario.policies)
        for goal in policy.goals
        if (stake := _stake(scenario, census, place, goal, found)) is not None
    ]
    return lines, stakes


@dataclass(frozen=True)
class _Example:
    scenario: Scenario
    clocks: Clocks
    instants: Floats
    """Quarters of an hour of the first measured weeks."""
    friday: float
    """An instant of a Friday afternoon [min]."""

    @classmethod
    def of(cls, scenario: Scenario) -> _Example:
        quarters = measured_quarters(scenario, weeks=4)
        first: Floats = scenario.run.warmup + np.arange(HOURS + 1, dtype=np.float64) * 60.0
        place = np.flatnonzero(hours_of_week(scenario, first) == FRIDAY_AFTERNOON)
        wall = _local(scenario, float(first[place[0]]))
        friday = float(first[place[0]]) - wall.minute
        return cls(scenario, packed(scenario.calendars), quarters.edges[:-1], friday)

    def due(self, target: Target, instants: Floats) -> Floats:
        """When the limit is used up for clocks that start at these instants [min]."""
        reading = open_times(self.clocks, target.calendar, instants) + target.limit
        return instants_of(self.clocks, target.calendar, reading)

    def words(self, target: Target) -> str:
        """`Fri 16:00 → Mon 16:00`."""
        due = float(self.due(target, np.array([self.friday]))[0])
        if math.isinf(due):
            return f"{_clock(self.scenario, self.friday)} → never"
        weeks = int((due - self.friday) // (7 * 1440))
        later = f" (+{plural(weeks, 'week')})" if weeks else ""
        return f"{_clock(self.scenario, self.friday)} → {_clock(self.scenario, due)}{later}"


def _local(scenario: Scenario, instant: float) -> datetime:
    moment = scenario.start.astimezone(UTC) + timedelta(minutes=instant)
    return moment.astimezone(ZoneInfo(scenario.timezone))


def _clock(scenario: Scenario, instant: float) -> str:
    moment = _local(scenario, instant)
    return f"{DAYS[moment.weekday()]} {moment:%H:%M}"


def _limit(example: _Example, key: tuple[int, int, int], cover: Cover) -> Limit:
    scenario = example.scenario
    policy = scenario.policies[key[0]]
    target = policy.targets[key[1:]]
    on_the_clock = example.due(target, example.instants) - example.instants
    return Limit(
        policy=policy.name,
        metric=METRICS[key[1]],
        priority=scenario.priorities[key[2]],
        limit=limit_in_words(scenario, target),
        open_minutes=target.limit,
        calendar=scenario.calendars[target.calendar].name,
        example=example.words(target),
        shortest=float(on_the_clock.min()),
        longest=float(on_the_clock.max()),
        tickets_per_week=cover.tickets,
        uncovered_hours=int(cover.uncovered.sum()),
        uncovered=hours_in_words(cover.uncovered.tolist()),
        ceiling=cover.ceiling,
    )


def limit_in_words(scenario: Scenario, target: Target) -> str:
    """`30 min day and night`, `4 h open`, `1 business day = 8 h open`."""
    if target.calendar == ALWAYS:
        return f"{duration(target.limit)} day and night"
    days = target.limit / scenario.calendars[target.calendar].business_day
    open_time = f"{hours(target.limit)} open"
    if days >= 1 and abs(days - round(days)) < 1e-6:
        return f"{plural(round(days), 'business day')} = {open_time}"
    return open_time


def hours_in_words(marked: list[bool]) -> str:
    """Hours of the week as `Mon–Fri 00–09, 17–24; Sat–Sun all day`; `never` where none is marked."""
    days = [tuple(marked[day * 24 : day * 24 + 24]) for day in range(7)]
    parts, first = [], 0
    for day in range(1, 8):
        if day == 7 or days[day] != days[first]:
            if any(days[first]):
                span = DAYS[first] if day - first == 1 else f"{DAYS[first]}–{DAYS[day - 1]}"
                parts.append(f"{span} {_hours_of_day(days[first])}")
            first = day
    return "; ".join(parts) or "never"


def _hours_of_day(marked: tuple[bool, ...]) -> str:
    if all(marked):
        return "all day"
    edges = [hour for hour in range(25) if (hour > 0 and marked[hour - 1]) != (hour < 24 and marked[hour])]
    return ", ".join(f"{begin:02}–{end:02}" for begin, end in zip(edges[::2], edges[1::2], strict=True))


def _stake(
    scenario: Scenario,
    census: Census,
    place: int,
    goal: Goal,
    found: dict[tuple[int, int, int], Cover],
) -> Stake | None:
    """None where no ticket falls under the goal."""
    priorities = [
        priority
        for policy, metric, priority in found
        if (policy, metric) == (place, goal.metric) and goal.priority in (-1, priority)
    ]
    each = np.array([found[place, goal.metric, priority].tickets for priority in priorities])
    if each.sum() == 0:
        return None
    ceilings = np.array([found[place, goal.metric, priority].ceiling for priority in priorities])
    ceiling = float((each / each.sum()) @ ceilings)
    per_ticket = _clocks_per_ticket(scenario, census, place, goal.metric, priorities)
    clocks = float(each.sum()) * per_ticket * PERIOD_WEEKS[goal.period]
    points, misses = 100 / max(clocks, 1.0), math.floor(clocks * (1 - goal.share) + 1e-9)
    which = "all" if goal.priority < 0 else scenario.priorities[goal.priority]
    return Stake(
        policy=scenario.policies[place].name,
        metric=METRICS[goal.metric],
        priority=which,
        goal=goal.share,
        period=goal.period,
        clocks=clocks,
        points=points,
        misses=misses,
        ceiling=ceiling,
        reachable=not ceiling < goal.share,
        text=_price(which, goal, clocks, points, misses),
    )


def _clocks_per_ticket(
    scenario: Scenario, census: Census, policy: int, metric: int, priorities: list[int]
) -> float:
    """Clocks that a ticket starts: one, but for next replies one per answer or reopening by the customer."""
    if METRICS[metric] != "next_reply":
        return 1.0
    kinds, way = census.kinds, census.journeys
    mine = (kinds.policy[TRUE] == policy) & np.isin(kinds.priority[TRUE], priorities)
    answers = np.zeros(way.visits.shape[:2])
    for place, request in enumerate(scenario.requests):
        for tier, step in request.path.items():
            if not request.live:
                more = float(np.dot(step.touches, step.touch_shares)) - 1.0
                answers[place] += way.visits[place, :, tier] * more
    messages = (answers + way.reopenings)[kinds.request[mine], kinds.entry[mine]]
    return float(np.average(messages, weights=kinds.weight[mine])) if mine.any() else 0.0


def _price(which: str, goal: Goal, clocks: float, points: float, misses: int) -> str:
    """`12 urgent tickets a month: one miss is 8 points; 95 % allows none`."""
    if clocks == 0:
        return "no clock ever starts"
    noun = "clock" if METRICS[goal.metric] == "next_reply" else "ticket"
    counted = noun if which == "all" else f"{which} {noun}"
    many = plural(clocks, counted)
    period = {"4 weeks": "in 4 weeks"}.get(goal.period, f"a {goal.period}")
    cost = three_figures(round(points) if points >= 1 else float(f"{points:.1g}"))
    allowed = "none" if misses == 0 else three_figures(misses)
    word = "point" if cost == "1" else "points"
    return f"{many} {period}: one miss is {cost} {word}; {percent(goal.share)} allows {allowed}"
