"""What the conversion of one file works with: its form, its names, and the report of its mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path as FilePath
from typing import Any, TypedDict
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from scenarios.form import ScenarioForm
from scenarios.form_values import NOT_GIVEN
from scenarios.mistakes import Path, Report
from sim.calendars import Calendar
from sim.vocabulary import Mix, RunPlan
from strategies import Code

SHARES_TOLERANCE = 1e-6
BYTES_PER_TICKET = 400.0
LIMIT_TICKETS = 8 * 2**30 / BYTES_PER_TICKET
"""Tickets of one replication that fit in 8 GiB."""


@dataclass
class Reading:
    """The file that is being read."""

    form: ScenarioForm
    data: Mapping[str, object]
    """The plain data of the file, with its mistakes."""
    own_code: Code
    """Where paths in the file begin, and whether strategies may be files of the user's own."""
    report: Report
    timezone: str = "UTC"
    start: datetime = datetime(2001, 1, 1, tzinfo=ZoneInfo("UTC"))
    run: RunPlan = field(default_factory=lambda: RunPlan(0.0, 10080.0, 0.0, 1, 1))
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    numeric: tuple[str, ...] = ()
    """Numeric custom fields, as `fields.NAME`."""
    calendars: list[Calendar] = field(default_factory=list)
    weeks: dict[str, Week] = field(default_factory=dict)
    """Calendar → its plan in local time."""
    used: set[Path] = field(default_factory=set)
    """Named things of the file that something refers to."""
    needed_skills: tuple[str, ...] = ()
    """Skills that tickets ask for."""
    limit_tickets: float = np.inf
    """Most tickets of one replication."""
    frames: dict[str, Any] = field(default_factory=dict)
    """Files of data that have been read, by their path."""
    tickets: float = 0.0
    """Those expected so far."""

    def code(self, attribute: str, name: str, path: Path) -> int | None:
        """The place of a label; None, and a mistake, where it is unknown."""
        names = self.levels.get(attribute, ())
        if name in names:
            return names.index(name)
        if name != NOT_GIVEN:
            self.report.unknown(path, name, names, attribute)
        return None

    @property
    def time_line(self) -> TimeLine:
        """Start and last instant, as rosters and arrivals ask for them."""
        return {"start": self.start, "horizon": self.run.horizon}

    def calendar(self, name: str, path: Path) -> int | None:
        """The place of a calendar; None, and a mistake, where it is unknown."""
        names = [calendar.name for calendar in self.calendars]
        if name in names:
            self.used.add(("calendars", name))
            return names.index(name)
        known = [*names, *(self.form.calendars or {})]
        if name not in known:
            self.report.unknown(path, name, dict.fromkeys([*known, *raw_keys(self.data.get("calendars"))]))
        return None

    def mix(self, shares: Mapping[str, float], path: Path) -> Mix:
        """A discrete choice whose shares add to 1, which is a mistake if they do not."""
        total = sum(shares.values())
        if abs(total - 1) > SHARES_TOLERANCE:
            self.report.add(path, f"found shares that add to {total:.6g}, allowed: shares that add to 1")
        total = total or 1.0
        even = 1.0 / max(len(shares), 1)
        fitted = tuple(share / total if sum(shares.values()) else even for share in shares.values())
        return Mix(tuple(shares), fitted)

    def zone(self, name: str | None, path: Path) -> str:
        """A time zone that exists; the file's own where none is given or it is unknown."""
        if name is None:
            return self.timezone
        if is_zone(name):
            return name
        known = sorted(available_timezones())
        self.report.found(path, name, "a time zone of the IANA database such as Europe/London or UTC", known)
        return self.timezone

    def fits(self, tickets: float, path: Path) -> bool:
        """Whether so many more tickets fit in memory; a mistake where not."""
        self.tickets += tickets
        if self.tickets <= self.limit_tickets:
            return True
        size = f"{self.tickets:,.3g} tickets in a replication, about {gibibytes(self.tickets)}"
        allowed = f"at most {self.limit_tickets:,.3g}, about {gibibytes(self.limit_tickets)}"
        self.report.add(
            path, f"found {size}, allowed: {allowed} (raise the limit of tickets if there is memory)"
        )
        return False

    def file(self, name: str) -> FilePath:
        """A path of the file, seen from the file's own folder."""
        return self.own_code.folder / name


class TimeLine(TypedDict):
    """What turns local time into the run's."""

    start: datetime
    horizon: float


@dataclass(frozen=True)
class Week:
    """A calendar as local time, for rosters."""

    days: tuple[tuple[tuple[int, int], ...], ...]
    """weekday → (from, to) in minutes of the local day."""
    timezone: str
    holidays: frozenset[date]


def gibibytes(tickets: float) -> str:
    """The memory that tickets take."""
    return f"{tickets * BYTES_PER_TICKET / 2**30:,.3g} GiB"


def is_zone(name: str) -> bool:
    """Whether a time zone of this name exists."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def raw_keys(table: object) -> list[str]:
    """The keys of what should be a table."""
    return [str(name) for name in table] if isinstance(table, dict) else []


def raw_labels(value: object) -> list[str]:
    """The labels that a value or mix of plain data names, however wrong the rest of it is."""
    match value:
        case dict():
            return raw_keys(value)
        case str():
            return [value]
        case bool():
            return ["true" if value else "false"]
        case int() | float():
            return [str(value)]
    return []


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names without repetition, in their order."""
    return tuple(dict.fromkeys(names))


def floats(values: Iterable[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Numbers as an array."""
    return np.array(list(values), np.float64)
