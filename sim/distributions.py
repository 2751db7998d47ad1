"""Distributions as planners state them, drawn by inversion: one uniform per duration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincinv, ndtr, ndtri

from sim.bounds import reached
from sim.grid import on_grid

Floats = NDArray[np.float64]

MANY_CHOICES = 16
"""Above this many choices a search beats comparing with each bound."""

BLOCK = 8_192
"""So many durations are worked out at a time, within the processor's cache."""


class Distribution(Protocol):
    """A distribution of durations [min] or plain numbers."""

    @property
    def mean(self) -> float:
        """Its mean."""
        ...

    @property
    def cv(self) -> float:
        """Its coefficient of variation."""
        ...

    def inverse(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantiles at the uniforms: a unit quantile times the mean, not yet on the time grid."""
        ...

    def cdf(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The share of draws at or below each value."""
        ...


@dataclass(frozen=True)
class Constant:
    """Always the same."""

    mean: float

    def __post_init__(self) -> None:
        _not_negative(mean=self.mean)

    @property
    def cv(self) -> float:
        """Nothing varies."""
        return 0.0

    def inverse(self, uniforms: Floats) -> Floats:
        """The mean, whatever the uniforms."""
        return np.full(np.shape(uniforms), self.mean)

    def cdf(self, values: Floats) -> Floats:
        """A step at the mean."""
        return (np.asarray(values) >= self.mean).astype(np.float64)


@dataclass(frozen=True)
class Exponential:
    """Memoryless: most are short, a few are very long."""

    mean: float

    def __post_init__(self) -> None:
        _not_negative(mean=self.mean)

    @property
    def cv(self) -> float:
        """Always 1, but for a mean of 0."""
        return 1.0 if self.mean > 0 else 0.0

    def inverse(self, uniforms: Floats) -> Floats:
        """−ln(1 − u) × mean."""
        quantiles: Floats = np.log1p(-uniforms)
        quantiles *= -self.mean
        return quantiles

    def cdf(self, values: Floats) -> Floats:
        """1 − exp(−x ÷ mean)."""
        if self.mean == 0:
            return Constant(0.0).cdf(values)
        return -np.expm1(-np.maximum(values, 0.0) / self.mean)


@dataclass(frozen=True)
class Lognormal:
    """The usual shape of handling and reply times."""

    mean: float
    cv: float

    def __post_init__(self) -> None:
        _not_negative(mean=self.mean, cv=self.cv)

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.sqrt(math.log1p(self.cv**2))

    def inverse(self, uniforms: Floats) -> Floats:
        """exp(σ z − σ² ÷ 2) × mean, z the normal quantile."""
        if self.cv == 0:
            return Constant(self.mean).inverse(uniforms)
        exponent = ndtri(uniforms)
        exponent *= self.sigma
        exponent -= self.sigma**2 / 2
        quantiles: Floats = np.exp(exponent)
        quantiles *= self.mean
        return quantiles

    def cdf(self, values: Floats) -> Floats:
        """The normal distribution function of the standardised logarithm."""
        if self.cv == 0 or self.mean == 0:
            return Constant(self.mean).cdf(values)
        with np.errstate(divide="ignore"):
            logarithm = np.log(np.maximum(values, 0.0) / self.mean)
        share: Floats = ndtr(logarithm / self.sigma + self.sigma / 2)
        return share


@dataclass(frozen=True)
class Gamma:
    """Between constant and exponential for a cv below 1, longer tails above."""

    mean: float
    cv: float

    def __post_init__(self) -> None:
        _not_negative(mean=self.mean, cv=self.cv)

    def inverse(self, uniforms: Floats) -> Floats:
        """The unit gamma quantile times the mean."""
        if self.cv == 0:
            return Constant(self.mean).inverse(uniforms)
        return unit_gamma(self.cv**-2, uniforms) * self.mean

    def cdf(self, values: Floats) -> Floats:
        """The regularised incomplete gamma function."""
        if self.cv == 0 or self.mean == 0:
            return Constant(self.mean).cdf(values)
        return _gamma_cdf(self.cv**-2, self.mean, values)


@dataclass(frozen=True)
class Erlang:
    """A sum of equal exponential stages."""

    mean: float
    stages: int

    def __post_init__(self) -> None:
        _not_negative(mean=self.mean)
        if self.stages < 1 or self.stages != int(self.stages):
            raise ValueError(f"stages must be a whole number of at least 1, not {self.stages}")

    @property
    def cv(self) -> float:
        """1 ÷ √stages."""
        return 1.0 / math.sqrt(self.stages)

    def inverse(self, uniforms: Floats) -> Floats:
        """The unit gamma quantile times the mean."""
        return unit_gamma(float(self.stages), uniforms) * self.mean

    def cdf(self, values: Floats) -> Floats:
        """The regularised incomplete gamma function."""
        if self.mean == 0:
            return Constant(0.0).cdf(values)
        return _gamma_cdf(float(self.stages), self.mean, values)


@dataclass(frozen=True)
class Triangular:
    """A guess by three numbers: at least, most often, at most."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _not_negative(low=self.low, mode=self.mode, high=self.high)
        if not self.low <= self.mode <= self.high:
            raise ValueError(f"low ≤ mode ≤ high must hold, not {self.low}, {self.mode}, {self.high}")

    @property
    def mean(self) -> float:
        """The mean of the three."""
        return (self.low + self.mode + self.high) / 3

    @property
    def cv(self) -> float:
        """Standard deviation ÷ mean."""
        low, mode, high = self.low, self.mode, self.high
        variance = ((high - low) ** 2 + (mode - low) * (mode - high)) / 18
        return _ratio(math.sqrt(variance), self.mean)

    def inverse(self, uniforms: Floats) -> Floats:
        """Both sides of the triangle, each a square root."""
        low, mode, high = self.low, self.mode, self.high
        width = high - low
        if width == 0:
            return Constant(low).inverse(uniforms)
        rising = low + np.sqrt(uniforms * (width * (mode - low)))
        falling = high - np.sqrt((1.0 - uniforms) * (width * (high - mode)))
        return np.where(uniforms < (mode - low) / width, rising, falling)

    def cdf(self, values: Floats) -> Floats:
        """Squares on both sides of the mode."""
        low, mode, high = self.low, self.mode, self.high
        if low == high:
            return Constant(low).cdf(values)
        inside = np.clip(values, low, high)
        left = (inside - low) ** 2 / ((high - low) * (mode - low)) if mode > low else np.zeros_like(inside)
        right = 1.0 - (high - inside) ** 2 / ((high - low) * (high - mode)) if high > mode else left
        return np.where(inside < mode, left, right)


@dataclass(frozen=True)
class Uniform:
    """Anything between two numbers, all alike."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _not_negative(low=self.low, high=self.high)
        if self.low > self.high:
            raise ValueError(f"low must not be above high: {self.low} > {self.high}")

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def cv(self) -> float:
        """Standard deviation ÷ mean."""
        return _ratio((self.high - self.low) / math.sqrt(12), self.mean)

    def inverse(self, uniforms: Floats) -> Floats:
        """A straight line."""
        return self.low + uniforms * (self.high - self.low)

    def cdf(self, values: Floats) -> Floats:
        """A straight line between low and high."""
        if self.low == self.high:
            return Constant(self.low).cdf(values)
        return np.clip((np.asarray(values) - self.low) / (self.high - self.low), 0.0, 1.0)


@dataclass(frozen=True)
class Mixture:
    """One of several distributions, chosen by its share."""

    shares: tuple[float, ...]
    parts: tuple[Distribution, ...]

    def __post_init__(self) -> None:
        if not self.parts or len(self.parts) != len(self.shares):
            raise ValueError(
                f"as many shares as parts are needed, not {len(self.shares)} and {len(self.parts)}"
            )
        _not_negative(**{f"share {place + 1}": share for place, share in enumerate(self.shares)})
        if abs(math.fsum(self.shares) - 1.0) > 1e-6:
            raise ValueError(f"shares must add to 1, not {math.fsum(self.shares):g}")

    @property
    def mean(self) -> float:
        """The weighted mean of the parts' means."""
        return math.fsum(share * part.mean for share, part in zip(self.shares, self.parts, strict=True))

    @property
    def cv(self) -> float:
        """From the weighted second moments."""
        seconds = (part.mean**2 * (1 + part.cv**2) for part in self.parts)
        second = math.fsum(share * moment for share, moment in zip(self.shares, seconds, strict=True))
        return _ratio(math.sqrt(max(second - self.mean**2, 0.0)), self.mean)

    def inverse(self, uniforms: Floats) -> Floats:
        """The uniform chooses the part, and its place within the part's share is the part's uniform."""
        bounds = np.cumsum(self.shares)
        place = choose(self.shares, uniforms)
        quantiles = np.empty(np.shape(uniforms))
        for number, (share, part) in enumerate(zip(self.shares, self.parts, strict=True)):
            mine = place == number
            within = (uniforms[mine] - (bounds[number] - share)) / (share or 1.0)
            quantiles[mine] = part.inverse(np.clip(within, 0.0, np.nextafter(1.0, 0.0)))
        return quantiles

    def cdf(self, values: Floats) -> Floats:
        """The weighted mean of the parts'."""
        total = np.zeros(np.shape(values))
        for share, part in zip(self.shares, self.parts, strict=True):
            total += share * part.cdf(values)
        return total


@dataclass(frozen=True)
class Empirical:
    """One of the values measured at a real desk, all equally likely."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("at least one value is needed")
        lowest, highest = min(self.values), max(self.values)
        _not_negative(
            **{"the lowest value": lowest, "the highest value": highest, "the sum": sum(self.values)}
        )

    @cached_property
    def ordered(self) -> Floats:
        """The values, smallest first."""
        return np.sort(np.asarray(self.values, np.float64))

    @cached_property
    def mean(self) -> float:
        """The values' mean."""
        return float(self.ordered.mean())

    @cached_property
    def cv(self) -> float:
        """The values' standard deviation (of the whole, not of a sample) ÷ mean."""
        return _ratio(float(self.ordered.std()), self.mean)

    def inverse(self, uniforms: Floats) -> Floats:
        """The value at the uniform's place in the ordered values."""
        place = (uniforms * len(self.ordered)).astype(np.int64)
        return self.ordered[np.minimum(place, len(self.ordered) - 1)]

    def cdf(self, values: Floats) -> Floats:
        """The share of the values at or below."""
        return np.searchsorted(self.ordered, values, side="right") / len(self.ordered)


def durations(
    distribution: Distribution,
    uniforms: Floats,
    at: NDArray[np.int64] | None = None,
    into: Floats | None = None,
) -> Floats:
    """The quantiles at the uniforms, or at those of some places, on the time grid [min].

    They are written `into` an array where one is given.
    """
    size = len(uniforms if at is None else at)
    times = np.empty(size) if into is None else into
    for begin in range(0, size, BLOCK):
        block = slice(begin, begin + BLOCK)
        lots = uniforms[block] if at is None else uniforms.take(at[block])
        on_grid(distribution.inverse(lots), times[block])
    return times


def unit_gamma(shape: float, uniforms: Floats) -> Floats:
    """The quantiles of the gamma distribution of mean 1 and this shape (cv = 1 ÷ √shape)."""
    quantiles: Floats = np.asarray(gammaincinv(shape, uniforms), np.float64)
    return quantiles / shape


def choice_bounds(shares: Sequence[float] | Floats) -> Floats:
    """The places between the uniforms that fall on one choice and on the next."""
    bounds = np.cumsum(shares)
    within: Floats = bounds[:-1] / bounds[-1]
    return within


def choose(shares: Sequence[float] | Floats, uniforms: Floats) -> NDArray[np.int64]:
    """The place of the choice that each uniform falls on: one uniform through the cumulated shares."""
    bounds = choice_bounds(shares)
    if len(bounds) > MANY_CHOICES:
        return reached(bounds, uniforms)
    place = np.zeros(np.shape(uniforms), np.int8)
    for bound in bounds:
        place += (uniforms >= bound).view(np.int8)
    return place.astype(np.int64)


def _gamma_cdf(shape: float, mean: float, values: Floats) -> Floats:
    return np.asarray(gammainc(shape, np.maximum(values, 0.0) * (shape / mean)), np.float64)


def _ratio(deviation: float, mean: float) -> float:
    return deviation / mean if mean > 0 else 0.0


def _not_negative(**numbers: float) -> None:
    for name, number in numbers.items():
        if not math.isfinite(number) or number < 0:
            raise ValueError(f"{name} must be a finite number of at least 0, not {number}")
