"""What a waiting ticket scores under each order, in the compiled engine, and how that grows."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import kernel_clocks as clocks
from sim.clock_events import ClockState
from sim.compiled import PLACE, compiled, compiled_apart
from sim.kernel_heaps import FAR, Ints, Row, Table
from sim.kernel_rows import SINCE
from sim.kernel_waiting import slot
from sim.ranking import NO_CLOCK, Origin
from sim.targets import PromiseTable
from sim.vocabulary import Floats

LAST_MESSAGE, DUE = int(Origin.LAST_MESSAGE), int(Origin.DUE)


@compiled
def rank_under(
    order: int,
    rules: Row,
    tickets: Table,
    variants: NDArray[np.int16],
    orders: Table,
    base: Floats,
    growth_row: NDArray[np.int32],
    growths: Floats,
    active: Any,
    terms: Table,
    clock_terms: Table,
    table: PromiseTable,
    clock_state: ClockState,
    keys: Ints,
    scores: Floats,
    stays_at: Floats,
    node: int,
    new: int,
    ticket: int,
    phase: int,
    tier: int,
    situation: int,
) -> None:
    """Writes a ticket's scores under one order to its node, and their share of its class's key."""
    variant = int(variants[order, phase, (situation + 8 * tier) & PLACE]) & PLACE
    own, first, levels = orders[order], order * int(rules["width"]), int(rules["levels"])
    place = int(own["base_at"]) + (variant * int(rules["size"]) + ticket) * int(own["levels"])
    for level in range(levels):
        score = base[(place + level) & FAR] if level < own["levels"] else 0.0
        scores[node, first + level] = score
        scores[node, first + levels + level] = score
    scores[node, first + 2 * levels] = variant
    grows = int(growth_row[(int(own["rows_at"]) + variant * int(rules["size"]) + ticket) & FAR])
    column = 2 + order * (1 + terms.shape[1])
    keys[new, column] = grows
    if terms.shape[1] > 0:
        add_terms(
            tickets,
            growths,
            active,
            terms,
            clock_terms,
            table,
            clock_state,
            keys,
            stays_at,
            scores,
            order,
            first,
            levels,
            variant,
            grows,
            node,
            new,
            column,
            ticket,
        )


@compiled_apart
def add_terms(
    tickets: Table,
    growths: Floats,
    active: Any,
    terms: Table,
    clock_terms: Table,
    table: PromiseTable,
    clock_state: ClockState,
    keys: Ints,
    stays_at: Floats,
    scores: Floats,
    order: int,
    first: int,
    levels: int,
    variant: int,
    grows: int,
    node: int,
    new: int,
    column: int,
    ticket: int,
) -> None:
    """Adds the growing terms to a rank: growth, calendar and origin of each, their share of base and key."""
    row = tickets[slot(tickets, ticket)]
    for m in range(terms.shape[1]):
        term, place = terms[order, m], first + 2 * levels + 1 + 3 * m
        keys[new, column + 1 + m] = -1
        growth, calendar, origin = 0.0, 0, 0.0
        if active[order, variant, m]:
            growth, origin = float(growths[order, grows, m]), float(row["created"])
            if term["origin"] == LAST_MESSAGE:
                origin = float(row["last_message"])
            elif term["origin"] >= DUE:
                choice = clock_of(tickets, table, clock_state, term, ticket)
                known = clock_terms[order, m, clock_state[ticket]["row"], choice]
                growth, calendar = float(known["growth"]), int(known["calendar"])
                joined = float(stays_at[SINCE, row["stay"]])
                origin = begin_of(tickets, table, clock_state, term, choice, joined, ticket)
                scores[node, first + levels + term["level"]] += known["base"]
                keys[new, column + 1 + m] = known["kind"]
        scores[node, place] = growth
        scores[node, place + 1] = calendar
        scores[node, place + 2] = origin
    for level in range(levels):
        scores[node, first + level] = scores[node, first + levels + level]
    for m in range(terms.shape[1]):
        place = first + 2 * levels + 1 + 3 * m
        if active[order, variant, m]:
            scores[node, first + terms[order, m]["level"]] -= scores[node, place] * scores[node, place + 2]


@compiled
def clock_of(tickets: Table, table: PromiseTable, clock_state: ClockState, term: Row, ticket: int) -> int:
    """The clock that a term looks at; NO_CLOCK where it does not run or has no limit."""
    choice = int(term["metric"])
    if choice < 0:
        aside = tickets[slot(tickets, ticket)]
        return NO_CLOCK if aside["choice_due"] == np.inf else int(aside["choice"])
    return NO_CLOCK if clocks.due(table, clock_state, ticket, choice) == np.inf else choice


@compiled
def begin_of(
    tickets: Table,
    table: PromiseTable,
    clock_state: ClockState,
    term: Row,
    choice: int,
    joined: float,
    ticket: int,
) -> float:
    """Where a term that looks at a clock begins."""
    if choice == NO_CLOCK:
        return joined + float(term["no_promise"]) if term["origin"] == DUE else joined
    if term["origin"] != DUE:
        return clocks.origin(clock_state, ticket, choice)
    if term["metric"] < 0:
        return float(tickets[slot(tickets, ticket)]["choice_due"])
    return clocks.due(table, clock_state, ticket, choice)
