"""The bench desk in plain numbers, for those who write it in another library."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import fmean

HOUR = 60.0
DAY = 24 * HOUR
WEEK = 7 * DAY

SHARES = {"urgent": 0.1, "high": 0.3, "normal": 0.6}
"""Priority, the most urgent first → its share of the tickets."""
PER_MINUTE = 18.4 / HOUR
AGENTS = (20, 8, 4)
WORK = (60.0, 72.0, 120.0)
"""Mean work by tier [min]."""
SIGMA = 0.8
MU = tuple(math.log(mean) - SIGMA**2 / 2 for mean in WORK)
"""Of the logarithm of work, by tier; its deviation is `SIGMA`."""
ONWARD = 0.25
"""Share of a tier's tickets that goes on to the next."""
PATIENCE = 8 * HOUR

Wait = tuple[str, float, float]
"""Priority, creation [min], and wait until the first touch or until the customer left [min]."""


def settled(created: float, minutes: float) -> bool:
    """Whether a ticket came when the desk had filled, and early enough for its wait to be over."""
    return DAY <= created < minutes - DAY


def mean_waits(waits: Iterable[Wait], minutes: float) -> dict[str, float]:
    """Priority → mean wait of the tickets that count [min]."""
    chosen: dict[str, list[float]] = {name: [] for name in SHARES}
    for priority, created, wait in waits:
        if settled(created, minutes):
            chosen[priority].append(wait)
    return {name: fmean(each) for name, each in chosen.items()}
