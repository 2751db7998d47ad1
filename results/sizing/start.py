"""From which desk a search starts: the cheapest one that has the people theory asks for.

A small integer programme. Work of a week is shared among the pools that may do it, as fast as they are, and
nobody is busier than `BUSIEST`; in every hour each tier has the people on duty that theory wants. What the
bounds do not allow is given up at a price above any wage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, vstack

from results.sizing.desks import Box, Counts
from results.sizing.theory import TierTheory, theory
from results.sizing.theory_limits import PROMISED
from scenarios.balance import TRIAGE, Demand
from scenarios.census import Census, census
from scenarios.load import available_share, load, on_roster
from scenarios.staffing import Staffing
from scenarios.weeks import measured_quarters
from scenarios.work import demands, pieces
from sim.desk import proficiency
from sim.vocabulary import Floats, Pool, Scenario

BUSIEST = 0.95
"""Share of the attended time that a week's work may take."""
SECONDS = 5.0
"""A start that is not found so soon is good enough as it is."""


def start_counts(box: Box, expected: Census | None = None) -> Counts:
    """Head-counts within the bounds of a box from which to start."""
    scenario = box.plan.scenario
    expected = census(scenario) if expected is None else expected
    asked = theory(scenario, expected, load(scenario, expected))
    programme = _Programme.of(box, asked, demands(pieces(scenario, expected)))
    found = programme.solve()
    return tuple(
        int(np.clip(round(count), one.low, one.high))
        for count, one in zip(found, box.dimensions, strict=False)
    )


@dataclass(frozen=True)
class _Group:
    """People who come and go together: one head-count that varies, or a pool that does not."""

    pool: int
    attended: Floats
    """[hour] per head, net of absence, shrinkage and other work."""
    low: int
    high: int
    cost: float
    """Of a head, per week."""


@dataclass(frozen=True)
class _Programme:
    scenario: Scenario
    groups: Sequence[_Group]
    asked: Sequence[TierTheory]
    work: Sequence[Demand]

    @classmethod
    def of(cls, box: Box, asked: Sequence[TierTheory], work: Sequence[Demand]) -> _Programme:
        return cls(box.plan.scenario, [*_varied(box), *_fixed(box)], asked, work)

    @cached_property
    def pairs(self) -> list[tuple[int, int, float]]:
        """(demand, pool, speed) of who may do what."""
        speed, _ = proficiency(self.scenario)
        return [
            (place, pool, 1.0 if demand.skill == TRIAGE else float(speed[pool, demand.skill]))
            for place, demand in enumerate(self.work)
            for pool in range(len(self.scenario.pools))
            if demand.pools >> pool & 1
        ]

    @cached_property
    def wishes(self) -> list[tuple[int, int, float]]:
        """(tier, hour, how many people are wanted on duty) where a first reply is promised.

        Where work may be put off, an hour's share of it will do.
        """
        return [
            (tier, hour, float(count))
            for tier, one in enumerate(self.asked)
            if one.aim.source == PROMISED
            for hour, count in enumerate(one.on_duty if one.spread == 1 else one.smoothed)
            if count
        ]

    @cached_property
    def places(self) -> list[int]:
        """Where each kind of variable begins: heads, hours of pairs, work given up, cover given up, end."""
        sizes = (len(self.groups), len(self.pairs), len(self.work), len(self.wishes))
        return [0, *np.cumsum(sizes).tolist()]

    def solve(self) -> Floats:
        """Heads of each group; the lowest bounds where nothing is found in time."""
        heads, end = len(self.groups), self.places[-1]
        lows, highs, costs = (
            np.array([getattr(group, name) for group in self.groups], np.float64)
            for name in ("low", "high", "cost")
        )
        price = 10.0 * costs.max(initial=1.0)
        given_up = end - self.places[2]
        rows = vstack([self._done(), self._capacity(), self._on_duty()]).tocsr()
        needed = [[demand.hours for demand in self.work], np.zeros(len(self.scenario.pools))]
        found = milp(
            np.concatenate([costs, np.zeros(len(self.pairs)), np.full(given_up, price)]),
            constraints=LinearConstraint(
                rows, np.concatenate([*needed, [count for *_, count in self.wishes]]), np.inf
            ),
            bounds=Bounds(
                np.concatenate([lows, np.zeros(end - heads)]),
                np.concatenate([highs, np.full(end - heads, np.inf)]),
            ),
            integrality=(np.arange(end) < heads).astype(np.int64),
            options={"time_limit": SECONDS, "mip_rel_gap": 1e-3},
        )
        return lows if found.x is None else np.asarray(found.x[:heads], np.float64)

    def _done(self) -> Any:
        """Each demand is done by those who may, or given up."""
        _, first, second, _, _ = self.places
        entries = [(demand, first + place, speed) for place, (demand, _, speed) in enumerate(self.pairs)]
        entries += [(demand, second + demand, 1.0) for demand in range(len(self.work))]
        return self._matrix(entries, len(self.work))

    def _capacity(self) -> Any:
        """No pool works more than it attends."""
        first = self.places[1]
        entries = [(pool, first + place, -1.0) for place, (_, pool, _) in enumerate(self.pairs)]
        entries += [(g.pool, place, BUSIEST * float(g.attended.sum())) for place, g in enumerate(self.groups)]
        return self._matrix(entries, len(self.scenario.pools))

    def _on_duty(self) -> Any:
        """In each hour the tier's own people, or a gap."""
        gaps = self.places[3]
        tier = [self.scenario.pools[group.pool].tier for group in self.groups]
        entries = [
            (row, place, float(group.attended[hour]))
            for row, (of, hour, _) in enumerate(self.wishes)
            for place, group in enumerate(self.groups)
            if tier[place] == of and group.attended[hour] > 0
        ]
        entries += [(row, gaps + row, 1.0) for row in range(len(self.wishes))]
        return self._matrix(entries, len(self.wishes))

    def _matrix(self, entries: Sequence[tuple[int, int, float]], rows: int) -> Any:
        row, column, value = np.array(entries, np.float64).reshape(-1, 3).T
        places = (row.astype(np.int64), column.astype(np.int64))
        return coo_array((value, places), shape=(rows, self.places[-1]))


def _varied(box: Box) -> list[_Group]:
    """The head-counts that vary."""
    staffing, pools = Staffing(box.plan), box.plan.scenario.pools
    places = {pool.name: place for place, pool in enumerate(pools)}
    found = []
    for one, costs in zip(box.dimensions, box.costs, strict=True):
        most, place = max(one.high, 1), places[one.pool]
        people = replace(pools[place], rosters=staffing.rosters(one.tier, one.pool, most, one.roster))
        there = _attended(box.plan.scenario, people) / most
        found.append(_Group(place, there, one.low, one.high, float(costs[-1]) / most))
    return found


def _fixed(box: Box) -> list[_Group]:
    """The pools that stay as they are, each as one head."""
    varied = {dimension.pool for dimension in box.dimensions}
    scenario = box.plan.scenario
    return [
        _Group(place, _attended(scenario, pool), 1, 1, 0.0)
        for place, pool in enumerate(scenario.pools)
        if pool.name not in varied
    ]


def _attended(scenario: Scenario, pool: Pool) -> Floats:
    """[hour of the week] people of the pool who are there for tickets, on average."""
    quarters = measured_quarters(scenario)
    return quarters.mean_by_hour(on_roster(pool, quarters.edges)) * available_share(pool)
