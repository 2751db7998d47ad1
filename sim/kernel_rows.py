"""The records that the compiled engine keeps: of tickets, agents, pools, tiers, skills, classes and logs."""

from __future__ import annotations

import numpy as np

TICKET = np.dtype(
    [
        ("touch", np.int64),
        ("stay", np.int64),
        ("node", np.int64),
        ("group", np.int64),
        ("joins", np.int64),
        ("tier", np.int64),
        ("corrected", np.int8),
        ("triaged", np.int8),
        ("diagnosed", np.int8),
        ("live", np.int8),
    ],
    align=True,
)
"""What the play has made of a ticket.

* `touch`: the planned touch that it is at
* `stay`: its last row in the log of stays
* `node`: its node while it waits at a tier
* `group`: the class it waits in, UNTRIAGED or ABSENT
* `joins`: number of times that it has joined a queue
"""

ASIDE = np.dtype(
    [
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
"""What only some desks and strategies need to know of a ticket.

* `left_of_…`: work left that was given back, NaN: none
* `choice`, `choice_due`: the running clock that is due first as it joins, and when
"""

AGENT = np.dtype(
    [
        ("ticket", np.int64),
        ("pool", np.int64),
        ("stretch", np.int64),
        ("stretches", np.int64),
        ("interval", np.int64),
        ("whims", np.int64),
        ("place", np.int64),
        ("planned", np.int64),
        ("present", np.int64),
        ("paused", np.int64),
        ("begun", np.float64),
        ("length", np.float64),
        ("speed", np.float64),
        ("on_since", np.float64),
        ("on_until", np.float64),
        ("last_end", np.float64),
        ("worked", np.float64),
    ],
    align=True,
)
"""What an agent is doing.

* `ticket`: in hand, NOBODY
* `stretch`: its row in the log of work; `stretches` begun so far
* `interval`: the next one to begin or to end
* `place`: among the free agents, NOBODY: not free
* `length`: of the stretch that began at `begun`, if nothing comes between; `planned`: how it would end
* `on_until`: end of the interval that the agent is in; before now: off duty
"""

POOL = np.dtype([("first", np.int64), ("free", np.int64), ("end_of_shift", np.int64)], align=True)
"""Agents of a pool are numbered in a row from `first`; `free` of them are free."""

TIER = np.dtype(
    [
        ("waiting", np.int64),
        ("on", np.int64),
        ("last_handed", np.int64),
        ("serving", np.int64),
        ("classes", np.int64),
    ],
    align=True,
)
"""A tier: number waiting, load switch, the agent last handed work, pools, and the last of its classes."""

SKILL = np.dtype([("capable", np.int64), ("listing", np.int64)], align=True)
"""Pools that may serve a skill at all, and those that list it."""

CLASS = np.dtype(
    [
        ("pools", np.int64),
        ("skill", np.int64),
        ("request", np.int64),
        ("tier", np.int64),
        ("next", np.int64),
    ],
    align=True,
)
"""A class, and the next one of the same tier."""

STAY = np.dtype(
    [
        ("joined", np.float64),
        ("left", np.float64),
        ("ticket", np.int32),
        ("group", np.int32),
        ("tier", np.int16),
    ],
    align=True,
)
"""A row of the log of stays."""

STRETCH = np.dtype(
    [
        ("start", np.float64),
        ("end", np.float64),
        ("ticket", np.int32),
        ("agent", np.int32),
        ("ended", np.int8),
    ],
    align=True,
)
"""A row of the log of work."""

MESSAGE = np.dtype([("time", np.float64), ("ticket", np.int32)], align=True)
"""A row of the log of messages."""

ORDER = np.dtype([("base_at", np.int64), ("rows_at", np.int64), ("levels", np.int64)], align=True)
"""Where an order's numbers begin in the arrays that all orders share."""

TERM = np.dtype(
    [("level", np.int64), ("origin", np.int64), ("metric", np.int64), ("no_promise", np.float64)],
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
        ("size", np.int64),
        ("orders", np.int64),
        ("levels", np.int64),
        ("width", np.int64),
        ("switch_on", np.int64),
        ("switch_off", np.int64),
        ("boosts", np.int64),
        ("boost_metric", np.int64),
        ("late_metric", np.int64),
        ("strict", np.int64),
        ("assignment", np.int64),
        ("triage_pools", np.int64),
        ("triage_tier", np.int64),
        ("clocks", np.int64),
        ("chooses", np.int64),
        ("ahead", np.int64),
        ("asides", np.int64),
        ("picks", np.int64),
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
* `asides`: ASIDE rows are kept
"""

COUNT = np.dtype(
    [
        ("now", np.float64),
        ("open_measured", np.int64),
        ("arrived", np.int64),
        ("stays", np.int64),
        ("work", np.int64),
        ("messages", np.int64),
        ("classes", np.int64),
        ("untriaged", np.int64),
        ("events", np.int64),
        ("free_node", np.int64),
        ("free_nodes", np.int64),
    ],
    align=True,
)
"""Numbers that grow or fall during the play."""
