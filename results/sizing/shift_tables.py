"""The tables of a sizing by shifts: staff, shifts, hours of the week, and how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from results.sizing.bounds import BREAKS, HOLDS
from results.sizing.course import SIZED, UNREACHABLE, UNSURE
from results.sizing.hours import SizedHours
from results.week_load import HOURS_OF_WEEK
from scenarios.load import FULL_TIME, available_share
from scenarios.weekdays import WEEKDAYS

Desks = Mapping[str, SizedHours]
STATUS = {HOLDS: SIZED, BREAKS: "breaks"}

STAFF = (
    *("strategy", "pool", "roster", "agents", "cost_per_week", "status"),
    *("paid_hours", "full_time", "most_rostered", "most_on_duty", "available"),
)
HOURS_TABLE = (
    *("strategy", "pool", "hour_of_week", "load"),
    *("needed_on_duty", "on_duty", "needed_on_roster", "on_roster"),
)
SHIFTS = (
    *("strategy", "pool", "shift", "starts", "ends", "days", "agents"),
    *("paid_hours_each", "cost_per_week"),
)


def staff_table(desks: Desks, refused: Mapping[str, str]) -> pd.DataFrame:
    """Heads, paid hours and full-time equivalents of each pool, the most on the roster and on duty."""
    rows = [_staff(strategy, desk, pool) for strategy, desk in desks.items() for pool in desk.covers] + [
        {"strategy": strategy, "status": UNREACHABLE} for strategy in refused
    ]
    return pd.DataFrame(rows, columns=list(STAFF)).astype({"agents": "Int64"})


def _staff(strategy: str, desk: SizedHours, pool: str) -> dict[str, Any]:
    cover, share = desk.covers[pool], available_share(desk.bench.pool(pool))
    most = float(cover.rostered.max())
    return {
        "strategy": strategy,
        "pool": _named(desk, pool),
        "roster": "shifts",
        "agents": cover.people,
        "cost_per_week": cover.cost,
        "status": STATUS.get(desk.confirmed.verdict, UNSURE),
        "paid_hours": cover.paid,
        "full_time": cover.paid / FULL_TIME,
        "most_rostered": most,
        "most_on_duty": most * share,
        "available": share,
    }


def hours_table(desks: Desks) -> pd.DataFrame:
    """What each hour needs and what it gets, on duty and on the roster, in the pool's own hours."""
    parts = [_hours(strategy, desk, pool) for strategy, desk in desks.items() for pool in desk.covers]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(HOURS_TABLE))


def _hours(strategy: str, desk: SizedHours, pool: str) -> pd.DataFrame:
    cover, share = desk.covers[pool], available_share(desk.bench.pool(pool))
    needed = desk.bench.local(desk.needs.on_duty(pool), pool)
    columns: dict[str, Any] = {
        "strategy": strategy,
        "pool": _named(desk, pool),
        "hour_of_week": HOURS_OF_WEEK,
        "load": desk.bench.local(desk.needs.load[pool], pool),
        "needed_on_duty": needed,
        "on_duty": cover.rostered * share,
        "needed_on_roster": needed / share,
        "on_roster": cover.rostered,
    }
    return pd.DataFrame(columns)


def shifts_table(desks: Desks) -> pd.DataFrame:
    """How many people have which shift on which days."""
    rows = [
        {
            "strategy": strategy,
            "pool": _named(desk, pool),
            "shift": tour.kind + 1,
            "starts": _clock(tour.start),
            "ends": _clock(tour.start + tour.stretches[-1][1]),
            "days": " ".join(WEEKDAYS[day] for day in tour.days),
            "agents": int(heads),
            "paid_hours_each": tour.paid,
            "cost_per_week": float(cost * heads),
        }
        for strategy, desk in desks.items()
        for pool, cover in desk.covers.items()
        for tour, heads, cost in zip(cover.tours, cover.heads, cover.costs, strict=True)
        if heads
    ]
    return pd.DataFrame(rows, columns=list(SHIFTS))


def rounds_table(desks: Desks) -> pd.DataFrame:
    """Every desk of shifts that was simulated in the search, in order, and why it was tried."""
    rows = [
        {"strategy": strategy, "round": number, **vars(one)}
        for strategy, desk in desks.items()
        for number, one in enumerate(desk.rounds, 1)
    ]
    return pd.DataFrame(rows)


def _named(desk: SizedHours, pool: str) -> str:
    """`tier.pool`, as the other tables name it."""
    return f"{desk.bench.plan.scenario.tiers[desk.bench.pool(pool).tier]}.{pool}"


def _clock(minute: float) -> str:
    """`16:30`."""
    return f"{int(minute) // 60 % 24:02}:{int(minute) % 60:02}"
