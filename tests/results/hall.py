"""Hall's interval of a mean, found by solving his cubic: an oracle written apart."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats


def hall_interval(values: np.ndarray, tail: float) -> tuple[float, float]:
    """The interval whose ends each leave out so much of Student's distribution."""
    size = len(values)
    skew = stats.skew(values) / np.sqrt(size)

    def transformed(t: float) -> float:
        return t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6

    factor = stats.t.isf(tail, size - 1)
    ends = [
        optimize.brentq(lambda t, x=x: transformed(t) - x, -1e4, 1e4, xtol=1e-13) for x in (factor, -factor)
    ]
    low, high = (float(values.mean() - t * stats.sem(values)) for t in ends)
    return low, high


def hall_p(values: np.ndarray) -> float:
    """The two-sided p-value that the mean is 0."""
    skew = stats.skew(values) / np.sqrt(len(values))
    t = values.mean() / stats.sem(values)
    return float(2 * stats.t.sf(abs(t + skew * t**2 / 3 + skew**2 * t**3 / 27 + skew / 6), len(values) - 1))
