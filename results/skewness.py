"""Intervals of means whose units are skewed: Hall's transformation of Student's t.

Waits of a busy desk, and shares close to 100 %, are skewed from replication to replication. Then an estimate
and its standard error go up and down together, and plain t-intervals of few replications miss too often, all
on one side. A cubic in t takes the skewness out of its distribution (Hall 1992, JRSS B 54(1)); turned round,
it makes intervals that reach further to the side where the truth is likelier to be. Without skewness they
are the plain ones.
"""

from __future__ import annotations

import numpy as np

from sim.vocabulary import Floats

FEWEST = 3
"""Units without which nothing is known of skewness."""
SMALL = 1e-9


def skewness(squares: Floats, cubes: Floats, units: int) -> Floats:
    """The skewness of units from their summed squared and cubed deviations; 0 where they do not differ."""
    if units < FEWEST:
        return np.zeros(np.shape(squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.sqrt(units) * cubes / np.power(squares, 1.5)
    return np.where(np.isfinite(found) & (squares > 0), found, 0.0)


def below(factor: float | Floats, skew: Floats, units: int) -> Floats:
    """How far an interval reaches below its estimate, in standard errors; `factor`: a quantile of t."""
    return _turned_round(np.asarray(factor, np.float64), skew / np.sqrt(units))


def above(factor: float | Floats, skew: Floats, units: int) -> Floats:
    """How far it reaches above."""
    return -_turned_round(-np.asarray(factor, np.float64), skew / np.sqrt(units))


def unskewed(t: Floats, skew: Floats, units: int) -> Floats:
    """A value of t as it would be without skewness, to be held against Student's distribution."""
    scale = skew / np.sqrt(units)
    return np.asarray(t + scale * (t**2 / 3 + 1 / 6) + scale**2 * t**3 / 27, np.float64)


def _turned_round(value: Floats, scale: Floats) -> Floats:
    """The t whose transformed value this is; infinite values stay so."""
    safe = np.where(np.abs(scale) < SMALL, 1.0, scale)
    with np.errstate(invalid="ignore"):
        found = 3 / safe * (np.cbrt(1 + safe * (value - safe / 6)) - 1)
    return np.asarray(np.where((np.abs(scale) < SMALL) | np.isinf(value), value, found), np.float64)
