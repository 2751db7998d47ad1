"""The search for the cheapest desk of a box that keeps all requirements on the search replications.

Sample-average approximation with common random numbers: what is looked for is the optimum of the *sample
problem*, in which a desk is feasible if its estimates from the search replications are. Cutting planes
propose desks (`master`): tangents, by differences of one person, say where to look; each desk that breaks a
requirement forbids all that have no more people anywhere. When nothing cheaper is left, the best is the
optimum of the sample problem wherever more people never hurt. The last word is a local check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from results.crew import Crew
from results.running import Progress
from results.sizing.desks import Counts
from results.sizing.looking import EXACT, Looked, Lookout, scale_of
from results.sizing.master import Cuts, Master, Tangent
from results.sizing.moves import between, moved, neighbours
from results.sizing.question import staff_helps
from results.sizing.trials import Trials
from sim.vocabulary import Floats

TANGENTS = 12
"""So many desks get tangents on the way to a first one that keeps everything."""
AT_ONCE = 3
"""So many desks are looked at together, so that no worker waits."""
STALE = 24
"""After so many desks that were no better, no proof is sought any more."""
SAVED = 1e-3
"""Less loss of margin than this counts as none."""


@dataclass
class Found:
    """What a search came to."""

    best: Looked | None
    proved: bool
    """No cheaper desk is feasible in the sample problem, if more people never hurt."""


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
        self.lookout = Lookout(trials, crew, replications, progress, slack=slack)
        self.trials, self.box, self.most_desks = trials, trials.box, most_desks
        self.master = Master(self.box)
        self.helps = [staff_helps(one) for one in trials.requirements]
        self.cuts = Cuts()
        self.refused: set[Counts] = set()
        """Feasible in the sample problem, but fresh replications say otherwise."""

    @property
    def looked(self) -> dict[Counts, Looked]:
        """What is known of the desks so far."""
        return self.lookout.looked

    @property
    def best_known(self) -> Looked | None:
        """The cheapest desk so far that keeps everything."""
        good = [one for one in self.looked.values() if one.feasible and one.counts not in self.refused]
        return min(good, key=lambda one: one.cost, default=None)

    @property
    def nearest(self) -> Looked | None:
        """The desk that comes nearest to keeping everything; None where nothing was looked at."""
        scale = np.array([scale_of(one) for one in self.trials.requirements])
        return max(self.looked.values(), key=lambda one: float((one.margins / scale).min()), default=None)

    def run(self, start: Counts) -> Found:
        """The cheapest desk that is feasible in the sample problem; None where none is found."""
        again = bool(self.refused)
        best = self._settled(self.best_known or self._first(start))
        stale = STALE // 2 if again else 0
        while len(self.looked) < self.most_desks and stale < STALE:
            wanted = self._next(best)
            if not wanted:
                return Found(self._locally_best(best), proved=not self.master.unsure)
            stale += len(wanted)
            good = [one for one in self.lookout.look(wanted) if self._keeps(one)]
            if good:
                best, stale = self._settled(min(good, key=lambda one: one.cost)), 0
        return Found(self._locally_best(best), proved=False)

    def refuse(self, counts: Counts, flattered: Floats) -> None:
        """A desk breaks a requirement on fresh replications: it is out, and those with fewer people too.

        The search replications flattered it by so much margin; they are the same for all desks, so that from
        now on so much more is asked of each.
        """
        self.refused.add(counts)
        self.cuts.forbid(counts, [help_ for help_ in self.helps if help_ > 0] or [0])
        for lost in self.lookout.tighten(np.maximum(flattered, 0.0)):
            self._keeps(lost)

    def exhaust(self) -> Found:
        """The same by simulating every desk of the box to the end."""
        desks: list[Counts] = [()]
        for one in self.box.dimensions:
            desks = [(*desk, count) for desk in desks for count in range(one.low, one.high + 1)]
        for desk in self.lookout.look(desks, dropping=False):
            self._keeps(desk)
        return Found(self.best_known, proved=True)

    def _keeps(self, found: Looked) -> bool:
        """Whether a desk may be chosen; where not, what it forbids is noted."""
        if found.feasible:
            return found.counts not in self.refused
        broken = found.margins < EXACT
        self.cuts.forbid(found.counts, [one for one, bad in zip(self.helps, broken, strict=True) if bad])
        return False

    def _next(self, best: Looked | None) -> list[Counts]:
        """The desks to look at next: those that tangents like best, as if each forbade what it may."""
        below = np.inf if best is None else best.cost
        assumed = self.cuts.copy()
        found: list[Counts] = []
        while len(found) < AT_ONCE:
            wanted = self.master.most_promising(assumed, below)
            if wanted is None:
                break
            found.append(wanted)
            assumed.forbid(wanted, [one for one in self.helps if one] or [0])
        return found

    def _first(self, start: Counts) -> Looked | None:
        """A desk that keeps everything, near the start: on the way from there to the most people.

        Service levels are S-shaped in head-counts and tangents hold only in their upper part, so that they
        are laid at the last desk on the way that still breaks something.
        """
        bad, good = self.lookout.look([start, self.box.highs])[0], self.looked[self.box.highs]
        if self._keeps(bad):
            return bad
        if not self._keeps(good):
            return None
        while (middle := between(bad.counts, good.counts)) not in {bad.counts, good.counts}:
            (found,) = self.lookout.look([middle])
            bad, good = (bad, found) if self._keeps(found) else (found, good)
        for _ in range(TANGENTS):
            self._forbid_by_tangents(bad)
            wanted = self.master.cheapest(self.cuts, good.cost)
            if wanted is None:
                break
            (bad,) = self.lookout.look([wanted])
            if self._keeps(bad):
                return bad
        return good

    def _forbid_by_tangents(self, bad: Looked) -> None:
        """Cuts at a desk that breaks requirements, where some desk of the box satisfies them.

        Where a requirement is about periods, more of the measure in the long run is wanted at any rate.
        """
        for tangent, margin in zip(self._tangents(bad.counts), bad.margins, strict=True):
            if margin < EXACT:
                lower = replace(tangent, value=min(tangent.value, -SAVED))
                if self._reaches(lower):
                    self.cuts.tangents.append(lower)

    def _settled(self, best: Looked | None) -> Looked | None:
        """The best with nobody too many, and tangents there that say where to look for better ones."""
        if best is None:
            return None
        best = self._descended(best)
        self.cuts.tangents = self._tangents(best.counts)
        return best

    def _tangents(self, counts: Counts) -> list[Tangent]:
        """How each requirement is kept near a desk, by differences with one person more and one fewer.

        Where one is about periods, its measure in the long run is told, which is smooth.
        """
        steps = [self._steps(counts, step) for step in (1, -1)]
        wanted = [one for own in steps for one in own if one is not None]
        played = min(self.trials.replications(counts), self.lookout.first)
        self.trials.play(self.lookout.crew, wanted, played, self.lookout.progress)
        up, down = (
            np.array([sign * self._gain(counts, one) for one in own])
            for sign, own in zip((1, -1), steps, strict=True)
        )
        return [
            Tangent(counts, float(value), tuple(up[:, place].tolist()), tuple(down[:, place].tolist()))
            for place, value in enumerate(self.lookout.guides(counts, counts))
        ]

    def _gain(self, counts: Counts, other: Counts | None) -> Floats:
        """What each requirement gains from one desk to another; nothing beyond the bounds."""
        if other is None:
            return np.zeros(len(self.helps))
        return self.lookout.guides(other, counts) - self.lookout.guides(counts, other)

    def _steps(self, counts: Counts, step: int) -> list[Counts | None]:
        """One person more, or fewer, in each dimension; None beyond the bounds."""
        found = [moved(counts, {place: step}) for place in range(len(counts))]
        return [one if self.box.holds(one) else None for one in found]

    def _reaches(self, tangent: Tangent) -> bool:
        """Whether some desk of the box satisfies a tangent; one that is too flat says nothing."""
        ends = zip(self.box.lows, self.box.highs, tangent.up, strict=True)
        return tangent.said_of(tuple(high if slope > 0 else low for low, high, slope in ends)) >= 0

    def _descended(self, best: Looked) -> Looked:
        """One person fewer at a time, where most is saved for what is lost, as long as all is kept."""
        while True:
            few = [one for one in self._steps(best.counts, -1) if one and not self.cuts.forbids(one)]
            may = self.lookout.peek(few)
            for one in few:
                if one in self.looked:
                    self._keeps(self.looked[one])
            for one in sorted(may, key=lambda one: -self._thrift(best, one)):
                (found,) = self.lookout.look([one])
                if self._keeps(found):
                    best = found
                    break
            else:
                return best

    def _thrift(self, best: Looked, fewer: Counts) -> float:
        """What a desk saves for each point by which it keeps the worst requirement less."""
        both = self.lookout.guides(best.counts, fewer).min(), self.lookout.guides(fewer, best.counts).min()
        return (best.cost - self.box.cost(fewer)) / max(float(both[0] - both[1]), SAVED)

    def _locally_best(self, best: Looked | None) -> Looked | None:
        """No neighbour (one fewer here, or one fewer here and one more there) is cheaper and feasible.

        Neighbours that cuts forbid are simulated too: where more people do hurt, cuts are wrong.
        """
        while best is not None:
            near = neighbours(best.counts, self.box.lows, self.box.highs)
            cheaper = [one for one in near if self.box.cost(one) < best.cost]
            good = [one for one in self.lookout.look(cheaper) if self._keeps(one)]
            if not good:
                return best
            best = min(good, key=lambda one: one.cost)
        return best
