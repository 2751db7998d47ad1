"""The integer programme of a sizing: which desk of the box to look at next.

After Atlason, Epelman and Henderson (2008) and Cezik and L'Ecuyer (2008): what simulation finds out about a
desk becomes linear cuts on head-counts. Each head-count is a sum of ordered binaries, so that any wages are
costs, and so that "at least one head-count above these" is a linear cut too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from results.sizing.desks import Box, Counts
from sim.vocabulary import Floats

NODES = 400
"""After so many branches the best that the programme has found is taken, on fast and on slow machines."""
GAP = 0.02
"""It need not be better than this: what it proposes is simulated at any rate."""
NONE = 2
"""What the solver says where there is no solution."""
TRIFLE = 1e-6
COUNTS = 0.01
"""Weight of cost against margin: of two desks that promise as much, the dearer one teaches more."""


@dataclass(frozen=True)
class Tangent:
    """A requirement's margin as it is near a desk: what one person more adds, and one fewer takes."""

    at: Counts
    value: float
    up: tuple[float, ...]
    down: tuple[float, ...]

    def said_of(self, counts: Counts) -> float:
        """The margin that it promises a desk."""
        away = np.array(counts) - np.array(self.at)
        return self.value + float(np.where(away > 0, self.up, self.down) @ away)


@dataclass
class Cuts:
    """All that is known of the desks in a box."""

    tangents: list[Tangent] = field(default_factory=list)
    too_few: list[Counts] = field(default_factory=list)
    """These break a requirement that more people help to keep: some head-count must be larger."""
    too_many: list[Counts] = field(default_factory=list)
    """These break one that fewer people help to keep: some head-count must be smaller."""
    neither: list[Counts] = field(default_factory=list)
    """These break one of which neither can be said."""

    def forbid(self, counts: Counts, helps: Sequence[int]) -> None:
        """A desk breaks requirements that more people help (1), hurt (−1), or neither (0)."""
        for sign, where in ((1, self.too_few), (-1, self.too_many), (0, self.neither)):
            if sign in helps and counts not in where:
                where.append(counts)

    def forbids(self, counts: Counts) -> bool:
        """Whether a desk is known to break a requirement, if more people help as they should."""
        return (
            any(_nowhere_above(counts, one) for one in self.too_few)
            or any(_nowhere_above(one, counts) for one in self.too_many)
            or counts in self.neither
        )

    def copy(self) -> Cuts:
        """The same, to be added to."""
        return Cuts(list(self.tangents), list(self.too_few), list(self.too_many), list(self.neither))


def _nowhere_above(counts: Counts, other: Counts) -> bool:
    return all(mine <= theirs for mine, theirs in zip(counts, other, strict=True))


class Master:
    """The programme of one box."""

    def __init__(self, box: Box) -> None:
        self._box = box
        steps = [one.high - one.low for one in box.dimensions]
        ends = np.cumsum(steps)
        self._spans = [slice(int(end - step), int(end)) for end, step in zip(ends, steps, strict=True)]
        self._size = int(ends[-1])
        self._costs = np.concatenate([np.diff(costs) for costs in box.costs])
        self._base = sum(float(costs[0]) for costs in box.costs)
        self.unsure = False
        """Whether it ever ran out of branches before it found anything."""

    def cheapest(self, cuts: Cuts, below: float) -> Counts | None:
        """The cheapest desk that keeps all cuts and costs less than a bound; None where there is none."""
        return self._solved(np.append(self._costs, 0.0), cuts, below, soft=False)

    def most_promising(self, cuts: Cuts, below: float) -> Counts | None:
        """Of the desks below a cost that are not known to break anything, the one that tangents like best."""
        worth = COUNTS * self._costs / max(float(np.abs(self._costs).sum()), TRIFLE)
        return self._solved(np.append(-worth, -1.0), cuts, below, soft=True)

    def _solved(self, objective: Floats, cuts: Cuts, below: float, *, soft: bool) -> Counts | None:
        """Head-counts that minimise an objective over the binaries and the least margin by the tangents."""
        size = self._size
        rows = [*self._order(), *self._limits(cuts), self._below(below)]
        rows += [self._tangent(one, soft=soft) for one in cuts.tangents]
        span = (-1e3, 0.0) if soft else (0.0, 0.0)
        found = milp(
            objective,
            integrality=np.append(np.ones(size), 0),
            bounds=Bounds(np.append(np.zeros(size), span[0]), np.append(np.ones(size), span[1])),
            constraints=LinearConstraint(
                np.stack([row for row, _ in rows]), np.array([least for _, least in rows]), np.inf
            ),
            options={"node_limit": NODES, "mip_rel_gap": GAP},
        )
        if found.x is None:
            self.unsure |= found.status != NONE
            return None
        steps = np.rint(found.x[:size])
        return tuple(
            one.low + int(steps[span].sum())
            for one, span in zip(self._box.dimensions, self._spans, strict=True)
        )

    def _order(self) -> list[tuple[Floats, float]]:
        """A second person comes after the first."""
        rows = []
        for span in self._spans:
            for place in range(span.start, span.stop - 1):
                row = np.zeros(self._size + 1)
                row[place], row[place + 1] = 1, -1
                rows.append((row, 0.0))
        return rows

    def _below(self, below: float) -> tuple[Floats, float]:
        """What the desk may cost; a trifle less than the bound."""
        if not np.isfinite(below):
            return np.zeros(self._size + 1), 0.0
        return np.append(-self._costs, 0.0), self._base + TRIFLE * max(abs(below), 1.0) - below

    def _tangent(self, one: Tangent, *, soft: bool) -> tuple[Floats, float]:
        """The margin that it promises is at least that of the variable, or 0."""
        row, start = np.zeros(self._size + 1), one.value
        for place, span in enumerate(self._spans):
            below = one.at[place] - self._box.dimensions[place].low
            row[span] = one.up[place]
            row[span.start : span.start + below] = one.down[place]
            start -= one.down[place] * below
        row[-1] = -1.0 if soft else 0.0
        return row, -start

    def _limits(self, cuts: Cuts) -> list[tuple[Floats, float]]:
        """Desks that are known to break something, and all that are smaller, or larger."""
        rows = [self._some_more(one) for one in cuts.too_few]
        rows += [self._some_less(one) for one in cuts.too_many]
        for one in cuts.neither:
            (up, least), (down, other) = self._some_more(one), self._some_less(one)
            rows.append((up + down, least + other - 1.0))
        return rows

    def _some_more(self, counts: Counts) -> tuple[Floats, float]:
        """At least one head-count is above these."""
        row = np.zeros(self._size + 1)
        for one, span, count in zip(self._box.dimensions, self._spans, counts, strict=True):
            if count < one.high:
                row[span.start + count - one.low] = 1
        return row, 1.0

    def _some_less(self, counts: Counts) -> tuple[Floats, float]:
        """At least one head-count is below these."""
        row, least = np.zeros(self._size + 1), 1.0
        for one, span, count in zip(self._box.dimensions, self._spans, counts, strict=True):
            if count > one.low:
                row[span.start + count - one.low - 1] = -1
                least -= 1
        return row, least
