"""The tickets in the compiled engine: the workload's columns as it reads them, and a row for each in play."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.alike import is_alike
from sim.compiled import PLACE, compiled, compiled_apart
from sim.kernel_heaps import NOBODY, Ints, Row, Table
from sim.kernel_rows import TICKET
from sim.kernel_waiting import ABSENT, slot
from sim.vocabulary import Codes, Floats, Masks
from sim.workload import CORRECTED, OBSERVED, TRUE, Touches, Workload

AHEAD = 32
"""So many tickets are got ready at once, fewer than there are rows (ROOM): what is read of them is together,
and near when they come."""


class Coming(NamedTuple):
    """What the workload says about the tickets, a column each; of one value where all are alike.

    `seen`, `known`: before and after the end of the first touch. `first`: of a ticket's planned touches.
    """

    created: Floats
    patience: Floats
    leaves: NDArray[np.bool_]
    live: NDArray[np.bool_]
    triage_work: Floats
    admitted_as_seen: Masks
    admitted_as_known: Masks
    skill_seen: Codes
    skill_known: Codes
    skill: Codes
    request: Codes
    first: Ints


class Planned(NamedTuple):
    """The planned touches, in the same way."""

    tier: Codes
    work: Floats
    handover: Floats
    end: NDArray[np.int8]
    gap: Floats


def coming(work: Workload) -> Coming:
    """The tickets of a workload."""
    return Coming(
        created=column(work.created),
        patience=column(work.patience),
        leaves=column(work.leaves, np.bool_),
        live=column(work.live, np.bool_),
        triage_work=column(work.triage_work),
        admitted_as_seen=column(work.admitted[OBSERVED], np.int64),
        admitted_as_known=column(work.admitted[CORRECTED], np.int64),
        skill_seen=column(work.skill[OBSERVED], np.int16),
        skill_known=column(work.skill[CORRECTED], np.int16),
        skill=column(work.skill[TRUE], np.int16),
        request=column(work.columns["request"], np.int16),
        first=column(work.touches.first, np.int64),
    )


def planned(touches: Touches) -> Planned:
    """The planned touches of a workload."""
    return Planned(
        tier=column(touches.tier, np.int16),
        work=column(touches.work),
        handover=column(touches.handover),
        end=column(touches.end, np.int8),
        gap=column(touches.gap),
    )


def column(values: NDArray[Any], dtype: Any = np.float64) -> NDArray[Any]:
    """The values in a row in memory, and writable: one kind of array for the compiler.

    Where all are one and the same, a single one, which `at` finds.
    """
    single = values[:1] if is_alike(values) else values
    own: NDArray[Any] = np.ascontiguousarray(single, dtype=dtype)
    return own if own.flags.writeable else own.copy()


@compiled
def at(values: NDArray[Any], place: int) -> Any:
    """The value at a place of a column."""
    return values[place & (PLACE if len(values) > 1 else 0)]


def free_rows(size: int) -> Table:
    """Rows for tickets in play; their number is a power of two."""
    rows = np.zeros(size, TICKET)
    rows["number"], rows["gives_up_at"] = NOBODY, np.inf
    return rows


@compiled_apart
def lay_out(
    coming: Coming, planned: Planned, tickets: Table, instants: Floats, numbers: Codes, count: Row
) -> bool:
    """Gets some tickets ready ahead of their creation; False where the rows of others are in the way."""
    begin = int(count["laid"])
    end = min(begin + AHEAD, len(coming.created))
    for ticket in range(begin, end):
        if tickets[slot(tickets, ticket)]["number"] != NOBODY:
            return False
    for column in range(len(instants)):
        for ticket in range(begin, end):
            instants[column, ticket] = np.nan
    for column in range(len(numbers)):
        for ticket in range(begin, end):
            numbers[column, ticket] = 0
    for ticket in range(begin, end):
        row = tickets[slot(tickets, ticket)]
        is_to_come(coming, row, ticket)
        at_touch(planned, row, int(coming.first[ticket]))
    count["laid"] = end
    return True


@compiled
def is_to_come(coming: Coming, row: Row, ticket: int) -> None:
    """Writes a ticket's row before anything has happened to it."""
    row["number"] = ticket
    row["created"] = coming.created[ticket]
    patience = at(coming.patience, ticket)
    row["gives_up_at"] = coming.created[ticket] + patience if at(coming.leaves, ticket) else np.inf
    row["last"] = coming.first[ticket + 1] - 1
    row["node"] = NOBODY
    row["group"] = ABSENT
    row["joins"] = 0
    row["touches"] = 0
    row["transfers"] = 0
    row["replied"] = 0
    row["corrected"] = 0
    row["triaged"] = 0 if at(coming.triage_work, ticket) >= 0 else 1
    row["diagnosed"] = 0


@compiled
def at_touch(planned: Planned, row: Row, touch: int) -> None:
    """Brings a ticket to one of its planned touches."""
    row["touch"] = touch
    row["tier"] = at(planned.tier, touch)
    row["work"] = at(planned.work, touch) + at(planned.handover, touch)
    row["end"] = at(planned.end, touch)
    row["gap"] = at(planned.gap, touch)
