"""Passes over instants and over tickets as machine code: sums by hour, and by the places of a table.

Compiled functions of this file call none of others, so that numba's own look at it keeps its disk cache true.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.vocabulary import Floats

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]

HOUR = 60.0


@compiled_apart
def count_hours(row: Counts, at: Floats, first: int, part: Floats, whole: Counts) -> None:
    """Counts instants by row and hour from the first on, and adds up what is left of their hour after them.

    Those before come at its beginning, those after the last in an hour of their own; NaN is left out.
    """
    last = float(whole.shape[1] - 1)
    for i in range(len(at)):
        if not math.isnan(at[i]):
            place = min(max(at[i] / HOUR - first, 0.0), last)
            hour = int(place)
            part[row[i], hour] += hour + 1 - place
            whole[row[i], hour] += 1


@compiled_apart
def add_to_places(item: Codes, places: Codes, values: Floats, sums: Floats) -> None:
    """Adds up values [i, column] of items at each place of theirs: `sums[places[item[i], k], column]`."""
    for i in range(len(item)):
        for k in range(places.shape[1]):
            place = places[item[i], k]
            for column in range(values.shape[1]):
                sums[place, column] += values[i, column]
