"""Differences in plain words: better, worse, practically the same, not yet told apart, identical."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from sim.vocabulary import Floats

BETTER, WORSE = "better", "worse"
HIGHER, LOWER = "higher", "lower"
"""Where neither direction is better."""
SAME = "practically the same"
OPEN = "not yet told apart"
IDENTICAL = "identical"
"""The same outcome on every ticket of every replication."""

MOST_NEEDED = 10**7


def in_words(
    low: Floats, high: Floats, sign: Floats, *, worth: Floats, identical: NDArray[np.bool_]
) -> NDArray[np.object_]:
    """What each difference comes to, from the ends of its interval.

    `sign`: 1 where higher is better, −1 where lower is, 0 where neither; `worth` is the difference that
    matters (0: any). An interval inside ±worth is practically the same even where it leaves out 0.
    """
    found = np.full(np.shape(low), OPEN, dtype=object)
    up, down = low > 0, high < 0
    for direction, (above, below) in {1: (BETTER, WORSE), -1: (WORSE, BETTER), 0: (HIGHER, LOWER)}.items():
        found[up & (sign == direction)] = above
        found[down & (sign == direction)] = below
    with np.errstate(invalid="ignore"):
        found[(np.maximum(np.abs(low), np.abs(high)) <= worth) & (worth > 0)] = SAME
    found[(low == 0) & (high == 0)] = SAME
    found[identical] = IDENTICAL
    return found


def units_needed(
    difference: Floats, error: Floats, units: NDArray[np.int64], *, worth: Floats, tail: Floats
) -> Floats:
    """How many units (replications) would tell differences of this size and spread apart.

    Apart from 0, or inside ±worth, whichever takes fewer; `tail` is the error on one side of the interval.
    ∞ where no number would do; NaN where the spread is unknown.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.maximum(np.abs(difference), worth - np.abs(difference))
        spread = error * np.sqrt(units)
        needed = np.square(special.ndtri(tail) * spread / reach)
        for _ in range(8):
            freedom = np.maximum(needed - 1, 1)
            needed = np.square(special.stdtrit(freedom, tail) * spread / reach)
    needed = np.ceil(np.maximum(needed, 2))
    return np.where(np.isnan(error), np.nan, np.where(needed > MOST_NEEDED, np.inf, needed))
