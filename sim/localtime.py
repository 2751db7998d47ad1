"""What people's clocks say at each instant, and when calendar periods begin, daylight saving included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.grid import on_grid
from sim.vocabulary import Floats

Hours = NDArray[np.int64]

DAY = 1440.0
WEEK = 7 * DAY
HOURS = 168
"""Hours of a week, from Monday 00:00."""

SCAN = 720
"""Distance of the instants at which the offset is looked up [min]; two changes are never so near."""


@dataclass(frozen=True)
class LocalTime:
    """Local wall-clock time, in minutes from the local midnight before the scenario's start."""

    since: Floats
    """Instants from which an offset holds [min], in order."""
    offset: Floats
    """What is added to an instant to get local time [min]."""
    start: datetime
    """The scenario's first instant."""
    zone: ZoneInfo

    @property
    def first_day(self) -> date:
        """The local date on which the scenario starts: day 0."""
        return self.start.astimezone(self.zone).date()

    def of(self, instants: Floats) -> Floats:
        """Local time at the instants [min]; day d is d × 1440 to (d + 1) × 1440."""
        if len(self.offset) == 1:
            return instants + float(self.offset[0])
        span = np.searchsorted(self.since, instants, side="right") - 1
        return instants + self.offset[np.maximum(span, 0)]

    def day(self, instants: Floats) -> NDArray[np.int32]:
        """The local day of the instants, counted from the scenario's first."""
        return np.floor(self.of(instants) / DAY).astype(np.int32)

    def of_week(self, instants: Floats) -> Floats:
        """Local time from Monday 00:00 at the instants [min]."""
        return np.mod(self._of_mondays(instants), WEEK)

    def hour_of_week(self, instants: Floats) -> Hours:
        """The local hour of the instants, 0 (Monday 00:00) … 167 (Sunday 23:00)."""
        hours = np.empty(len(instants), np.int64)
        find_hours(instants, self.since, self.offset, self.first_day.weekday() * DAY, hours)
        return hours

    def week(self, instants: Floats) -> NDArray[np.int64]:
        """The local week of the instants, counted from the scenario's first."""
        return np.floor(self._of_mondays(instants) / WEEK).astype(np.int64)

    def _of_mondays(self, instants: Floats) -> Floats:
        """Local time from the Monday 00:00 of the scenario's first week [min]."""
        return self.of(instants) + self.first_day.weekday() * DAY

    def monday(self, week: int) -> date:
        """The local date on which a week begins."""
        return self.first_day + timedelta(days=7 * int(week) - self.first_day.weekday())

    def midnight(self, day: date) -> float:
        """The instant at which a local day begins [min]."""
        wall = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return (wall.astimezone(UTC) - self.start.astimezone(UTC)) / timedelta(minutes=1)

    def periods(self, period: str, since: float, until: float) -> Floats:
        """Edges [min] of the calendar periods that lie wholly inside since…until; none: an empty array.

        Periods are `week` (from Monday), `4 weeks` (from the first Monday inside), `month` and `quarter`.
        """
        edges = []
        for day in self._beginnings(period, since):
            instant = self.midnight(day)
            if instant > until:
                break
            if instant >= since:
                edges.append(instant)
        return np.array(edges if len(edges) > 1 else [], dtype=np.float64)

    def _beginnings(self, period: str, since: float) -> Iterator[date]:
        """First days of periods in order, the first at or before `since`; four weeks begin inside."""
        day = (self.start.astimezone(UTC) + timedelta(minutes=since)).astimezone(self.zone).date()
        if period in {"week", "4 weeks"}:
            day -= timedelta(days=day.weekday())
            if period == "4 weeks" and self.midnight(day) < since:
                day += timedelta(weeks=1)
            while True:
                yield day
                day += timedelta(weeks=4 if period == "4 weeks" else 1)
        months = {"month": 1, "quarter": 3}[period]
        month = day.year * 12 + (day.month - 1) // months * months
        while True:
            yield date(month // 12, month % 12 + 1, 1)
            month += months

    def boundaries(self, width: float, begin: float, until: float) -> Floats:
        """Instants in begin…until at which local time is a multiple of `width`, or jumps [min]."""
        found = [self.since[(self.since > begin) & (self.since < until)]]
        ends = np.append(self.since[1:], np.inf)
        for since, end, offset in zip(self.since, ends, self.offset, strict=True):
            first, last = max(since, begin) + offset, min(end, until) + offset
            multiples = np.arange(np.ceil(first / width), np.floor(last / width) + 1)
            found.append(on_grid(multiples * width - offset))
        joined = np.unique(np.concatenate(found))
        return joined[(joined >= begin) & (joined <= until)]


@compiled_apart
def find_hours(instants: Floats, since: Floats, offset: Floats, monday: float, hours: Hours) -> None:
    """The hour of the week of each instant; `monday` is how long the first day's Monday lies before it.

    Most instants lie in the same hour as the one before them.
    """
    span, last, hour, begins, ends = 0, len(since) - 1, 0, np.inf, -np.inf
    for i in range(len(instants)):
        if not begins <= instants[i] < ends:
            while span < last and since[span + 1] <= instants[i]:
                span += 1
            while span > 0 and since[span] > instants[i]:
                span -= 1
            moved = offset[span] + monday
            number = np.floor((instants[i] + moved) / 60)
            hour, begins = int(number) % HOURS, max(number * 60 - moved, since[span])
            ends = min(number * 60 - moved + 60, since[span + 1] if span < last else np.inf)
        hours[i] = hour


def local_time(timezone: str, start: datetime, begin: float, until: float) -> LocalTime:
    """Local time of a zone for the instants begin…until [min after `start`]."""
    zone = ZoneInfo(timezone)
    first_day = start.astimezone(zone).date()
    midnight = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)

    def offset(minute: int) -> float:
        local = (start.astimezone(UTC) + timedelta(minutes=minute)).astimezone(zone)
        return (local.replace(tzinfo=UTC) - midnight) / timedelta(minutes=1) - minute

    low = int(np.floor(begin))
    since, offsets = [low], [offset(low)]
    for minute in range(low + SCAN, int(np.ceil(until)) + SCAN, SCAN):
        if offset(minute) != offsets[-1]:
            before, after = minute - SCAN, minute
            while after - before > 1:
                middle = (before + after) // 2
                before, after = (middle, after) if offset(middle) == offsets[-1] else (before, middle)
            since.append(after)
            offsets.append(offset(after))
    return LocalTime(np.array(since, np.float64), on_grid(np.array(offsets)), start, zone)
