"""The class in which a ticket waits, in the compiled engine, and when that may change."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim import kernel_clocks as clocks
from sim.clock_events import ClockState
from sim.compiled import PLACE, compiled, compiled_apart
from sim.kernel_heaps import TIMER, Ints, Row, Table, meld, new_node, plan_event
from sim.kernel_next import FIRST, SECOND
from sim.kernel_rows import OF_CLASS, Whose
from sim.kernel_scores import rank_under
from sim.kernel_tickets import Coming, at
from sim.kernel_waiting import class_of, slot
from sim.ranking import NO_CLOCK
from sim.targets import PromiseTable
from sim.vocabulary import Floats


@compiled_apart
def look_ahead(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    tickets: Table,
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
    row = tickets[slot(tickets, ticket)]
    row["choice"] = NO_CLOCK
    row["choice_due"] = np.inf
    if rules["chooses"]:
        row["choice"], row["choice_due"] = clocks.first_due(table, clock_state, ticket)
    row["boosted_at"] = np.inf
    if rules["boosts"]:
        if np.isnan(rules["boost_share"]):
            row["boosted_at"] = row["created"] + rules["boost_after"]
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
            plan_event(events, count, instant, TIMER, ticket, int(row["joins"]))


@compiled
def enter_class(
    rules: Row,
    coming: Coming,
    tickets: Table,
    tiers: Table,
    skills: Table,
    predicted: Floats,
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
    classes: Table,
    heads: Ints,
    keys: Ints,
    slots: Ints,
    nodes: Table,
    links: Ints,
    scores: Floats,
    stays_at: Floats,
    stays_of: Whose,
    events: Table,
    count: Row,
    ticket: int,
    joins: bool,
    now: float,
) -> None:
    """Ranks a waiting ticket afresh and finds its class; its scores are written to its new node."""
    row = tickets[slot(tickets, ticket)]
    tier, phase = int(row["tier"]), int(row["corrected"])
    skill, everyone = int(at(coming.skill_seen, ticket)), int(at(coming.admitted_as_seen, ticket))
    if phase == 1:
        skill, everyone = int(at(coming.skill_known, ticket)), int(at(coming.admitted_as_known, ticket))
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
                predicted,
                events,
                count,
                every,
                pools,
                ticket,
                now,
            )
        boosted = int(row["boosted_at"] <= now)
        late = int(row["late_at"] <= now)
        if row["overflows_at"] <= now:
            pools = every
    situation = 4 * boosted + 2 * int(at(predicted, ticket) <= now) + late
    new = int(count["classes"])
    keys[new, 0] = (tier << 32) + ((skill & 0xFFFF) << 16) + int(at(coming.request, ticket))
    keys[new, 1] = pools
    if not joins:
        nodes[row["node"] & PLACE]["alive"] = 0
    node = new_node(nodes, links, count, ticket)
    row["node"] = node
    # fmt: off
    # one after the other: a loop would get ready for a second order at every ticket
    rank_under(
        FIRST, rules, tickets, variants, orders, base, growth_row, growths, active, terms, clock_terms,
        table, clock_state, keys, scores, stays_at, node, new, ticket, phase, tier, situation,
    )
    if rules["orders"] == 2:
        rank_under(
            SECOND, rules, tickets, variants, orders, base, growth_row, growths, active, terms, clock_terms,
            table, clock_state, keys, scores, stays_at, node, new, ticket, phase, tier, situation,
        )
    # fmt: on
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
    ticket: int,
) -> None:
    """Puts a ticket that has just been ranked among those of its class that wait."""
    row, orders, levels = tickets[slot(tickets, ticket)], int(rules["orders"]), int(rules["levels"])
    node, group = int(row["node"]) & PLACE, int(row["group"])
    nodes[node]["holders"] = orders
    nodes[node]["key"] = scores[node, 0] if levels > 0 else 0.0
    for order in range(orders):
        first = order * int(rules["width"])
        place = (2 * group + order) & PLACE
        heads[place] = meld(nodes, links, scores, order, first, levels, int(heads[place]), node)
    own = classes[group & PLACE]
    if own["listed"] == 0:
        own["listed"] = 1
        own["next"] = tiers[row["tier"]]["classes"]
        tiers[row["tier"]]["classes"] = group
