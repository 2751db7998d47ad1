"""When each agent of a pool is paid to be there: from a calendar, a head-count table or a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Calendar
from sim.localtime import DAY, LocalTime, local_time
from sim.vocabulary import Floats, Roster

STAGGER = np.arange(-60.0, 61.0, 15.0)
"""How much earlier or later staggered breaks begin [min]."""


def calendar_rosters(
    calendar: Calendar,
    agents: int,
    *,
    timezone: str,
    start: datetime,
    horizon: float,
    staggered: bool = False,
) -> tuple[Roster, ...]:
    """Agents who work while a calendar is open; its gaps within a day may be staggered over them.

    Of n agents, agent k has the gaps of every day moved by an even spread of −60 … +60 min in steps of a
    quarter of an hour, with the same paid time, never beyond the day's first opening and last closing.
    """
    opens, closes = np.asarray(calendar.opens), np.asarray(calendar.closes)
    local = _local(timezone, start, opens, horizon)
    moves = STAGGER[((np.arange(agents) + 0.5) * len(STAGGER) / max(agents, 1)).astype(np.int64)]
    plain = _roster(opens, closes, local, horizon)
    if not staggered:
        return (plain,) * agents
    rosters = {move: _roster(*_moved_gaps(opens, closes, local, move), local, horizon) for move in set(moves)}
    return tuple(rosters[move] for move in moves)


def headcount_rosters(
    hours: Sequence[int],
    days: Sequence[int],
    *,
    timezone: str,
    start: datetime,
    horizon: float,
    closed: Collection[date] = (),
) -> tuple[Roster, ...]:
    """Agents by counts per local hour (24) × weekday (7): agent k works while the count is at least k.

    Nobody works on the `closed` dates.
    """
    if len(days) != 7 or len(hours) != 24:
        raise ValueError(f"a week has 7 days and a day 24 hours, not {len(days)} and {len(hours)}")
    counts = np.outer(days, hours).ravel()
    return week_rosters(counts, timezone=timezone, start=start, horizon=horizon, closed=closed)


def week_rosters(
    counts: NDArray[np.integer],
    *,
    timezone: str,
    start: datetime,
    horizon: float,
    closed: Collection[date] = (),
) -> tuple[Roster, ...]:
    """Agents by counts per local hour of the week (168): agent k works while the count is at least k."""
    begin, until = -2 * DAY, horizon + DAY
    local = local_time(timezone, start, begin, until)
    edges = np.unique(np.concatenate(([begin, until], local.boundaries(60.0, begin, until))))
    middle = (edges[:-1] + edges[1:]) / 2
    hour = (local.of_week(middle) // 60).astype(np.int64)
    count = counts[hour]
    off = [(day - local.first_day) // timedelta(days=1) for day in closed]
    count[np.isin(local.day(middle), np.array(off, np.int64))] = 0
    rosters = []
    for agent in range(1, int(counts.max(initial=0)) + 1):
        on = np.flatnonzero(count >= agent)
        rosters.append(_roster(edges[on], edges[on + 1], local, horizon))
    return tuple(rosters)


def file_rosters(
    agents: Sequence[str], starts: Floats, ends: Floats, *, timezone: str, start: datetime, horizon: float
) -> tuple[Roster, ...]:
    """Agents by the rows (agent, start, end) of a roster file, in the order in which it first names them.

    Raises ValueError for a row that does not end after it starts.
    """
    if (ends <= starts).any():
        row = int(np.flatnonzero(ends <= starts)[0])
        raise ValueError(f"row {row + 1}, of {agents[row]}, does not end after it starts")
    local = _local(timezone, start, starts, horizon)
    names = np.array(agents, dtype=object)
    mine = [names == name for name in dict.fromkeys(agents)]
    return tuple(_roster(starts[rows], ends[rows], local, horizon) for rows in mine)


def _local(timezone: str, start: datetime, starts: Floats, horizon: float) -> LocalTime:
    return local_time(timezone, start, min(float(starts.min(initial=0.0)), 0.0), horizon)


def _moved_gaps(opens: Floats, closes: Floats, local: LocalTime, by: float) -> tuple[Floats, Floats]:
    """The intervals with each day's gaps moved; a gap stops at the day's first opening and last closing."""
    new_day = np.ones(len(opens) + 1, np.bool_)
    new_day[1:-1] = np.diff(local.day(opens)) != 0
    first, last = new_day[:-1], new_day[1:]
    day = np.cumsum(first) - 1
    length = closes - opens
    move = np.clip(by, -length[first], length[last])[day]
    begin, end = np.where(first, opens, opens + move), np.where(last, closes, closes + move)
    real = end > begin
    return begin[real], end[real]


def _roster(starts: Floats, ends: Floats, local: LocalTime, horizon: float) -> Roster:
    """Intervals within the run, touching and overlapping ones made one, each with its shift.

    One that began before the run belongs to the day on which, a whole number of days later, it last began.
    """
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], np.maximum.accumulate(ends[order])
    opens: NDArray[np.bool_] = np.ones(len(starts), np.bool_)
    opens[1:] = starts[1:] > ends[:-1]
    starts, ends = starts[opens], ends[np.append(opens[1:], True)[: len(ends)]]
    inside = (ends > 0) & (starts < horizon)
    starts, ends = starts[inside], ends[inside]
    days_before = np.maximum(np.floor(-starts / DAY), 0.0)
    shift = local.day(starts + days_before * DAY)
    return Roster(np.maximum(starts, 0.0), np.minimum(ends, horizon), shift)
