"""What each event of a ticket's life does to its five clocks, and when they are due.

Written once for the engines at play and for the measures afterwards. A clock's *origin* is the reading of
its calendar at which it stood at zero: its start, moved on by the open time during which it stood still.
While it runs, its elapsed open time is the calendar's reading now less the origin. The events of a ticket
come in time order; `i` is the ticket, `t` the instant [min].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.calendars import instant_of, open_time
from sim.compiled import compiled
from sim.outcome import Ended
from sim.targets import PromiseTable
from sim.vocabulary import METRICS, OnPriorityChange, OnReopen

FIRST_REPLY, NEXT_REPLY, REQUESTER_WAIT, FIRST_RESOLUTION, FULL_RESOLUTION = range(5)
CLOCKS = len(METRICS)

NOT_STARTED, RUNNING, PAUSED, STOPPED = range(4)
"""What a clock is doing."""

WITH_US, PENDING, ON_HOLD, SOLVED = range(4)
"""Where the ball is: with the desk, the customer, a third party, or nowhere."""


TICKET_CLOCKS = np.dtype(
    [
        ("started", np.float64, CLOCKS),
        ("since", np.float64, CLOCKS),
        ("stood", np.float64, CLOCKS),
        ("origin", np.float64, CLOCKS),
        ("row", np.int32),
        ("cycle", np.int32, CLOCKS),
        ("status", np.int8, CLOCKS),
        ("ball", np.int8),
    ],
    align=True,
)
"""The clocks of one ticket.

* `row`: target row in force
* `ball`: WITH_US, PENDING, ON_HOLD or SOLVED

and for each metric

* `status`: NOT_STARTED, RUNNING, PAUSED or STOPPED
* `started`: the instant at which this run of the clock started
* `since`: the instant from which its due instant holds: the last start, resumption or change of target
* `stood`: the instant at which it last came to a stand
* `origin`: the reading of the target's calendar at which it stood at zero
* `cycle`: the number of its instances so far, cancelled ones included
"""

ClockState = NDArray[np.void]
"""Rows of TICKET_CLOCKS, one per ticket: `state["origin"][i, metric]`, `state["row"][i]`."""


def new_clocks(size: int) -> ClockState:
    """The clocks of so many tickets that are still to be created."""
    return np.zeros(size, dtype=TICKET_CLOCKS)


# ---------------------------------------------------------------- reading a clock


@compiled
def reading(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> float:
    """Open time at t of the calendar that a clock runs on [min]."""
    return open_time(table.clocks, table.calendar[state["row"][i], metric], t)


@compiled
def elapsed(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> float:
    """Open time that a clock has run until t [min]; 0 before it starts."""
    if state["status"][i, metric] == NOT_STARTED:
        return 0.0
    at = t if state["status"][i, metric] == RUNNING else state["stood"][i, metric]
    return reading(table, state, i, metric, at) - float(state["origin"][i, metric])


@compiled
def due(table: PromiseTable, state: ClockState, i: int, metric: int) -> float:
    """The first instant at which a running clock's elapsed time equals its limit; ∞: not running, no limit.

    It may lie before a change of the target that made it so.
    """
    row = state["row"][i]
    limit = table.limit[row, metric]
    if state["status"][i, metric] != RUNNING or limit == np.inf:
        return np.inf
    return instant_of(table.clocks, table.calendar[row, metric], state["origin"][i, metric] + limit)


@compiled
def first_due(table: PromiseTable, state: ClockState, i: int) -> tuple[int, float]:
    """The running clock that is due first, and when; ties to the lower metric, (5, ∞) when none runs."""
    first, instant = CLOCKS, np.inf
    for metric in range(CLOCKS):
        candidate = due(table, state, i, metric)
        if candidate < instant:
            first, instant = metric, candidate
    return first, instant


# ---------------------------------------------------------------- one clock


@compiled
def _begin(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> None:
    """A new instance of a clock begins at zero."""
    state["status"][i, metric] = RUNNING
    state["started"][i, metric] = t
    state["cycle"][i, metric] += 1
    _zero(table, state, i, metric, t)


@compiled
def _zero(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> None:
    """A clock is set to zero."""
    state["since"][i, metric] = t
    state["stood"][i, metric] = t
    state["origin"][i, metric] = reading(table, state, i, metric, t)


@compiled
def _pause(state: ClockState, i: int, metric: int, t: float) -> None:
    """A running clock stands still for a while."""
    if state["status"][i, metric] == RUNNING:
        state["status"][i, metric] = PAUSED
        state["stood"][i, metric] = t


@compiled
def _stop(state: ClockState, i: int, metric: int, t: float) -> None:
    """A clock that has started stops."""
    if state["status"][i, metric] == RUNNING:
        state["stood"][i, metric] = t
    if state["status"][i, metric] != NOT_STARTED:
        state["status"][i, metric] = STOPPED


@compiled
def _resume(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> None:
    """A clock that stood goes on from where it was."""
    stood = reading(table, state, i, metric, state["stood"][i, metric])
    state["origin"][i, metric] += reading(table, state, i, metric, t) - stood
    state["status"][i, metric] = RUNNING
    state["since"][i, metric] = t


@compiled
def _restart(table: PromiseTable, state: ClockState, i: int, metric: int, t: float) -> None:
    """A clock that runs or is paused is cancelled; a new instance begins at zero in its place."""
    status = state["status"][i, metric]
    if status in (RUNNING, PAUSED):
        _begin(table, state, i, metric, t)
        state["status"][i, metric] = status


# ---------------------------------------------------------------- events


@compiled
def created(table: PromiseTable, state: ClockState, i: int, t: float, row: int) -> None:
    """A ticket comes in: every clock but that of the next reply starts."""
    state["row"][i] = row
    state["ball"][i] = WITH_US
    for metric in range(CLOCKS):
        state["status"][i, metric] = NOT_STARTED
        state["cycle"][i, metric] = 0
        if metric != NEXT_REPLY:
            _begin(table, state, i, metric, t)


@compiled
def replied(state: ClockState, i: int, t: float) -> None:
    """A public reply, which answers every customer message before it."""
    for metric in (FIRST_REPLY, NEXT_REPLY):
        _stop(state, i, metric, t)


@compiled
def customer_wrote(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """A customer message: after the first reply, the oldest unanswered one starts the next-reply clock."""
    answered = state["status"][i, FIRST_REPLY] == STOPPED
    if answered and state["status"][i, NEXT_REPLY] in (NOT_STARTED, STOPPED):
        _begin(table, state, i, NEXT_REPLY, t)


@compiled
def pending(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """The ball goes to the customer."""
    state["ball"][i] = PENDING
    for metric in range(CLOCKS):
        if table.pauses[PENDING, metric]:
            _pause(state, i, metric, t)


@compiled
def held(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """The ball goes to a third party."""
    state["ball"][i] = ON_HOLD
    for metric in range(CLOCKS):
        if table.pauses[ON_HOLD, metric]:
            _pause(state, i, metric, t)


@compiled
def resumed(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """The ball is back with the desk: paused clocks go on."""
    state["ball"][i] = WITH_US
    for metric in range(CLOCKS):
        if state["status"][i, metric] == PAUSED:
            _resume(table, state, i, metric, t)


@compiled
def transferred(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """The ticket goes to another queue; the next reply is waited for all the same."""
    if table.restart_on_transfer:
        for metric in range(CLOCKS):
            if metric != NEXT_REPLY:
                _restart(table, state, i, metric, t)


@compiled
def solved(state: ClockState, i: int, t: float) -> None:
    """The ticket is solved: every clock stops (a solve without a reply counts as one)."""
    state["ball"][i] = SOLVED
    for metric in range(CLOCKS):
        _stop(state, i, metric, t)


@compiled
def reopened(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """A solved ticket is open again; the first resolution stays what it was.

    `RESUME` and `EXTEND_BY_SOLVED_TIME` are the same: the due instant moves on by the open time while
    solved. `RESTART` sets the same instance to zero, `NEW_CYCLE` begins another.
    """
    state["ball"][i] = WITH_US
    for metric in (REQUESTER_WAIT, FULL_RESOLUTION):
        if state["status"][i, metric] != STOPPED or table.on_reopen == OnReopen.IGNORE:
            continue
        if table.on_reopen == OnReopen.NEW_CYCLE:
            _begin(table, state, i, metric, t)
        elif table.on_reopen == OnReopen.RESTART:
            state["status"][i, metric] = RUNNING
            _zero(table, state, i, metric, t)
        else:
            _resume(table, state, i, metric, t)


@compiled
def retargeted(table: PromiseTable, state: ClockState, i: int, t: float, row: int) -> None:
    """The priority, and with it perhaps the policy, turns out to be another: a new target row.

    What has been decided stays so: a clock that has stopped is not judged again, but a reopening will
    resume it on the new target. `RETARGET_KEEP_ELAPSED` carries the elapsed open time over as it is, to
    whatever calendar; a clock that had no limit until now is recounted from its start. `RESTART` cancels
    and begins at zero. `RESTART_RETROACTIVE` cancels and counts again from the start on the new calendar,
    less the open time that the clock had stood still (as counted on the old one).
    """
    old, rule = state["row"][i], table.on_priority_change
    if row == old or rule == OnPriorityChange.KEEP_ORIGINAL:
        return
    for metric in range(CLOCKS):
        status = state["status"][i, metric]
        if status == NOT_STARTED or (rule == OnPriorityChange.RESTART and status != STOPPED):
            continue
        at = t if status == RUNNING else state["stood"][i, metric]
        unlimited = table.limit[old, metric] == np.inf and rule == OnPriorityChange.RETARGET_KEEP_ELAPSED
        if unlimited or rule == OnPriorityChange.RESTART_RETROACTIVE:
            at = state["started"][i, metric]
        before = open_time(table.clocks, table.calendar[old, metric], at)
        state["origin"][i, metric] += open_time(table.clocks, table.calendar[row, metric], at) - before
        if status != STOPPED:
            state["since"][i, metric] = t
            state["cycle"][i, metric] += rule == OnPriorityChange.RESTART_RETROACTIVE
    state["row"][i] = row
    if rule == OnPriorityChange.RESTART:
        for metric in range(CLOCKS):
            _restart(table, state, i, metric, t)


# ---------------------------------------------------------------- what the logs tell


@compiled
def apply_end(table: PromiseTable, state: ClockState, i: int, t: float, ended: int) -> None:
    """What the end of a stretch of work does, by its `Ended` code; triage and breaks in the work: nothing.

    On phone and chat the touch has `replied` as it began, so that this reply answers nothing more.
    """
    if ended in (Ended.REPLY, Ended.TRANSFER_REPLY, Ended.SOLVED):
        replied(state, i, t)
    if ended == Ended.REPLY:
        pending(table, state, i, t)
    elif ended == Ended.HELD:
        held(table, state, i, t)
    elif ended == Ended.SOLVED:
        solved(state, i, t)
    elif ended in (Ended.TRANSFER, Ended.TRANSFER_REPLY, Ended.DIAGNOSED):
        transferred(table, state, i, t)


@compiled
def apply_message(table: PromiseTable, state: ClockState, i: int, t: float) -> None:
    """What a customer's message does: the ball is back, a solved ticket is open again."""
    if state["ball"][i] == SOLVED:
        reopened(table, state, i, t)
    elif state["ball"][i] == PENDING:
        resumed(table, state, i, t)
    customer_wrote(table, state, i, t)
