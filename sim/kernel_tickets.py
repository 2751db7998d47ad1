"""The workload's columns as rows for the compiled engine: one pass each, whatever their number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled, compiled_apart
from sim.kernel_heaps import NOBODY, Ints, Table
from sim.kernel_rows import TICKET, TOUCH
from sim.kernel_waiting import ABSENT
from sim.vocabulary import Codes, Floats, Masks
from sim.workload import CORRECTED, OBSERVED, TRUE, Touches, Workload


def column(values: NDArray[Any], dtype: Any = np.float64) -> NDArray[Any]:
    """The values in a row in memory, and writable: one kind of array for the compiler.

    Where all are one and the same, a single one, which `at` finds.
    """
    single = values[:1] if values.strides == (0,) else values
    own: NDArray[Any] = np.ascontiguousarray(single, dtype=dtype)
    return own if own.flags.writeable else own.copy()


@compiled
def at(values: NDArray[Any], place: int) -> Any:
    """The value at a place of a column."""
    return values[min(place, len(values) - 1) & PLACE]


def ticket_rows(work: Workload) -> Table:
    """The tickets before anything has happened to them."""
    tickets = np.empty(work.size, TICKET)
    seen, known = work.admitted[OBSERVED], work.admitted[CORRECTED]
    fill_tickets(
        tickets,
        column(work.created),
        column(work.patience),
        column(work.leaves, np.bool_),
        column(work.live, np.bool_),
        column(work.triage_work),
        column(seen, np.int64),
        column(known, np.int64),
        column(work.skill[OBSERVED], np.int16),
        column(work.skill[CORRECTED], np.int16),
        column(work.skill[TRUE], np.int16),
        column(work.columns["request"], np.int16),
        column(work.touches.first, np.int64),
    )
    return tickets


@compiled_apart
def fill_tickets(
    tickets: Table,
    created: Floats,
    patience: Floats,
    leaves: NDArray[np.bool_],
    live: NDArray[np.bool_],
    triage_work: Floats,
    admitted_as_seen: Masks,
    admitted_as_known: Masks,
    skill_seen: Codes,
    skill_known: Codes,
    skill: Codes,
    request: Codes,
    first: Ints,
) -> None:
    """Writes every ticket's row."""
    for ticket in range(len(tickets)):
        row = tickets[ticket]
        row["created"] = created[ticket]
        row["gives_up_at"] = created[ticket] + at(patience, ticket) if at(leaves, ticket) else np.inf
        row["admitted_as_seen"] = at(admitted_as_seen, ticket)
        row["admitted_as_known"] = at(admitted_as_known, ticket)
        row["skill_seen"] = at(skill_seen, ticket)
        row["skill_known"] = at(skill_known, ticket)
        row["skill"] = at(skill, ticket)
        row["request"] = at(request, ticket)
        row["touch"] = first[ticket]
        row["last"] = first[ticket + 1] - 1
        row["tier"] = 0
        row["stay"] = NOBODY
        row["node"] = NOBODY
        row["group"] = ABSENT
        row["joins"] = 0
        row["corrected"] = 0
        row["triaged"] = 0 if at(triage_work, ticket) >= 0 else 1
        row["diagnosed"] = 0
        row["live"] = at(live, ticket)


def touch_rows(touches: Touches) -> Table:
    """The planned touches."""
    rows = np.empty(len(touches.work), TOUCH)
    fill_touches(
        rows,
        column(touches.work),
        column(touches.handover),
        column(touches.gap),
        column(touches.tier, np.int16),
        column(touches.end, np.int8),
    )
    return rows


@compiled_apart
def fill_touches(
    rows: Table,
    work: Floats,
    handover: Floats,
    gap: Floats,
    tier: NDArray[np.int16],
    end: NDArray[np.int8],
) -> None:
    """Writes every touch's row."""
    for touch in range(len(rows)):
        row = rows[touch]
        row["work"] = at(work, touch)
        row["handover"] = at(handover, touch)
        row["gap"] = at(gap, touch)
        row["tier"] = at(tier, touch)
        row["end"] = at(end, touch)
