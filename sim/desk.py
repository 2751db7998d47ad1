"""The desk as arrays: who may serve whom, how fast, and by which rules; the same in every replication."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.targets import PromiseTable, promise_table
from sim.vocabulary import Assignment, EndOfShift, Floats, Masks, Scenario


@dataclass(frozen=True)
class Desk:
    """What an engine needs to know of a scenario, apart from the workload.

    Sets of pools are bit masks: bit p stands for pool p.
    """

    tiers: int
    pool_tier: tuple[int, ...]
    pool_helps: tuple[tuple[int, ...], ...]
    pool_end_of_shift: tuple[EndOfShift, ...]
    agent_pool: tuple[int, ...]
    """Agents are numbered in the order of the file."""
    speed: Floats
    """[pool, skill] proficiency; 0: may not serve it."""
    serving: Masks
    """[tier] pools that work at it or help it."""
    capable: Masks
    """[skill] pools that may serve it at all."""
    listing: Masks
    """[skill] pools that list it among their own skills."""
    assignment: Assignment
    triage_pools: int
    """Pools that do manual triage."""
    mean_work: Floats
    """[request, tier] mean work of a touch [min]; 0 where the request never goes."""
    policies: int
    priorities: int
    promises: PromiseTable
    measured_from: float
    measured_until: float
    horizon: float

    @property
    def triage_tier(self) -> int:
        """The tier at which tickets are said to wait for manual triage."""
        tiers = [tier for pool, tier in enumerate(self.pool_tier) if self.triage_pools >> pool & 1]
        return min(tiers, default=0)


def desk_of(scenario: Scenario) -> Desk:
    """The desk that a scenario describes."""
    speed, listed = proficiency(scenario)
    tiers = len(scenario.tiers)
    pools = scenario.pools
    serving = [_mask(t == p.tier or t in p.helps for p in pools) for t in range(tiers)]
    return Desk(
        tiers=tiers,
        pool_tier=tuple(p.tier for p in pools),
        pool_helps=tuple(p.helps for p in pools),
        pool_end_of_shift=tuple(p.end_of_shift for p in pools),
        agent_pool=tuple(place for place, p in enumerate(pools) for _ in p.rosters),
        speed=speed,
        serving=np.array(serving, dtype=np.int64),
        capable=_columns(speed > 0),
        listing=_columns(listed),
        assignment=scenario.assignment,
        triage_pools=_mask(place in scenario.triage.by for place in range(len(pools))),
        mean_work=mean_work(scenario),
        policies=len(scenario.policies),
        priorities=len(scenario.priorities),
        promises=promise_table(scenario),
        measured_from=scenario.run.warmup,
        measured_until=scenario.run.measured_until,
        horizon=scenario.run.horizon,
    )


def proficiency(scenario: Scenario) -> tuple[Floats, NDArray[np.bool_]]:
    """[pool, skill] proficiency (0: may not serve), and whether the pool lists the skill itself."""
    shape = (len(scenario.pools), len(scenario.skills))
    speed, listed = np.ones(shape), np.ones(shape, dtype=np.bool_)
    for place, pool in enumerate(scenario.pools):
        if pool.skills is not None:
            speed[place] = pool.others
            listed[place] = False
            for skill, own in pool.skills.items():
                speed[place, skill] = own
                listed[place, skill] = True
    return speed, listed


def mean_work(scenario: Scenario) -> Floats:
    """[request, tier] mean work of a touch [min]; 0 where the request never goes."""
    means = np.zeros((len(scenario.requests), len(scenario.tiers)))
    for place, request in enumerate(scenario.requests):
        for tier, step in request.path.items():
            means[place, tier] = step.work.mean
    return means


def _mask(flags: Iterable[bool | np.bool_]) -> int:
    return sum(1 << place for place, flag in enumerate(flags) if flag)


def _columns(flags: NDArray[np.bool_]) -> Masks:
    return np.array([_mask(column) for column in flags.T], dtype=np.int64)
