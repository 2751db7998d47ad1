"""The desks among which a sizing looks: head-counts within bounds, what they cost, and the plan of each.

All desks have the same tickets, and a person more changes no draw of anybody else: on a calendar that is
one of several, person k has a number that depends on k and the calendar only. (Where a break is spread over
people, or a head-count table keeps its shape, hours of others may move; their absence does not.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from results.words import listed
from scenarios import Plan
from scenarios.sizing import Variable
from scenarios.staffing import Staffing
from sim.vocabulary import Floats, Roster, RunPlan

Counts = tuple[int, ...]
"""A head-count for each dimension of a box."""

WEEK = 7 * 1440.0
NOBODY = Roster(np.empty(0), np.empty(0), np.empty(0, np.int32))
"""The roster of a number that nobody has."""


@dataclass(frozen=True)
class Dimension:
    """One head-count that may vary."""

    tier: str
    pool: str
    roster: str
    """A calendar; empty: the pool's own roster."""
    low: int
    high: int
    wage: float
    """Money per paid hour."""

    @property
    def name(self) -> str:
        """As people write it: `L1.frontline`, or `L1.frontline on early`."""
        return f"{self.tier}.{self.pool}" + (f" on {self.roster}" if self.roster else "")


@dataclass(frozen=True, eq=False)
class Box:
    """Head-counts that may vary, each between its bounds."""

    plan: Plan
    dimensions: tuple[Dimension, ...]
    waged: bool
    """Whether wages are known; else every paid hour costs 1."""

    @classmethod
    def of(cls, plan: Plan, vary: Sequence[Variable]) -> Box:
        """The box of these pools; ValueError where they cannot vary so, or wages are missing."""
        if not vary:
            raise ValueError(
                "say which head-counts may vary: --vary L1.frontline=8..24, or sizing: in the file"
            )
        wages = {pool.name: pool.wage for pool in plan.scenario.pools}
        known = {one.pool: wages[one.pool] if one.wage is None else one.wage for one in vary}
        without = [one.name for one in vary if known[one.pool] is None]
        if without and len(without) < len(vary):
            raise ValueError(f"{listed(without)} has no wage, while others have: add `wage: 32 per hour`")
        if len(known) < len(vary):
            raise ValueError("each pool can be varied once; name its rosters in one entry")
        dimensions = tuple(
            Dimension(one.tier, one.pool, roster, one.low, one.high, 1.0 if wage is None else wage)
            for one in vary
            for wage in (known[one.pool],)
            for roster in one.rosters or ("",)
        )
        box = cls(plan, dimensions, waged=not without)
        _ = box.costs
        return box

    @cached_property
    def _staffing(self) -> Staffing:
        return Staffing(self.plan)

    @property
    def lows(self) -> Counts:
        """The smallest desk."""
        return tuple(one.low for one in self.dimensions)

    @property
    def highs(self) -> Counts:
        """The largest desk."""
        return tuple(one.high for one in self.dimensions)

    @property
    def size(self) -> int:
        """How many desks there are."""
        return int(np.prod([one.high - one.low + 1 for one in self.dimensions], dtype=object))

    @cached_property
    def costs(self) -> tuple[Floats, ...]:
        """Of each dimension: the wages per week of its least, …, most people."""
        return tuple(
            np.array([self.cost_of(place, count) for count in range(one.low, one.high + 1)])
            for place, one in enumerate(self.dimensions)
        )

    @lru_cache(maxsize=4096)  # noqa: B019 - a box lives as long as its sizing
    def paid_hours(self, place: int, count: int) -> float:
        """Paid hours per week of the measured period of so many people in one dimension."""
        run = self.plan.scenario.run
        paid = sum(
            float((np.clip(r.end, *_measured(run)) - np.clip(r.start, *_measured(run))).sum())
            for r in self._rosters(self.dimensions[place], count)
        )
        return paid / 60 / (run.measure / WEEK)

    def cost(self, counts: Counts) -> float:
        """Wages per week of the people who vary; also of desks outside the bounds."""
        return float(sum(self.cost_of(place, count) for place, count in enumerate(counts)))

    def cost_of(self, place: int, count: int) -> float:
        """Wages per week of so many people in one dimension."""
        return self.dimensions[place].wage * self.paid_hours(place, count)

    def holds(self, counts: Counts) -> bool:
        """Whether head-counts are within the bounds."""
        return all(one.low <= count <= one.high for one, count in zip(self.dimensions, counts, strict=True))

    def desk(self, counts: Counts) -> Plan:
        """The plan of the desk with these head-counts."""
        scenario = self.plan.scenario
        own = {pool.name: pool for pool in scenario.pools}
        for name in dict.fromkeys(one.pool for one in self.dimensions):
            mine = [
                (one, count) for one, count in zip(self.dimensions, counts, strict=True) if one.pool == name
            ]
            own[name] = replace(own[name], rosters=self._together(mine), wage=mine[0][0].wage)
        pools = tuple(own[pool.name] for pool in scenario.pools)
        return replace(self.plan, scenario=replace(scenario, pools=pools))

    def _together(self, mine: Sequence[tuple[Dimension, int]]) -> tuple[Roster, ...]:
        """The rosters of a pool: person k of calendar r of R has the number k × R + r."""
        parts = [self._rosters(one, count) for one, count in mine]
        if len(parts) == 1:
            return parts[0]
        longest = max(len(part) for part in parts)
        return tuple(part[k] if k < len(part) else NOBODY for k in range(longest) for part in parts)

    def _rosters(self, one: Dimension, count: int) -> tuple[Roster, ...]:
        return self._staffing.rosters(one.tier, one.pool, count, one.roster)


def _measured(run: RunPlan) -> tuple[float, float]:
    return run.warmup, run.measured_until


def heads(scenario_rosters: Sequence[Roster]) -> int:
    """How many people have a roster at all."""
    return sum(len(roster.start) > 0 for roster in scenario_rosters)
