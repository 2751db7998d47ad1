"""The clocks' events for the compiled engine, each compiled apart: few strategies look at them.

What they do is `sim.clock_events`. Handing the table over costs some nanoseconds at each call; inlining all
of them into the kernel would make it slow to compile.
"""

from __future__ import annotations

import numpy as np

from sim import clock_events as events
from sim.calendars import instant_of
from sim.clock_events import ClockState
from sim.compiled import compiled_apart
from sim.ranking import NO_CLOCK
from sim.targets import PromiseTable


@compiled_apart
def created(table: PromiseTable, state: ClockState, i: int, t: float, row: int) -> None:
    """A ticket comes in."""
    events.created(table, state, i, t, row)


@compiled_apart
def replied(state: ClockState, i: int, t: float) -> None:
    """A public reply."""
    events.replied(state, i, t)


@compiled_apart
def touch_ends(
    table: PromiseTable, state: ClockState, i: int, t: float, ended: int, first: bool, row: int
) -> None:
    """A touch is done; the end of the first corrects the target row."""
    events.apply_end(table, state, i, t, ended)
    if first:
        events.retargeted(table, state, i, t, row)


@compiled_apart
def comes_back(table: PromiseTable, state: ClockState, i: int, t: float, message: bool) -> None:
    """The customer writes, or a third party answers."""
    if message:
        events.apply_message(table, state, i, t)
    else:
        events.resumed(table, state, i, t)


@compiled_apart
def due(table: PromiseTable, state: ClockState, i: int, metric: int) -> float:
    """Due instant of a running clock; ∞ where it does not run or has no limit."""
    return float(events.due(table, state, i, metric))


@compiled_apart
def first_due(table: PromiseTable, state: ClockState, i: int) -> tuple[int, float]:
    """The running clock that is due first, and when."""
    return events.first_due(table, state, i)


@compiled_apart
def origin(state: ClockState, i: int, metric: int) -> float:
    """Reading of its calendar at which a clock stood at zero."""
    return float(state["origin"][i, metric])


@compiled_apart
def instant_of_share(table: PromiseTable, state: ClockState, i: int, metric: int, share: float) -> float:
    """When that share of the limit is used; ∞ where the clock does not run or has no limit."""
    if metric == NO_CLOCK or due(table, state, i, metric) == np.inf:
        return np.inf
    row = state["row"][i]
    part = np.rint(share * table.limit[row, metric] * 2.0**20) / 2.0**20
    return float(instant_of(table.clocks, table.calendar[row, metric], origin(state, i, metric) + part))
