"""Who would do which work, if it were shared so that the busiest are as little busy as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from sim.desk import proficiency
from sim.vocabulary import Floats, Scenario

TRIAGE = -1
"""The skill of triage by hand."""

FLAT = 1e-9
"""Shadow prices below count as nothing."""


@dataclass(frozen=True)
class Demand:
    """Work of a week that the same pools may do."""

    tier: int
    skill: int
    """TRIAGE: at which all are alike."""
    pools: int
    """Bits of the pools that may do it."""
    hours: float
    """At proficiency 1."""


@dataclass(frozen=True)
class Balance:
    """A fair sharing of the week's work: nobody's occupancy can fall without a busier one's rising."""

    hours: Floats
    """[pool] agent-hours of work per week."""
    occupancy: Floats
    """[pool] hours ÷ attended hours; NaN where nobody attends."""
    by_tier: Floats
    """[pool, tier] agent-hours per week spent on each tier's tickets."""
    unserved: tuple[Demand, ...]
    """Work that nobody who attends may do; left out of the above."""

    @property
    def busiest(self) -> float:
        """The least that the largest occupancy can be."""
        return float(np.nanmax(self.occupancy, initial=0.0))


def balanced(scenario: Scenario, demands: Sequence[Demand], attended: Floats) -> Balance:
    """Share work among pools: smallest largest occupancy first, then the next largest, and so on.

    Each round is a linear programme; the pools whose limit has a price are as low as they can be and keep
    their occupancy in later rounds.
    """
    there = sum(1 << place for place, hours in enumerate(attended) if hours > 0)
    served = [demand for demand in demands if demand.pools & there]
    unserved = tuple(demand for demand in demands if not demand.pools & there)
    tiers, pools = len(scenario.tiers), len(scenario.pools)
    if not served:
        nobody = np.where(attended > 0, 0.0, np.nan)
        return Balance(np.zeros(pools), nobody, np.zeros((pools, tiers)), unserved)
    programme = _Programme.of(scenario, served, attended)
    spent = programme.solve()
    by_tier = np.zeros((pools, tiers))
    np.add.at(by_tier, (programme.pool, programme.tier), spent)
    hours = by_tier.sum(axis=1)
    occupancy = np.divide(hours, attended, out=np.full(pools, np.nan), where=attended > 0)
    return Balance(hours, occupancy, by_tier, unserved)


@dataclass(frozen=True)
class _Programme:
    """Variables are the agent-hours of each (demand, pool that may do it)."""

    demand: NDArray[np.int64]
    pool: NDArray[np.int64]
    tier: NDArray[np.int64]
    speed: Floats
    wanted: Floats
    """[demand] hours at proficiency 1."""
    attended: Floats
    """[pool]."""

    @classmethod
    def of(cls, scenario: Scenario, demands: Sequence[Demand], attended: Floats) -> _Programme:
        speed, _ = proficiency(scenario)
        pairs = [
            (number, pool, demand.tier, 1.0 if demand.skill == TRIAGE else speed[pool, demand.skill])
            for number, demand in enumerate(demands)
            for pool in range(len(scenario.pools))
            if demand.pools >> pool & 1 and attended[pool] > 0
        ]
        numbers, pools, tiers, speeds = (np.array(column) for column in zip(*pairs, strict=True))
        wanted = np.array([demand.hours for demand in demands])
        return cls(numbers, pools, tiers, speeds.astype(np.float64), wanted, attended)

    def solve(self) -> Floats:
        """Agent-hours of each variable."""
        settled: dict[int, float] = {}
        working = np.unique(self.pool).tolist()
        while True:
            spent, largest, tight = self._round(settled, working)
            fresh = [pool for pool in tight if pool not in settled]
            settled |= dict.fromkeys(fresh, largest)
            if not fresh or len(settled) == len(working):
                return spent

    def _round(self, settled: dict[int, float], working: list[int]) -> tuple[Floats, float, list[int]]:
        """(hours, largest occupancy of the unsettled, pools that hold it up)."""
        size = len(self.pool)
        each = np.arange(size)
        done: Any = coo_array((self.speed, (self.demand, each)), shape=(len(self.wanted), size + 1))
        free = [pool for pool in working if pool not in settled]
        rows = np.concatenate([self.pool, free]).astype(np.int64)
        columns = np.concatenate([each, np.full(len(free), size)])
        values = np.concatenate([np.ones(size), -self.attended[free]])
        used: Any = coo_array((values, (rows, columns)), shape=(len(self.attended), size + 1))
        limits = np.array([settled.get(pool, 0.0) * (1 + FLAT) for pool in range(len(self.attended))])
        found = linprog(
            np.append(np.zeros(size), 1.0),
            A_ub=used.tocsr(),
            b_ub=limits * self.attended,
            A_eq=done.tocsr(),
            b_eq=self.wanted,
            method="highs",
        )
        if found.x is None:
            raise RuntimeError(f"the week's work could not be shared out: {found.message}")
        price = -found.ineqlin.marginals * self.attended
        return found.x[:size], float(found.x[size]), [pool for pool in free if price[pool] > FLAT]
