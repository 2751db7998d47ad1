"""How many of many bounds numbers have reached, looked up from near where they lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled_apart
from sim.words import Floats

Places = NDArray[np.int64]


def reached(bounds: Floats, uniforms: Floats) -> Places:
    """How many of the bounds, which ascend, each uniform has reached.

    For numbers in no order the processor cannot guess the steps of a binary search. So it is made for the
    beginnings of many equal parts of 0 … 1; a uniform's bounds are not far from those of its part.
    """
    parts = 1 << len(bounds).bit_length()
    if len(uniforms) <= parts:
        return bounds.searchsorted(uniforms, side="right")
    near = bounds.searchsorted(np.arange(parts) / parts, side="right")
    places = np.empty(len(uniforms), np.int64)
    search(bounds, near, uniforms, places)
    return places


@compiled_apart
def search(bounds: Floats, near: Places, uniforms: Floats, places: Places) -> None:
    """Writes for each uniform how many bounds it has reached, from what its part of 0 … 1 has reached on."""
    for i in range(len(uniforms)):
        place = near[int(uniforms[i] * len(near)) & PLACE]
        while place < len(bounds) and bounds[place & PLACE] <= uniforms[i]:
            place += 1
        places[i] = place
