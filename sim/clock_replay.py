"""The replay of clocks, event by event, from the logs of a batch of tickets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendars import instant_of, open_time
from sim.clock_events import (
    FIRST_REPLY,
    NEXT_REPLY,
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
    replied,
    resumed,
    retargeted,
)
from sim.compiled import PLACE, compiled
from sim.lives import Logs, is_plain
from sim.outcome import Ended
from sim.targets import PromiseTable
from sim.vocabulary import Floats

ACHIEVED, BREACHED, UNDECIDED = 1, 0, -1


NOTE = np.dtype(
    [
        ("start", np.float64),
        ("stop", np.float64),
        ("due", np.float64),
        ("breach", np.float64),
        ("row", np.int32),
        ("cycle", np.int32),
        ("status", np.int8),
    ],
    align=True,
)
"""What has been noted of the latest instance of a clock; no breach: ∞."""


class Instances(NamedTuple):
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
    achieved: NDArray[np.int8]
    """1 achieved, 0 breached, −1 undecided."""

    @property
    def decided(self) -> Floats:
        """The earlier of the stop and the breach; NaN: undecided."""
        stopped = np.where(self.achieved == ACHIEVED, self.stop, np.nan)
        return np.where(self.achieved == BREACHED, self.due, stopped)

    @classmethod
    def room(cls, size: int) -> Instances:
        """Room for so many."""
        ticket, row = np.empty((2, size), np.int32)
        start, stop, due_at = np.empty((3, size))
        metric, achieved = np.empty((2, size), np.int8)
        return cls(ticket, metric, row, start, stop, due_at, achieved)

    def first(self, number: int) -> Instances:
        """So many of them."""
        return Instances(**{name: own[:number] for name, own in self._asdict().items()})


class Tickets(NamedTuple):
    """What the replay needs to know of each ticket."""

    created: Floats
    first_reply: Floats
    last_solve: Floats
    left: Floats
    leaves: NDArray[np.bool_]
    """Whether a customer who gives up leaves."""
    touches: NDArray[np.int16]
    transfers: NDArray[np.int16]
    live: NDArray[np.bool_]
    row: NDArray[np.int32]
    """Target row from its creation on, and from the end of its first touch."""
    corrected: NDArray[np.int32]


class Replay(NamedTuple):
    """All that the replay reads and writes."""

    table: PromiseTable
    watched: NDArray[np.int64]
    """The metrics that have a limit anywhere; no instances of others are noted."""
    tickets: Tickets
    logs: Logs
    end: float
    """The end of the run."""
    state: ClockState
    """The clocks of the ticket in hand, and no others."""
    place: int
    """Where they are: 0. (A literal 0 would have the events compiled a second time.)"""
    shortcut: bool
    """Whether plain lives are told in one go."""
    notes: NDArray[np.void]
    """[metric] of the ticket in hand."""
    found: Instances
    size: NDArray[np.int64]
    """[1] how many there are."""


@compiled
def replay_all(replay: Replay) -> None:
    """The instances of all tickets, one ticket after the other."""
    tickets, notes = replay.tickets, replay.notes
    for ticket in range(len(tickets.created)):
        begins = tickets.created[ticket]
        if _is_undisturbed(replay, ticket):
            _tell_plain_life(replay, ticket, begins)
        else:
            notes["cycle"][:] = 0
            notes["status"][:] = NOT_STARTED
            created(replay.table, replay.state, replay.place, begins, tickets.row[ticket])
            _note_changes(replay, ticket, begins)
            _replay_life(replay, ticket)
            _note_breaches(replay, _until(replay, ticket))
            for metric in replay.watched:
                _write_note(replay, ticket, metric)


@compiled
def _left(replay: Replay, ticket: int) -> float:
    """When the customer left; NaN: stayed."""
    return float(replay.tickets.left[ticket]) if replay.tickets.leaves[ticket] else np.nan


@compiled
def _until(replay: Replay, ticket: int) -> float:
    """Until when a ticket's clocks are looked at: the customer's leaving, or the end of the run."""
    left = _left(replay, ticket)
    return replay.end if np.isnan(left) else left


@compiled
def _is_undisturbed(replay: Replay, ticket: int) -> bool:
    """Whether nothing moved a ticket's clocks between their start and their stop."""
    tickets = replay.tickets
    touches, transfers = tickets.touches[ticket], tickets.transfers[ticket]
    if not is_plain(replay.logs, ticket, touches, transfers, tickets.last_solve[ticket]):
        return False
    if replay.table.restart_on_transfer and transfers > 0:
        return False
    return replay.shortcut and tickets.row[ticket] == tickets.corrected[ticket]


@compiled
def _tell_plain_life(replay: Replay, ticket: int, begins: float) -> None:
    """The instances of a ticket whose clocks ran from its creation to its first reply or its only solve."""
    table, tickets, until = replay.table, replay.tickets, _until(replay, ticket)
    row, reply, solve = tickets.row[ticket] & PLACE, tickets.first_reply[ticket], tickets.last_solve[ticket]
    for metric in replay.watched:
        limit = table.limit[row, metric]
        if metric != NEXT_REPLY and limit < np.inf:
            calendar = table.calendar[row, metric]
            due_at = instant_of(table.clocks, calendar, open_time(table.clocks, calendar, begins) + limit)
            stop = reply if metric == FIRST_REPLY else solve
            breach = due_at if due_at < (until if np.isnan(stop) else stop) else np.inf
            _write(replay, ticket, metric, row, begins, stop, due_at, breach)


@compiled
def _replay_life(replay: Replay, ticket: int) -> None:
    """One ticket's events in order; at one instant work ends, then the ball comes back, then work begins."""
    logs, state = replay.logs, replay.state
    now, until = replay.tickets.created[ticket], _until(replay, ticket)
    work, last_work = logs.work_first[ticket], logs.work_first[ticket + 1]
    message, last_message = logs.messages_first[ticket], logs.messages_first[ticket + 1]
    join, last_join = logs.stays_first[ticket], logs.stays_first[ticket + 1]
    working = False
    while True:
        works, writes, answers = np.inf, np.inf, np.inf
        if work < last_work:
            row = logs.work[work]
            works = logs.end[row] if working else logs.start[row]
        if message < last_message:
            writes = logs.written[logs.messages[message]]
        if state["ball"][replay.place] == ON_HOLD:
            while join < last_join and logs.joined[logs.stays[join]] < now:
                join += 1
            answers = logs.joined[logs.stays[join]] if join < last_join else np.inf
        now = min(works, writes, answers)
        if now == np.inf or now > until:
            return
        _note_breaches(replay, now)
        if works == now and (working or min(writes, answers) > now):
            if working:
                _end_work(replay, ticket, logs.work[work])
                work += 1
            else:
                _begin_work(replay, ticket, now)
            working = not working
        elif writes == now:
            apply_message(replay.table, state, replay.place, now)
            message += 1
        else:
            resumed(replay.table, state, replay.place, now)
        _note_changes(replay, ticket, now)


@compiled
def _begin_work(replay: Replay, ticket: int, now: float) -> None:
    """On phone and chat the touch begins with the reply; triage and diagnosis come before the first reply."""
    if replay.tickets.live[ticket] and replay.tickets.first_reply[ticket] <= now:
        replied(replay.state, replay.place, now)


@compiled
def _end_work(replay: Replay, ticket: int, work: int) -> None:
    """A stretch ends; the end of a touch corrects the priority, after what the touch itself decides."""
    now, ended = replay.logs.end[work], int(replay.logs.ended[work])
    apply_end(replay.table, replay.state, replay.place, now, ended)
    if ended <= Ended.DIAGNOSED:
        _note_changes(replay, ticket, now)
        retargeted(replay.table, replay.state, replay.place, now, replay.tickets.corrected[ticket])


@compiled
def _note_breaches(replay: Replay, t: float) -> None:
    """Notes which clocks have passed their limit before t, and when the others are due."""
    table, state, notes = replay.table, replay.state, replay.notes
    for metric in replay.watched:
        status, limit = state["status"][replay.place, metric], table.limit[state["row"][replay.place], metric]
        if status not in (RUNNING, PAUSED) or notes["breach"][metric] < np.inf:
            continue
        passes = np.inf
        if status == RUNNING:
            passes = due(table, state, replay.place, metric)
            notes["due"][metric] = passes
        elif elapsed(table, state, replay.place, metric, t) > limit:
            passes = state["since"][replay.place, metric]
        # A change of target may make a clock late at once: at that instant, not before.
        passes = max(passes, state["since"][replay.place, metric])
        if passes < t:
            notes["breach"][metric] = passes
            notes["row"][metric] = state["row"][replay.place]


@compiled
def _note_changes(replay: Replay, ticket: int, t: float) -> None:
    """Notes which clocks an event at t has started, cancelled or stopped."""
    state, notes = replay.state, replay.notes
    for metric in replay.watched:
        before, after = notes["status"][metric], state["status"][replay.place, metric]
        if notes["cycle"][metric] != state["cycle"][replay.place, metric]:
            if before == STOPPED:
                _write_note(replay, ticket, metric)
            notes["cycle"][metric] = state["cycle"][replay.place, metric]
            notes["start"][metric] = state["started"][replay.place, metric]
            notes["stop"][metric] = np.nan
            notes["due"][metric] = np.inf
            notes["breach"][metric] = np.inf
        elif before != STOPPED and after == STOPPED:
            notes["stop"][metric] = t
            if notes["breach"][metric] == np.inf:
                notes["row"][metric] = state["row"][replay.place]
        notes["status"][metric] = after


@compiled
def _write_note(replay: Replay, ticket: int, metric: int) -> None:
    """Writes down the instance that has been noted, if there is one and it had a limit."""
    notes = replay.notes
    stop, breach, row = notes["stop"][metric], notes["breach"][metric], notes["row"][metric]
    if np.isnan(stop) and breach == np.inf:
        row = replay.state["row"][replay.place]
    if notes["cycle"][metric] != 0 and replay.table.limit[row, metric] < np.inf:
        _write(replay, ticket, metric, row, notes["start"][metric], stop, notes["due"][metric], breach)


@compiled
def _write(
    replay: Replay,
    ticket: int,
    metric: int,
    row: int,
    start: float,
    stop: float,
    due_at: float,
    breach: float,
) -> None:
    """Writes down an instance; no breach: ∞."""
    found, place = replay.found, replay.size[0] & PLACE
    replay.size[0] += 1
    stopped, breached = not np.isnan(stop), breach < np.inf
    found.ticket[place] = ticket
    found.metric[place] = metric
    found.row[place] = row
    found.start[place] = start
    found.stop[place] = stop if stopped else _left(replay, ticket)
    found.due[place] = breach if breached else due_at
    found.achieved[place] = BREACHED if breached else ACHIEVED if stopped else UNDECIDED
