"""The compiled engine: the same outcome as the SimPy desk, byte for byte, a hundred times faster."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.desk import Desk
from sim.kernel import DONE, NEEDS_CLASSES, NEEDS_EVENTS, NEEDS_TICKETS, play_on
from sim.kernel_heaps import LINKS, NOBODY, SIBLING
from sim.kernel_logs import begin, finish
from sim.kernel_rows import (
    FIRST_REPLY,
    FIRST_TOUCH,
    LAST_SOLVE,
    LEFT,
    OF_AGENT,
    OF_CLASS,
    OF_TICKET,
    REOPENINGS,
    SINCE,
    TOUCHES,
    TRANSFERS,
    UNTIL,
)
from sim.kernel_rules import Rules, rules_of
from sim.kernel_state import House, Plan, State, free_events, free_links, house_of, new_state, plan_of
from sim.kernel_tickets import free_rows
from sim.kernel_waiting import index_classes
from sim.outcome import Messages, Outcome, Stays, Work
from sim.ranking import Ranking
from sim.workload import Workload

CLASS_COLUMNS = ("pools", "skill", "request", "tier")
"""Of `Outcome.classes`."""


def play(workload: Workload, desk: Desk, ranking: Ranking) -> Outcome:
    """What happens when this workload meets this desk under this ranking.

    ValueError where the ranking asks a rule at each hand-out: that is code, which only SimPy can play.
    """
    if ranking.chooser is not None:
        raise ValueError("a rule that looks at the queue at each hand-out is played by SimPy alone")
    return outcome_of(played(readied(workload, desk, ranking)), desk)


class Readied(NamedTuple):
    """All that the kernel reads and changes, before the first instant."""

    plan: Plan
    house: House
    rules: Rules
    state: State


def readied(workload: Workload, desk: Desk, ranking: Ranking) -> Readied:
    """Everything in the kernel's form."""
    house, rules = house_of(desk), rules_of(ranking, desk, workload.size)
    plan = plan_of(workload, desk, bool(rules.options[0]["clocks"]), bool(rules.options[0]["picks"]))
    state = new_state(workload, desk, ranking, rules.options, plan)
    begin(plan, state)
    return Readied(plan, house, rules, state)


def played(ready: Readied) -> State:
    """The end of the run; the kernel goes on whenever it has got more room."""
    state = ready.state
    while (short := play_on(ready.plan, ready.house, ready.rules, state)) != DONE:
        state = _with_more_room(state, short)
    finish(state)
    return state


def _with_more_room(state: State, short: int) -> State:
    if short == NEEDS_EVENTS:
        return state._replace(events=np.concatenate([state.events, free_events(len(state.events))]))
    if short == NEEDS_TICKETS:
        return _more_tickets(state)
    return _more_classes(state) if short == NEEDS_CLASSES else _more_nodes(state)


def _more_tickets(state: State) -> State:
    """Twice the rows of tickets; each of them moves to its place among so many."""
    rows = free_rows(2 * len(state.tickets))
    open_rows = state.tickets[state.tickets["number"] != NOBODY]
    rows[open_rows["number"] & (len(rows) - 1)] = open_rows
    return state._replace(tickets=rows)


def _more_nodes(state: State) -> State:
    """Twice the nodes; the new ones are linked before those that are still free."""
    room, count = len(state.nodes), state.counts[0]
    links = np.concatenate([state.links, free_links(room, 2 * room)])
    links[SIBLING - LINKS] = count["free_node"]
    count["free_node"] = room
    count["free_nodes"] += room
    return state._replace(
        nodes=np.concatenate([state.nodes, state.nodes]),
        links=links,
        scores=np.concatenate([state.scores, np.empty_like(state.scores)]),
    )


def _more_classes(state: State) -> State:
    keys = np.concatenate([state.keys, np.zeros_like(state.keys)])
    slots = np.full(2 * len(state.slots), NOBODY)
    index_classes(keys, slots, int(state.counts[0]["classes"]))
    return state._replace(
        classes=np.concatenate([state.classes, np.zeros_like(state.classes)]),
        heads=np.concatenate([state.heads, np.full_like(state.heads, NOBODY)]),
        keys=keys,
        slots=slots,
    )


def outcome_of(state: State, desk: Desk) -> Outcome:
    """What the end of the run tells, in the columns that the kernel has written."""
    count = state.counts[0]
    stays, work = state.stays.first(count["stays"]), state.work.first(count["work"])
    messages, classes = state.messages.first(count["messages"]), state.classes[: count["classes"]]
    # the last is found at UNTRIAGED, which is −1
    tiers = np.append(classes["tier"], desk.triage_tier).astype(np.int16)
    return Outcome(
        end=float(count["now"]),
        first_touch=state.instants[FIRST_TOUCH],
        first_reply=state.instants[FIRST_REPLY],
        last_solve=state.instants[LAST_SOLVE],
        left=state.instants[LEFT],
        touches=state.numbers[TOUCHES],
        transfers=state.numbers[TRANSFERS],
        reopenings=state.numbers[REOPENINGS],
        stays=Stays(
            ticket=stays.of[OF_TICKET],
            tier=tiers[stays.of[OF_CLASS]],
            joined=stays.at[SINCE],
            left=stays.at[UNTIL],
            group=stays.of[OF_CLASS],
        ),
        work=Work(work.of[OF_TICKET], work.of[OF_AGENT], work.at[SINCE], work.at[UNTIL], work.ended),
        messages=Messages(messages.of[OF_TICKET], messages.at[SINCE]),
        classes=np.stack([classes[name].astype(np.int64) for name in CLASS_COLUMNS], axis=1),
    )
