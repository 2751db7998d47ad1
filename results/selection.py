"""Which is best, and which may be: multiple comparisons with the best, bootstrap, and screening.

A *score* is an estimate with its deviations, one per independent unit (replication or section), whose
spread is that of the estimate: u_r of a ratio, or a section's quantile less the pooled one. Higher is
better here; turn the sign of what is better when low.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from results.estimates import CONFIDENCE, standard_error
from results.families import t_factor
from results.skewness import above, below, skewness
from sim.vocabulary import Floats

Flags = NDArray[np.bool_]

RESAMPLES = 4000
"""Bootstrap samples behind a chance of being best."""


@dataclass(frozen=True)
class Scores:
    """One estimate per candidate, with deviations of all on the same units."""

    value: Floats
    """[candidate]."""
    deviations: Floats
    """[candidate, unit]."""
    estimated: int = 0
    """Coefficients that were taken from the same units (of a control variate)."""
    skewed: bool = True
    """Whether deviations are about the mean, so that their skewness counts; those of sections are not."""

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the errors."""
        return self.units - 1 - self.estimated

    def signed(self, sign: float) -> Scores:
        """The same in the other direction, where the sign is −1."""
        return replace(self, value=sign * self.value, deviations=sign * self.deviations)

    def reaches(self, deviations: Floats, factor: float) -> tuple[Floats, Floats]:
        """How far intervals reach below and above values with such deviations [..., unit].

        `factor` is a quantile of t; infinite: nothing is known.
        """
        squares = np.square(deviations).sum(axis=-1)
        if not np.isfinite(factor):
            return np.full(squares.shape, np.inf), np.full(squares.shape, np.inf)
        error = standard_error(squares, self.units)
        cubes = np.power(deviations, 3).sum(axis=-1) if self.skewed else np.zeros(squares.shape)
        skew = skewness(squares, cubes, self.units)
        return error * below(factor, skew, self.units), error * above(factor, skew, self.units)

    def interval(self) -> tuple[Floats, Floats]:
        """[candidate] the ends of each one's own 95 % interval; NaN with a single unit."""
        if self.freedom < 1:
            unknown = np.full(len(self.value), np.nan)
            return unknown, unknown
        down, up = self.reaches(self.deviations, t_factor(1, self.freedom))
        return self.value - down, self.value + up

    def half_widths(self) -> Floats:
        """[candidate] half the width of its own 95 % interval; NaN with a single unit."""
        low, high = self.interval()
        return np.asarray((high - low) / 2, np.float64)

    @property
    def units(self) -> int:
        """Independent units."""
        return int(self.deviations.shape[1])

    def error(self, one: int, other: int) -> float:
        """Standard error of the difference of two, from the pairs."""
        squares = np.square(self.deviations[one] - self.deviations[other]).sum()
        return float(standard_error(squares, self.units))

    def skewness(self, one: int, other: int) -> float:
        """Skewness of the difference of two."""
        away = self.deviations[one] - self.deviations[other]
        cubes = np.power(away, 3).sum() if self.skewed else np.zeros(())
        return float(skewness(np.square(away).sum(), cubes, self.units))

    def errors(self) -> Floats:
        """[candidate, candidate] the same for all pairs."""
        count = len(self.value)
        return np.array([[self.error(one, other) for other in range(count)] for one in range(count)])


@dataclass(frozen=True)
class Best:
    """How far each candidate is from the best of the others: value less theirs, with its bounds."""

    low: Floats
    """At most 0: so much worse than the best it may be."""
    high: Floats
    """At least 0: so much better than all others it may be; 0: it is not the best."""
    may_be_best: Flags


def compared_with_best(scores: Scores, confidence: float = CONFIDENCE, rivals: Flags | None = None) -> Best:
    """Multiple comparisons with the best by paired Bonferroni bounds, which need no sphericity.

    The best is one fixed candidate, so k − 1 one-sided bounds hold together (Hsu's constrained intervals;
    Nelson & Matejcik 1995 on common random numbers). Screening by subset selection keeps the same ones.
    `rivals`: only with those is anybody compared (the others may not be chosen, so nobody loses to them).
    """
    count = len(scores.value)
    if count < 2:
        return Best(np.zeros(count), np.zeros(count), np.ones(count, np.bool_))
    factor = t_factor(count - 1, scores.freedom, confidence, sides=1)
    ahead = scores.value[:, None] - scores.value[None, :]
    reaches = [scores.reaches(own - scores.deviations, factor) for own in scores.deviations]
    down, up = (np.stack(side) for side in zip(*reaches, strict=True))
    others = ~np.eye(count, dtype=np.bool_)
    others &= True if rivals is None else rivals[None, :]
    low = np.where(others, ahead - down, np.inf).min(axis=1)
    high = np.where(others, ahead + up, np.inf).min(axis=1)
    return Best(np.minimum(low, 0.0), np.maximum(high, 0.0), high >= 0)


def chances_of_being_best(
    scores: Scores, margins: Scores | None = None, limits: int = 0, seed: int = 0
) -> Floats:
    """How often each candidate comes out best when the units are drawn again (bootstrap).

    `margins` are how far each candidate keeps each of `limits` constraints [candidate × limit]; a candidate
    that misses one in a sample is not in the running. Ties are shared; a sample in which nobody is left
    counts for nobody.
    """
    rng = np.random.default_rng(seed)
    count, units = scores.deviations.shape
    draws = rng.multinomial(units, np.full(units, 1 / units), size=RESAMPLES) / units
    sample = scores.value + draws @ scores.deviations.T
    if margins is not None and limits:
        kept = (margins.value + draws @ margins.deviations.T >= -1e-12).reshape(RESAMPLES, count, limits)
        sample = np.where(kept.all(axis=2), sample, -np.inf)
    most = sample.max(axis=1, keepdims=True)
    winners = (sample >= most - 1e-12 * np.abs(most)) & np.isfinite(sample)
    shares = winners / np.maximum(winners.sum(axis=1, keepdims=True), 1)
    return np.asarray(shares.mean(axis=0), np.float64)


def kim_nelson_survivors(
    values: Floats, variances: Floats, replications: int, *, zone: float, h2: float, alive: Flags
) -> Flags:
    """Which candidates are still in the running after so many replications (Kim and Nelson's screening).

    `variances` [candidate, candidate] are those of the paired differences in the first stage; `zone` is the
    difference worth detecting. Higher is better.
    """
    reach = zone / (2 * replications) * (h2 * variances / zone**2 - replications)
    behind = values[None, :] - values[:, None] > np.maximum(reach, 0.0)
    kept: Flags = alive & ~(behind & alive[None, :]).any(axis=1)
    return kept


def kim_nelson_most(variances: Floats, zone: float, h2: float) -> int:
    """The replications after which Kim and Nelson's procedure surely ends."""
    return int(np.floor(h2 * float(np.max(variances)) / zone**2)) + 1
