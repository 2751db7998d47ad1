"""The compiled engine: the same outcome as the SimPy desk, byte for byte, a hundred times faster."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.desk import Desk
from sim.kernel import DONE, NEEDS_CLASSES, NEEDS_EVENTS, play_on
from sim.kernel_heaps import LINKS, NOBODY, SIBLING, Table
from sim.kernel_logs import begin, finish
from sim.kernel_rules import Rules, rules_of
from sim.kernel_state import House, Plan, State, free_events, free_links, house_of, new_state, plan_of
from sim.kernel_tickets import times_and_numbers
from sim.kernel_waiting import index_classes
from sim.outcome import Messages, Outcome, Stays, Work
from sim.ranking import Ranking
from sim.workload import Workload


def play(workload: Workload, desk: Desk, ranking: Ranking) -> Outcome:
    """What happens when this workload meets this desk under this ranking.

    ValueError where the ranking asks a rule at each hand-out: that is code, which only SimPy can play.
    """
    if ranking.chooser is not None:
        raise ValueError("a rule that looks at the queue at each hand-out is played by SimPy alone")
    return outcome_of(played(readied(workload, desk, ranking)))


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


def played(ready: Readied) -> dict[str, Table]:
    """The rows of tickets, logs, classes, counts and rules at the end of the run, and nothing else.

    The kernel goes on whenever it has got more room.
    """
    state = ready.state
    while (short := play_on(ready.plan, ready.house, ready.rules, state)) != DONE:
        state = _with_more_room(state, short)
    finish(state)
    count = state.counts[0]
    return {
        "counts": state.counts,
        "tickets": state.tickets,
        "stays": state.stays[: count["stays"]],
        "work": state.work_log[: count["work"]],
        "messages": state.messages[: count["messages"]],
        "classes": state.classes[: count["classes"]],
        "rules": ready.rules.options,
    }


def _with_more_room(state: State, short: int) -> State:
    if short == NEEDS_EVENTS:
        return state._replace(events=np.concatenate([state.events, free_events(len(state.events))]))
    return _more_classes(state) if short == NEEDS_CLASSES else _more_nodes(state)


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


def outcome_of(rows: dict[str, Table]) -> Outcome:
    """All rows by column; each kind is let go once it is read, since they may be many."""
    times, numbers = times_and_numbers(rows.pop("tickets"))
    classes = np.stack([rows["classes"][name] for name in ("pools", "skill", "request", "tier")], axis=1)
    ticket, joined, left, group = _columns(rows.pop("stays"), ("ticket", "joined", "left", "group"))
    # the last is found at UNTRIAGED, which is −1
    tiers = np.append(classes[:, 3], rows["rules"][0]["triage_tier"]).astype(np.int16)
    work = _columns(rows.pop("work"), ("ticket", "agent", "start", "end", "ended"))
    messages = _columns(rows.pop("messages"), ("ticket", "time"))
    return Outcome(
        end=float(rows["counts"][0]["now"]),
        first_touch=times[0],
        first_reply=times[1],
        last_solve=times[2],
        left=times[3],
        touches=numbers[0],
        transfers=numbers[1],
        reopenings=numbers[2],
        stays=Stays(ticket, tiers[group], joined, left, group),
        work=Work(*work),
        messages=Messages(*messages),
        classes=classes.astype(np.int64),
    )


def _columns(log: Table, names: tuple[str, ...]) -> list[NDArray[Any]]:
    return [log[name].copy() for name in names]
