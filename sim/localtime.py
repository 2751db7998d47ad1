"""What people's clocks and calendars say at each instant, daylight saving included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.grid import on_grid
from sim.vocabulary import Floats

DAY = 1440.0
WEEK = 7 * DAY

SCAN = 720
"""Distance of the instants at which the offset is looked up [min]; two changes are never so near."""


@dataclass(frozen=True)
class LocalTime:
    """Local wall-clock time, in minutes from the local midnight before the scenario's start."""

    since: Floats
    """Instants from which an offset holds [min], in order."""
    offset: Floats
    """What is added to an instant to get local time [min]."""
    first_day: date
    """The local date on which the scenario starts: day 0."""

    def of(self, instants: Floats) -> Floats:
        """Local time at the instants [min]; day d is d × 1440 to (d + 1) × 1440."""
        span = np.searchsorted(self.since, instants, side="right") - 1
        return instants + self.offset[np.maximum(span, 0)]

    def day(self, instants: Floats) -> NDArray[np.int32]:
        """The local day of the instants, counted from the scenario's first."""
        return np.floor(self.of(instants) / DAY).astype(np.int32)

    def of_week(self, instants: Floats) -> Floats:
        """Local time from Monday 00:00 at the instants [min]."""
        return np.mod(self.of(instants) + self.first_day.weekday() * DAY, WEEK)

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
    return LocalTime(np.array(since, np.float64), on_grid(np.array(offsets)), first_day)
