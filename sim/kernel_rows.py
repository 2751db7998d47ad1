"""What the compiled engine keeps: records of tickets, agents, pools and classes, and columns of logs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whose = NDArray[np.int32]
Ends = NDArray[np.int8]

FIRST_TOUCH, FIRST_REPLY, LAST_SOLVE, LEFT = range(4)
"""Rows of the instants of all tickets [4, ticket]; NaN: it has not happened."""
TOUCHES, TRANSFERS, REOPENINGS = range(3)
"""Rows of the numbers of all tickets [3, ticket]."""
SINCE, UNTIL = range(2)
"""Rows of the times of a log [2, row]; of messages there is the first alone."""
OF_TICKET, OF_CLASS = range(2)
"""Rows of what a log is about: of stays, whose tier is that of the class, or where tickets are triaged."""
OF_AGENT = 1
"""The second row where the log is that of work."""

TICKET = np.dtype(
    [
        ("number", np.int64),
        ("created", np.float64),
        ("gives_up_at", np.float64),
        ("touch", np.uint32),
        ("last", np.uint32),
        ("stay", np.uint32),
        ("node", np.int32),
        ("group", np.int32),
        ("joins", np.uint32),
        ("tier", np.uint16),
        ("corrected", np.int8),
        ("triaged", np.int8),
        ("diagnosed", np.int8),
        ("replied", np.int8),
        ("end", np.uint8),
        ("touches", np.int16),
        ("transfers", np.int16),
        ("work", np.float64),
        ("gap", np.float64),
        ("last_message", np.float64),
        ("left_of_touch", np.float64),
        ("left_of_diagnosis", np.float64),
        ("left_of_triage", np.float64),
        ("boosted_at", np.float64),
        ("late_at", np.float64),
        ("overflows_at", np.float64),
        ("choice_due", np.float64),
        ("choice", np.int64),
    ],
    align=True,
)
"""A ticket in play, from shortly before its creation to its end: where it is.

Rows are used again, so that they are few and near to the processor: as many as tickets come between the
oldest in play and the newest, rounded up to a power of two. What chance has decided is in the workload's
columns, and what is told afterwards in columns of its own.

* `number`: of the ticket; NOBODY: the row is free
* `gives_up_at`: when patience ends; ∞ for those who never leave, have left, or whose first touch has begun
* `touch`: the planned touch that it is at, with its `tier`, `work` and handover, `end` and `gap`
* `last`: its last planned touch
* `corrected`: the first touch has ended
* `diagnosed`: the touch in hand, or the next one, comes after a diagnosis
* `replied`: the first public reply has been written
* `touches`, `transfers`: so far
* `stay`: its last row in the log of stays
* `node`: its node while it waits at a tier
* `group`: the class it waits in, UNTRIAGED or ABSENT
* `joins`: number of times that it has joined a queue

What only some desks and strategies need to know (`asides` of RULES):

* `left_of_…`: work left that was given back, NaN: none
* `choice`, `choice_due`: the running clock that is due first as it joins, and when
"""

AGENT = np.dtype(
    [
        ("ticket", np.int64),
        ("pool", np.uint32),
        ("planned", np.uint32),
        ("stretch", np.uint32),
        ("stretches", np.uint32),
        ("on_until", np.float64),
        ("idle_since", np.float64),
        ("begun", np.float64),
        ("worked", np.float64),
        ("free", np.int64),
        ("speed", np.float64),
        ("length", np.float64),
        ("interval", np.uint32),
        ("whims", np.uint32),
        ("present", np.uint32),
        ("paused", np.uint32),
    ],
    align=True,
)
"""What an agent is doing.

* `ticket`: in hand, NOBODY
* `stretch`: its row in the log of work; `stretches` begun so far
* `interval`: the next one to begin or to end
* `free`: has nothing to do since `idle_since`
* `length`: of the stretch that began at `begun`, if nothing comes between; `planned`: how it would end
* `on_until`: end of the interval that the agent is in; before now: off duty
"""

POOL = np.dtype([("first", np.uint32), ("free", np.uint32), ("end_of_shift", np.uint32)], align=True)
"""Agents of a pool are numbered in a row from `first`; `free` of them are free, in order of since when."""

TIER = np.dtype(
    [
        ("waiting", np.int64),
        ("on", np.int64),
        ("last_handed", np.int64),
        ("serving", np.int64),
        ("classes", np.int64),
        ("last_class", np.int64),
    ],
    align=True,
)
"""A tier: number waiting, load switch, the agent last handed work, pools.

* `classes`: the latest listed of its classes; each leads to the one before
* `last_class`: the class last joined
"""

SKILL = np.dtype([("capable", np.int64), ("listing", np.int64)], align=True)
"""Pools that may serve a skill at all, and those that list it."""

CLASS = np.dtype(
    [
        ("pools", np.int64),
        ("skill", np.uint32),
        ("request", np.uint32),
        ("tier", np.uint32),
        ("next", np.int64),
        ("listed", np.uint32),
    ],
    align=True,
)
"""A class; `next` leads to another of the tier while it is `listed`, as those are in which tickets wait."""

ORDER = np.dtype([("base_at", np.uint32), ("rows_at", np.uint32), ("levels", np.uint32)], align=True)
"""Where an order's numbers begin in the arrays that all orders share."""

TERM = np.dtype(
    [("level", np.uint32), ("origin", np.int64), ("metric", np.int64), ("no_promise", np.float64)],
    align=True,
)
"""A growing term of an order."""

CLOCK_TERM = np.dtype(
    [("base", np.float64), ("growth", np.float64), ("calendar", np.int32), ("kind", np.int32)],
    align=True,
)
"""What a term adds for a target row and a clock."""

RULES = np.dtype(
    [
        ("size", np.uint32),
        ("orders", np.uint32),
        ("levels", np.uint32),
        ("width", np.uint32),
        ("switch_on", np.int64),
        ("switch_off", np.int64),
        ("boosts", np.int64),
        ("boost_metric", np.int64),
        ("late_metric", np.int64),
        ("strict", np.int64),
        ("assignment", np.int64),
        ("triage_pools", np.int64),
        ("clocks", np.int64),
        ("chooses", np.int64),
        ("ahead", np.int64),
        ("asides", np.int64),
        ("picks", np.int64),
        ("prompt", np.int64),
        ("boost_share", np.float64),
        ("boost_after", np.float64),
        ("overflow", np.float64),
        ("pick_strength", np.float64),
        ("pick_taste", np.float64),
        ("measured_from", np.float64),
        ("measured_until", np.float64),
        ("horizon", np.float64),
    ],
    align=True,
)
"""Options of the strategy and of the desk.

* `width`: columns of a node's scores under one order
* `late_metric`: −2: nothing is ever late
* `clocks`: the promises' clocks are looked at
* `chooses`: the clock that is due first matters as a ticket joins
* `ahead`: a waiting ticket's place may change, or depends on that clock
* `asides`: the second part of a ticket's row is kept
* `prompt`: the end of patience is an event, since the number waiting matters at every instant
"""

COUNT = np.dtype(
    [
        ("now", np.float64),
        ("open_measured", np.uint32),
        ("arrived", np.uint32),
        ("laid", np.uint32),
        ("stays", np.uint32),
        ("work", np.uint32),
        ("messages", np.uint32),
        ("classes", np.uint32),
        ("untriaged", np.uint32),
        ("events", np.uint32),
        ("free_pools", np.int64),
        ("free_node", np.int64),
        ("free_nodes", np.uint32),
        ("prompt", np.uint32),
        ("handled", np.uint32),
    ],
    align=True,
)
"""Numbers that grow or fall during the play.

* `laid`: tickets whose rows have been written, some ahead of their creation
* `free_pools`: those with a free agent, as bits
* `prompt`: the end of patience has become an event
* `handled`: the first event is being handled and its place is free
"""
