"""A notebook of planned touches, filled in any order of tickets and read ticket by ticket."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.lots import Rows
from sim.vocabulary import Floats
from sim.workload import Touches


@dataclass(frozen=True)
class Entry:
    """One touch of each of some tickets."""

    ticket: Rows
    place: NDArray[np.int64]
    """Touches of the ticket that were written down before."""
    tier: int
    work: Floats
    handover: Floats
    end: NDArray[np.int8]
    gap: Floats


@dataclass
class TouchLog:
    """Planned touches of tickets; those of one ticket must be added in their order."""

    tickets: int
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = np.zeros(self.tickets, np.int64)

    def add(
        self, ticket: Rows, tier: int, *, work: Floats, handover: Floats, end: NDArray[np.int8], gap: Floats
    ) -> None:
        """Write down the next touch of each of these tickets, no ticket twice."""
        self.entries.append(Entry(ticket, self.counts[ticket], tier, work, handover, end, gap))
        self.counts[ticket] += 1

    def touches(self) -> Touches:
        """All touches, ticket by ticket."""
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.counts)))
        total = int(first[-1])
        touches = Touches(
            first=first,
            tier=np.empty(total, np.int16),
            work=np.empty(total),
            handover=np.empty(total),
            end=np.empty(total, np.int8),
            gap=np.empty(total),
        )
        for entry in self.entries:
            at = first[entry.ticket] + entry.place
            touches.tier[at] = entry.tier
            touches.work[at] = entry.work
            touches.handover[at] = entry.handover
            touches.end[at] = entry.end
            touches.gap[at] = entry.gap
        return touches
