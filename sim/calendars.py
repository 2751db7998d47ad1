"""When promises' clocks run and people work: calendars of open intervals on the UTC time line.

Local hours, holidays and daylight saving are dealt with here, once, when a calendar is built. After that a
calendar is a list of intervals, and its clock reads the *open time*: the open minutes since the scenario's
start (negative before it). `Clocks` packs the calendars of a scenario for the engines.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.compiled import PLACE, compiled
from sim.grid import on_grid

LEAD_DAYS = 70
"""Calendars begin so long before the scenario's start, for what began before it."""


@dataclass(frozen=True)
class Calendar:
    """Open intervals, disjoint, in order, from some weeks before the start to well after the run's end."""

    name: str
    opens: NDArray[np.float64]
    """Interval starts [min]."""
    closes: NDArray[np.float64]
    business_day: float = 1440.0
    """Open time per week ÷ open days per week [min]."""


def always(until: float) -> Calendar:
    """The calendar that never closes, up to `until` [min]."""
    return Calendar("always", np.array([-LEAD_DAYS * 1440.0]), np.array([float(until)]))


def weekly_calendar(  # noqa: PLR0917
    name: str,
    week: Sequence[Sequence[tuple[int, int]]],
    timezone: str,
    holidays: frozenset[date],
    start: datetime,
    until: float,
) -> Calendar:
    """The intervals of a weekly plan in local time, from 70 days before `start` to `until` [min after it].

    `week` lists, for each weekday from Monday, (from, to) in minutes of the local day, 0…1440; `to <= from`
    means the next day. What would begin on a holiday does not open. A local time that a change of the
    clocks skips is read with the offset before the change (01:30 → 02:30 summer time in London), one that
    occurs twice means its first occurrence; an interval that this leaves empty is dropped.
    """
    zone = ZoneInfo(timezone)
    first = start.astimezone(zone).date() - timedelta(days=LEAD_DAYS)
    last = (start + timedelta(minutes=until)).astimezone(zone).date()
    intervals: list[tuple[float, float]] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day not in holidays:
            intervals += [
                (_instant(day, begin, zone, start), _instant(day, end + 1440 * (end <= begin), zone, start))
                for begin, end in week[day.weekday()]
            ]
    merged = _merged(interval for interval in intervals if interval[0] < min(interval[1], until))
    opens = np.array([begin for begin, _ in merged], dtype=np.float64)
    closes = np.array([end for _, end in merged], dtype=np.float64)
    return Calendar(name, opens, closes, _business_day(week))


def _instant(day: date, minute: int, zone: ZoneInfo, start: datetime) -> float:
    """The instant [min after start] of a minute of a local day; minute 1440 is the next midnight."""
    wall = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
    since = wall.replace(tzinfo=zone).astimezone(UTC) - start.astimezone(UTC)
    return on_grid(since / timedelta(minutes=1))


def _merged(intervals: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same open time as disjoint intervals in order, touching ones made one."""
    merged: list[tuple[float, float]] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _business_day(week: Sequence[Sequence[tuple[int, int]]]) -> float:
    """Open time per week ÷ weekdays on which something opens, holidays apart [min]; 0: never open."""
    is_open = np.zeros(7 * 1440, dtype=np.bool_)
    for weekday, plan in enumerate(week):
        for begin, end in plan:
            minutes = np.arange(begin, end + 1440 * (end <= begin)) + weekday * 1440
            is_open[minutes % is_open.size] = True
    return on_grid(float(is_open.sum()) / max(1, sum(len(plan) > 0 for plan in week)))


def holiday_dates(country: str, years: Iterable[int]) -> frozenset[date]:
    """Public holidays of a country (`GB`) or a part of one (`DE-BY`).

    Raises ValueError, naming the nearest known code, where the `holidays` package knows no such place.
    """
    import holidays as public_holidays  # noqa: PLC0415 - many calendars name no country

    code, _, part = country.partition("-")
    places: dict[str, list[str]] = public_holidays.list_supported_countries(include_aliases=True)
    _check_place(code, places, "country")
    _check_place(part or None, places[code], f"part of {code}")
    return frozenset(public_holidays.country_holidays(code, subdiv=part or None, years=list(years)))


def _check_place(code: str | None, known: Iterable[str], kind: str) -> None:
    """Raise ValueError with the nearest code where this one is not known."""
    codes = list(known)
    if code is None or code in codes:
        return
    near = difflib.get_close_matches(code.upper(), codes, n=1, cutoff=0.0)
    hint = f"; nearest: {near[0]}" if near else ""
    raise ValueError(f"{code!r} is not a {kind} that has known holidays{hint}")


INTERVAL = np.dtype([("opens", np.float64), ("closes", np.float64), ("reading", np.float64)])
"""An open interval, and the open time at its opening [min]."""


class Clocks(NamedTuple):
    """The calendars of a scenario packed into arrays; place 0 is `always`, whose clock reads t itself."""

    first: NDArray[np.int64]
    """Intervals of calendar k are at `first[k]:first[k + 1]`; none for place 0."""
    intervals: NDArray[np.void]
    """Rows of INTERVAL."""


def packed(calendars: Sequence[Calendar]) -> Clocks:
    """The clocks of calendars, the first of which is `always`."""
    timed = calendars[1:]
    first = np.cumsum([0, 0] + [len(calendar.opens) for calendar in timed], dtype=np.int64)
    intervals = np.zeros(first[-1], dtype=INTERVAL)
    for place, calendar in enumerate(timed, start=1):
        own = intervals[first[place] : first[place + 1]]
        own["opens"], own["closes"], own["reading"] = calendar.opens, calendar.closes, _readings(calendar)
    return Clocks(first, intervals)


def _readings(calendar: Calendar) -> NDArray[np.float64]:
    """Open time at each opening, 0 at the scenario's start [min]."""
    lengths = calendar.closes - calendar.opens
    before_start = np.clip(0.0, calendar.opens, calendar.closes) - calendar.opens
    readings: NDArray[np.float64] = np.cumsum(lengths) - lengths - before_start.sum()
    return readings


@compiled
def open_time(clocks: Clocks, k: int, t: float) -> float:
    """Open minutes of calendar k from the scenario's start up to t, negative before the start."""
    if k == 0:
        return t
    opens = clocks.intervals["opens"]
    low, high = clocks.first[k], clocks.first[k + 1]
    if low == high:
        return 0.0
    while high - low > 1:
        middle = ((low + high) >> 1) & PLACE
        if opens[middle] <= t:
            low = middle
        else:
            high = middle
    until = max(opens[low], min(t, clocks.intervals["closes"][low]))
    reading: float = clocks.intervals["reading"][low] + (until - opens[low])
    return reading


@compiled
def instant_of(clocks: Clocks, k: int, reading: float) -> float:
    """The first instant at which calendar k's open time reaches a reading [min].

    ∞ for a reading beyond the calendar's end; the first opening for one before its beginning.
    """
    if k == 0:
        return reading
    readings = clocks.intervals["reading"]
    low, high = clocks.first[k], clocks.first[k + 1]
    if low == high:
        return np.inf
    while high - low > 1:
        middle = ((low + high) >> 1) & PLACE
        if readings[middle] < reading:
            low = middle
        else:
            high = middle
    instant: float = clocks.intervals["opens"][low] + max(0.0, reading - readings[low])
    return instant if instant <= clocks.intervals["closes"][low] else np.inf


@compiled
def _fill_open_times(
    clocks: Clocks, k: NDArray[np.int64], t: NDArray[np.float64], readings: NDArray[np.float64]
) -> None:
    """Writes down the open time of each (calendar, instant)."""
    for place in range(len(t)):
        readings[place] = open_time(clocks, k[place], t[place])


@compiled
def _fill_instants(
    clocks: Clocks, k: NDArray[np.int64], reading: NDArray[np.float64], instants: NDArray[np.float64]
) -> None:
    """Writes down the first instant of each (calendar, reading)."""
    for place in range(len(reading)):
        instants[place] = instant_of(clocks, k[place], reading[place])


def open_times(clocks: Clocks, k: ArrayLike, t: ArrayLike) -> NDArray[np.float64]:
    """`open_time` of arrays, or of one calendar and an array, in the shape that they broadcast to."""
    places, times = np.broadcast_arrays(np.asarray(k, np.int64), np.asarray(t, np.float64))
    filled = np.empty(times.size)
    _fill_open_times(clocks, places.flatten(), times.flatten(), filled)
    return filled.reshape(times.shape)


def instants_of(clocks: Clocks, k: ArrayLike, reading: ArrayLike) -> NDArray[np.float64]:
    """`instant_of` of arrays, or of one calendar and an array, in the shape that they broadcast to."""
    places, readings = np.broadcast_arrays(np.asarray(k, np.int64), np.asarray(reading, np.float64))
    filled = np.empty(readings.size)
    _fill_instants(clocks, places.flatten(), readings.flatten(), filled)
    return filled.reshape(readings.shape)
