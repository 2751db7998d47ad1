"""How far a desk is known to keep its requirements: one-sided bounds and two-sided intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from results.criteria import Constraint
from results.estimates import CONFIDENCE
from results.sizing.desks import Counts
from results.sizing.trials import Trials
from results.words import duration, percent, three_figures
from sim.vocabulary import Floats

HOLDS, BREAKS, UNDECIDED = "holds", "breaks", "undecided"


@dataclass(frozen=True)
class Kept:
    """How a desk keeps one requirement."""

    requirement: Constraint
    margin: float
    """How far it is kept; below 0: it is not."""
    low: float
    high: float

    @property
    def value(self) -> float:
        """What the requirement is about: the measure, or the share of periods."""
        return self._of(self.margin)

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of its interval."""
        first, second = sorted((self._of(self.low), self._of(self.high)))
        return first, second

    @property
    def bound(self) -> float:
        """What it is to reach, or to stay below."""
        return self.requirement.share if self.requirement.period else self.requirement.bound

    def _of(self, margin: float) -> float:
        one = self.requirement
        value = one.share + margin if one.period else one.bound + one.sign * margin
        share = bool(one.period) or one.expression.unit == "share"
        return min(max(value, 0.0), 1.0) if share else value


def kept(trials: Trials, counts: Counts, confidence: float = CONFIDENCE) -> list[Kept]:
    """How a desk keeps every requirement, with two-sided intervals."""
    low, high = one_sided(trials, counts, (1 - confidence) / 2)
    values, _ = trials.margins(counts)
    return [
        Kept(one, *(float(number) for number in numbers))
        for one, *numbers in zip(trials.requirements, values, low, high, strict=True)
    ]


def one_sided(trials: Trials, counts: Counts, error: float) -> tuple[Floats, Floats]:
    """Bounds below and above each margin, each wrong with at most this probability.

    Student's t over replications. The share of periods is also held against the exact bounds of a share of
    so many independent ones, and the wider one counts: near 100 % the spread says too little.
    """
    values, away = trials.margins(counts)
    units = away.shape[1]
    if units < 2:
        return np.full(len(values), -np.inf), np.full(len(values), np.inf)
    spread = np.sqrt(np.square(away).sum(axis=1) / (units * (units - 1)))
    half = float(special.stdtrit(units - 1, 1 - error)) * spread
    low, high = values - half, values + half
    for place, one in enumerate(trials.requirements):
        if one.period:
            met, judged = trials.desks[counts].series.total(one.text)
            exact = _exact(met, judged, error)
            low[place] = min(low[place], exact[0] - one.share)
            high[place] = max(high[place], exact[1] - one.share)
    return low, high


def verdicts(trials: Trials, counts: Counts, error: float) -> list[str]:
    """Of each requirement: it holds, it breaks, or it is not known yet."""
    low, high = one_sided(trials, counts, error)
    return [
        HOLDS if least >= -1e-12 else BREAKS if most < -1e-12 else UNDECIDED
        for least, most in zip(low, high, strict=True)
    ]


def in_words(requirement: Constraint, value: float) -> str:
    """A value of what a requirement is about: `92.3 %`, `4 h 20 min`."""
    if requirement.period or requirement.expression.unit == "share":
        return percent(value)
    if requirement.expression.unit == "min":
        return duration(value)
    return f"{three_figures(value)} {requirement.expression.unit}".strip()


def _exact(met: float, judged: float, error: float) -> tuple[float, float]:
    """One-sided Clopper–Pearson bounds of a share."""
    low = 0.0 if met <= 0 else float(special.betaincinv(met, judged - met + 1, error))
    high = 1.0 if met >= judged else float(special.betaincinv(met + 1, judged - met, 1 - error))
    return low, high
