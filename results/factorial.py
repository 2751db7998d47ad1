"""A full factorial: what each factor does by itself, and what two of them do together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations, product

import numpy as np
import pandas as pd

from results.contrasts import effects
from results.families import holm
from results.groups import CROSS
from results.selection import Scores
from sim.vocabulary import Floats

EFFECTS = ("effect", "level", "candidates", "value", "low", "high", "p_value", "p_adjusted", "share")


def factorial_effects(scores: Scores, factors: dict[str, Sequence[str]]) -> pd.DataFrame:
    """Main effects and interactions of two; candidates are in the order of the factors, the last fastest.

    A main effect is the mean at a level less the mean of all; an interaction is what two levels together have
    beyond both. `share` is the part of the candidates' spread (sum of squares) that an effect explains.
    The intervals of an effect's levels hold together.
    """
    names = list(factors)
    wanted = [chosen for size in (1, 2) for chosen in combinations(names, size)]
    parts = [_effect(scores, factors, chosen) for chosen in wanted]
    return pd.concat(parts, ignore_index=True)[list(EFFECTS)]


def _effect(scores: Scores, factors: dict[str, Sequence[str]], chosen: Sequence[str]) -> pd.DataFrame:
    """One effect at all its levels."""
    weights = reduce(_kron, [_weights(len(labels), name in chosen) for name, labels in factors.items()])
    found = effects(scores, weights)
    levels = [f" {CROSS} ".join(both) for both in product(*(factors[name] for name in chosen))]
    each = len(scores.value) // len(levels)
    spread = float(np.square(scores.value - scores.value.mean()).sum())
    return pd.DataFrame(
        {
            "effect": f" {CROSS} ".join(chosen),
            "level": levels,
            "candidates": each,
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "p_value": found.p_value,
            "p_adjusted": holm(found.p_value),
            "share": each * float(np.square(found.value).sum()) / spread if spread > 0 else np.nan,
        }
    )


def _weights(levels: int, varies: bool) -> Floats:
    """What a factor adds to a contrast: its levels less their mean, or the mean of all."""
    mean = np.full((1, levels), 1 / levels)
    return np.eye(levels) - mean if varies else mean


def _kron(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.kron(one, other), np.float64)
