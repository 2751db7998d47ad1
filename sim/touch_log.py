"""A notebook of planned touches, filled in any order of tickets and read ticket by ticket."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.lots import Rows
from sim.vocabulary import Floats
from sim.workload import Touches

Ends = NDArray[np.int8]


@dataclass(frozen=True)
class _Entry:
    """The next touch of each of some tickets, all at one tier."""

    ticket: Rows
    tier: int
    work: Floats
    handover: Floats | None
    end: Ends
    gap: Floats


@dataclass
class TouchLog:
    """Planned touches of tickets, added one for each of some at a time; those of a ticket in their order."""

    tickets: int
    entries: deque[_Entry] = field(default_factory=deque)

    def add(
        self,
        ticket: Rows,
        tier: int,
        *,
        work: Floats,
        end: Ends,
        gap: Floats,
        handover: Floats | None = None,
    ) -> None:
        """Write down the next touch of each of these tickets, no ticket twice."""
        self.entries.append(_Entry(ticket, tier, work, handover, end, gap))

    def touches(self) -> Touches:
        """All touches, ticket by ticket; what was written down is used up, entry by entry."""
        coming = np.zeros(self.tickets + 1, np.int64)
        for entry in self.entries:
            coming[entry.ticket + 1] += 1
        first = np.cumsum(coming)
        coming[:-1] = first[:-1]
        size, nothing = int(first[-1]), np.zeros(1)
        reads = any(entry.handover is not None for entry in self.entries)
        tier, end, handover = np.empty(size, np.int16), np.empty(size, np.int8), nothing
        work, gap = np.empty(size), np.empty(size)
        if reads:
            handover = np.empty(size)
        while self.entries:
            one = self.entries.popleft()
            reading = nothing if one.handover is None else one.handover
            planned = one.ticket, coming, one.tier, one.work, reading, one.end, one.gap
            lay_out(*planned, tier, work, handover, end, gap)
        if not reads:
            handover = np.broadcast_to(np.float64(0.0), size)
        return Touches(first, tier, work, handover, end, gap)


@compiled_apart
def lay_out(
    ticket: Rows,
    coming: Rows,
    tier: int,
    work: Floats,
    handover: Floats,
    end: Ends,
    gap: Floats,
    tiers: NDArray[np.int16],
    works: Floats,
    handovers: Floats,
    ends: Ends,
    gaps: Floats,
) -> None:
    """Writes the next touch of each of some tickets to its place, `coming`, which moves on by one.

    A single reading, or a single place for it, is for all.
    """
    for i in range(len(ticket)):
        place = coming[ticket[i]]
        coming[ticket[i]] = place + 1
        tiers[place] = tier
        works[place] = work[i]
        handovers[min(place, len(handovers) - 1)] = handover[min(i, len(handover) - 1)]
        ends[place] = end[i]
        gaps[place] = gap[i]
