"""What agents did, in one pass over their work as machine code.

Compiled functions of this file call none of others, so that numba's own look at it keeps its disk cache true.
"""

from __future__ import annotations

from typing import NamedTuple

from results.passes import Codes, Counts, Metrics
from sim.compiled import PLACE, compiled, compiled_apart
from sim.outcome import Ended
from sim.vocabulary import Floats


class Intervals(NamedTuple):
    """Each agent's intervals: those of agent a are at `first[a]:first[a + 1]`."""

    first: Counts
    opens: Floats
    closes: Floats
    at: Counts
    """Where each agent has come to among them."""

    @classmethod
    def of(cls, first: Counts, opens: Floats, closes: Floats) -> Intervals:
        """All of them still to come."""
        return cls(first, opens, closes, first[:-1].copy())


@compiled_apart
def work_of_agents(
    agent: Codes,
    ticket: Codes,
    start: Floats,
    end: Floats,
    ended: Metrics,
    last_solve: Floats,
    period: Floats,
    totals: Floats,
) -> None:
    """Adds up, by agent, stretches of work: `totals[what, agent]`.

    Minutes in the period, and the stretches that end with the last solve of their ticket.
    """
    for row in range(len(agent)):
        one, begin, until = agent[row] & PLACE, max(start[row], period[0]), min(end[row], period[1])
        totals[0, one] += max(until - begin, 0.0)
        if ended[row] == Ended.SOLVED and end[row] == last_solve[ticket[row] & PLACE]:
            totals[1, one] += period[0] <= end[row] < period[1]


@compiled_apart
def work_within(
    agent: Codes, start: Floats, end: Floats, period: Floats, those: Intervals, minutes: Floats
) -> None:
    """Adds up, by agent, what stretches of work in order of time have of intervals in a period [min]."""
    for row in range(len(agent)):
        one = agent[row] & PLACE
        minutes[one] += _inside(those, one, max(start[row], period[0]), min(end[row], period[1]))


@compiled
def _inside(those: Intervals, one: int, begin: float, until: float) -> float:
    """Minutes of a stretch within an agent's intervals."""
    place, last, minutes = those.at[one] & PLACE, those.first[one + 1], 0.0
    while place < last and those.closes[place] <= begin:
        place += 1
    those.at[one] = place
    while place < last and those.opens[place] < until:
        minutes += max(min(those.closes[place], until) - max(those.opens[place], begin), 0.0)
        place += 1
    return minutes
