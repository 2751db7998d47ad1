"""Durations counted in fixed geometric bins, so that quantiles of any number of tickets fit in memory.

Bins are 0.5 % wide and cover the grid of time from its tick to some sixty years; exact zero and ∞ (not
decided when the run ended) have bins of their own. A quantile read from them is within 0.5 % of the
sample's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.passes import (
    LEADING,
    Binning,
    Bins,
    Codes,
    Counts,
    find_bins,
    find_quantiles,
    keep_counts,
    merge_counts,
)
from sim.grid import TICKS_PER_MINUTE
from sim.vocabulary import Floats

WIDTH = 1.005
"""Upper edge ÷ lower edge of a bin."""

SMALLEST = 1 / TICKS_PER_MINUTE
LARGEST = 2.0**25
_FINITE = int(np.ceil(np.log(LARGEST / SMALLEST) / np.log(WIDTH)))

ZERO = 0
INFINITE = _FINITE + 1
BINS = _FINITE + 2

EMPTY_COUNTS: Counts = np.empty(0, np.int64)

_EDGES = SMALLEST * np.power(WIDTH, np.arange(_FINITE, dtype=np.float64))
_FIRST, _LAST = (int(bits) >> LEADING for bits in np.array([SMALLEST, LARGEST]).view(np.int64))
_STARTS = (np.arange(_FIRST, _LAST + 2) << LEADING).view(np.float64)
BINNING = Binning(
    edges=np.concatenate(([np.nextafter(0.0, 1.0)], _EDGES[1:], [np.inf])),
    guess=np.concatenate(([0], np.searchsorted(_EDGES, _STARTS, side="right"))).astype(np.int16),
    first=_FIRST - 1,
)
"""How these bins are found; whatever is above zero is in the first or above."""


def bins_of(durations: Floats) -> Bins:
    """The bin of each duration; what is at most zero counts as zero."""
    lengths = np.ascontiguousarray(durations, np.float64)
    bins = np.empty(len(lengths), np.int16)
    find_bins(lengths, lengths.view(np.int64), BINNING, bins)
    return bins


def durations_of(bins: NDArray[np.signedinteger]) -> Floats:
    """The duration that stands for each bin, its geometric middle."""
    middle = SMALLEST * WIDTH ** (bins - 0.5)
    return np.where(bins == ZERO, 0.0, np.where(bins == INFINITE, np.inf, middle))


def rounded(values: Floats, figures: int = 5) -> Floats:
    """Values to as many figures as bins tell, and more: files of them stay small."""
    with np.errstate(divide="ignore"):
        places = figures - 1 - np.floor(np.log10(np.abs(values)))
    scale = np.power(10.0, np.where(np.isfinite(places), places, 0.0))
    return np.asarray(np.where(np.isfinite(values), np.round(values * scale) / scale, values), np.float64)


_DURATIONS = durations_of(np.arange(BINS))


@dataclass(frozen=True)
class Histogram:
    """How many durations of each group fell into each bin; empty bins are left out."""

    keys: Counts
    """group × BINS + bin, in order."""
    counts: Counts

    @classmethod
    def of(cls, table: Codes, groups: Counts, bins: Counts) -> Histogram:
        """The histogram of a table of counts [row, column] of these groups and bins, both in order."""
        keys, counts = np.empty(table.size, np.int64), np.empty(table.size, np.int64)
        found = keep_counts(table, groups * BINS, bins, keys, counts)
        return cls(keys[:found].copy(), counts[:found].copy())

    def replaced(self, other: Histogram, low: int, high: int) -> Histogram:
        """The same, but for the groups low … high − 1 as in another."""
        begin, end = np.searchsorted(self.keys, (low * BINS, high * BINS))
        first, last = np.searchsorted(other.keys, (low * BINS, high * BINS))
        return Histogram(
            np.concatenate([self.keys[:begin], other.keys[first:last], self.keys[end:]]),
            np.concatenate([self.counts[:begin], other.counts[first:last], self.counts[end:]]),
        )

    def quantiles(self, p: float, size: int) -> tuple[Floats, Counts]:
        """Per group below `size`: the ⌈p·n⌉-th smallest duration (NaN where there is none), and n."""
        values, totals = self.all_quantiles((p,), size)
        return values[0], totals

    def all_quantiles(self, p: Sequence[float], size: int) -> tuple[Floats, Counts]:
        """The same for several p in ascending order, [p, group]."""
        totals, bins = np.zeros(size, np.int64), np.zeros((len(p), size), np.int64)
        find_quantiles(self.keys, self.counts, BINS, np.array(p, np.float64), totals, bins)
        return np.where(totals > 0, _DURATIONS[bins], np.nan), totals


EMPTY = Histogram(EMPTY_COUNTS, EMPTY_COUNTS)


def merged(parts: Sequence[Histogram]) -> Histogram:
    """The histogram of all durations of several."""
    while len(parts) > 1:
        pairs = [_both(*parts[place : place + 2]) for place in range(0, len(parts) - 1, 2)]
        parts = [*pairs, *parts[2 * len(pairs) :]]
    return parts[0] if parts else EMPTY


def _both(one: Histogram, other: Histogram) -> Histogram:
    if not (len(one.keys) and len(other.keys)):
        return one if len(one.keys) else other
    keys, counts = np.empty((2, len(one.keys) + len(other.keys)), np.int64)
    found = merge_counts(one.keys, one.counts, other.keys, other.counts, keys, counts)
    return Histogram(keys[:found].copy(), counts[:found].copy())
