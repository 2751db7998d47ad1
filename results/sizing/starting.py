"""Where the search begins: head-counts that keep every tier busy, but not too busy."""

from __future__ import annotations

import numpy as np

from results.sizing.desks import Box, Counts
from scenarios.census import census
from scenarios.load import available_share, load
from sim.vocabulary import Scenario

BUSY = 0.85
"""The occupancy that planners aim at."""


def load_based_start(box: Box) -> Counts:
    """The smallest desk on the way from the least to the most people at which each tier is busy enough.

    Each tier's people go up together until its work takes at most 85 % of the time they have for it.
    """
    scenario = box.desk(box.highs).scenario
    found = load(scenario, census(scenario))
    counts = list(box.lows)
    for tier in range(len(scenario.tiers)):
        mine = [p for p, one in enumerate(box.dimensions) if one.tier == scenario.tiers[tier]]
        members = [place for place, pool in enumerate(scenario.pools) if pool.tier == tier]
        work = float(found.balance.hours[members].sum())
        others = _fixed_hours(box, scenario, found.attended.sum(axis=1), members)
        for share in np.linspace(0, 1, 101):
            for place in mine:
                one = box.dimensions[place]
                counts[place] = round(one.low + float(share) * (one.high - one.low))
            if others + sum(_hours(box, scenario, p, counts[p]) for p in mine) >= work / BUSY:
                break
    return tuple(counts)


def _hours(box: Box, scenario: Scenario, place: int, count: int) -> float:
    """Hours per week that so many people of a dimension have for tickets."""
    pool = next(pool for pool in scenario.pools if pool.name == box.dimensions[place].pool)
    return box.paid_hours(place, count) * available_share(pool)


def _fixed_hours(box: Box, scenario: Scenario, attended: np.ndarray, members: list[int]) -> float:
    """Hours per week of the people of a tier who do not vary."""
    varied = {one.pool for one in box.dimensions}
    return float(sum(attended[place] for place in members if scenario.pools[place].name not in varied))
