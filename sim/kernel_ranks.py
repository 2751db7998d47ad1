"""What a ticket scores as it joins a queue, in the compiled engine, and when that may change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import kernel_clocks as clocks
from sim.clock_events import ClockState
from sim.compiled import PLACE, compiled, compiled_apart
from sim.kernel_heaps import FAR, NOBODY, TIMER, Ints, Row, Table, meld, new_node, plan_event
from sim.kernel_rows import OF_CLASS, SINCE, Whose
from sim.kernel_tickets import at
from sim.kernel_waiting import class_of
from sim.ranking import NO_CLOCK, Origin
from sim.targets import PromiseTable
from sim.vocabulary import Floats

LAST_MESSAGE, DUE = int(Origin.LAST_MESSAGE), int(Origin.DUE)


@compiled_apart
def look_ahead(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    tickets: Table,
    asides: Table,
    predicted: Floats,
    events: Table,
    count: Row,
    every: int,
    own: int,
    ticket: int,
    now: float,
) -> None:
    """Notes when a ticket that joins will change its place if it still waits then, and sets timers.

    `every` are the pools that may take it, `own` those that may at first.
    """
    row = asides[ticket]
    row["choice"] = NO_CLOCK
    row["choice_due"] = np.inf
    if rules["chooses"]:
        row["choice"], row["choice_due"] = clocks.first_due(table, clock_state, ticket)
    row["boosted_at"] = np.inf
    if rules["boosts"]:
        if np.isnan(rules["boost_share"]):
            row["boosted_at"] = tickets[ticket]["created"] + rules["boost_after"]
        else:
            metric = int(rules["boost_metric"])
            metric = int(row["choice"]) if metric < 0 else metric
            row["boosted_at"] = clocks.instant_of_share(
                table, clock_state, ticket, metric, float(rules["boost_share"])
            )
    row["late_at"] = np.inf
    if rules["late_metric"] == -1:
        row["late_at"] = row["choice_due"]
    elif rules["late_metric"] >= 0:
        row["late_at"] = clocks.due(table, clock_state, ticket, int(rules["late_metric"]))
    row["overflows_at"] = np.inf if every == own else now + rules["overflow"]
    prediction = at(predicted, ticket)
    for instant in (row["boosted_at"], prediction, row["late_at"], row["overflows_at"]):
        if now < instant < np.inf:
            plan_event(events, count, instant, TIMER, ticket, int(tickets[ticket]["joins"]))


@compiled
def enter_class(
    rules: Row,
    tickets: Table,
    asides: Table,
    tiers: Table,
    skills: Table,
    predicted: Floats,
    variants: Any,
    orders: Table,
    base: Floats,
    growth_row: NDArray[np.int32],
    growths: Floats,
    active: Any,
    terms: Table,
    clock_terms: Table,
    table: PromiseTable,
    clock_state: ClockState,
    classes: Table,
    heads: Ints,
    keys: Ints,
    slots: Ints,
    nodes: Table,
    scores: Floats,
    stays_at: Floats,
    stays_of: Whose,
    events: Table,
    count: Row,
    ticket: int,
    joins: bool,
    now: float,
) -> None:
    """Ranks a waiting ticket afresh and finds its class; its scores are written where its node will be."""
    row = tickets[ticket]
    tier, phase = int(row["tier"]), int(row["corrected"])
    skill, everyone = int(row["skill_seen"]), int(row["admitted_as_seen"])
    if phase == 1:
        skill, everyone = int(row["skill_known"]), int(row["admitted_as_known"])
    serving = int(tiers[tier]["serving"])
    every = everyone & serving & int(skills[skill]["capable"])
    pools = every
    boosted, late = 0, 0
    if rules["strict"] and every & int(skills[skill]["listing"]) != 0:
        pools = every & int(skills[skill]["listing"])
    if rules["ahead"]:
        if joins:
            look_ahead(
                rules,
                table,
                clock_state,
                tickets,
                asides,
                predicted,
                events,
                count,
                every,
                pools,
                ticket,
                now,
            )
        aside = asides[ticket]
        boosted = int(aside["boosted_at"] <= now)
        late = int(aside["late_at"] <= now)
        if aside["overflows_at"] <= now:
            pools = every
    foreseen = int(at(predicted, ticket) <= now)
    new, number = int(count["classes"]), int(rules["orders"])
    keys[new, 0] = tier
    keys[new, 1] = pools
    keys[new, 2] = skill
    keys[new, 3] = row["request"]
    if not joins:
        nodes[row["node"] & PLACE]["alive"] = 0
        row["node"] = NOBODY
    node = int(count["free_node"]) & PLACE
    levels = int(rules["levels"])
    for order in range(number):
        variant = int(variants[order, phase, tier, boosted, foreseen, late]) & PLACE
        own, first = orders[order], order * int(rules["width"])
        place = int(own["base_at"]) + (variant * int(rules["size"]) + ticket) * int(own["levels"])
        for level in range(levels):
            score = base[(place + level) & FAR] if level < own["levels"] else 0.0
            scores[node, first + level] = score
            scores[node, first + levels + level] = score
        scores[node, first + 2 * levels] = variant
        grows = int(growth_row[(int(own["rows_at"]) + variant * int(rules["size"]) + ticket) & FAR])
        column = 4 + order * (1 + terms.shape[1])
        keys[new, column] = grows
        if terms.shape[1] > 0:
            add_terms(
                tickets,
                asides,
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
    group = class_of(tiers, classes, heads, keys, slots, count, tier)
    row["group"] = group
    stays_of[OF_CLASS, row["stay"]] = group


@compiled
def line_up(
    rules: Row,
    tickets: Table,
    tiers: Table,
    classes: Table,
    heads: Ints,
    nodes: Table,
    links: Ints,
    scores: Floats,
    count: Row,
    ticket: int,
) -> None:
    """Puts a ticket that has just been ranked among those of its class that wait."""
    row, orders, levels = tickets[ticket & PLACE], int(rules["orders"]), int(rules["levels"])
    node, group = new_node(nodes, links, count, ticket, orders), int(row["group"])
    nodes[node]["key"] = scores[node, 0] if levels > 0 else 0.0
    for order in range(orders):
        first = order * int(rules["width"])
        place = (2 * group + order) & PLACE
        heads[place] = meld(nodes, links, scores, order, first, levels, int(heads[place]), node)
    row["node"] = node
    own = classes[group & PLACE]
    if own["listed"] == 0:
        own["listed"] = 1
        own["next"] = tiers[row["tier"]]["classes"]
        tiers[row["tier"]]["classes"] = group


@compiled_apart
def add_terms(
    tickets: Table,
    asides: Table,
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
    for m in range(terms.shape[1]):
        term, place = terms[order, m], first + 2 * levels + 1 + 3 * m
        keys[new, column + 1 + m] = -1
        growth, calendar, origin = 0.0, 0, 0.0
        if active[order, variant, m]:
            growth, origin = float(growths[order, grows, m]), float(tickets[ticket]["created"])
            if term["origin"] == LAST_MESSAGE:
                origin = float(asides[ticket]["last_message"])
            elif term["origin"] >= DUE:
                choice = clock_of(asides, table, clock_state, term, ticket)
                known = clock_terms[order, m, clock_state[ticket]["row"], choice]
                growth, calendar = float(known["growth"]), int(known["calendar"])
                joined = float(stays_at[SINCE, tickets[ticket]["stay"]])
                origin = begin_of(asides, table, clock_state, term, choice, joined, ticket)
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
def clock_of(asides: Table, table: PromiseTable, clock_state: ClockState, term: Row, ticket: int) -> int:
    """The clock that a term looks at; NO_CLOCK where it does not run or has no limit."""
    choice = int(term["metric"])
    if choice < 0:
        aside = asides[ticket]
        return NO_CLOCK if aside["choice_due"] == np.inf else int(aside["choice"])
    return NO_CLOCK if clocks.due(table, clock_state, ticket, choice) == np.inf else choice


@compiled
def begin_of(
    asides: Table,
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
        return float(asides[ticket]["choice_due"])
    return clocks.due(table, clock_state, ticket, choice)
