"""Estimates with 95 % intervals, over replications as the independent units.

Ratios of expectations with the linearised values u_r = (N_r − θ·D_r) ÷ mean(D) and Student's t; quantiles of
pooled tickets with sectioning (methods after Law, and L'Ecuyer's notes on ratios of call-centre measures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from results.bins import Histogram
from sim.vocabulary import Floats

CONFIDENCE = 0.95
SECTIONS = 10
"""An interval of a quantile needs at least so many sections."""


@dataclass(frozen=True)
class Estimates:
    """Values with the ends of their intervals; NaN: undefined."""

    value: Floats
    low: Floats
    high: Floats

    def clipped(self, least: float, most: float) -> Estimates:
        """The same with intervals cut to what is possible."""
        return Estimates(self.value, np.clip(self.low, least, most), np.clip(self.high, least, most))


class Ratios:
    """Numerators and denominators of many ratios, their means and spread, kept replication by replication.

    The memory does not grow with the number of replications (Welford's running moments).
    """

    def __init__(self) -> None:
        self.replications = 0
        self._mean: tuple[Floats, Floats] = (np.zeros(0), np.zeros(0))
        self._spread: tuple[Floats, Floats, Floats] = (np.zeros(0),) * 3
        self._endless: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def add(self, numerators: Floats, denominators: Floats) -> None:
        """Takes in one replication; one infinite numerator makes a ratio infinite."""
        if not self.replications:
            self._mean = (np.zeros_like(numerators), np.zeros_like(denominators))
            self._spread = np.zeros_like(numerators), np.zeros_like(numerators), np.zeros_like(numerators)
            self._endless = np.zeros(numerators.shape, np.bool_)
        self.replications += 1
        self._endless |= np.isinf(numerators)
        numerators = np.where(self._endless, 0.0, numerators)
        with np.errstate(invalid="ignore"):
            before = numerators - self._mean[0], denominators - self._mean[1]
            mean = tuple(m + b / self.replications for m, b in zip(self._mean, before, strict=True))
            after = numerators - mean[0], denominators - mean[1]
            nn, nd, dd = self._spread
            self._spread = nn + before[0] * after[0], nd + before[0] * after[1], dd + before[1] * after[1]
        self._mean = mean[0], mean[1]

    @property
    def denominators(self) -> Floats:
        """Sums of the denominators over all replications."""
        return self._mean[1] * self.replications

    def estimates(self) -> Estimates:
        """The ratios; 0 ÷ 0 is undefined, and one replication gives no interval."""
        numerator, denominator = self._mean
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(denominator > 0, numerator / denominator, np.nan)
            nn, nd, dd = self._spread
            squares = np.maximum(nn - 2 * value * nd + value * value * dd, 0.0)
            # What is left of two equal numbers is rounding.
            squares = np.where(squares <= 1e-13 * (nn + value * value * dd), 0.0, squares)
            half = half_width(np.sqrt(squares) / denominator, self.replications)
            value = np.where(self._endless, np.inf, value)
            return Estimates(value, np.where(self._endless, np.nan, value - half), value + half)


def half_width(root_squares: Floats, replications: int) -> Floats:
    """Half of the t-interval of a mean from the root of the summed squared deviations."""
    if replications < 2:
        return np.full(np.shape(root_squares), np.nan)
    t = float(special.stdtrit(replications - 1, (1 + CONFIDENCE) / 2))
    return np.asarray(t * root_squares / np.sqrt(replications * (replications - 1)))


def sections_of(replications: int) -> NDArray[np.int64]:
    """The section of each replication: at least ten of nearly equal size, or one where there are fewer."""
    if replications < SECTIONS:
        return np.zeros(replications, np.int64)
    sections = replications // (replications // SECTIONS)
    return np.arange(replications) * sections // replications


def quantiles(sections: Sequence[Histogram], pooled: Histogram, p: float, size: int) -> Estimates:
    """Quantiles of the pooled durations of each group, with intervals by sectioning.

    The spread of the sections' quantiles about the pooled one gives the interval. A group with fewer than
    10 ÷ (1 − p) durations in all has no value; one that a section misses has no interval.
    """
    of_all, totals = pooled.quantiles(p, size)
    value = np.where(totals >= 10 / (1 - p) - 1e-9, of_all, np.nan)
    count = len(sections)
    if count < SECTIONS:
        return Estimates(value, np.full(size, np.nan), np.full(size, np.nan))
    own = np.stack([section.quantiles(p, size)[0] for section in sections])
    with np.errstate(invalid="ignore"):
        away = np.where(np.isinf(own) & np.isinf(value), 0.0, own - value)
        half = half_width(np.sqrt(np.square(away).sum(axis=0)), count)
        low = np.where(np.isinf(value), _lowest(own), value - half)
        return Estimates(value, np.where(np.isinf(half), 0.0, np.maximum(low, 0.0)), value + half)


def share_interval(share: float, trials: int) -> tuple[float, float]:
    """The exact (Clopper–Pearson) interval of a share seen in so many independent trials."""
    met = share * trials
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if met <= 0 else float(special.betaincinv(met, trials - met + 1, tail))
    high = 1.0 if met >= trials else float(special.betaincinv(met + 1, trials - met, 1 - tail))
    return low, high


def _lowest(own: Floats) -> Floats:
    lowest: Floats = np.nanmin(np.where(np.isnan(own), np.inf, own), axis=0)
    return lowest
