"""What became of each ticket, in one pass over its life as machine code: flags, amounts and durations.

Compiled functions of this file call none of others of this package, so that numba's own look at it keeps its
disk cache true.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from results.passes import Codes, Counts, Metrics
from sim.compiled import PLACE, compiled, compiled_apart
from sim.lives import Logs, is_plain
from sim.outcome import Ended
from sim.vocabulary import Floats

FLAGS = (
    *("tickets", "solved", "left", "lost", "queued", "served", "escalated", "reopened", "ever_solved"),
    *("one_touch", "first_level", "wait_undecided", "first_reply_undecided", "full_resolution_undecided"),
)
"""What is counted of tickets; the first is the lowest bit of a ticket's code."""
_BITS = {name: 1 << place for place, name in enumerate(FLAGS)}
TICKETS, SOLVED, LEFT, LOST = (_BITS[name] for name in FLAGS[:4])
QUEUED, SERVED, ESCALATED, REOPENED, EVER_SOLVED = (_BITS[name] for name in FLAGS[4:9])
ONE_TOUCH, FIRST_LEVEL, WAITING, UNREPLIED, UNRESOLVED = (_BITS[name] for name in FLAGS[9:])

AMOUNTS = ("wait_served", "transfers", "touches", "stay", "stay_n")
"""What is added up of tickets."""
OPEN = ("open_minutes", "open_at_end")
"""What is added up of all tickets, whenever they were created, for the backlog; the rows after `AMOUNTS`."""

DURATIONS = ("wait", "first_reply", "full_resolution", "requester_wait")
"""Durations that a ticket has once."""
WAIT, FIRST_REPLY, FULL_RESOLUTION, REQUESTER_WAIT = range(4)

ENDED, ENDLESS, LEFT_OUT = 0, 1, -1
"""A duration that is over, one that the run's end cut off, and one that does not count."""


class Lived(NamedTuple):
    """What is known of each ticket of a batch: as drawn, and as the outcome has it."""

    created: Floats
    first_touch: Floats
    first_reply: Floats
    last_solve: Floats
    left: Floats
    patience: Floats
    touches: NDArray[np.int16]
    transfers: NDArray[np.int16]
    reopenings: NDArray[np.int16]
    live: NDArray[np.bool_]


class Told(NamedTuple):
    """What its life tells of each ticket of a batch, and of each message of a customer after the first."""

    codes: Codes
    """[ticket] flags."""
    amounts: Floats
    """[amount, ticket]: `AMOUNTS`, then `OPEN`."""
    lengths: Floats
    """[duration, ticket] `DURATIONS` [min]: until the run's end where they are not over."""
    states: Metrics
    """[duration, ticket]: ENDED, ENDLESS or LEFT_OUT."""
    tiers: Floats
    """[3, 1 + tier] time of waiting in the period, at no tier and at each; stays and visits of those created
    in it."""
    answers: Floats
    """[message] time until the next reply [min], or until the run's end."""
    answered: Metrics
    """[message]: ENDED or ENDLESS."""
    reopens: NDArray[np.bool_]
    """[message] whether it made a solved ticket open again."""

    @classmethod
    def room(cls, size: int, messages: int, tiers: int) -> Told:
        """Room for so many tickets and messages."""
        return cls(
            codes=np.empty(size, np.int32),
            amounts=np.empty((len(AMOUNTS) + len(OPEN), size)),
            lengths=np.empty((len(DURATIONS), size)),
            states=np.empty((len(DURATIONS), size), np.int8),
            tiers=np.zeros((3, tiers + 1)),
            answers=np.zeros(messages),
            answered=np.full(messages, LEFT_OUT, np.int8),
            reopens=np.zeros(messages, np.bool_),
        )


@compiled_apart
def tell_tickets(period: Floats, measured: Counts, tickets: Lived, logs: Logs, told: Told) -> None:
    """Tells what became of each ticket.

    `period` is the measured one, then the run's end; `measured` are the first ticket created in it, and the
    one after the last.
    """
    for i in range(len(tickets.created)):
        stayed = _stays_of(logs, i, period, measured[0] <= i < measured[1], told.tiers)
        touches, transfers, last_solve = tickets.touches[i], tickets.transfers[i], tickets.last_solve[i]
        if is_plain(logs, i, touches, transfers, last_solve):
            worked = _plain_work(last_solve, period)
        else:
            worked = _work_of(logs, i, period, tickets.live[i], told)
        _tell(tickets, i, period, stayed, worked, told)


@compiled
def _tell(
    tickets: Lived,
    i: int,
    period: Floats,
    stayed: tuple[float, int, bool, bool],
    worked: tuple[float, int, int, float, int],
    told: Told,
) -> None:
    """Flags, amounts and durations of one ticket."""
    (length, visits, escalated, moved), (waited, closings, solves, closed, shut) = stayed, worked
    gone, served = not np.isnan(tickets.left[i]), not np.isnan(tickets.first_touch[i])
    replied, solved = not np.isnan(tickets.first_reply[i]), solves > 0 and solves > tickets.reopenings[i]
    begun, until = tickets.created[i], tickets.left[i] if gone else period[2]
    wait = (tickets.first_touch[i] if served else until) - begun
    told.codes[i] = _code_of(tickets, i, wait, solved, escalated, moved)

    over = until if gone else np.inf
    told.amounts[0, i] = wait if served else 0.0
    told.amounts[1, i] = tickets.transfers[i] if solved else 0.0
    told.amounts[2, i] = tickets.touches[i] if solved else 0.0
    told.amounts[3, i] = length
    told.amounts[4, i] = visits
    told.amounts[5, i] = _inside(over, period) - _inside(begun, period) - closed
    told.amounts[6, i] = int(begun < period[1]) - int(over < period[1]) - shut

    told.lengths[WAIT, i] = wait
    told.lengths[FIRST_REPLY, i] = (tickets.first_reply[i] if replied else until) - begun
    told.lengths[FULL_RESOLUTION, i] = (tickets.last_solve[i] if solved else period[2]) - begun
    told.lengths[REQUESTER_WAIT, i] = waited - begun + (period[2] if closings == 0 else 0.0)
    told.states[WAIT, i] = ENDED if served or gone else ENDLESS
    told.states[FIRST_REPLY, i] = ENDED if replied or gone else ENDLESS
    told.states[FULL_RESOLUTION, i] = LEFT_OUT if gone else ENDED if solved else ENDLESS
    told.states[REQUESTER_WAIT, i] = told.states[FULL_RESOLUTION, i]


@compiled
def _code_of(tickets: Lived, i: int, wait: float, solved: bool, escalated: bool, moved: bool) -> int:
    """The flags of one ticket."""
    gone, served = not np.isnan(tickets.left[i]), not np.isnan(tickets.first_touch[i])
    replied, ever_solved = not np.isnan(tickets.first_reply[i]), not np.isnan(tickets.last_solve[i])
    code = TICKETS
    code |= SOLVED if solved else 0
    code |= LEFT if gone else 0
    code |= LOST if gone or wait > tickets.patience[i] else 0
    code |= QUEUED if wait > 0 else 0
    code |= SERVED if served else 0
    code |= ESCALATED if escalated else 0
    code |= REOPENED if ever_solved and tickets.reopenings[i] > 0 else 0
    code |= EVER_SOLVED if ever_solved else 0
    code |= ONE_TOUCH if solved and tickets.touches[i] == 1 else 0
    code |= FIRST_LEVEL if solved and not moved else 0
    code |= 0 if served or gone else WAITING
    code |= 0 if replied or gone else UNREPLIED
    code |= 0 if solved or gone else UNRESOLVED
    return code


@compiled
def _inside(instant: float, period: Floats) -> float:
    """An instant, or the edge of the period that is nearer."""
    return float(min(max(instant, period[0]), period[1]))


@compiled
def _stays_of(
    logs: Logs, i: int, period: Floats, counts: bool, tiers: Floats
) -> tuple[float, int, bool, bool]:
    """A ticket's time at the tiers and visits, and whether it moved up, or ever was beyond the first tier.

    What its stays add to the tiers is added, in part only if it `counts`.
    """
    length, visits, escalated, moved, before = 0.0, 0, False, False, -1
    for at in range(logs.stays_first[i], logs.stays_first[i + 1]):
        row = logs.stays[at & PLACE] & PLACE
        here, since = logs.tier[row], logs.joined[row]
        until = period[2] if np.isnan(logs.left[row]) else logs.left[row]
        tiers[0, here + 1] += max(min(until, period[1]) - max(since, period[0]), 0.0)
        if here >= 0:
            length += until - since
            visits += 1
            escalated |= 0 <= before < here
            moved |= here > 0
            if counts:
                tiers[1, here + 1] += until - since
                tiers[2, here + 1] += 1.0
        before = here
    return length, visits, escalated, moved


@compiled
def _plain_work(solved: float, period: Floats) -> tuple[float, int, int, float, int]:
    """What work tells of a ticket that was at most solved, once (NaN: not)."""
    if np.isnan(solved):
        return 0.0, 0, 0, 0.0, 0
    return solved, 1, 1, period[1] - _inside(solved, period), int(solved < period[1])


@compiled
def _work_of(
    logs: Logs, i: int, period: Floats, live: bool, told: Told
) -> tuple[float, int, int, float, int]:
    """What the work and the customer's messages tell of a ticket; how long messages waited is written down.

    How long the customer waited, counted from the run's start; closings (touches that left it to them, or
    solved it) that no message followed; solves; how long it was solved within the period, and whether it was
    at its end. A customer writes only after a closing, and once after each.
    """
    waited, closings, solves, closed, shut = 0.0, 0, 0, 0.0, 0
    message, last, asked = logs.messages_first[i], logs.messages_first[i + 1], False
    for at in range(logs.work_first[i], logs.work_first[i + 1]):
        row = logs.work[at & PLACE] & PLACE
        ended, end = logs.ended[row], logs.end[row]
        if asked and _replies(ended, live):
            told.answers[message - 1] += logs.start[row] if live else end
            told.answered[message - 1] = ENDED
            asked = False
        if ended not in (Ended.REPLY, Ended.SOLVED):
            continue
        waited += end
        closings += 1
        if ended == Ended.SOLVED:
            solves += 1
            closed += period[1] - _inside(end, period)
            shut += end < period[1]
        if message < last:
            wrote, asked = logs.written[logs.messages[message]], True
            told.answers[message] = -wrote
            told.answered[message] = ENDLESS
            told.reopens[message] = ended == Ended.SOLVED
            message += 1
            waited -= wrote
            closings -= 1
            if ended == Ended.SOLVED:
                closed -= period[1] - _inside(wrote, period)
                shut -= wrote < period[1]
    if asked:
        told.answers[message - 1] += period[2]
    return waited, closings, solves, closed, shut


@compiled
def _replies(ended: int, live: bool) -> bool:
    """Whether a stretch of work is a public reply: live ones as they begin, others as they end."""
    if live:
        return ended not in (Ended.DIAGNOSED, Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK)
    return ended in (Ended.REPLY, Ended.TRANSFER_REPLY, Ended.SOLVED)
