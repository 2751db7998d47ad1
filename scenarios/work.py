"""What work the tickets of a week bring: at which tier, of which skill, and who may do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from scenarios.balance import TRIAGE, Demand
from scenarios.census import Census
from scenarios.kinds import Kinds
from sim.desk import proficiency
from sim.vocabulary import Floats, Scenario, TriageMode
from sim.workload import CORRECTED, OBSERVED


@dataclass(frozen=True)
class Pieces:
    """Pieces of a week's work, one entry each."""

    segment: NDArray[np.int64]
    request: NDArray[np.int64]
    tier: NDArray[np.int64]
    skill: NDArray[np.int64]
    """−1: triage by hand."""
    pools: NDArray[np.int64]
    """Bits of the pools that may do it."""
    hours: Floats
    """Per week, at proficiency 1."""


def pieces(scenario: Scenario, census: Census) -> Pieces:
    """All work of an average week: touches, reading after transfers, diagnoses and triage by hand."""
    kinds = census.kinds
    found = [_touches(scenario, census, tier) for tier in range(len(scenario.tiers))]
    if scenario.triage.diagnosis is not None:
        found += _diagnoses(scenario, kinds)
    if scenario.triage.work is not None and scenario.triage.by:
        found.append(_by_hand(scenario, kinds))
    return _joined(found)


def demands(work: Pieces) -> list[Demand]:
    """The work that the same pools may do, put together."""
    keys = np.stack([work.tier, work.skill, work.pools], axis=1)[work.hours > 0]
    alike, group = np.unique(keys, axis=0, return_inverse=True)
    hours = np.bincount(group.ravel(), work.hours[work.hours > 0], len(alike))
    return [
        Demand(tier, skill, pools, amount)
        for (tier, skill, pools), amount in zip(alike.tolist(), hours.tolist(), strict=True)
    ]


def may_serve(
    scenario: Scenario, tier: NDArray[np.int64], skill: NDArray[np.int16], admitted: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Bits of the pools that may take each ticket at its tier, those that help it included."""
    speed, _ = proficiency(scenario)
    result = np.zeros(len(skill), np.int64)
    for place, pool in enumerate(scenario.pools):
        able = (
            (speed[place][skill] > 0)
            & ((admitted >> place) & 1 > 0)
            & np.isin(tier, (pool.tier, *pool.helps))
        )
        result |= able.astype(np.int64) << place
    return result


def _touches(scenario: Scenario, census: Census, tier: int) -> Pieces:
    kinds = census.kinds
    per_ticket = (census.journeys.work + census.journeys.handover)[kinds.request, kinds.entry, tier]
    at = np.full(kinds.size, tier)
    skill = kinds.skill[CORRECTED]
    pools = may_serve(scenario, at, skill, kinds.admitted[CORRECTED])
    return _pieces(kinds, at, skill, pools, kinds.weight * per_ticket / 60)


def _diagnoses(scenario: Scenario, kinds: Kinds) -> list[Pieces]:
    """Touches that find a wrong skill, and the reading on the touch after them.

    How often the agent who takes the ticket lacks the true skill depends on who is free; here in proportion
    to the agents who may take it.
    """
    seen, true, entry = kinds.skill[OBSERVED], kinds.skill[CORRECTED], kinds.entry.astype(np.int64)
    takers = may_serve(scenario, entry, seen, kinds.admitted[OBSERVED])
    speed, _ = proficiency(scenario)
    agents, lacking, without = np.zeros(kinds.size), np.zeros(kinds.size), np.zeros(kinds.size, np.int64)
    for place, pool in enumerate(scenario.pools):
        takes = (takers >> place) & 1 > 0
        lacks = takes & (speed[place][true] <= 0) & (seen != true)
        agents += len(pool.rosters) * takes
        lacking += len(pool.rosters) * lacks
        without |= lacks.astype(np.int64) << place
    found = kinds.weight * lacking / np.maximum(agents, 1)
    reading = np.array([r.handover.mean if r.handover else 0.0 for r in scenario.requests])[kinds.request]
    able = may_serve(scenario, entry, true, kinds.admitted[CORRECTED])
    length = scenario.triage.diagnosis.mean if scenario.triage.diagnosis else 0.0
    return [
        _pieces(kinds, entry, seen, without, found * length / 60),
        _pieces(kinds, entry, true, able, found * reading / 60),
    ]


def _by_hand(scenario: Scenario, kinds: Kinds) -> Pieces:
    triage = scenario.triage
    share = {
        TriageMode.PERFECT: 0.0,
        TriageMode.MANUAL: 1.0,
        TriageMode.AUTOMATED: (1.0 - triage.coverage) * (triage.otherwise is TriageMode.MANUAL),
    }[triage.mode]
    length = triage.work.mean if triage.work else 0.0
    at = np.full(kinds.size, scenario.pools[triage.by[0]].tier)
    pools = np.full(kinds.size, sum(1 << pool for pool in triage.by), np.int64)
    return _pieces(
        kinds, at, np.full(kinds.size, TRIAGE, np.int16), pools, kinds.weight * share * length / 60
    )


def _pieces(
    kinds: Kinds,
    tier: NDArray[np.int64],
    skill: NDArray[np.int16],
    pools: NDArray[np.int64],
    hours: Floats,
) -> Pieces:
    segment, request = kinds.segment.astype(np.int64), kinds.request.astype(np.int64)
    return Pieces(segment, request, tier, skill.astype(np.int64), pools, hours)


def _joined(parts: Sequence[Pieces]) -> Pieces:
    return Pieces(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Pieces)))
