"""Choices by lot that differ from kind to kind, as tables: one row for each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, compiled_apart
from sim.distributions import choice_bounds
from sim.words import Codes, Floats

Choice = tuple[Sequence[int], Sequence[float]]
"""Values and their shares."""


class Choices(NamedTuple):
    """One choice for each kind."""

    more: NDArray[np.int64]
    """Values of each kind beside the first."""
    bounds: Floats
    """[kind, place] between the uniforms that lead to one value and to the next."""
    values: Codes
    """[kind, place]"""


def choices(kinds: Sequence[Choice]) -> Choices:
    """The choices of all kinds."""
    most = max(len(values) for values, _ in kinds)
    bounds, places = np.full((len(kinds), most), np.inf), np.zeros((len(kinds), most), np.int16)
    for kind, (values, shares) in enumerate(kinds):
        places[kind, : len(values)] = values
        bounds[kind, : len(values) - 1] = choice_bounds(shares)
    return Choices(np.array([len(values) - 1 for values, _ in kinds]), bounds, places)


@compiled
def chosen(choices: Choices, kind: int, lots: Floats, place: int) -> int:
    """The value that the uniform at a place falls on; without a choice the uniforms are not looked at."""
    value, more = 0, choices.more[kind]
    if more > 0:
        for bound in range(more):
            value += lots[place] >= choices.bounds[kind, bound]
    return int(choices.values[kind, value])


@compiled_apart
def choose_missing(choices: Choices, kind: Codes, lots: Floats, codes: Codes) -> None:
    """Gives a code to everybody who has none (−1), by the choice of their kind."""
    for one in range(len(codes)):
        if codes[one] < 0:
            codes[one] = chosen(choices, kind[one], lots, one)
