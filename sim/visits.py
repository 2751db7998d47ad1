"""What becomes of the n-th visits of many tickets, settled in one pass: where they lead to, and why."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.choices import Choices, chosen
from sim.compiled import compiled, compiled_apart
from sim.lots import Rows
from sim.touch_log import Ends
from sim.vocabulary import SOLVED, Codes, Floats
from sim.workload import TouchEnd

FIRST, TRANSFERRED, REOPENED = 0, 1, 2
"""How a visit came about."""

AT_SOLUTION, AT_TRANSFER, AT_TRANSFER_REPLY = (
    int(code) for code in (TouchEnd.SOLVED, TouchEnd.TRANSFER, TouchEnd.TRANSFER_REPLY)
)

Causes = NDArray[np.int8]
Counts = NDArray[np.int32]


class Visiting(NamedTuple):
    """Tickets that make their n-th visit, those of one kind together."""

    ends: Rows
    """Of each kind: the place after its last visit."""
    ticket: Rows
    cause: Causes


class Deciding(NamedTuple):
    """What decides about each kind of visit; lots are uniforms, one for each visit."""

    onward: Choices
    touches: Choices
    transfer_reply: Floats
    reopened: Floats
    onward_lots: Floats
    touch_lots: Floats
    reply_lots: Floats
    reopen_lots: Floats


class Settled(NamedTuple):
    """What became of the visits, and who goes on."""

    end: Ends
    """How the last touch of each visit ends."""
    touches: Counts
    """Planned touches of each visit, holds apart."""
    reopened: Rows
    """The visits that are solved, but not for good."""
    ticket: Rows
    """Of those who go on."""
    kind: Codes
    """Of their next visit."""
    cause: Causes
    """Of their next visit."""


def room_for(visits: int) -> Settled:
    """Room for what becomes of so many visits."""
    return Settled(
        np.empty(visits, np.int8),
        np.empty(visits, np.int32),
        np.empty(visits, np.int64),
        np.empty(visits, np.int64),
        np.empty(visits, np.int16),
        np.empty(visits, np.int8),
    )


@compiled_apart
def settle(visiting: Visiting, deciding: Deciding, tiers: int, settled: Settled) -> tuple[int, int]:
    """Settles all visits: how many go on, and how many of these come back to where they were solved."""
    going, back, begin = 0, 0, 0
    for kind in range(len(visiting.ends)):
        reopening, tier = deciding.reopened[kind], kind % tiers
        for visit in range(begin, visiting.ends[kind]):
            onward, touches = SOLVED, 1
            if visiting.cause[visit] != REOPENED:
                onward = chosen(deciding.onward, kind, deciding.onward_lots, visit)
                touches = chosen(deciding.touches, kind, deciding.touch_lots, visit)
            solved = onward == SOLVED
            settled.end[visit] = AT_SOLUTION if solved else _transfer(deciding, kind, visit)
            settled.touches[visit] = touches
            if solved and not (reopening > 0 and deciding.reopen_lots[visit] < reopening):
                continue
            if solved:
                settled.reopened[back] = visit
                back += 1
            settled.ticket[going] = visiting.ticket[visit]
            settled.kind[going] = kind if solved else kind - tier + onward
            settled.cause[going] = REOPENED if solved else TRANSFERRED
            going += 1
        begin = visiting.ends[kind]
    return going, back


@compiled
def _transfer(deciding: Deciding, kind: int, visit: int) -> int:
    """Whether a transfer comes with a reply, as an end."""
    share = deciding.transfer_reply[kind]
    replied = share == 1 or (share > 0 and deciding.reply_lots[visit] < share)
    return AT_TRANSFER_REPLY if replied else AT_TRANSFER
