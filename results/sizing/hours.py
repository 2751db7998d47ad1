"""Shifts for a desk: what each hour needs, the cheapest shifts that cover it, tried and mended by simulation.

What the hours need and what shifts can cover are two things: breaks, whole people and whole shifts leave too
much here and too little there. So the cover is simulated. Where it keeps all requirements, less is asked for
until it does not, and people are taken away one by one; where it breaks one, the hours in which broken clocks
start are asked for more. The end is held against fresh replications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from results.sizing.bounds import Kept
from results.sizing.requirements import LEAST, Bench, Needs, load_of, needs_of
from results.sizing.roster_file import roster_frame, rosters_of
from results.sizing.rotas import Looked, Rosters
from results.sizing.shifts import Cover, cheapest
from sim.localtime import HOURS, local_time
from sim.vocabulary import Floats

Covers = Mapping[str, Cover]
STEP = 0.25
"""By so much β is lowered at a time."""
MENDED = 8
"""So many times hours are asked for more people."""
TAKEN_AWAY = 30
"""So many desks with one person fewer are tried."""
FRESH = 3
"""So many times a desk that fresh replications refuse is mended."""


@dataclass(frozen=True)
class Round:
    """One desk of shifts that was simulated."""

    what: str
    """Why it was tried."""
    people: int
    cost: float
    worst: str
    """The requirement that it keeps worst, or breaks."""
    margin: float
    holds: bool


@dataclass(frozen=True)
class SizedHours:
    """A desk of shifts."""

    bench: Bench
    needs: Needs
    """As simulation with people by the hour asks for them."""
    covers: Covers
    """Of each pool."""
    holds: bool
    """Whether it keeps all requirements on fresh replications."""
    kept: list[Kept]
    """On fresh replications."""
    rounds: list[Round]

    @property
    def cost(self) -> float:
        """Wages per week of the pools that have shifts."""
        return sum(cover.cost for cover in self.covers.values())


def size_hours(bench: Bench) -> SizedHours:
    """The cheapest shifts that were found to keep all requirements.

    BeyondReachError where no number of people does.
    """
    needs = needs_of(bench, load_of(bench))
    search = _Search(bench, needs)
    covers = search.run()
    fresh = bench.rotas.look(search.rosters(covers), fresh=True)
    for _ in range(FRESH):
        if fresh.holds:
            break
        covers, _ = search.mended(covers, fresh, "fresh replications broke one")
        fresh = bench.rotas.look(search.rosters(covers), fresh=True)
    return SizedHours(bench, needs, covers, fresh.holds, fresh.kept, search.rounds)


@dataclass
class _Search:
    bench: Bench
    needs: Needs
    rounds: list[Round] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.more = {name: np.zeros(HOURS) for name in self.bench.shifts}
        """[hour of the pool's week] people on the roster asked for beyond the needs."""

    def run(self) -> Covers:
        """From what the hours need to the cheapest shifts that keep all requirements, if any do."""
        needs, covers = self.needs, self._covered(self.needs)
        found = self._look(covers, "shifts that cover what the hours need")
        while not found.holds and len(self.rounds) < MENDED:
            covers, found = self.mended(covers, found, "more people where broken clocks start")
        while found.holds and needs.beta > LEAST:
            needs = needs.at(needs.beta - STEP)
            fewer = self._covered(needs)
            if _cost(fewer) >= _cost(covers):
                continue
            if not self._look(fewer, "less safety in every hour").holds:
                break
            covers = fewer
        return self._thinned(covers) if found.holds else covers

    def mended(self, covers: Covers, found: Looked, what: str) -> tuple[Covers, Looked]:
        """A cover with one person more asked for in the hours that lead to broken clocks."""
        hours = _weak_hours(found).astype(np.float64)
        for name, cover in covers.items():
            weak = (self._local(hours, name) > 0) & (cover.rostered > 0)
            spare = np.maximum(cover.rostered - cover.needed, 0.0)
            self.more[name] = self.more[name] + np.where(weak, spare + 1.0, 0.0)
        better = self._covered(self.needs)
        if _cost(better) <= _cost(covers):
            self.needs = self.needs.at(self.needs.beta + STEP)
            better = self._covered(self.needs)
        return better, self._look(better, what)

    def rosters(self, covers: Covers) -> Rosters:
        """The people of some covers, as the roster file gives them."""
        scenario = self.bench.plan.scenario
        zones = {name: self.bench.zone(name) for name in covers}
        frame = roster_frame(covers, zones, scenario.start, scenario.run.horizon)
        nobody: Rosters = dict.fromkeys(covers, ())
        return {**nobody, **rosters_of(frame, zones, scenario.start, scenario.run.horizon)}

    def _covered(self, needs: Needs) -> Covers:
        return {
            name: cheapest(
                self._local(self.bench.rostered(needs, name), name) + self.more[name],
                kinds,
                self.bench.pool(name).wage or 1.0,
            )
            for name, kinds in self.bench.shifts.items()
        }

    def _local(self, wanted: Floats, name: str) -> Floats:
        """Hours of the desk's week as hours of the pool's."""
        scenario = self.bench.plan.scenario
        zones = scenario.timezone, self.bench.zone(name)
        at = np.array([scenario.run.warmup])
        here, there = (
            float(local_time(zone, scenario.start, 0.0, float(at[0])).of_week(at)[0]) for zone in zones
        )
        return np.roll(wanted, round((there - here) / 60))

    def _thinned(self, covers: Covers) -> Covers:
        """People taken away one by one, the dearest first, as long as all requirements are kept."""
        left = [
            (-float(cover.costs[tour]), name, tour)
            for name, cover in covers.items()
            for tour in np.flatnonzero(cover.heads).tolist()
        ]
        for _, name, tour in sorted(left)[:TAKEN_AWAY]:
            while covers[name].heads[tour] > self._least(name, covers[name], tour):
                fewer = {**covers, name: covers[name].with_one(tour, -1)}
                if not self._look(fewer, "one person fewer").holds:
                    break
                covers = fewer
        return covers

    def _least(self, name: str, cover: Cover, tour: int) -> int:
        """How few may have a tour, so that its kind of shift keeps its least people."""
        kind = cover.tours[tour].kind
        others = sum(
            int(heads)
            for place, heads in enumerate(cover.heads)
            if cover.tours[place].kind == kind and place != tour
        )
        return max(self.bench.shifts[name][kind].low - others, 0)

    def _look(self, covers: Covers, what: str) -> Looked:
        found = self.bench.rotas.look(self.rosters(covers))
        worst = int(np.argmin(found.margins))
        people = sum(cover.people for cover in covers.values())
        text = found.kept[worst].requirement.text
        self.rounds.append(Round(what, people, _cost(covers), text, found.worst, found.holds))
        return found


def _cost(covers: Covers) -> float:
    return sum(cover.cost for cover in covers.values())


def _weak_hours(found: Looked) -> NDArray[np.bool_]:
    """[hour of the week] whether clocks that start then are broken too often, or soon after such an hour."""
    weak = np.zeros(HOURS, np.bool_)
    for one, margin, shares in zip(found.kept, found.margins, found.broken, strict=True):
        if margin >= 0:
            continue
        if np.isnan(shares).all():
            return np.ones(HOURS, np.bool_)
        weak |= np.nan_to_num(shares) > 1.0 - one.requirement.bound
    return weak | np.roll(weak, 1) | np.roll(weak, 2)
