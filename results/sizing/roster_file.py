"""The roster of a sized desk as a file that a scenario takes back: agent, start, end, and the pool."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from results.sizing.rotas import Rosters
from results.sizing.shifts import Cover
from scenarios.replay_rows import minutes_after
from sim.localtime import DAY
from sim.rosters import file_rosters

ROSTER = ("pool", "agent", "start", "end")
BEFORE = 1
"""Weeks before the start in which shifts begin that reach into the run."""


def roster_frame(
    covers: Mapping[str, Cover], zones: Mapping[str, str], start: datetime, horizon: float
) -> pd.DataFrame:
    """The rows of all people of some pools, in each week of a run; times are local to the pool's zone."""
    parts = [_rows(pool, cover, zones[pool], start, horizon) for pool, cover in covers.items()]
    return pd.DataFrame([row for part in parts for row in part], columns=list(ROSTER))


def rosters_of(frame: pd.DataFrame, zones: Mapping[str, str], start: datetime, horizon: float) -> Rosters:
    """The people of such a file, as the scenario reader makes them."""
    found = {}
    for pool, rows in frame.groupby("pool", sort=False):
        zone = zones[str(pool)]
        begins, ends = (minutes_after(pd.to_datetime(rows[at]), zone, start) for at in ("start", "end"))
        agents = rows["agent"].tolist()
        found[str(pool)] = file_rosters(agents, begins, ends, timezone=zone, start=start, horizon=horizon)
    return found


def _rows(
    pool: str, cover: Cover, zone: str, start: datetime, horizon: float
) -> list[tuple[str, str, str, str]]:
    """One row per stretch between breaks."""
    first = start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    midnight = datetime(first.year, first.month, first.day)
    monday = midnight - timedelta(days=first.weekday() + 7 * BEFORE)
    weeks = int(horizon / (7 * DAY)) + 2 + BEFORE
    people = [tour for tour, heads in zip(cover.tours, cover.heads, strict=True) for _ in range(heads)]
    width = len(str(len(people)))
    return [
        (pool, f"{pool} {number:0{width}}", _written(begins), _written(ends))
        for number, tour in enumerate(people, 1)
        for week in range(weeks)
        for day in tour.days
        for begin, end in tour.stretches
        for at in (monday + timedelta(days=7 * week + day, minutes=tour.start),)
        for begins, ends in ((at + timedelta(minutes=begin), at + timedelta(minutes=end)),)
        if ends > first and (begins - first) / timedelta(minutes=1) < horizon + DAY
        if _is_time(begins, ends, ZoneInfo(zone))
    ]


def _is_time(begins: datetime, ends: datetime, zone: ZoneInfo) -> bool:
    """Whether any time is left between two local times; a change of the clocks may skip it all."""
    return begins.replace(tzinfo=zone).astimezone(UTC) < ends.replace(tzinfo=zone).astimezone(UTC)


def _written(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
