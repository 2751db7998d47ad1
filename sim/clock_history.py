"""Which clocks ran on each ticket of an outcome, and which of them kept their limit.

The logs of an outcome are replayed ticket by ticket through the same events that the engines apply while
they play, so the two cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock_events import (
    CLOCKS,
    NOT_STARTED,
    ON_HOLD,
    PAUSED,
    RUNNING,
    STOPPED,
    ClockState,
    apply_end,
    apply_message,
    created,
    due,
    elapsed,
    new_clocks,
    replied,
    resumed,
    retargeted,
)
from sim.compiled import compiled
from sim.outcome import Ended, Outcome
from sim.targets import PromiseTable, promise_table, target_rows
from sim.vocabulary import Floats, Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload

ACHIEVED, BREACHED, UNDECIDED = 1, 0, -1


@dataclass(frozen=True)
class Instances:
    """Every run of a clock that had a limit, by ticket, cancelled ones left out."""

    ticket: NDArray[np.int32]
    metric: NDArray[np.int8]
    row: NDArray[np.int32]
    """The target row by which it was decided; of an undecided one that in force at its end."""
    start: Floats
    stop: Floats
    """The last stop in the run, or when the customer left; NaN: never stopped."""
    due: Floats
    """Of breached ones the instant of the breach; of others the due instant when they last ran; ∞: none."""
    decided: Floats
    """The earlier of the stop and the breach; NaN: undecided."""
    achieved: NDArray[np.int8]
    """1 achieved, 0 breached, −1 undecided."""


class _Tickets(NamedTuple):
    """What the replay needs to know of each ticket."""

    created: Floats
    live: NDArray[np.bool_]
    first_reply: Floats
    leaves: NDArray[np.bool_]
    """Its customer left before anybody took it."""
    until: Floats
    """When its clocks are looked at for the last time: its customer's leaving, or the end of the run."""
    row: NDArray[np.int32]
    """Target row from its creation."""
    corrected: NDArray[np.int32]
    """Target row from the end of its first touch."""


class _Logs(NamedTuple):
    """The logs ticket by ticket: those of ticket i are at `first[i]:first[i + 1]`."""

    work_first: NDArray[np.int64]
    work_start: Floats
    work_end: Floats
    work_ended: NDArray[np.int8]
    message_first: NDArray[np.int64]
    message: Floats
    join_first: NDArray[np.int64]
    join: Floats


class _Book(NamedTuple):
    """What has been noted of the clocks of the ticket in hand, by metric."""

    cycle: NDArray[np.int32]
    status: NDArray[np.int8]
    start: Floats
    stop: Floats
    due: Floats
    breach: Floats
    """∞: none so far."""
    row: NDArray[np.int32]


class _Columns(NamedTuple):
    """The instances as they are written; `size[0]` says how many there are."""

    size: NDArray[np.int64]
    ticket: NDArray[np.int32]
    metric: NDArray[np.int8]
    row: NDArray[np.int32]
    start: Floats
    stop: Floats
    due: Floats
    decided: Floats
    achieved: NDArray[np.int8]


class _Replay(NamedTuple):
    """All that the replay reads and writes; `state` holds the clocks of the ticket in hand."""

    table: PromiseTable
    tickets: _Tickets
    logs: _Logs
    state: ClockState
    book: _Book
    columns: _Columns


def clock_history(workload: Workload, outcome: Outcome, scenario: Scenario, owed: bool) -> Instances:
    """All instances of the clocks of an outcome: recorded, or owed by the true priority.

    Recorded clocks run on the target of the observed priority and, by the rules of the scenario's preset, on
    that of the corrected one from the end of the first touch; owed ones on that of the true one all along.
    """
    # Four clocks start with a ticket; a message may start a next reply and two new cycles.
    columns = _columns(4 * workload.size + 3 * len(outcome.messages.ticket))
    tickets = _tickets(workload, outcome, target_rows(workload, scenario), owed)
    logs = _logs(outcome, workload.size)
    _replay_all(_Replay(promise_table(scenario), tickets, logs, new_clocks(1), _book(), columns))
    size = int(columns.size[0])
    return Instances(
        columns.ticket[:size].copy(),
        columns.metric[:size].copy(),
        columns.row[:size].copy(),
        columns.start[:size].copy(),
        columns.stop[:size].copy(),
        columns.due[:size].copy(),
        columns.decided[:size].copy(),
        columns.achieved[:size].copy(),
    )


def _tickets(workload: Workload, outcome: Outcome, rows: NDArray[np.int32], owed: bool) -> _Tickets:
    """What the replay needs to know of each ticket."""
    leaves = workload.leaves & ~np.isnan(outcome.left)
    return _Tickets(
        np.array(workload.created),
        np.array(workload.live),
        np.array(outcome.first_reply),
        leaves,
        np.where(leaves, outcome.left, outcome.end),
        np.array(rows[TRUE if owed else OBSERVED]),
        np.array(rows[TRUE if owed else CORRECTED]),
    )


def _logs(outcome: Outcome, size: int) -> _Logs:
    """The logs of an outcome sorted by ticket, each ticket's in order of time."""
    work, messages, stays = outcome.work, outcome.messages, outcome.stays
    by_work = np.argsort(work.ticket, kind="stable")
    by_message = np.argsort(messages.ticket, kind="stable")
    by_join = np.argsort(stays.ticket, kind="stable")
    return _Logs(
        _firsts(work.ticket, size),
        work.start[by_work],
        work.end[by_work],
        work.ended[by_work],
        _firsts(messages.ticket, size),
        messages.time[by_message],
        _firsts(stays.ticket, size),
        stays.joined[by_join],
    )


def _firsts(ticket: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Where each ticket's entries begin once they are sorted by ticket."""
    return np.concatenate(([0], np.cumsum(np.bincount(ticket, minlength=size)))).astype(np.int64)


def _book() -> _Book:
    """An empty page for one ticket."""
    return _Book(
        cycle=np.zeros(CLOCKS, dtype=np.int32),
        status=np.zeros(CLOCKS, dtype=np.int8),
        start=np.empty(CLOCKS),
        stop=np.empty(CLOCKS),
        due=np.empty(CLOCKS),
        breach=np.empty(CLOCKS),
        row=np.zeros(CLOCKS, dtype=np.int32),
    )


def _columns(room: int) -> _Columns:
    """Empty columns with room for so many instances."""
    return _Columns(
        size=np.zeros(1, dtype=np.int64),
        ticket=np.empty(room, dtype=np.int32),
        metric=np.empty(room, dtype=np.int8),
        row=np.empty(room, dtype=np.int32),
        start=np.empty(room),
        stop=np.empty(room),
        due=np.empty(room),
        decided=np.empty(room),
        achieved=np.empty(room, dtype=np.int8),
    )


@compiled
def _replay_all(replay: _Replay) -> None:
    """The instances of all tickets, one ticket after the other."""
    table, tickets, state, book = replay.table, replay.tickets, replay.state, replay.book
    for ticket in range(len(tickets.created)):
        book.cycle[:] = 0
        book.status[:] = NOT_STARTED
        created(table, state, 0, tickets.created[ticket], tickets.row[ticket])
        _note_changes(replay, ticket, tickets.created[ticket])
        _replay_life(replay, ticket)
        _note_breaches(replay, tickets.until[ticket])
        for metric in range(CLOCKS):
            _write(replay, ticket, metric)


@compiled
def _replay_life(replay: _Replay, ticket: int) -> None:
    """One ticket's events in order; at one instant work ends, then the ball comes back, then work begins."""
    logs, state = replay.logs, replay.state
    now, until = replay.tickets.created[ticket], replay.tickets.until[ticket]
    work, last_work = logs.work_first[ticket], logs.work_first[ticket + 1]
    message, last_message = logs.message_first[ticket], logs.message_first[ticket + 1]
    join, last_join = logs.join_first[ticket], logs.join_first[ticket + 1]
    working = False
    while True:
        works, writes, answers = np.inf, np.inf, np.inf
        if work < last_work:
            works = logs.work_end[work] if working else logs.work_start[work]
        if message < last_message:
            writes = logs.message[message]
        if state.ball[0] == ON_HOLD:
            while join < last_join and logs.join[join] < now:
                join += 1
            answers = logs.join[join] if join < last_join else np.inf
        now = min(works, writes, answers)
        if now == np.inf or now > until:
            return
        _note_breaches(replay, now)
        if works == now and (working or min(writes, answers) > now):
            if working:
                _end_work(replay, ticket, work)
                work += 1
            else:
                _begin_work(replay, ticket, now)
            working = not working
        elif writes == now:
            apply_message(replay.table, state, 0, now)
            message += 1
        else:
            resumed(replay.table, state, 0, now)
        _note_changes(replay, ticket, now)


@compiled
def _begin_work(replay: _Replay, ticket: int, now: float) -> None:
    """On phone and chat the touch begins with the reply; triage and diagnosis come before the first reply."""
    if replay.tickets.live[ticket] and replay.tickets.first_reply[ticket] <= now:
        replied(replay.state, 0, now)


@compiled
def _end_work(replay: _Replay, ticket: int, work: int) -> None:
    """A stretch ends; the end of a touch corrects the priority, after what the touch itself decides."""
    now, ended = replay.logs.work_end[work], replay.logs.work_ended[work]
    apply_end(replay.table, replay.state, 0, now, ended)
    if ended <= Ended.DIAGNOSED:
        _note_changes(replay, ticket, now)
        retargeted(replay.table, replay.state, 0, now, replay.tickets.corrected[ticket])


@compiled
def _note_breaches(replay: _Replay, t: float) -> None:
    """Notes which clocks have passed their limit before t, and when the others are due."""
    table, state, book = replay.table, replay.state, replay.book
    for metric in range(CLOCKS):
        status, limit = state.status[0, metric], table.limit[state.row[0], metric]
        if status not in (RUNNING, PAUSED) or book.breach[metric] < np.inf:
            continue
        passes = np.inf
        if status == RUNNING:
            passes = due(table, state, 0, metric)
            book.due[metric] = passes
        elif elapsed(table, state, 0, metric, t) > limit:
            passes = state.since[0, metric]
        # A change of target may make a clock late at once: at that instant, not before.
        passes = max(passes, state.since[0, metric])
        if passes < t:
            book.breach[metric] = passes
            book.row[metric] = state.row[0]


@compiled
def _note_changes(replay: _Replay, ticket: int, t: float) -> None:
    """Notes which clocks an event at t has started, cancelled or stopped."""
    state, book = replay.state, replay.book
    for metric in range(CLOCKS):
        before, after = book.status[metric], state.status[0, metric]
        if book.cycle[metric] != state.cycle[0, metric]:
            if before == STOPPED:
                _write(replay, ticket, metric)
            book.cycle[metric] = state.cycle[0, metric]
            book.start[metric] = state.started[0, metric]
            book.stop[metric] = np.nan
            book.due[metric] = np.inf
            book.breach[metric] = np.inf
        elif before != STOPPED and after == STOPPED:
            book.stop[metric] = t
            if book.breach[metric] == np.inf:
                book.row[metric] = state.row[0]
        book.status[metric] = after


@compiled
def _write(replay: _Replay, ticket: int, metric: int) -> None:
    """Writes down an instance that is over, if it had a limit."""
    book, tickets, columns = replay.book, replay.tickets, replay.columns
    stop, breach = book.stop[metric], book.breach[metric]
    stopped, breached = not np.isnan(stop), breach < np.inf
    if not (stopped or breached):
        book.row[metric] = replay.state.row[0]
    if book.cycle[metric] == 0 or replay.table.limit[book.row[metric], metric] == np.inf:
        return
    place = columns.size[0]
    columns.size[0] += 1
    columns.ticket[place] = ticket
    columns.metric[place] = metric
    columns.row[place] = book.row[metric]
    columns.start[place] = book.start[metric]
    columns.stop[place] = tickets.until[ticket] if tickets.leaves[ticket] and not stopped else stop
    columns.due[place] = breach if breached else book.due[metric]
    columns.decided[place] = breach if breached else stop
    columns.achieved[place] = BREACHED if breached else ACHIEVED if stopped else UNDECIDED
