"""How many weeks to cut off the start of a series, so that the rest has settled.

What is cut off is found by MSER (White 1997): the first weeks whose leaving out makes the error of the mean
of the rest smallest, searched for in the first half. Of those only what differs from the rest in more than
chance, over the replications, counts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from sim.vocabulary import Floats

CHANCE = 0.01
FEWEST = 3
"""Fewer replications tell nothing of chance."""


@dataclass(frozen=True)
class Truncation:
    """What MSER cuts off a series."""

    observations: int
    """Cut off from the start; a whole number of batches."""
    statistic: float
    """The squared error of the mean of the rest, as MSER sees it."""
    settled: bool
    """False: as much as can be is cut off, so that the series may never settle."""


def mser(series: Floats, batch: int = 1) -> Truncation:
    """What to cut off the start of a series, by means of batches, searched for in the first half.

    Raises ValueError for a series of fewer than four batches.
    """
    means = series[: len(series) // batch * batch].reshape(-1, batch).mean(axis=1)
    number = len(means)
    if number < 4:
        raise ValueError(f"a series of {len(series)} is too short for batches of {batch}")
    rest = [means[cut:] for cut in range(number // 2 + 1)]
    statistics = np.array([np.square(own - own.mean()).sum() / len(own) ** 2 for own in rest])
    cut = int(statistics.argmin())
    return Truncation(cut * batch, float(statistics[cut]), settled=cut < number // 2)


def confirmed(found: Truncation, sums: Floats) -> Truncation:
    """The truncation less those of its last weeks that differ from the rest by chance alone.

    `sums` are numerators and denominators [replication, which, week]. MSER cuts off some weeks of most series
    of pure noise, however little noise there is; the replications tell what is more than that.
    """
    cut = found.observations
    rest = sums[:, :, cut:].sum(axis=2)
    for begin in range(cut):
        early = sums[:, :, begin:cut].sum(axis=2)
        both = (early[:, 1] > 0) & (rest[:, 1] > 0)
        away = early[both, 0] / early[both, 1] - rest[both, 0] / rest[both, 1]
        if len(away) < FEWEST or _by_chance(away):
            return replace(found, observations=begin, settled=True)
    return found


def _by_chance(away: Floats) -> bool:
    """Whether the mean of these differences may be nothing (t-test, at 1 %)."""
    error = float(away.std(ddof=1)) / math.sqrt(len(away))
    return abs(float(away.mean())) <= float(special.stdtrit(len(away) - 1, 1 - CHANCE / 2)) * error
