"""What a member of a combination is worth: by its place in lists, or as a part of a mixture."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from results.contrasts import Effects, effects, fitted
from results.families import holm
from results.selection import Scores
from sim.vocabulary import Floats

EFFECTS = ("effect", "level", "candidates", "value", "low", "high", "p_value", "p_adjusted")
PRESENT, ALONE, HALVES = "anywhere", "alone", "half and half"
PLACES = ("first", "second", "third")


def position_effects(scores: Scores, lists: Sequence[Sequence[str]], members: Sequence[str]) -> pd.DataFrame:
    """The mean over lists with a member anywhere, first, second, … less that over lists without it."""
    rows, weights = [], []
    for name in members:
        absent = np.array([name not in one for one in lists])
        longest = max(map(len, lists))
        for place in (None, *range(longest)):
            own = np.array(
                [name in one if place is None else place < len(one) and one[place] == name for one in lists]
            )
            if own.any() and absent.any():
                rows.append((name, PRESENT if place is None else ordinal(place), int(own.sum())))
                weights.append(own / own.sum() - absent / absent.sum())
    return _table(rows, effects(scores, np.array(weights).reshape(-1, len(lists))))


def blend_effects(scores: Scores, weights: Floats, members: Sequence[str]) -> pd.DataFrame:
    """Scheffé's mixture model by least squares: each member alone, and each two of them half and half.

    The value of two is what half of each has beyond the mean of both alone: a quarter of the coefficient.
    """
    both = list(combinations(range(len(members)), 2)) if (weights.max(axis=1) < 1).any() else []
    products = [weights[:, one] * weights[:, other] for one, other in both]
    design = np.column_stack([weights, *products])
    scale = np.array([1.0] * len(members) + [0.25] * len(both))
    rows = [(name, ALONE, int((weights[:, place] > 0).sum())) for place, name in enumerate(members)]
    rows += [
        (f"{members[i]} × {members[j]}", HALVES, int((product > 0).sum()))
        for (i, j), product in zip(both, products, strict=True)
    ]
    return _table(rows, effects(scores, scale[:, None] * fitted(design)))


def ordinal(place: int) -> str:
    """`first`, `second`, …; from 0."""
    return PLACES[place] if place < len(PLACES) else f"{place + 1}th"


def _table(rows: Sequence[tuple[str, str, int]], found: Effects) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(EFFECTS[:3]))
    return table.assign(
        value=found.value,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        p_adjusted=holm(found.p_value),
    )
