"""Which candidates keep the constraints, which is best of those, and which may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.criteria import Constraint, Expression
from results.estimates import CONFIDENCE, share_interval
from results.families import t_factor
from results.promises import BROKEN, CLOSE, KEPT
from results.selection import Scores, chances_of_being_best, compared_with_best
from results.series import Candidate, by_section, margins, scores
from sim.vocabulary import Floats

Words = NDArray[np.object_]

SLACK = 1e-12
"""A share given in per cent is not exact in binary."""


@dataclass(frozen=True)
class Limit:
    """How one candidate fares with one constraint."""

    constraint: Constraint
    margin: float
    """By how much it is kept; negative: missed."""
    verdict: str
    """kept, close or broken; those of all candidates and constraints hold together."""

    @property
    def value(self) -> float:
        """What is constrained: the expression, or the share of periods."""
        one = self.constraint
        return one.share + self.margin if one.period else one.bound + one.sign * self.margin

    @property
    def missed(self) -> float:
        """How far it is missed, in parts of its bound; at most 0 where it is kept."""
        bound = self.constraint.share if self.constraint.period else self.constraint.bound
        return np.inf if np.isnan(self.margin) else -self.margin / (abs(bound) or 1.0)


@dataclass(frozen=True)
class Standing:
    """How one candidate stands."""

    value: float
    low: float
    high: float
    """Of its objective, with its own 95 % interval."""
    chance: float
    """Of being best, by bootstrap over the units."""
    may_be_best: bool
    behind: float
    """How much worse than the best of those that keep the constraints it may be, at most; 0: not at all."""
    limits: tuple[Limit, ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether its figures keep all constraints, doubts apart."""
        return all(one.margin >= -SLACK for one in self.limits)

    @property
    def surely_feasible(self) -> bool:
        """Whether it keeps all constraints beyond doubt."""
        return all(one.verdict == KEPT for one in self.limits)


def standings(
    candidates: Sequence[Candidate],
    objective: Expression,
    constraints: Sequence[Constraint],
    level: float = CONFIDENCE,
) -> list[Standing]:
    """How all candidates stand; with constraints, the error is divided between feasibility and objective."""
    sections = by_section([objective, *(one.expression for one in constraints)])
    own = scores(candidates, objective, sections=sections)
    signed = own.signed(objective.sign)
    kept = margins(candidates, constraints, sections=sections) if constraints else None
    confidence = 1 - (1 - level) / 2 if constraints else level
    verdicts = _feasibility(kept, len(candidates), constraints, confidence)
    sure = (verdicts == KEPT).all(axis=1)
    best = compared_with_best(signed, confidence, sure)
    chances = chances_of_being_best(signed, kept, len(constraints))
    low, high = own.interval()
    return [
        Standing(
            value=float(own.value[place]),
            low=float(low[place]),
            high=float(high[place]),
            chance=float(chances[place]),
            may_be_best=bool(best.may_be_best[place] and (verdicts[place] != BROKEN).all()),
            behind=-float(best.low[place]),
            limits=_limits(kept, place, constraints, verdicts[place]),
        )
        for place in range(len(candidates))
    ]


def in_order(found: Sequence[Standing], objective: Expression) -> list[int]:
    """Places of the candidates, the best first.

    Those whose figures keep all constraints go first, by the objective; the others by how far they miss.
    """

    def key(place: int) -> tuple[bool, float, int]:
        one = found[place]
        if one.feasible:
            value = objective.sign * one.value
            return False, -value if not np.isnan(value) else np.inf, place
        return True, max(limit.missed for limit in one.limits), place

    return sorted(range(len(found)), key=key)


def _feasibility(
    kept: Scores | None, candidates: int, constraints: Sequence[Constraint], confidence: float
) -> Words:
    """[candidate, constraint] kept, close or broken; bounds of all of them hold together."""
    found = np.full((candidates, len(constraints)), CLOSE, dtype=object)
    if kept is None:
        return found
    low, high = _bounds(kept, constraints, confidence)
    shape = found.shape
    found[(low >= -SLACK).reshape(shape)] = KEPT
    found[(high < -SLACK).reshape(shape)] = BROKEN
    return found


def _bounds(kept: Scores, constraints: Sequence[Constraint], confidence: float) -> tuple[Floats, Floats]:
    """Bounds of the margins; where all replications agree on odds, those of a share of so many trials."""
    down, up = kept.reaches(kept.deviations, t_factor(len(kept.value), kept.freedom, confidence, sides=1))
    low, high = kept.value - down, kept.value + up
    same = ~kept.deviations.any(axis=1)
    for place in np.flatnonzero(same).tolist():
        limit = constraints[place % len(constraints)]
        if limit.period:
            ends = share_interval(float(kept.value[place] + limit.share), kept.units)
            low[place], high[place] = ends[0] - limit.share, ends[1] - limit.share
    return low, high


def _limits(
    kept: Scores | None, place: int, constraints: Sequence[Constraint], verdicts: Words
) -> tuple[Limit, ...]:
    if kept is None:
        return ()
    own = kept.value.reshape(-1, len(constraints))[place]
    return tuple(
        Limit(one, float(margin), str(verdict))
        for one, margin, verdict in zip(constraints, own, verdicts, strict=True)
    )
