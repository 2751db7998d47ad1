"""How sure are we of many statements at once: Bonferroni's intervals and Holm's p-values."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import special

from results.estimates import CONFIDENCE
from results.skewness import unskewed
from sim.vocabulary import Floats


@lru_cache(maxsize=1024)
def t_factor(statements: int, freedom: int, confidence: float = CONFIDENCE, *, sides: int = 2) -> float:
    """Half-width ÷ standard error with which so many statements hold together; ∞ without freedom.

    With one side only, each statement is a bound.
    """
    if freedom < 1:
        return float("inf")
    tail = (1 - confidence) / (sides * max(statements, 1))
    return float(-special.stdtrit(freedom, tail))


def p_values(
    difference: Floats, error: Floats, freedom: int, *, skew: Floats | None = None, units: int = 0
) -> Floats:
    """Two-sided p-values that differences are nothing but chance; NaN where that cannot be said.

    `skew` is the skewness of the units, where it is known. A difference that is the same in every replication
    has no error: 0, or 1 where it is none.
    """
    if freedom < 1:
        return np.full(np.shape(difference), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = difference / error
        found = 2 * special.stdtr(freedom, -np.abs(t if skew is None else unskewed(t, skew, units)))
    certain = np.where(difference == 0, 1.0, 0.0)
    found = np.where((error == 0) & np.isfinite(difference), certain, found)
    return np.asarray(found, np.float64)


def holm(p: Floats) -> Floats:
    """Holm's adjusted p-values of one family (Holm 1979); NaN stays outside of it."""
    adjusted = np.full(len(p), np.nan)
    inside = np.flatnonzero(~np.isnan(p))
    order = inside[np.argsort(p[inside], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return adjusted
