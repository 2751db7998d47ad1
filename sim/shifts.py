"""The paid time of a pool's agents: intervals, and the shifts that they are parts of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.words import Floats

if TYPE_CHECKING:
    from sim.people import Roster

DAY = 1440.0

Counts = NDArray[np.int64]


class Intervals(NamedTuple):
    """Stretches of time of several agents, by agent and then in order."""

    agent: Counts
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Shifts:
    """The paid shifts of a pool's agents, end to end on one line of paid time.

    A shift is what begins on one local day; what lasts longer than 24 hours counts as one shift per 24 hours.
    """

    intervals: Intervals
    shift_of: Counts
    """Of each interval: its shift, counted through the agents."""
    agent: Counts
    """Of each shift."""
    number: Counts
    """Of each shift: its number within the roster."""
    length: Floats
    """Paid time of each shift [min]."""
    agents: int

    @cached_property
    def by_agent(self) -> Sequence[tuple[slice, Counts, int]]:
        """The shifts of each agent, their numbers within the roster from 1, and the highest of them."""
        first = np.searchsorted(self.agent, np.arange(self.agents + 1)).tolist()
        several = [slice(begin, end) for begin, end in pairwise(first)]
        numbers = [self.number[mine] + 1 for mine in several]
        return [(mine, one, int(one.max(initial=0))) for mine, one in zip(several, numbers, strict=True)]


def packed(pools: Sequence[Intervals], agents: Sequence[int]) -> tuple[Counts, Floats, Floats]:
    """Of all pools together: place of each agent's first interval (and the number of all), starts, ends."""
    begins = accumulate(agents, initial=0)
    agent = [pool.agent + begin for pool, begin in zip(pools, begins, strict=False)]
    first = np.searchsorted(_joined(np.int64, agent), np.arange(sum(agents) + 1)).astype(np.int64)
    return (
        first,
        _joined(np.float64, [one.start for one in pools]),
        _joined(np.float64, [one.end for one in pools]),
    )


def _joined(kind: type[np.generic], parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])


def roster_intervals(rosters: Sequence[Roster]) -> Intervals:
    """The paid intervals of a pool's agents."""
    return Intervals(
        np.repeat(np.arange(len(rosters)), [len(roster.start) for roster in rosters]),
        _joined(np.float64, [roster.start for roster in rosters]),
        _joined(np.float64, [roster.end for roster in rosters]),
    )


def shifts_of(rosters: Sequence[Roster]) -> Shifts:
    """The shifts of a pool's agents."""
    whole = roster_intervals(rosters)
    number = np.concatenate([roster.shift for roster in rosters]).astype(np.int64)
    days = np.maximum(np.ceil((whole.end - whole.start) / DAY).astype(np.int64), 1)
    piece = np.arange(int(days.sum())) - np.repeat(np.cumsum(days) - days, days)
    start = np.repeat(whole.start, days) + piece * DAY
    intervals = Intervals(
        np.repeat(whole.agent, days), start, np.minimum(np.repeat(whole.end, days), start + DAY)
    )
    number = np.repeat(number, days) + piece
    new = np.ones(len(number), np.bool_)
    new[1:] = (np.diff(number) != 0) | (np.diff(intervals.agent) != 0)
    shift_of = np.cumsum(new) - 1
    length = np.bincount(shift_of, intervals.end - intervals.start).astype(np.float64)
    return Shifts(intervals, shift_of, intervals.agent[new], number[new], length, len(rosters))
