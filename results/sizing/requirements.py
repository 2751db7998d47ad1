"""How many people each pool needs in each hour of the week: iterative staffing by simulation.

First the desk is simulated with more people than it can use; who is then at work, put off as far as the
promises allow, is the load of each hour. The levels are that load and β times its square root (Feldman,
Mandelbaum, Massey and Whitt 2008); each β is simulated, until the smallest one is found that keeps all
requirements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from results.sizing.bounds import in_words
from results.sizing.rotas import Looked, Rosters, Rotas, with_rosters
from results.sizing.shifts import open_hours
from results.sizing.theory import put_off, theory
from results.sizing.theory_limits import NIGHT
from results.words import listed
from scenarios import Plan
from scenarios.census import census
from scenarios.load import available_share, load
from scenarios.shifts import ShiftKind
from sim.localtime import local_time
from sim.rosters import week_rosters
from sim.vocabulary import Floats, Pool

LEAST, MOST = -3.0, 6.0
"""Bounds of β."""
NEAR = 0.1
"""β is not looked for more closely."""
AMPLE = 3.0
"""In times of the peak load: more people than can be used."""


class BeyondReachError(ValueError):
    """Even more people than can be used do not keep a requirement; the message says which."""


@dataclass(frozen=True)
class Needs:
    """What the hours of a week need, pool by pool."""

    load: Mapping[str, Floats]
    """[hour of the week] people busy on average, put off as far as promises allow."""
    beta: float

    def on_duty(self, pool: str) -> Floats:
        """[hour of the week] people who are to be there for tickets."""
        busy = self.load[pool]
        return np.maximum(busy + self.beta * np.sqrt(busy), 0.0)

    def at(self, beta: float) -> Needs:
        """The same load at another level."""
        return replace(self, beta=beta)


@dataclass(frozen=True)
class Bench:
    """The pools whose hours are looked for, and on what they are tried."""

    plan: Plan
    shifts: Mapping[str, Sequence[ShiftKind]]
    rotas: Rotas

    def pool(self, name: str) -> Pool:
        """A pool by its name."""
        return next(pool for pool in self.plan.scenario.pools if pool.name == name)

    def zone(self, name: str) -> str:
        """The time zone of a pool's shifts."""
        tier = self.plan.scenario.tiers[self.pool(name).tier]
        return str(self.plan.data["tiers"][tier][name].get("timezone", self.plan.scenario.timezone))

    def local(self, wanted: Floats, name: str) -> Floats:
        """Hours of the desk's week as hours of the pool's."""
        scenario = self.plan.scenario
        zones = scenario.timezone, self.zone(name)
        at = np.array([scenario.run.warmup])
        here, there = (
            float(local_time(zone, scenario.start, 0.0, float(at[0])).of_week(at)[0]) for zone in zones
        )
        return np.roll(wanted, round((there - here) / 60))

    def rostered(self, needs: Needs, name: str) -> Floats:
        """[hour of the week] people on the roster, so that enough of them are there on average."""
        return needs.on_duty(name) / available_share(self.pool(name))

    def by_hour(self, counts: Mapping[str, Floats]) -> Rosters:
        """People who come and go by the hour, as many as are needed."""
        scenario = self.plan.scenario
        return {
            name: week_rosters(
                np.ceil(np.round(wanted, 9)).astype(np.int64),
                timezone=scenario.timezone,
                start=scenario.start,
                horizon=scenario.run.horizon,
            )
            for name, wanted in counts.items()
        }


def load_of(bench: Bench) -> Needs:
    """The load of each pool by hour, from a desk with more people than it can use.

    BeyondReachError where even that desk breaks a requirement.
    """
    scenario = bench.plan.scenario
    weighed = load(scenario, census(scenario))
    plenty = {}
    for name, kinds in bench.shifts.items():
        peak = float(weighed.offered[bench.pool(name).tier].sum(axis=0).max())
        people = np.ceil(AMPLE * peak / available_share(bench.pool(name))) + 5
        plenty[name] = np.where(open_hours(kinds), people, 0.0)
    rosters = bench.by_hour(plenty)
    ample = bench.rotas.look(rosters)
    if not ample.holds:
        raise BeyondReachError(_beyond(ample))
    busy = bench.rotas.at_work(rosters)
    spread = {one.tier: one.spread for one in theory(with_rosters(bench.plan, rosters).scenario)}
    return Needs(
        {
            name: put_off(
                busy[name],
                open_hours(kinds),
                max(spread[scenario.tiers[bench.pool(name).tier]], 1 if open_hours(kinds).all() else NIGHT),
            )
            for name, kinds in bench.shifts.items()
        },
        0.0,
    )


def needs_of(bench: Bench, load: Needs) -> Needs:
    """The smallest β that keeps all requirements with people who come and go by the hour."""

    def tried(beta: float) -> Looked:
        level = load.at(beta)
        return bench.rotas.look(bench.by_hour({name: bench.rostered(level, name) for name in level.load}))

    low, high = 0.0, 0.0
    if tried(0.0).holds:
        while low > LEAST and tried(low - 1.0).holds:
            low -= 1.0
        low, high = low - 1.0, low
    else:
        while high < MOST and not tried(high + 1.0).holds:
            high += 1.0
        low, high = high, high + 1.0
    while high - low > NEAR:
        middle = (low + high) / 2
        low, high = (low, middle) if tried(middle).holds else (middle, high)
    return load.at(high)


def _beyond(ample: Looked) -> str:
    broken = [
        f"{one.requirement.text} (it reaches {in_words(one.requirement, one.value)})"
        for one in ample.kept
        if not one.margin >= 0
    ]
    return f"no number of people on these shifts keeps {listed(broken)}: let shifts start at other hours too"
