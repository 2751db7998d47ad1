"""Shifts for a desk: what each hour needs, the cheapest shifts that cover it, tried and mended by simulation.

What the hours need and what shifts can cover are two things: breaks, whole people and whole shifts leave too
much here and too little there. So the cover is simulated. Where it keeps all requirements, less is asked for
until it does not, people are taken away one by one, and given cheaper shifts at nearly the same hours; where
it breaks one, the hours in which broken clocks start are asked for more. The end is held against fresh
replications.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from results.sizing.bounds import BREAKS
from results.sizing.confirming import Confirmed, looks_of
from results.sizing.requirements import LEAST, Bench, Needs, load_of, needs_of
from results.sizing.roster_file import roster_frame, rosters_of
from results.sizing.rotas import Looked, Rosters
from results.sizing.shifts import Cover, cheapest
from sim.localtime import HOURS

Covers = Mapping[str, Cover]
STEP = 0.25
"""By so much β is lowered at a time."""
MENDED = 8
"""So many times hours are asked for more people."""
TAKEN_AWAY = 30
"""From so many tours people are taken away."""
EXCHANGED, ALTERNATIVES = 12, 2
"""So many tours are exchanged for one of so many cheaper ones."""
ATTEMPTS = 6
"""So many desks are held against fresh replications."""


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
    confirmed: Confirmed
    """What fresh replications say of it."""
    rounds: list[Round]

    @property
    def cost(self) -> float:
        """Wages per week of the pools that have shifts."""
        return _cost(self.covers)


def size_hours(bench: Bench, certainty: float, budget: int) -> SizedHours:
    """The cheapest shifts that were found to keep all requirements.

    BeyondReachError where no number of people does.
    """
    needs = needs_of(bench, load_of(bench))
    search = _Search(bench, needs)
    held = search.run()
    looks = looks_of(bench.rotas.replications, budget)
    for attempt in range(1, ATTEMPTS + 1):
        error = (1 - certainty) / 2**attempt
        confirmed, fresh = bench.rotas.confirm(search.rosters(held.covers), looks, error)
        if confirmed.verdict != BREAKS or attempt == ATTEMPTS:
            break
        held = search.dearer(held, fresh)
    return SizedHours(bench, needs, held.covers, confirmed, search.rounds)


@dataclass(frozen=True)
class _Held:
    """A desk of shifts as the search saw it."""

    covers: Covers
    looked: Looked

    @property
    def cost(self) -> float:
        return _cost(self.covers)


@dataclass
class _Search:
    bench: Bench
    needs: Needs
    rounds: list[Round] = field(default_factory=list)
    kept: list[_Held] = field(default_factory=list)
    """Those that keep all requirements."""

    def __post_init__(self) -> None:
        self.more = {name: np.zeros(HOURS) for name in self.bench.shifts}
        """[hour of the pool's week] people on the roster asked for beyond the needs."""

    def run(self) -> _Held:
        """From what the hours need to the cheapest shifts that keep all requirements, if any do."""
        held = self._look(self._covered(self.needs), "shifts that cover what the hours need")
        while not held.looked.holds and len(self.rounds) < MENDED:
            held = self._mended(held, held.looked, "more people where broken clocks start")
        needs = self.needs
        while held.looked.holds and needs.beta > LEAST:
            needs = needs.at(needs.beta - STEP)
            covers = self._covered(needs)
            if _cost(covers) >= held.cost:
                continue
            fewer = self._look(covers, "less safety in every hour")
            if not fewer.looked.holds:
                break
            held = fewer
        return self._exchanged(self._thinned(held)) if held.looked.holds else held

    def dearer(self, held: _Held, fresh: Looked) -> _Held:
        """A dearer desk that was seen to have more to spare: the cheapest of the better half.

        Where no other keeps everything, hours are asked for more.
        """
        more = [one for one in self.kept if one.cost > held.cost and one.looked.worst > held.looked.worst]
        if not more:
            return self._mended(held, fresh, "fresh replications broke one")
        middle = (held.looked.worst + max(one.looked.worst for one in more)) / 2
        return min((one for one in more if one.looked.worst >= middle), key=lambda one: one.cost)

    def _mended(self, held: _Held, found: Looked, what: str) -> _Held:
        """A cover with one person more asked for in the hours that lead to broken clocks."""
        hours = weak_hours(found).astype(np.float64)
        for name, cover in held.covers.items():
            weak = (self.bench.local(hours, name) > 0) & (cover.rostered > 0)
            spare = np.maximum(cover.rostered - cover.needed, 0.0)
            self.more[name] = self.more[name] + np.where(weak, spare + 1.0, 0.0)
        better = self._covered(self.needs)
        if _cost(better) <= held.cost:
            self.needs = self.needs.at(self.needs.beta + STEP)
            better = self._covered(self.needs)
        return self._look(better, what)

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
                self.bench.local(self.bench.rostered(needs, name), name) + self.more[name],
                kinds,
                self.bench.pool(name).wage or 1.0,
            )
            for name, kinds in self.bench.shifts.items()
        }

    def _thinned(self, held: _Held) -> _Held:
        """People taken away one by one, the dearest first, as long as all requirements are kept."""
        for name, tour in self._in_use(held)[:TAKEN_AWAY]:
            while held.covers[name].heads[tour]:
                fewer = self._tried(held, name, held.covers[name].with_one(tour, -1), "one person fewer")
                if fewer is None or not fewer.looked.holds:
                    break
                held = fewer
        return held

    def _exchanged(self, held: _Held) -> _Held:
        """People given a cheaper tour at nearly the same hours, as long as all requirements are kept."""
        for name, tour in self._in_use(held)[:EXCHANGED]:
            for other in _cheaper(held.covers[name], tour):
                cover = held.covers[name].with_one(tour, -1).with_one(other, 1)
                changed = self._tried(held, name, cover, "a cheaper shift instead")
                if changed is not None and changed.looked.holds:
                    held = changed
                    break
        return held

    def _in_use(self, held: _Held) -> list[tuple[str, int]]:
        """(pool, tour) of all who have one, the dearest first."""
        used = [
            (-float(cover.costs[tour]), name, tour)
            for name, cover in held.covers.items()
            for tour in np.flatnonzero(cover.heads).tolist()
        ]
        return [(name, tour) for _, name, tour in sorted(used)]

    def _tried(self, held: _Held, name: str, cover: Cover, what: str) -> _Held | None:
        """A desk with another cover of one pool; None where it breaks the bounds of a kind of shift."""
        kinds = self.bench.shifts[name]
        people = np.bincount([tour.kind for tour in cover.tours], cover.heads, len(kinds))
        if any(not kind.low <= count <= kind.high for kind, count in zip(kinds, people, strict=True)):
            return None
        return self._look({**held.covers, name: cover}, what)

    def _look(self, covers: Covers, what: str) -> _Held:
        found = self.bench.rotas.look(self.rosters(covers))
        worst = int(np.argmin(found.margins))
        people = sum(cover.people for cover in covers.values())
        text = found.kept[worst].requirement.text
        self.rounds.append(Round(what, people, _cost(covers), text, found.worst, found.holds))
        held = _Held(covers, found)
        self.kept += [held] if found.holds else []
        return held


def _cost(covers: Covers) -> float:
    return sum(cover.cost for cover in covers.values())


def _cheaper(cover: Cover, tour: int) -> list[int]:
    """Cheaper tours that share most hours with one, those first."""
    hours = np.array([one.cover for one in cover.tours])
    shared = hours @ hours[tour]
    found = np.flatnonzero((cover.costs < cover.costs[tour] - 1e-9) & (shared > 0))
    order = np.lexsort((cover.costs[found], -shared[found]))
    return [int(place) for place in found[order][:ALTERNATIVES]]


def weak_hours(found: Looked) -> NDArray[np.bool_]:
    """[hour of the week] the few that bring half of what is broken beyond the share allowed, and those after.

    All hours, where a requirement is broken that is not about the clocks of a policy.
    """
    weak = np.zeros(HOURS, np.bool_)
    for margin, excess in zip(found.margins, found.excess, strict=True):
        if margin >= 0:
            continue
        if np.isnan(excess).any():
            return np.ones(HOURS, np.bool_)
        over = np.maximum(excess, 0.0)
        order = np.argsort(-over, kind="stable")
        before = np.cumsum(over[order]) - over[order]
        weak[order[(before < over.sum() / 2) & (over[order] > 0)]] = True
    return weak | np.roll(weak, 1)
