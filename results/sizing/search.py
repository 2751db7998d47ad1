"""The search for the cheapest desk of a box that keeps all requirements on the search replications.

Sample-average approximation with common random numbers: what is looked for is the optimum of the *sample
problem*, in which a desk is feasible if its means over the search replications are. Cutting planes propose
desks (`master`): tangents of the requirements by forward differences lead to a first desk; after that, each
desk that breaks a requirement forbids all that have no more people anywhere, until no cheaper desk is
left. That end proves the optimum of the sample problem wherever more people never hurt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import special

from results.crew import Crew
from results.criteria import Constraint
from results.running import Progress
from results.sizing.desks import Counts
from results.sizing.master import Cuts, Master, Tangent
from results.sizing.question import staff_helps
from results.sizing.trials import Trials
from sim.vocabulary import Floats

LOOKS = (0.25, 0.5)
"""After these shares of the replications a desk that clearly breaks a requirement is dropped."""
FEWEST = 4
"""No desk is dropped after fewer replications."""
DROPPED_AT = 0.9995
"""Confidence with which it must break one."""
EXACT = -1e-12
TANGENTS = 12
"""So many desks get tangents; then cuts without slopes, which no curvature makes wrong, take over."""


@dataclass(frozen=True)
class Looked:
    """What the search replications say of a desk."""

    counts: Counts
    cost: float
    margins: Floats
    replications: int
    feasible: bool
    """On all search replications."""


@dataclass
class Found:
    """What a search came to."""

    best: Looked | None
    proved: bool
    """No cheaper desk is feasible in the sample problem, if more people never hurt."""
    cuts: Cuts = field(default_factory=Cuts)


class Search:
    """Looks for the cheapest desk under one strategy."""

    def __init__(
        self,
        trials: Trials,
        crew: Crew,
        replications: int,
        most_desks: int,
        progress: Progress | None = None,
        *,
        slack: Floats | None = None,
    ) -> None:
        """`slack` is by how much each requirement's margin is to be above 0."""
        self.trials, self.crew, self.replications = trials, crew, replications
        self.box, self.most_desks, self.progress = trials.box, most_desks, progress
        self.master = Master(self.box)
        self.helps = [staff_helps(one) for one in trials.requirements]
        self.slack = np.zeros(len(self.helps)) if slack is None else slack
        self.cuts = Cuts()
        self.looked: dict[Counts, Looked] = {}
        self.refused: set[Counts] = set()
        """Feasible in the sample problem, but fresh replications say otherwise."""

    def run(self, start: Counts) -> Found:
        """The cheapest desk that is feasible in the sample problem; None where none is found."""
        best = self.best_known or self._first(start)
        if best is not None:
            best = self._descended(best)
        while len(self.looked) < self.most_desks:
            wanted = self._next(best)
            if wanted is None:
                return Found(best, proved=True, cuts=self.cuts)
            (found,) = self.look([wanted])
            if self._keeps(found):
                best = self._descended(found)
        return Found(self._locally_best(best), proved=False, cuts=self.cuts)

    def refuse(self, counts: Counts) -> None:
        """A desk breaks a requirement on fresh replications: it is out, as are those with fewer people."""
        self.refused.add(counts)
        self.cuts.forbid(counts, [help_ for help_ in self.helps if help_ > 0] or [0])

    def exhaust(self) -> Found:
        """The same by simulating every desk of the box to the end."""
        desks: list[Counts] = [()]
        for one in self.box.dimensions:
            desks = [(*desk, count) for desk in desks for count in range(one.low, one.high + 1)]
        for desk in self.look(desks, dropping=False):
            self._keeps(desk)
        return Found(self.best_known, proved=True, cuts=self.cuts)

    @property
    def best_known(self) -> Looked | None:
        """The cheapest desk so far that keeps everything."""
        good = [one for one in self.looked.values() if one.feasible and one.counts not in self.refused]
        return min(good, key=lambda one: one.cost, default=None)

    @property
    def nearest(self) -> Looked | None:
        """The desk that comes nearest to keeping everything; None where nothing was looked at."""
        scale = np.array(
            [1.0 if _is_share(one) else max(abs(one.bound), 1e-9) for one in self.trials.requirements]
        )
        return max(self.looked.values(), key=lambda one: float((one.margins / scale).min()), default=None)

    def look(self, wanted: Sequence[Counts], *, dropping: bool = True) -> list[Looked]:
        """Desks after as many replications as it takes to tell whether they are feasible."""
        left = [one for one in dict.fromkeys(wanted) if one not in self.looked]
        ends = [max(FEWEST, round(self.replications * share)) for share in LOOKS] if dropping else []
        for end in dict.fromkeys([*(end for end in ends if end < self.replications), self.replications]):
            self.trials.play(self.crew, left, end, self.progress)
            left = [one for one in left if not self._told(one, end)]
        return [self.looked[one] for one in dict.fromkeys(wanted)]

    def _told(self, counts: Counts, played: int) -> bool:
        """Whether it is known by now whether a desk is feasible; then it is noted."""
        played = max(played, self.trials.replications(counts))
        values, away = self.trials.margins(counts)
        values = np.where(np.isnan(values), -1.0, values) - self.slack
        last = played >= self.replications
        if not last and not clearly_below(values, away).any():
            return False
        feasible = last and bool((values >= EXACT).all())
        self.looked[counts] = Looked(counts, self.box.cost(counts), values, played, feasible)
        return True

    def _keeps(self, found: Looked) -> bool:
        """Whether a desk may be chosen; where not, what it forbids is noted."""
        if found.feasible:
            return found.counts not in self.refused
        broken = found.margins < EXACT
        self.cuts.forbid(found.counts, [help_ for help_, bad in zip(self.helps, broken, strict=True) if bad])
        return False

    def _next(self, best: Looked | None) -> Counts | None:
        """The desk to look at next: by tangents at first, then the most promising that is left."""
        below = np.inf if best is None else best.cost
        if best is None:
            wanted = self.master.cheapest(self.cuts, below)
            if wanted is not None:
                return wanted
        return self.master.most_promising(self.cuts, below)

    def _first(self, start: Counts) -> Looked | None:
        """A desk that keeps everything, near the start: on the way from there to the most people.

        Service levels are S-shaped in head-counts and tangents hold only in their upper part, so that they
        are laid at the last desk on the way that still breaks something.
        """
        top = self.box.highs
        ends = self.look([start, top])
        if self._keeps(ends[0]):
            return ends[0]
        if not self._keeps(ends[-1]):
            return None
        bad, good = ends[0], ends[-1]
        while True:
            middle = _between(bad.counts, good.counts)
            if middle in {bad.counts, good.counts}:
                break
            (found,) = self.look([middle])
            bad, good = (bad, found) if self._keeps(found) else (found, good)
        self._lay_tangents(bad)
        wanted = self.master.cheapest(self.cuts, good.cost)
        while wanted is not None and len(self.looked) < self.most_desks:
            (found,) = self.look([wanted])
            if self._keeps(found):
                return found
            if len(self.cuts.tangents) >= TANGENTS * len(self.helps):
                break
            self._lay_tangents(found)
            wanted = self.master.cheapest(self.cuts, good.cost)
        return good

    def _lay_tangents(self, one: Looked) -> None:
        """Tangents at a desk of the requirements that it breaks, by differences with one person more."""
        steps = [_stepped(one.counts, place, self.box.highs) for place in range(len(one.counts))]
        self.trials.play(
            self.crew, [step for step, _ in steps], self.trials.replications(one.counts), self.progress
        )
        changes = np.array([self.trials.slopes(one.counts, step) * sign for step, sign in steps])
        for place in np.flatnonzero(one.margins < EXACT):
            slope = np.nan_to_num(changes[:, place], posinf=0.0, neginf=0.0)
            if self.helps[place]:
                slope = np.maximum(slope * self.helps[place], 0.0) * self.helps[place]
            tangent = Tangent(one.counts, float(one.margins[place]), tuple(slope.tolist()))
            if np.isfinite(tangent.value) and self._reaches(tangent):
                self.cuts.tangents.append(tangent)

    def _reaches(self, tangent: Tangent) -> bool:
        """Whether some desk of the box satisfies a tangent; one that is too flat says nothing."""
        ends = zip(self.box.lows, self.box.highs, tangent.slope, strict=True)
        return tangent.said_of(tuple(high if slope > 0 else low for low, high, slope in ends)) >= 0

    def _descended(self, best: Looked) -> Looked:
        """One person fewer at a time, where most is saved, as long as all requirements are kept."""
        while len(self.looked) < self.most_desks:
            fewer = [
                step
                for place, one in enumerate(self.box.dimensions)
                if best.counts[place] > one.low
                and not self.cuts.forbids(step := _moved(best.counts, {place: -1}))
            ]
            good = [one for one in self.look(fewer) if self._keeps(one)]
            if not good:
                return best
            best = min(good, key=lambda one: (one.cost, -float(one.margins.min())))
        return best

    def _locally_best(self, best: Looked | None) -> Looked | None:
        """No neighbour (one fewer here, or one fewer here and one more there) is cheaper and feasible."""
        while best is not None:
            cheaper = [
                one
                for one in neighbours(best.counts, self.box.lows, self.box.highs)
                if self.box.cost(one) < best.cost and not self.cuts.forbids(one)
            ]
            good = [one for one in self.look(cheaper) if self._keeps(one)]
            if not good:
                return best
            best = min(good, key=lambda one: one.cost)
        return best


def _is_share(one: Constraint) -> bool:
    return bool(one.period) or one.expression.unit == "share"


def clearly_below(values: Floats, deviations: Floats) -> NDArray[np.bool_]:
    """Which requirements a desk breaks beyond doubt, as far as it was played."""
    units = deviations.shape[1]
    if units < 2:
        return np.zeros(len(values), np.bool_)
    error = np.sqrt(np.square(np.nan_to_num(deviations)).sum(axis=1) / (units * (units - 1)))
    return np.asarray(values + float(special.stdtrit(units - 1, DROPPED_AT)) * error < EXACT, np.bool_)


def neighbours(counts: Counts, lows: Counts, highs: Counts) -> list[Counts]:
    """Desks with one person fewer somewhere, or one fewer here and one more there."""
    places = range(len(counts))
    fewer = [{place: -1} for place in places if counts[place] > lows[place]]
    swaps = [
        {**down, place: 1}
        for down in fewer
        for place in places
        if place not in down and counts[place] < highs[place]
    ]
    return [_moved(counts, move) for move in (*fewer, *swaps)]


def _moved(counts: Counts, moves: dict[int, int]) -> Counts:
    return tuple(count + moves.get(place, 0) for place, count in enumerate(counts))


def _stepped(counts: Counts, place: int, highs: Counts) -> tuple[Counts, int]:
    """One person more in a dimension and 1; at its bound one fewer and −1."""
    sign = 1 if counts[place] < highs[place] or counts[place] == 0 else -1
    return _moved(counts, {place: sign}), sign


def _between(few: Counts, many: Counts) -> Counts:
    """The middle of two desks, rounded towards the first."""
    return tuple(low + (high - low) // 2 for low, high in zip(few, many, strict=True))
