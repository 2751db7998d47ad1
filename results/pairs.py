"""By how much do two desks differ on the same tickets: paired differences of ratios and of quantiles.

A difference is that of the printed estimates; its spread comes from the linearised values
u_r = (N_r − θ·D_r) ÷ mean(D) of both sides in the same replication, or from the sections of both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np
from numpy.typing import NDArray

from results.bins import Histogram
from results.estimates import SECTIONS
from results.groups import Places
from results.skewness import skewness
from sim.vocabulary import Floats

ROUNDING = 1e-13
"""What is left of two equal numbers, relative to what they are made of."""


@dataclass(frozen=True)
class Differences:
    """Differences of estimates with their standard errors; NaN: undefined."""

    value: Floats
    error: Floats
    """Standard error from the pairs."""
    unpaired: Floats
    """Standard error if both sides had been played on their own tickets."""
    units: NDArray[np.int64]
    """Independent units behind each: replications, or sections of them."""
    skew: Floats
    """Skewness of the pairs' differences; 0 where it is not known."""

    @property
    def saved(self) -> Floats:
        """Share of the variance that pairing saves; negative where it costs; NaN where there is none."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(self.unpaired > 0, 1 - (self.error / self.unpaired) ** 2, np.nan))


class PairedRatios:
    """Running moments of many ratios of two sides, replication by replication.

    Kept are the means and co-moments of what differs (numerator and denominator of one side less the
    other's) and of the baseline's own, so that equal numbers leave no rounding behind. The memory does not
    grow with the number of replications.
    """

    def __init__(self) -> None:
        self.replications = 0
        self._mean: Floats = np.zeros(0)
        self._moments: Floats = np.zeros(0)
        self._cubes: Floats = np.zeros(0)
        self._endless: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def add(self, ours: tuple[Floats, Floats], baseline: tuple[Floats, Floats]) -> None:
        """Takes in one replication: (numerators, denominators) of either side."""
        if not self.replications:
            shape = ours[0].shape
            self._mean, self._moments = np.zeros((4, *shape)), np.zeros((len(_PAIRS), *shape))
            self._cubes = np.zeros((len(_TRIPLES), *shape))
            self._endless = np.zeros(shape, np.bool_)
        self.replications += 1
        self._endless |= np.isinf(ours[0]) | np.isinf(baseline[0])
        top, base = (np.where(self._endless, 0.0, side[0]) for side in (ours, baseline))
        values = np.stack((top - base, ours[1] - baseline[1], base, baseline[1]))
        before = values - self._mean
        self._mean += before / self.replications
        after = values - self._mean
        self._add_cubes(before)
        for place, (one, other) in enumerate(_PAIRS):
            self._moments[place] += before[one] * after[other]

    def _add_cubes(self, away: Floats) -> None:
        """Adds to the third moments a replication so far from the mean of those before."""
        count = self.replications
        part = (count - 1) * (count - 2) / count**2
        scaled = away / count
        for place, (a, b, c) in enumerate(_TRIPLES):
            self._cubes[place] += part * away[a] * away[b] * away[c] - (
                scaled[a] * self._moments[_AT[b, c]]
                + scaled[b] * self._moments[_AT[a, c]]
                + scaled[c] * self._moments[_AT[a, b]]
            )

    def differences(self) -> Differences:
        """Differences of the ratios; 0 ÷ 0 on either side is undefined, and so is one that never ends."""
        delta_top, delta_bottom, top, bottom = self._mean
        with np.errstate(divide="ignore", invalid="ignore"):
            own = delta_bottom + bottom
            theta = np.where(bottom > 0, top / bottom, np.nan)
            mine = np.where(own > 0, (delta_top + top) / own, np.nan)
            # u of ours less u of the baseline, in terms of the four numbers that are kept
            weights = np.stack((1 / own, -mine / own, 1 / own - 1 / bottom, theta / bottom - mine / own))
            ours = np.stack((1 / own, -mine / own, 1 / own, -mine / own))
            none = np.zeros_like(own)
            base = np.stack((none, none, 1 / bottom, -theta / bottom))
            paired, rounding = self._square(weights)
            paired = np.where(paired <= ROUNDING * rounding, 0.0, paired)
            skew = skewness(paired, self._cube(weights), self.replications)
            unpaired = self._square(ours)[0] + self._square(base)[0]
            value = np.where(self._endless, np.nan, (delta_top - theta * delta_bottom) / own)
        scale = self.replications * (self.replications - 1)
        units = np.full(value.shape, self.replications)
        if scale == 0:
            unknown = np.full(value.shape, np.nan)
            return Differences(value, unknown, unknown, units, np.zeros_like(value))
        hidden = np.where(self._endless, np.nan, 1.0)
        return Differences(
            value,
            hidden * np.sqrt(paired / scale),
            hidden * np.sqrt(np.maximum(unpaired, 0.0) / scale),
            units,
            skew,
        )

    def _square(self, weights: Floats) -> tuple[Floats, Floats]:
        """Summed squares of a weighted sum of the four numbers, and the size of what it was made of."""
        total, size = np.zeros_like(weights[0]), np.zeros_like(weights[0])
        for moment, (one, other) in zip(self._moments, _PAIRS, strict=True):
            part = weights[one] * weights[other] * moment
            total = total + (part if one == other else 2 * part)
            size = size + np.abs(part)
        return np.maximum(total, 0.0), size

    def _cube(self, weights: Floats) -> Floats:
        """Summed cubes of a weighted sum of the four numbers."""
        total = np.zeros_like(weights[0])
        for cube, (a, b, c) in zip(self._cubes, _TRIPLES, strict=True):
            orders = len(set(permutations((a, b, c))))
            total = total + orders * weights[a] * weights[b] * weights[c] * cube
        return np.asarray(total, np.float64)


_PAIRS = list(combinations_with_replacement(range(4), 2))
_TRIPLES = list(combinations_with_replacement(range(4), 3))
_AT = {pair: place for place, pair in enumerate(_PAIRS)}


@dataclass(frozen=True)
class Sectioned:
    """A quantile of each group: of all durations pooled, and of each section of replications."""

    pooled: Floats
    """NaN where there are fewer than 10 ÷ (1 − p) durations in all."""
    own: Floats
    """[section, group]."""

    def at(self, places: Places) -> Sectioned:
        """Of some groups alone."""
        return Sectioned(self.pooled[places], self.own[:, places])


def sectioned(sections: Sequence[Histogram], pooled: Histogram, p: float, size: int) -> Sectioned:
    """The quantile of each group, and of each section."""
    value, totals = pooled.quantiles(p, size)
    own = [section.quantiles(p, size)[0] for section in sections]
    enough = totals >= 10 / (1 - p) - 1e-9
    return Sectioned(np.where(enough, value, np.nan), np.stack(own) if own else np.zeros((0, size)))


def paired_quantiles(ours: Sectioned, baseline: Sectioned) -> Differences:
    """Differences of the pooled quantiles of each group, with errors over the same sections.

    Too few durations on either side give no value; a section without any gives no error.
    """
    size = len(ours.pooled)
    with np.errstate(invalid="ignore"):
        difference = ours.pooled - baseline.pooled
        count = min(len(ours.own), len(baseline.own))
        if count < SECTIONS:
            unknown = np.full(size, np.nan)
            return Differences(difference, unknown, unknown, np.full(size, count), np.zeros(size))
        away = [side.own - side.pooled for side in (ours, baseline)]
        scale = count * (count - 1)
        error = np.sqrt(np.square(away[0] - away[1]).sum(axis=0) / scale)
        unpaired = np.sqrt(sum(np.square(one).sum(axis=0) for one in away) / scale)
    finite = np.where(np.isfinite(difference), 1.0, np.nan)
    return Differences(
        finite * difference, finite * error, finite * unpaired, np.full(size, count), np.zeros(size)
    )
