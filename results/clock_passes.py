"""What each clock shows, and where decided clocks are counted, in passes as machine code.

Compiled functions of this file call none of others, so that numba's own look at it keeps its disk cache true.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from results.passes import Codes, Counts
from sim.clock_history import Instances
from sim.compiled import PLACE, compiled_apart
from sim.vocabulary import METRICS, Floats

FLAGS = (
    *("clocks_kept", "clocks_started", "clocks_undecided", "breaches"),
    *(
        f"{what}{population}"
        for population in ("", "_resolved", "_created")
        for what in ("decided", "achieved")
    ),
)
"""What is counted of clocks; the first is the lowest bit of a clock's flags."""
KEPT, STARTED, UNDECIDED, BREACHES, DECIDED, ACHIEVED = (1 << place for place in range(6))
"""Flags of a clock: started in the period (kept, at all, undecided), breached or decided in it, and kept."""
RESOLVED, CREATED = 4, 16
"""DECIDED and ACHIEVED times these: of clocks decided ever, of tickets resolved or created in the period."""

DUE, BROKEN = 1, 2
"""Of a ticket: any of its clocks was decided; any was breached."""

KINDS = len(METRICS)


class ToldClocks(NamedTuple):
    """What the clocks of a batch of tickets show."""

    codes: Codes
    """Of each clock: flags × KINDS + metric."""
    verdicts: Codes
    """Of each ticket: DUE, BROKEN."""
    breached: Codes
    """Clocks that were breached in the period."""
    late: Floats
    """By how much each of these was late; ∞: it never stopped [min]."""
    decided: Codes
    """Clocks that were decided in the period."""

    @classmethod
    def room(cls, clocks: int, tickets: int) -> ToldClocks:
        """Room for so many."""
        codes, breached, decided = np.empty((3, clocks), np.int32)
        return cls(codes, np.zeros(tickets, np.int32), breached, np.empty(clocks), decided)


@compiled_apart
def tell_clocks(
    clocks: Instances,
    period: Floats,
    measured: Counts,
    flags_of: Codes,
    solved: int,
    last_solve: Floats,
    told: ToldClocks,
) -> tuple[int, int]:
    """Tells what each clock shows; returns how many were breached and how many were decided in the period.

    Of the tickets, those that have the flag `solved` were resolved at their last solve, and those from
    `measured[0]` to before `measured[1]` created in the period.
    """
    breaches, decisions = 0, 0
    for i in range(len(clocks.ticket)):
        flags, one, kept = 0, clocks.ticket[i] & PLACE, clocks.achieved[i]
        if period[0] <= clocks.start[i] < period[1]:
            flags |= STARTED
            if kept > 0:
                flags |= KEPT
            elif kept < 0 and np.isnan(clocks.stop[i]):
                flags |= UNDECIDED
        if kept >= 0:
            decided = clocks.stop[i] if kept > 0 else clocks.due[i]
            counted = DECIDED + ACHIEVED if kept > 0 else DECIDED
            if period[0] <= decided < period[1]:
                flags |= counted
                told.decided[decisions & PLACE] = i
                decisions += 1
                if kept == 0:
                    flags |= BREACHES
                    told.breached[breaches & PLACE] = i
                    stop = np.inf if np.isnan(clocks.stop[i]) else clocks.stop[i]
                    told.late[breaches & PLACE] = stop - clocks.due[i]
                    breaches += 1
            resolved = (flags_of[one] & solved) != 0 and period[0] <= last_solve[one] < period[1]
            flags |= counted * RESOLVED if resolved else 0
            flags |= counted * CREATED if measured[0] <= one < measured[1] else 0
            told.verdicts[one] |= DUE if kept != 0 else DUE | BROKEN
        told.codes[i] = flags * KINDS + int(clocks.metric[i])
    return breaches, decisions


@compiled_apart
def count_decided(clocks: Instances, some: Codes, place: Counts, table: Counts) -> None:
    """Counts some of the clocks by metric, target row, place, and whether they were kept.

    Those whose place is not in the table are not counted.
    """
    for i in range(len(some)):
        one = some[i] & PLACE
        if 0 <= place[one] < table.shape[2]:
            kept = 1 if clocks.achieved[one] == 1 else 0
            table[clocks.metric[one] & PLACE, clocks.row[one] & PLACE, place[one] & PLACE, kept] += 1
