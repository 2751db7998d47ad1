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
        counts = np.zeros(self.tickets + 1, np.int64)
        for entry in self.entries:
            counts[entry.ticket + 1] += 1
        first = np.cumsum(counts)
        size, nothing = int(first[-1]), np.zeros(1)
        found = Touches(
            first=first,
            tier=np.empty(size, np.int16),
            work=np.empty(size),
            handover=np.empty(size),
            end=np.empty(size, np.int8),
            gap=np.empty(size),
        )
        coming = first[:-1].copy()
        while self.entries:
            one = self.entries.popleft()
            handover = nothing if one.handover is None else one.handover
            planned = one.ticket, coming, one.tier, one.work, handover, one.end, one.gap
            lay_out(*planned, found.tier, found.work, found.handover, found.end, found.gap)
        return found


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
    """Writes the next touch of each of some tickets to its place, `coming`, which moves on by one."""
    for i in range(len(ticket)):
        place = coming[ticket[i]]
        coming[ticket[i]] = place + 1
        tiers[place] = tier
        works[place] = work[i]
        handovers[place] = handover[min(i, len(handover) - 1)]
        ends[place] = end[i]
        gaps[place] = gap[i]
