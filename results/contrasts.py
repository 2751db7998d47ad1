"""Weighted sums of the candidates' values, such as an effect, with intervals from the same tickets.

Every candidate is played on the same tickets, so that an effect has a value in each replication, and the
replications are its independent units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.families import p_values, t_factor
from results.selection import Scores
from sim.vocabulary import Floats

ROUNDING = 1e-12
"""What is left of equal numbers, relative to what they are made of."""


@dataclass(frozen=True)
class Effects:
    """Values of some contrasts, with intervals that hold together."""

    value: Floats
    low: Floats
    high: Floats
    p_value: Floats
    """Each on its own."""


def effects(scores: Scores, weights: Floats, statements: int | None = None) -> Effects:
    """The contrasts [effect, candidate] of the candidates' values.

    The intervals of all of them hold together, unless told how many statements there are.
    """
    value, away = weights @ scores.value, weights @ scores.deviations
    size = np.abs(weights) @ np.abs(scores.value)
    value = np.where(np.abs(value) <= ROUNDING * size, 0.0, value)
    units = scores.units
    error = np.sqrt(np.square(away).sum(axis=1) / max(units * (units - 1), 1))
    error = np.where(error <= ROUNDING * size, 0.0, error)
    factor = t_factor(statements or len(weights), scores.freedom)
    half = factor * error if np.isfinite(factor) else np.full(len(value), np.nan)
    return Effects(value, value - half, value + half, p_values(value, error, scores.freedom))


def fitted(design: Floats) -> Floats:
    """The contrasts that give the least-squares coefficients of a design [candidate, coefficient]."""
    return np.asarray(np.linalg.pinv(design), np.float64)
