"""Sweeps over what happened, in order of time: the machine code under `sim.reasons`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, compiled_apart
from sim.kernel_heaps import Row
from sim.vocabulary import Codes, Floats

Rows = NDArray[np.int64]
Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]

AT_WORK, PAUSED, POSTPONED = 0, 3, 5
"""Parts of a ticket's life that the sweep itself tells apart (`Part`); POSTPONED: none of them."""
OFF, UNABLE, LEFT, BUSY, OUTRANKED = 0, 1, 2, 3, 4
"""Columns of the minutes in queues (`Reason`)."""
NOBODY = -1


class Log(NamedTuple):
    """Stays and stretches of work, each in order of time."""

    stay: Numbers
    joined: Floats
    """Who joined a queue, and when."""
    work: Numbers
    start: Floats
    end: Floats
    """What was worked on, and when."""
    follows: NDArray[np.int8]
    """The part of the ticket's life that begins at the end."""


class Life(NamedTuple):
    """How each ticket stands."""

    state: NDArray[np.int8]
    since: Floats
    """The part of its life that it is in, and since when."""
    joined: Floats
    """When it last joined a queue."""
    waiting: Flags
    """Whether it has not been taken since."""


class Timeline(NamedTuple):
    """When agents come and go, and what they are at."""

    pool: Rows
    """Of each agent."""
    came: Rows
    comes: Floats
    gone: Rows
    goes: Floats
    """Who comes on duty and goes off it, and when."""
    agent: Numbers
    start: Floats
    end: Floats
    joined: Floats
    group: Codes
    """Of stretches of work in order of their start: of the ticket in hand, when it joined and its group."""
    by_end: Rows


class Queue(NamedTuple):
    """Stays of one kind, in order of joining."""

    joined: Floats
    until: Floats
    by_until: Rows
    over: Flags
    began: Floats
    """[stay, 3] what had been added up when it joined."""
    tree: Floats
    """[group + 1, stay + 1] minutes outranked by each group, and while somebody was free."""
    used: Flags
    """Which rows of the tree are not all zero."""
    minutes: Floats
    """[stay, reason]."""


class Crew(NamedTuple):
    """What matters of each agent for one kind."""

    may: Flags
    """May serve it."""
    there: Flags
    """Is of its tier."""
    on: Flags
    hand: Rows
    """The stretch of work that they are at."""


NOW = np.dtype(
    [
        *((name, np.float64) for name in ("now", "off", "unable", "idle")),
        *((name, np.int64) for name in ("waiting", "oldest", "tier_on", "able_on", "free", "best", "ahead")),
        *((name, np.int64) for name in ("stale", "came", "gone", "began", "ended", "joined", "left")),
    ]
)
"""How things stand: the instant; minutes added up so far; who waits, is on duty and free; the agent at the
ticket that joined last, and how many stays joined before it; and how far each log has been read."""


@compiled_apart
def sweep_lives(log: Log, life: Life, joined: Floats, parts: Floats) -> None:
    """Adds up what tickets do outside of queues, and notes when the ticket of each stretch had joined.

    At the same instant a ticket's next join comes after the work that it was taken for.
    """
    stay = work = 0
    while stay < len(log.joined) or work < len(log.start):
        if work < len(log.start) and (
            stay == len(log.joined)
            or log.start[work] < log.joined[stay]
            or (log.start[work] == log.joined[stay] and life.waiting[log.stay[stay]])
        ):
            joined[work] = life.joined[log.work[work]]
            works(log, life, parts, work)
            work += 1
        else:
            waits(log, life, parts, stay)
            stay += 1


@compiled
def works(log: Log, life: Life, parts: Floats, row: int) -> None:
    """A ticket is worked on."""
    ticket = log.work[row]
    if life.state[ticket] == PAUSED and not life.waiting[ticket]:
        parts[ticket, PAUSED] += log.start[row] - life.since[ticket]
    parts[ticket, AT_WORK] += log.end[row] - log.start[row]
    life.state[ticket], life.since[ticket] = log.follows[row], log.end[row]
    life.waiting[ticket] = False


@compiled
def waits(log: Log, life: Life, parts: Floats, row: int) -> None:
    """A ticket joins a queue."""
    ticket = log.stay[row]
    if life.state[ticket] != POSTPONED:
        parts[ticket, life.state[ticket]] += log.joined[row] - life.since[ticket]
    life.state[ticket], life.joined[ticket], life.waiting[ticket] = POSTPONED, log.joined[row], True


@compiled_apart
def sweep_queue(queue: Queue, crew: Crew, line: Timeline, state: NDArray[np.void]) -> None:
    """Minutes [stay, reason] of stays of one kind.

    The state of the desk is the same for all that wait, but for who is outranked: those who joined before
    the ticket in hand that joined last. So minutes are added to the first so many stays at once.
    """
    now = state[0]
    while now["left"] < len(queue.joined):
        instant = next_change(queue, line, now)
        if now["waiting"] > 0 and instant > now["now"]:
            add_up(queue, crew, line, now, instant - now["now"])
        now["now"] = instant
        agents_change(crew, line, now)
        stays_change(queue, now)


@compiled
def next_change(queue: Queue, line: Timeline, now: Row) -> float:
    """The next instant at which anything changes."""
    instant = queue.until[queue.by_until[now["left"]]]
    if now["joined"] < len(queue.joined):
        instant = min(instant, queue.joined[now["joined"]])
    if now["came"] < len(line.comes):
        instant = min(instant, line.comes[now["came"]])
    if now["gone"] < len(line.goes):
        instant = min(instant, line.goes[now["gone"]])
    if now["began"] < len(line.start):
        instant = min(instant, line.start[now["began"]])
    if now["ended"] < len(line.end):
        instant = min(instant, line.end[line.by_end[now["ended"]]])
    return float(instant)


@compiled
def add_up(queue: Queue, crew: Crew, line: Timeline, now: Row, minutes: float) -> None:
    """What some minutes were due to for those who wait."""
    if now["tier_on"] == 0:
        now["off"] += minutes
    elif now["able_on"] == 0:
        now["unable"] += minutes
    else:
        if now["stale"]:
            now["best"], now["stale"] = latest(crew, line), 0
            now["ahead"] = joined_before(queue, crew, line, now["best"])
        while queue.over[now["oldest"]]:
            now["oldest"] += 1
        some = now["ahead"] > now["oldest"]
        if some:
            add_before(queue, line.group[crew.hand[now["best"]]], now["ahead"], minutes)
        if now["free"] > 0:
            now["idle"] += minutes
            if some:
                add_before(queue, len(queue.used) - 1, now["ahead"], minutes)


@compiled
def agents_change(crew: Crew, line: Timeline, now: Row) -> None:
    """Who goes off duty, ends work, comes on duty and begins work at this instant."""
    while now["gone"] < len(line.goes) and line.goes[now["gone"]] == now["now"]:
        turns(crew, now, line.gone[now["gone"]], -1)
        now["gone"] += 1
    while now["ended"] < len(line.end) and line.end[line.by_end[now["ended"]]] == now["now"]:
        takes(crew, line, now, line.agent[line.by_end[now["ended"]]], NOBODY)
        now["ended"] += 1
    while now["came"] < len(line.comes) and line.comes[now["came"]] == now["now"]:
        turns(crew, now, line.came[now["came"]], 1)
        now["came"] += 1
    while now["began"] < len(line.start) and line.start[now["began"]] == now["now"]:
        takes(crew, line, now, line.agent[now["began"]], now["began"])
        now["began"] += 1


@compiled
def turns(crew: Crew, now: Row, agent: int, step: int) -> None:
    """An agent comes on duty (1) or goes off it (−1)."""
    crew.on[agent] = step > 0
    if crew.there[agent]:
        now["tier_on"] += step
    if crew.may[agent]:
        now["able_on"] += step
        if crew.hand[agent] == NOBODY:
            now["free"] += step
        elif step > 0 or agent == now["best"]:
            now["stale"] = 1


@compiled
def takes(crew: Crew, line: Timeline, now: Row, agent: int, stretch: int) -> None:
    """An agent begins a stretch of work, or has ended theirs (NOBODY)."""
    crew.hand[agent] = stretch
    if crew.may[agent] and crew.on[agent]:
        now["free"] += 1 if stretch == NOBODY else -1
        best = now["best"]
        if stretch == NOBODY:
            if agent == best:
                now["stale"] = 1
        elif not now["stale"] and (best == NOBODY or line.joined[stretch] >= line.joined[crew.hand[best]]):
            now["stale"] = 1


@compiled
def stays_change(queue: Queue, now: Row) -> None:
    """Who leaves the queue and who joins it at this instant."""
    while now["left"] < len(queue.joined) and queue.until[queue.by_until[now["left"]]] == now["now"]:
        leaves(queue, now, queue.by_until[now["left"]])
        now["waiting"] -= 1
        now["left"] += 1
    while now["joined"] < len(queue.joined) and queue.joined[now["joined"]] == now["now"]:
        began = queue.began[now["joined"]]
        began[0], began[1], began[2] = now["off"], now["unable"], now["idle"]
        now["waiting"] += 1
        now["joined"] += 1


@compiled
def leaves(queue: Queue, now: Row, stay: int) -> None:
    """What a stay that ends was due to."""
    row, began, groups = queue.minutes[stay], queue.began[stay], len(queue.used) - 1
    row[OFF], row[UNABLE], row[LEFT] = now["off"] - began[0], now["unable"] - began[1], now["idle"] - began[2]
    row[LEFT] -= added_to(queue, groups, stay)
    row[BUSY] = queue.until[stay] - queue.joined[stay] - row[OFF] - row[UNABLE] - row[LEFT]
    for group in range(groups):
        row[OUTRANKED + group] = added_to(queue, group, stay)
        row[BUSY] -= row[OUTRANKED + group]
    queue.over[stay] = True


@compiled
def latest(crew: Crew, line: Timeline) -> int:
    """The agent on duty who may serve and is at the ticket that joined last; NOBODY: none is at any."""
    best = NOBODY
    for agent in range(len(crew.hand)):
        at_work = crew.on[agent] and crew.may[agent] and crew.hand[agent] != NOBODY
        if at_work and (best == NOBODY or line.joined[crew.hand[agent]] > line.joined[crew.hand[best]]):
            best = agent
    return best


@compiled
def joined_before(queue: Queue, crew: Crew, line: Timeline, agent: int) -> int:
    """How many stays joined before the ticket that an agent has in hand."""
    low, high = 0, len(queue.joined)
    if agent == NOBODY:
        return 0
    instant = line.joined[crew.hand[agent]]
    while low < high:
        middle = (low + high) // 2
        if queue.joined[middle] < instant:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def add_before(queue: Queue, row: int, number: int, minutes: float) -> None:
    """Adds minutes to the first so many stays (a Fenwick tree of differences)."""
    queue.used[row] = True
    place = number
    while place > 0:
        queue.tree[row, place] += minutes
        place -= place & -place


@compiled
def added_to(queue: Queue, row: int, stay: int) -> float:
    """What has been added to a stay."""
    total, place = 0.0, stay + 1
    while queue.used[row] and place < queue.tree.shape[1]:
        total += queue.tree[row, place]
        place += place & -place
    return total
