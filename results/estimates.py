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
from results.skewness import above, below, skewness
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
        self._cubes: tuple[Floats, Floats, Floats, Floats] = (np.zeros(0),) * 4
        self._endless: NDArray[np.bool_] = np.zeros(0, np.bool_)

    def add(self, numerators: Floats, denominators: Floats) -> None:
        """Takes in one replication; one infinite numerator makes a ratio infinite."""
        if not self.replications:
            self._mean = (np.zeros_like(numerators), np.zeros_like(denominators))
            self._spread = (np.zeros_like(numerators),) * 3
            self._cubes = (np.zeros_like(numerators),) * 4
            self._endless = np.zeros(numerators.shape, np.bool_)
        self.replications += 1
        self._endless |= np.isinf(numerators)
        numerators = np.where(self._endless, 0.0, numerators)
        with np.errstate(invalid="ignore"):
            before = numerators - self._mean[0], denominators - self._mean[1]
            mean = tuple(m + b / self.replications for m, b in zip(self._mean, before, strict=True))
            after = numerators - mean[0], denominators - mean[1]
            nn, nd, dd = self._spread
            self._cubes = self._cubed(before)
            self._spread = nn + before[0] * after[0], nd + before[0] * after[1], dd + before[1] * after[1]
        self._mean = mean[0], mean[1]

    def _cubed(self, away: tuple[Floats, Floats]) -> tuple[Floats, Floats, Floats, Floats]:
        """The third moments with one more replication, so far from the mean of those before."""
        n, d = away
        nn, nd, dd = self._spread
        count = self.replications
        part, share = (count - 1) * (count - 2) / count**2, 1 / count
        nnn, nnd, ndd, ddd = self._cubes
        return (
            nnn + part * n * n * n - 3 * share * n * nn,
            nnd + part * n * n * d - share * (2 * n * nd + d * nn),
            ndd + part * n * d * d - share * (2 * d * nd + n * dd),
            ddd + part * d * d * d - 3 * share * d * dd,
        )

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
            skew = skewness(squares, self._cubes_of(value), self.replications)
            error = standard_error(squares, self.replications) / denominator
            reach = student(self.replications)
            low = value - error * below(reach, skew, self.replications)
            high = value + error * above(reach, skew, self.replications)
            endless = self._endless
            return Estimates(
                np.where(endless, np.inf, value),
                np.where(endless, np.nan, low),
                np.where(endless, np.inf, high),
            )

    def _cubes_of(self, value: Floats) -> Floats:
        """Summed cubes of numerator less value times denominator."""
        nnn, nnd, ndd, ddd = self._cubes
        return np.asarray(nnn - 3 * value * nnd + 3 * value**2 * ndd - value**3 * ddd, np.float64)


def student(units: int) -> float:
    """The quantile of t for the interval of a mean; NaN where a single unit gives none."""
    return float(special.stdtrit(units - 1, (1 + CONFIDENCE) / 2)) if units > 1 else float("nan")


def standard_error(squares: Floats, units: int) -> Floats:
    """The standard error of a mean from the summed squared deviations of its units."""
    return np.asarray(np.sqrt(squares / max(units * (units - 1), 1)), np.float64)


def half_width(root_squares: Floats, replications: int) -> Floats:
    """Half of the t-interval of a mean from the root of the summed squared deviations."""
    return np.asarray(student(replications) * standard_error(np.square(root_squares), replications))


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
