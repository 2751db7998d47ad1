"""A notebook of planned touches, filled in any order of tickets and read ticket by ticket."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike
from sim.compiled import PLACE, compiled_apart
from sim.lots import Rows
from sim.vocabulary import Codes, Floats
from sim.workload import TouchEnd, Touches

Ends = NDArray[np.int8]

NOTHING = np.zeros(0)

SOLVED = int(TouchEnd.SOLVED)


class Planned(NamedTuple):
    """The next touch of each of some tickets, no ticket twice."""

    ticket: Rows
    tier: Codes
    work: Floats
    end: Ends
    gap: Floats
    """Nothing: ∞ where the touch solves, 0 elsewhere."""
    handover: Floats
    """Nothing: none at all."""


@dataclass
class TouchLog:
    """Planned touches of tickets, added one for each of some at a time; those of a ticket in their order."""

    tickets: int
    entries: deque[Planned] = field(default_factory=deque)

    def add(
        self, ticket: Rows, tier: Codes, *, work: Floats, end: Ends, gap: Floats, handover: Floats = NOTHING
    ) -> None:
        """Write down the next touch of each of these tickets; no gaps, no readings: the usual ones."""
        self.entries.append(Planned(ticket, tier, work, end, gap, handover))

    def touches(self) -> Touches:
        """All touches, ticket by ticket; what was written down is used up, entry by entry."""
        first, coming = np.empty(self.tickets + 1, np.int64), np.zeros(self.tickets, np.int64)
        for entry in self.entries:
            count(entry.ticket, coming)
        size = follow(coming, first)
        reads = any(len(entry.handover) for entry in self.entries)
        laid = Planned(
            ticket=coming,
            tier=np.empty(size, np.int16),
            work=np.empty(size),
            end=np.empty(size, np.int8),
            gap=np.empty(size),
            handover=np.empty(size if reads else 0),
        )
        while self.entries:
            lay_out(self.entries.popleft(), laid)
        handover = laid.handover if reads else alike(np.float64(0.0), size)
        return Touches(first, laid.tier, laid.work, handover, laid.end, laid.gap)


@compiled_apart
def count(ticket: Rows, touches: Rows) -> None:
    """Adds a touch of each of these tickets."""
    for one in ticket:
        touches[one & PLACE] += 1


@compiled_apart
def follow(touches: Rows, first: Rows) -> int:
    """Writes down where the touches of each ticket begin, in place of their number too; how many in all."""
    begin = 0
    for ticket in range(len(touches)):
        first[ticket] = begin
        begin += touches[ticket]
        touches[ticket] = first[ticket]
    first[len(touches)] = begin
    return begin


@compiled_apart
def lay_out(planned: Planned, laid: Planned) -> None:
    """Writes the next touch of each of some tickets to its place, `laid.ticket`, which moves on by one."""
    for i in range(len(planned.ticket)):
        ticket = planned.ticket[i] & PLACE
        place = laid.ticket[ticket] & PLACE
        laid.ticket[ticket] = place + 1
        laid.tier[place] = planned.tier[i]
        laid.work[place] = planned.work[i]
        laid.end[place] = planned.end[i]
        if len(planned.gap) > 0:
            laid.gap[place] = planned.gap[i]
        else:
            laid.gap[place] = np.inf if planned.end[i] == SOLVED else 0.0
        if len(laid.handover) > 0:
            laid.handover[place] = planned.handover[i] if len(planned.handover) > 0 else 0.0
