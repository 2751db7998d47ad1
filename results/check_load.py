"""The load of each tier and skill, hour by hour of the week, as rows for people and programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.balance import TRIAGE
from scenarios.census import Census
from scenarios.load import FULL_TIME, Load
from scenarios.weeks import HOURS
from scenarios.work import pieces
from sim.vocabulary import Floats, Scenario

TRIAGE_WORK = "triage by hand"


@dataclass(frozen=True)
class TierLoad:
    """One tier in an average week."""

    tier: str
    work_hours: float
    """That its people do in a week, for other tiers too."""
    available_hours: float
    """Of agents on duty, net of absence, shrinkage and other work."""
    occupancy: float
    """work ÷ available; above 1 the queue grows."""
    peak_hour: int
    """Hour of the week (0: Monday 00:00) in which most work is created."""
    peak_offered: float
    """Agents that the tickets created in that hour keep busy (Erlangs)."""
    offered: list[float]
    """By hour of the week (Erlangs at proficiency 1)."""
    available: list[float]
    """Agents by hour of the week."""
    busy: list[float]
    """Agents at work by hour of the week, when work that comes at night waits for the morning."""


@dataclass(frozen=True)
class SkillLoad:
    """The work of one skill at one tier."""

    tier: str
    skill: str
    work_hours: float
    """Per week, at proficiency 1."""
    people: int
    """Who may do it, on the rosters."""
    available_hours: float
    """Of those people, per week, for all their work."""
    occupancy: float
    """Of the least busy of those pools, all their work together: what this skill's tickets meet."""
    offered: list[float]
    """By hour of the week (Erlangs at proficiency 1)."""


@dataclass(frozen=True)
class PoolLoad:
    """One pool in an average week."""

    tier: str
    pool: str
    people: int
    full_time: float
    """Paid full-time equivalents."""
    occupancy: float
    """When work is shared so that the busiest pool is as little busy as possible."""


def tier_loads(scenario: Scenario, load: Load) -> list[TierLoad]:
    """Every tier's load."""
    return [_tier_load(scenario, load, tier) for tier in range(len(scenario.tiers))]


def _tier_load(scenario: Scenario, load: Load, tier: int) -> TierLoad:
    mine = [pool.tier == tier for pool in scenario.pools]
    offered, there = load.offered[tier].sum(axis=0), load.attended[mine].sum(axis=0)
    peak = int(offered.argmax())
    return TierLoad(
        tier=scenario.tiers[tier],
        work_hours=float(load.balance.hours[mine].sum()),
        available_hours=float(there.sum()),
        occupancy=float(load.occupancy[tier]),
        peak_hour=peak,
        peak_offered=float(offered[peak]),
        offered=offered.tolist(),
        available=there.tolist(),
        busy=load.busy[tier].tolist(),
    )


def skill_loads(scenario: Scenario, census: Census, load: Load) -> list[SkillLoad]:
    """Every skill that is asked for at a tier."""
    work = pieces(scenario, census)
    found = []
    for tier in range(len(scenario.tiers)):
        for skill in [*range(len(scenario.skills)), TRIAGE]:
            mine = (work.tier == tier) & (work.skill == skill) & (work.hours > 0)
            if mine.any():
                pools = int(np.bitwise_or.reduce(work.pools[mine]))
                hours = float(work.hours[mine].sum())
                found.append(_skill_load(scenario, load, (tier, skill), pools, hours))
    return found


def _skill_load(scenario: Scenario, load: Load, at: tuple[int, int], pools: int, hours: float) -> SkillLoad:
    tier, skill = at
    able = [place for place in range(len(scenario.pools)) if pools >> place & 1]
    occupancy: Floats = load.balance.occupancy[able]
    return SkillLoad(
        tier=scenario.tiers[tier],
        skill=TRIAGE_WORK if skill == TRIAGE else scenario.skills[skill],
        work_hours=hours,
        people=sum(len(scenario.pools[place].rosters) for place in able),
        available_hours=float(load.attended[able].sum()),
        occupancy=float(np.nanmin(occupancy)) if np.isfinite(occupancy).any() else np.nan,
        offered=load.offered[tier, skill].tolist(),
    )


def pool_loads(scenario: Scenario, load: Load) -> list[PoolLoad]:
    """Every pool's people and occupancy."""
    return [
        PoolLoad(
            tier=scenario.tiers[pool.tier],
            pool=pool.name,
            people=len(pool.rosters),
            full_time=float(load.paid[place].sum() / FULL_TIME),
            occupancy=float(load.balance.occupancy[place]),
        )
        for place, pool in enumerate(scenario.pools)
    ]


def attended_columns(tier: TierLoad) -> range:
    """Hours of the day, from the first to the last in which anybody is there on some day."""
    return hours_of_day(tier.available)


def hours_of_day(of_week: Sequence[float]) -> range:
    """Hours of the day, from the first to the last with something in it on some day of the week."""
    there = np.array(of_week).reshape(HOURS // 24, 24).any(axis=0)
    hours = np.flatnonzero(there)
    return range(int(hours[0]), int(hours[-1]) + 1) if len(hours) else range(0)
