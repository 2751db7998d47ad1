"""Histograms of durations by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from results.bins import Histogram, bins_of


def histogram(durations: ArrayLike, groups: Sequence[int] | int = 0) -> Histogram:
    """The histogram of durations that belong to one group or to each its own."""
    lengths = np.atleast_1d(np.asarray(durations, np.float64))
    bins, column = np.unique(bins_of(lengths).astype(np.int64), return_inverse=True)
    rows, row = np.unique(np.broadcast_to(groups, lengths.shape), return_inverse=True)
    table = np.zeros((len(rows), len(bins)), np.int32)
    np.add.at(table, (row, column), 1)
    return Histogram.of(table, rows.astype(np.int64), bins)
