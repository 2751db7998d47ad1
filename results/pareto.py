"""What is worth keeping where several objectives count: candidates that none beats on all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from results.estimates import CONFIDENCE
from results.families import t_factor
from results.selection import Scores
from sim.vocabulary import Floats

Flags = NDArray[np.bool_]


def front(values: Floats) -> Flags:
    """Which candidates [candidate, objective] none beats: as good everywhere, and better somewhere.

    Higher is better. A candidate without a finite value in some objective is never on the front.
    """
    known = np.asarray(np.isfinite(values).all(axis=1))
    with np.errstate(invalid="ignore"):
        as_good = (values[:, None, :] >= values[None, :, :]).all(axis=2)
        better = (values[:, None, :] > values[None, :, :]).any(axis=2)
    beaten = (as_good & better & known[:, None]).any(axis=0)
    return np.asarray(known & ~beaten, np.bool_)


def may_be_on_front(objectives: Sequence[Scores], confidence: float = CONFIDENCE) -> Flags:
    """Which candidates no other beats on all objectives beyond doubt.

    The bounds of a candidate's comparisons with all others, in all objectives, hold together.
    """
    count = len(objectives[0].value)
    beaten = ~np.eye(count, dtype=np.bool_)
    for one in objectives:
        factor = t_factor((count - 1) * len(objectives), one.freedom, confidence, sides=1)
        width = factor * one.errors() if np.isfinite(factor) else np.full((count, count), np.inf)
        beaten &= one.value[None, :] - one.value[:, None] - width > 0
    return np.asarray(~beaten.any(axis=1), np.bool_)
