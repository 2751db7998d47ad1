"""Why tickets waited: what each minute of their stays in queues, and of the time between, was due to.

Each instant of a stay belongs to the first that holds: nobody of the tier is on duty; nobody on duty may
serve the ticket; an agent on duty who may is at a ticket that joined later (of several such, the one that
joined last counts); such an agent is free, but leaves the ticket to those of its own skill; everybody who
may is busy. Who may serve is a fact of the desk, the same under every strategy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.desk import Desk
from sim.outcome import Ended, Outcome
from sim.reasons_sweep import (
    NOBODY,
    NOW,
    POSTPONED,
    Crew,
    Life,
    Log,
    Queue,
    Timeline,
    sweep_lives,
    sweep_queue,
)
from sim.vocabulary import Codes, Floats
from sim.workload import CORRECTED, OBSERVED, Workload

Rows = NDArray[np.int64]

NO_TOUCH_END = (Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK, Ended.CUT)


class Reason(IntEnum):
    """Why a ticket waits in a queue; behind the last stand those outranked, by the other ticket's group."""

    NOBODY_ON_DUTY = 0
    NOBODY_WHO_MAY = 1
    LEFT_TO_OTHERS = 2
    ALL_BUSY = 3
    OUTRANKED = 4


class Part(IntEnum):
    """What a ticket's time outside of queues is spent on."""

    AT_WORK = 0
    PENDING = 1
    ON_HOLD = 2
    PAUSED = 3
    SOLVED = 4
    """Between a solve and the reopening that follows."""


@dataclass(frozen=True)
class Lives:
    """What the tickets of an outcome did outside of queues."""

    parts: Floats
    """[ticket, Part] minutes."""
    joined: Floats
    """Of each stretch of work: when its ticket joined the queue from which it was taken."""


@dataclass(frozen=True)
class Waits:
    """Stays of one kind: of the same tier, and with the same pools that may serve them."""

    tier: int
    ticket: NDArray[np.int32]
    minutes: Floats
    """[stay, reason] of every stay that was not over at once."""


@dataclass(frozen=True)
class Outrankers:
    """By which groups those are told who outrank others."""

    group: Codes
    """Of every ticket."""
    groups: int


def lives_of(workload: Workload, outcome: Outcome) -> Lives:
    """The minutes that every ticket spent outside of queues, by what on."""
    work, stays = outcome.work, outcome.stays
    parts = np.zeros((workload.size, len(Part)))
    joined = np.zeros(len(work.ticket))
    life = Life(
        state=np.full(workload.size, POSTPONED, np.int8),
        since=np.zeros(workload.size),
        joined=np.zeros(workload.size),
        waiting=np.zeros(workload.size, np.bool_),
    )
    log = Log(stays.ticket, stays.joined, work.ticket, work.start, work.end, _FOLLOWS[work.ended])
    sweep_lives(log, life, joined, parts)
    open_ = np.flatnonzero((life.state < Part.SOLVED) & ~life.waiting)
    parts[open_, life.state[open_]] += outcome.end - life.since[open_]
    return Lives(parts, joined)


_AFTER = {
    Ended.REPLY: Part.PENDING,
    Ended.HELD: Part.ON_HOLD,
    Ended.PAUSED: Part.PAUSED,
    Ended.SOLVED: Part.SOLVED,
}
_FOLLOWS = np.array([int(_AFTER.get(ended, POSTPONED)) for ended in Ended], np.int8)
"""What follows a stretch of work; POSTPONED: a queue, or nothing, at once."""


def waits_of(  # noqa: PLR0917
    workload: Workload, outcome: Outcome, desk: Desk, wanted: slice, by: Outrankers, lives: Lives
) -> Iterator[Waits]:
    """Why the tickets of a range waited, kind by kind; `lives` are those of the outcome."""
    queues = _Queues.of(workload, outcome, desk, wanted)
    line = timeline_of(workload, outcome, desk, by.group, lives)
    joined, until = outcome.stays.joined, _until(outcome)
    concerned: dict[int, Timeline] = {}
    for rows, tier, may, there in queues.kinds():
        if there not in concerned:
            concerned[there] = _of_pools(line, there)
        queue = _queue(joined[rows], until[rows], by.groups)
        yield Waits(tier, outcome.stays.ticket[rows], _swept(queue, concerned[there], may, there))


@dataclass(frozen=True)
class _Queues:
    """Stays that were not over at once, each with the pools that may serve it and those of its tier."""

    rows: Rows
    tier: NDArray[np.int16]
    may: NDArray[np.int64]
    there: NDArray[np.int64]

    @classmethod
    def of(cls, workload: Workload, outcome: Outcome, desk: Desk, wanted: slice) -> _Queues:
        """Those of the tickets of a range."""
        stays = outcome.stays
        ticket = stays.ticket
        long = (ticket >= wanted.start) & (ticket < wanted.stop) & (stays.joined < _until(outcome))
        rows = np.flatnonzero(long)
        ticket, tier = ticket[rows], stays.tier[rows]
        known = stays.joined[rows] >= first_touch_ends(outcome, workload.size)[ticket]
        skill, admitted = (
            np.where(known, table[CORRECTED][ticket], table[OBSERVED][ticket])
            for table in (workload.skill, workload.admitted)
        )
        by_hand = stays.group[rows] < 0
        there = np.where(by_hand, desk.triage_pools, desk.serving[tier])
        may = np.where(by_hand, there, there & desk.capable[skill] & admitted)
        return cls(rows, tier, may, there)

    def kinds(self) -> Iterator[tuple[Rows, int, int, int]]:
        """Rows of stays that are alike, their tier, the pools that may serve them and those of the tier."""
        codes = np.zeros(len(self.rows), np.int64)
        for column in (self.tier, self.may, self.there):
            distinct, code = np.unique(column, return_inverse=True)
            codes = codes * len(distinct) + code
        kinds, first, code = np.unique(codes, return_index=True, return_inverse=True)
        order = np.argsort(code, kind="stable")
        ends = np.cumsum(np.bincount(code, minlength=len(kinds)))
        for place, end in zip(first.tolist(), ends.tolist(), strict=True):
            begin = end - int(np.count_nonzero(codes == codes[place]))
            kind = int(self.tier[place]), int(self.may[place]), int(self.there[place])
            yield self.rows[order[begin:end]], *kind


def timeline_of(workload: Workload, outcome: Outcome, desk: Desk, group: Codes, lives: Lives) -> Timeline:
    """When agents come and go, and what they are at; `group` is that of every ticket."""
    work, there = outcome.work, workload.attendance
    real = np.flatnonzero(work.end > work.start)
    present = np.repeat(np.arange(len(there.on_first) - 1), np.diff(there.on_first))
    comes, goes = (np.argsort(at, kind="stable") for at in (there.on_start, there.on_end))
    return Timeline(
        pool=np.array(desk.agent_pool, np.int64),
        came=present[comes],
        comes=there.on_start[comes],
        gone=present[goes],
        goes=there.on_end[goes],
        agent=work.agent[real],
        start=work.start[real],
        end=work.end[real],
        joined=lives.joined[real],
        group=group[work.ticket[real]],
        by_end=np.argsort(work.end[real], kind="stable"),
    )


def _of_pools(line: Timeline, pools: int) -> Timeline:
    """What concerns the agents of some pools only."""
    own = (pools >> line.pool & 1).astype(np.bool_)
    came, gone, work = own[line.came], own[line.gone], own[line.agent]
    place = np.cumsum(work) - 1
    return Timeline(
        pool=line.pool,
        came=line.came[came],
        comes=line.comes[came],
        gone=line.gone[gone],
        goes=line.goes[gone],
        agent=line.agent[work],
        start=line.start[work],
        end=line.end[work],
        joined=line.joined[work],
        group=line.group[work],
        by_end=place[line.by_end[work[line.by_end]]],
    )


def _queue(joined: Floats, until: Floats, groups: int) -> Queue:
    size = len(joined)
    return Queue(
        joined=joined,
        until=until,
        by_until=np.argsort(until, kind="stable"),
        over=np.zeros(size, np.bool_),
        began=np.zeros((size, 3)),
        tree=np.zeros((groups + 1, size + 1)),
        used=np.zeros(groups + 1, np.bool_),
        minutes=np.zeros((size, int(Reason.OUTRANKED) + groups)),
    )


def _swept(queue: Queue, line: Timeline, may: int, there: int) -> Floats:
    """[stay, reason] minutes of stays of one kind."""
    agents = len(line.pool)
    crew = Crew(
        may=(may >> line.pool & 1).astype(np.bool_),
        there=(there >> line.pool & 1).astype(np.bool_),
        on=np.zeros(agents, np.bool_),
        hand=np.full(agents, NOBODY),
    )
    state = np.zeros(1, NOW)
    state["now"], state["best"] = -np.inf, NOBODY
    sweep_queue(queue, crew, line, state)
    return queue.minutes


def first_touch_ends(outcome: Outcome, tickets: int) -> Floats:
    """When each ticket's first touch ended; ∞: it has not."""
    work = outcome.work
    ends = np.flatnonzero(~np.isin(work.ended, NO_TOUCH_END))[::-1]
    found = np.full(tickets, np.inf)
    found[work.ticket[ends]] = work.end[ends]
    return found


def _until(outcome: Outcome) -> Floats:
    """When stays ended, or the run."""
    return np.where(np.isnan(outcome.stays.left), outcome.end, outcome.stays.left)
