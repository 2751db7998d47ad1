"""The compiled desk: the same as `sim.simpy_engine`, event by event, as a loop over arrays.

Read the SimPy engine first. Every event comes down to the same three steps: a ticket may join a queue, an
agent may be looking for work, and the ticket that joined may be offered to whoever is free. Functions take
few arrays each, and one by one: tuples of arrays are slow to compile.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import PLACE, compiled_apart
from sim.kernel_heaps import (
    ARRIVES,
    NOBODY,
    PATIENCE_ENDS,
    SHIFT_CHANGES,
    TIMER,
    TOUCH_ENDS,
    UNSTAMPED,
    add_number,
    drop_handled,
    give_back,
    plan_event,
)
from sim.kernel_next import next_for
from sim.kernel_ranks import enter_class, line_up
from sim.kernel_rules import Rules
from sim.kernel_staff import choose, frees, may_take, occupies, shift_changes
from sim.kernel_state import House, Plan, State
from sim.kernel_tickets import at, lay_out
from sim.kernel_waiting import (
    ABSENT,
    UNTRIAGED,
    becomes_prompt,
    gives_up,
    has_given_up,
    join,
    leave,
    slot,
    waits_since,
)
from sim.kernel_work import (
    arrives,
    begin_stretch,
    begin_touch,
    begin_triage,
    comes_back,
    end_stretch,
    touch_ends,
)

DONE, NEEDS_EVENTS, NEEDS_NODES, NEEDS_CLASSES, NEEDS_TICKETS = 0, 1, 2, 3, 4
"""Why the kernel returns."""

MARGIN = 16
"""More than one event can plan, more than one can rank."""


# fmt: off
@compiled_apart
def play_on(plan: Plan, house: House, rules: Rules, state: State) -> int:
    """Handles event after event, until the run is over or room runs short."""
    coming, planned, diagnosis, diagnosis_handover, target_rows = plan[:5]
    (on_first, on_start, on_end, taste, whims) = plan[5:]
    speeds, skills, mean_work, served, table = house
    options, predicted, variants, orders, base, growth_row, growths, active, terms, clock_terms, fit = rules
    (counts, tickets, instants, numbers, clock_state, agents, pools, tiers, free) = state[:9]
    (untriaged, classes, heads, keys, slots, nodes, links, scores, events, stays, work, messages) = state[9:]
    (stays_at, stays_of, _), (work_at, work_of, work_ended) = stays, work
    (messages_at, messages_of, _) = messages
    own, count = options[0], counts[0]
    clocks_of_table = table.clocks
    while True:
        if count["handled"] == 1:
            drop_handled(events, count)
        if count["events"] + MARGIN > len(events):
            return NEEDS_EVENTS
        if count["free_nodes"] < MARGIN:
            return NEEDS_NODES
        if count["classes"] + MARGIN > len(classes):
            return NEEDS_CLASSES
        now, code, stamp, comes, arrival = np.inf, UNSTAMPED, UNSTAMPED, False, int(count["arrived"])
        if count["events"] > 0:
            event = events[0]
            now, code, stamp = float(event["time"]), int(event["code"]), int(event["stamp"])
        if arrival < len(coming.created):
            if arrival == count["laid"] and not lay_out(coming, planned, tickets, instants, numbers, count):
                return NEEDS_TICKETS
            comes_as, created = (ARRIVES << 32) + arrival, float(coming.created[arrival])
            if created <= now and (created < now or comes_as < code):
                now, code, comes = created, comes_as, True
        if now >= own["measured_until"]:
            until = float(own["measured_until"])
            if count["prompt"] == 0:
                if not becomes_prompt(own, tickets, instants, tiers, nodes, stays_at, events, count, until):
                    return NEEDS_EVENTS
                continue
            if count["open_measured"] == 0:
                count["now"] = max(count["now"], until)
                return DONE
            if now >= own["horizon"]:
                count["now"] = own["horizon"]
                return DONE
        count["now"] = now
        if comes:
            count["arrived"] += 1
        else:
            count["handled"] = 1
        kind, number = code >> 32, code & 0xFFFFFFFF
        joins, agent = NOBODY, NOBODY

        # what the event does by itself; then the ticket that joins a queue and the agent who looks for work
        if kind == TOUCH_ENDS:
            if stamp == agents[number]["stretches"]:
                end_stretch(agents, work_at, work_ended, number, int(agents[number]["planned"]), now)
                joins = touch_ends(
                    own, table, clock_state, tickets, instants, numbers, planned, agents, target_rows,
                    events, count, number, now,
                )
                agent = number
        elif kind == SHIFT_CHANGES:
            joins = shift_changes(
                tickets, instants, agents, pools, free, coming.live, on_first, on_start, on_end, work_at,
                work_of, work_ended, events, count, float(own["horizon"]), number, now,
            )
            agent = number
        elif kind == TIMER:
            row = tickets[slot(tickets, number)]
            if row["number"] == number and waits_since(row, stamp) and not has_given_up(row, now):
                joins = number
        elif kind == PATIENCE_ENDS:
            row = tickets[slot(tickets, number)]
            if row["number"] == number and has_given_up(row, np.inf):
                gives_up(own, tickets, instants, tiers, nodes, stays_at, count, number)
        else:
            joins = number
            if comes:
                arrives(own, table, clock_state, tickets, target_rows, number, now)
            else:
                comes_back(
                    own, table, clock_state, numbers, tickets, messages_at, messages_of, count, number, kind,
                    now,
                )

        # a ticket joins a queue, or is ranked afresh
        if joins != NOBODY:
            joins &= PLACE
            if tickets[slot(tickets, joins)]["triaged"] == 0:
                join(own, tickets, tiers, stays_at, stays_of, count, joins, UNTRIAGED, now)
                add_number(untriaged, count, joins)
            else:
                new = bool(tickets[slot(tickets, joins)]["node"] == NOBODY)
                if new:
                    row = tickets[slot(tickets, joins)]
                    join(own, tickets, tiers, stays_at, stays_of, count, joins, int(row["tier"]), now)
                enter_class(
                    own, coming, tickets, tiers, skills, predicted, variants, orders, base, growth_row,
                    growths, active, terms, clock_terms, table, clock_state, classes, heads, keys, slots,
                    nodes, links, scores, stays_at, stays_of, events, count, joins, new, now,
                )
                if agent != NOBODY and may_take(tickets, agents, classes, agent, joins):
                    line_up(own, tickets, tiers, classes, heads, nodes, links, scores, joins)

        # an agent takes the best ticket, then the one that joined is offered
        offered = joins
        while agent != NOBODY or offered != NOBODY:
            ticket, taker = NOBODY, agent
            if agent != NOBODY:
                agent = NOBODY
                if agents[taker]["ticket"] != NOBODY or now >= agents[taker]["on_until"]:
                    continue
                ticket = next_for(
                    own, tickets, instants, agents, tiers, served, classes, heads, nodes, links, scores,
                    stays_at, terms, fit, speeds, mean_work, taste, whims, clocks_of_table, untriaged, count,
                    taker, now,
                )
                if ticket == NOBODY:
                    frees(agents, pools, free, count, taker, now)
                    continue
            else:
                ticket, offered = offered, NOBODY
                if tickets[slot(tickets, ticket)]["group"] == ABSENT:
                    continue
                taker = choose(own, tickets, agents, pools, tiers, classes, free, speeds, count, ticket, now)
                if taker == NOBODY:
                    row = tickets[slot(tickets, ticket)]
                    if row["group"] != UNTRIAGED and nodes[row["node"] & PLACE]["holders"] == 0:
                        line_up(own, tickets, tiers, classes, heads, nodes, links, scores, ticket)
                    continue
            ticket, taker = ticket & PLACE, taker & PLACE
            occupies(agents, pools, free, count, taker)
            agents[taker]["ticket"] = ticket
            row = tickets[slot(tickets, ticket)]
            triages, node = row["group"] == UNTRIAGED, int(row["node"])
            leave(own, tickets, tiers, nodes, stays_at, ticket, now)
            # who is taken at once stands in no line
            if node != NOBODY and nodes[node & PLACE]["holders"] == 0:
                give_back(links, count, node)
            if triages:
                length = float(at(coming.triage_work, ticket))
                length = begin_triage(own, tickets, agents, length, ticket, taker)
            else:
                tiers[row["tier"]]["last_handed"] = taker
                length = begin_touch(
                    own, clock_state, coming, tickets, instants, numbers, agents, speeds, diagnosis,
                    diagnosis_handover, ticket, taker, now,
                )
            begin_stretch(agents, work_at, work_of, events, count, taker, length, now)
        if comes and count["prompt"] == 1 and has_given_up(tickets[slot(tickets, arrival)], np.inf):
            until = float(tickets[slot(tickets, arrival)]["gives_up_at"])
            plan_event(events, count, until, PATIENCE_ENDS, arrival, UNSTAMPED)
# fmt: on
