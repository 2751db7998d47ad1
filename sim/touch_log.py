"""A notebook of planned touches, filled in any order of tickets and read ticket by ticket."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.lots import Rows
from sim.vocabulary import Floats
from sim.workload import Touches

Number = TypeVar("Number", bound=np.generic)


@dataclass
class TouchLog:
    """Planned touches of tickets, added one for each of some at a time; those of a ticket in their order."""

    tickets: int
    ticket: list[Rows] = field(default_factory=list)
    tier: list[NDArray[np.int16]] = field(default_factory=list)
    work: list[Floats] = field(default_factory=list)
    handover: list[Floats] = field(default_factory=list)
    end: list[NDArray[np.int8]] = field(default_factory=list)
    gap: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = np.zeros(self.tickets, np.int32)

    def add(
        self,
        ticket: Rows,
        tier: int,
        *,
        work: Floats,
        end: NDArray[np.int8],
        gap: Floats,
        handover: Floats | None = None,
    ) -> None:
        """Write down the next touch of each of these tickets, no ticket twice."""
        self.ticket.append(ticket)
        self.tier.append(np.full(1, tier, np.int16))
        self.work.append(work)
        self.handover.append(np.zeros(1) if handover is None else handover)
        self.end.append(end)
        self.gap.append(gap)
        self.counts[ticket] += 1

    def touches(self) -> Touches:
        """All touches, ticket by ticket; what was written down is used up."""
        first = np.zeros(self.tickets + 1, np.int64)
        np.cumsum(self.counts, out=first[1:])
        at = self._places(first)
        return Touches(
            first=first,
            tier=_laid_out(self.tier, at, np.empty(first[-1], np.int16)),
            work=_laid_out(self.work, at, np.empty(first[-1])),
            handover=_laid_out(self.handover, at, np.empty(first[-1])),
            end=_laid_out(self.end, at, np.empty(first[-1], np.int8)),
            gap=_laid_out(self.gap, at, np.empty(first[-1])),
        )

    def _places(self, first: NDArray[np.int64]) -> list[Rows]:
        """The place of each entry's touches among all."""
        at, coming = [], first[:-1].copy()
        for ticket in self.ticket:
            at.append(coming[ticket])
            coming[ticket] += 1
        self.ticket.clear()
        return at


def _laid_out(parts: list[NDArray[Number]], at: list[Rows], values: NDArray[Number]) -> NDArray[Number]:
    """The parts at their places; each is let go as soon as it is there."""
    for place in reversed(at):
        values[place] = parts.pop()
    return values
