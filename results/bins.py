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

Counts = NDArray[np.int64]
EMPTY_COUNTS: Counts = np.empty(0, np.int64)


def bins_of(durations: Floats) -> Counts:
    """The bin of each duration; what is at most zero counts as zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        place = np.floor(np.log(durations / SMALLEST) / np.log(WIDTH)) + 1
    place = np.clip(place, 1, _FINITE)
    place = np.where(durations <= 0, ZERO, np.where(np.isposinf(durations), INFINITE, place))
    return place.astype(np.int64)


def durations_of(bins: Counts) -> Floats:
    """The duration that stands for each bin, its geometric middle."""
    middle = SMALLEST * WIDTH ** (bins - 0.5)
    return np.where(bins == ZERO, 0.0, np.where(bins == INFINITE, np.inf, middle))


@dataclass(frozen=True)
class Histogram:
    """How many durations of each group fell into each bin; empty bins are left out."""

    keys: Counts
    """group × BINS + bin, in order."""
    counts: Counts

    @classmethod
    def of(cls, members: Counts, spans: Sequence[tuple[int, int]], bins: Counts) -> Histogram:
        """The histogram of durations that belong to one group per grouping.

        `members` [duration, grouping] are groups; those of grouping k lie in `spans[k]`, anything else is
        left out.
        """
        used = np.flatnonzero(np.bincount(bins, minlength=1))
        place = np.zeros(BINS, dtype=np.int64)
        place[used] = np.arange(len(used))
        column = place[bins]
        keys, counts = [EMPTY_COUNTS], [EMPTY_COUNTS]
        for (low, high), group in zip(spans, members.T, strict=True):
            row = np.where((group >= low) & (group < high), group - low, high - low)
            cells = np.bincount(row * len(used) + column, minlength=1)[: (high - low) * len(used)]
            filled = np.flatnonzero(cells)
            keys.append((low + filled // max(len(used), 1)) * BINS + used[filled % max(len(used), 1)])
            counts.append(cells[filled])
        return cls(np.concatenate(keys), np.concatenate(counts))

    def quantiles(self, p: float, size: int) -> tuple[Floats, Counts]:
        """Per group below `size`: the ⌈p·n⌉-th smallest duration (NaN where there is none), and n."""
        up_to = np.concatenate(([0], np.cumsum(self.counts)))
        edges = np.searchsorted(self.keys, np.arange(size + 1) * BINS)
        before = up_to[edges[:-1]]
        totals = up_to[edges[1:]] - before
        rank = np.maximum(np.ceil(p * totals - 1e-9), 1).astype(np.int64)
        found = totals > 0
        places = np.searchsorted(up_to, before + rank, side="left") - 1
        values = np.full(size, np.nan)
        values[found] = durations_of(self.keys[places[found]] % BINS)
        return values, totals


EMPTY = Histogram(EMPTY_COUNTS, EMPTY_COUNTS)


def merged(parts: Sequence[Histogram]) -> Histogram:
    """The histogram of all durations of several."""
    keys = np.concatenate([part.keys for part in parts])
    if not len(keys):
        return EMPTY
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], np.concatenate([part.counts for part in parts])[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return Histogram(keys[first], np.add.reduceat(counts, first))
