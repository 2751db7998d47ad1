"""What a wall clock in the scenario's time zone shows, and where its calendar periods begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Floats, Scenario

WEEK = 7 * 1440.0
_STEP = 15.0
"""Changes of the clocks are looked for at whole quarters of an hour [min]."""


@dataclass(frozen=True)
class LocalTime:
    """The wall clock of one time zone over a run."""

    start: datetime
    """The scenario's first instant."""
    zone: ZoneInfo
    changes: Floats
    """Instants from which an offset holds [min]; the first is −∞."""
    offsets: Floats
    """Local minutes since the Monday of the scenario's first week, less minutes since the start."""

    @classmethod
    def of(cls, scenario: Scenario) -> LocalTime:
        """The wall clock of a scenario."""
        zone = ZoneInfo(scenario.timezone)
        start = scenario.start.astimezone(UTC)
        steps = np.arange(0.0, scenario.run.horizon + _STEP, _STEP)
        offsets = np.array([_utc_offset(start, minutes, zone) for minutes in steps.tolist()])
        changed = np.concatenate(([True], np.diff(offsets) != 0))
        wall = start.astimezone(zone)
        since_monday = wall.weekday() * 1440.0 + wall.hour * 60 + wall.minute + wall.second / 60
        at = np.where(steps[changed] == 0, -np.inf, steps[changed])
        return cls(scenario.start, zone, at, offsets[changed] - offsets[0] + since_monday)

    def wall(self, instants: Floats) -> Floats:
        """Local minutes since the Monday 00:00 of the scenario's first week."""
        return instants + self.offsets[np.searchsorted(self.changes, instants, side="right") - 1]

    def hour_of_week(self, instants: Floats) -> NDArray[np.int64]:
        """0 (Monday 00:00) … 167 (Sunday 23:00)."""
        return (self.wall(instants) % WEEK // 60).astype(np.int64)

    def week(self, instants: Floats) -> NDArray[np.int64]:
        """Local weeks since the scenario's first, which is 0."""
        return (self.wall(instants) // WEEK).astype(np.int64)

    def monday(self, week: int) -> date:
        """The local date on which a week begins."""
        first = self.start.astimezone(self.zone).date()
        return first - timedelta(days=first.weekday()) + timedelta(weeks=week)

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


def _utc_offset(start: datetime, minutes: float, zone: ZoneInfo) -> float:
    offset = (start + timedelta(minutes=minutes)).astimezone(zone).utcoffset()
    return (offset or timedelta()) / timedelta(minutes=1)
