"""The grid of time: every instant and duration is a whole multiple of 2⁻²⁰ minute.

Sums and differences of such times are exact in float64, in any order, so that "at the same instant"
and "exactly on the limit" mean what they say.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

TICKS_PER_MINUTE = 2.0**20
MINUTES_PER_TICK = 2.0**-20

Times = TypeVar("Times", float, NDArray[np.float64])


def on_grid(minutes: Times, into: NDArray[np.float64] | None = None) -> Times:
    """The nearest instant or duration of the grid [min]; halves go to the even multiple; ∞ stays ∞.

    Those of an array are written `into` another where one is given.
    """
    if not isinstance(minutes, np.ndarray):
        return float(np.rint(minutes * TICKS_PER_MINUTE) / TICKS_PER_MINUTE)
    nearest = np.multiply(minutes, TICKS_PER_MINUTE, out=into)
    np.rint(nearest, out=nearest)
    nearest *= MINUTES_PER_TICK
    return nearest


def rounded(minutes: float) -> float:
    """The same for one finite number, in plain Python."""
    return round(minutes * TICKS_PER_MINUTE) / TICKS_PER_MINUTE
