"""The agents in the compiled engine: on duty, free, given a ticket; twin of `sim.staff`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.kernel_heaps import NOBODY, SHIFT_CHANGES, UNSTAMPED, Ints, Row, Table, plan_event
from sim.kernel_rows import Ends, Whose
from sim.kernel_tickets import at
from sim.kernel_waiting import UNTRIAGED, has_given_up, is_gone, slot
from sim.kernel_work import DIAGNOSED, TRIAGED, begin_stretch, end_stretch
from sim.outcome import Ended
from sim.vocabulary import Assignment, EndOfShift, Floats

PAUSED, HANDED_BACK = whole(Ended.PAUSED), whole(Ended.HANDED_BACK)
PAUSE, FINISH = int(EndOfShift.PAUSE), int(EndOfShift.FINISH)
LONGEST_IDLE, MOST_SKILLED = int(Assignment.LONGEST_IDLE), int(Assignment.MOST_SKILLED)
LEAST_BUSY, ROUND_ROBIN = int(Assignment.LEAST_BUSY), int(Assignment.ROUND_ROBIN)


@compiled_apart
def shift_changes(
    tickets: Table,
    instants: Floats,
    agents: Table,
    pools: Table,
    free: Ints,
    live: NDArray[np.bool_],
    on_first: Ints,
    on_start: Floats,
    on_end: Floats,
    work_at: Floats,
    work_of: Whose,
    work_ended: Ends,
    events: Table,
    count: Row,
    horizon: float,
    agent: int,
    now: float,
) -> int:
    """An agent comes on duty, or an interval ends; the ticket that is given back."""
    row = agents[agent]
    interval = int(row["interval"])
    if row["present"] == 0:
        row["present"] = 1
        row["on_until"] = on_end[interval]
        if on_end[interval] < horizon:
            plan_event(events, count, float(on_end[interval]), SHIFT_CHANGES, agent, UNSTAMPED)
        if row["paused"] == 1:
            row["paused"] = 0
            begin_stretch(agents, work_at, work_of, events, count, agent, float(row["length"]), now)
        return NOBODY
    row["present"] = 0
    row["interval"] += 1
    if interval + 1 < on_first[agent + 1]:
        plan_event(events, count, float(on_start[interval + 1]), SHIFT_CHANGES, agent, UNSTAMPED)
    occupies(agents, pools, free, count, agent)
    return leaves_duty(tickets, instants, agents, pools, live, work_at, work_ended, agent, now)


@compiled_apart
def leaves_duty(
    tickets: Table,
    instants: Floats,
    agents: Table,
    pools: Table,
    live: NDArray[np.bool_],
    work_at: Floats,
    work_ended: Ends,
    agent: int,
    now: float,
) -> int:
    """Idle agents just leave, others by the pool's rule; the ticket that is given back."""
    row = agents[agent]
    ticket, rule = int(row["ticket"]), int(pools[row["pool"]]["end_of_shift"])
    if ticket == NOBODY or row["paused"] == 1 or rule == FINISH or at(live, ticket):
        return NOBODY
    left = float(row["length"] - (now - row["begun"]))
    row["stretches"] += 1
    if rule == PAUSE:
        end_stretch(agents, work_at, work_ended, agent, PAUSED, now)
        row["paused"] = 1
        row["length"] = left
        return NOBODY
    end_stretch(agents, work_at, work_ended, agent, HANDED_BACK, now)
    row["ticket"] = NOBODY
    left = float(np.rint(left * row["speed"] * 2.0**20) / 2.0**20)
    given_back = tickets[slot(tickets, ticket)]
    if row["planned"] == TRIAGED:
        given_back["left_of_triage"] = left
    elif row["planned"] == DIAGNOSED:
        given_back["left_of_diagnosis"] = left
    else:
        given_back["left_of_touch"] = left
    if has_given_up(given_back, now):
        is_gone(tickets, instants, ticket)
    return ticket


@compiled
def frees(agents: Table, pools: Table, free: Ints, count: Row, agent: int, now: float) -> None:
    """The agent has nothing to do from now on: last of the pool's free ones, equals in order of number."""
    row = agents[agent & PLACE]
    pool = pools[row["pool"]]
    row["free"] = 1
    row["idle_since"] = now
    first = int(pool["first"]) & PLACE
    place = (first + int(pool["free"])) & PLACE
    while place > first:
        before = int(free[place - 1]) & PLACE
        if before < agent or agents[before]["idle_since"] < now:
            break
        free[place] = before
        place -= 1
    free[place] = agent
    pool["free"] += 1
    count["free_pools"] |= 1 << int(row["pool"])


@compiled
def occupies(agents: Table, pools: Table, free: Ints, count: Row, agent: int) -> None:
    """The agent is no longer free: at work, or off duty."""
    row = agents[agent & PLACE]
    if row["free"] == 1:
        pool = pools[row["pool"]]
        row["free"] = 0
        pool["free"] -= 1
        place = int(pool["first"]) & PLACE
        last = (place + int(pool["free"])) & PLACE
        while free[place] != agent:
            place += 1
        while place < last:
            free[place] = free[place + 1]
            place += 1
        if pool["free"] == 0:
            count["free_pools"] &= ~(1 << int(row["pool"]))


@compiled
def may_take(tickets: Table, agents: Table, classes: Table, agent: int, ticket: int) -> bool:
    """Whether an agent's pool may take a ticket that waits at a tier."""
    group = int(tickets[slot(tickets, ticket)]["group"])
    return bool((classes[group & PLACE]["pools"] >> int(agents[agent]["pool"])) & 1)


@compiled
def choose(
    rules: Row,
    tickets: Table,
    agents: Table,
    pools: Table,
    tiers: Table,
    classes: Table,
    free: Ints,
    speeds: Floats,
    count: Row,
    ticket: int,
    now: float,
) -> int:
    """The free agent who gets a ticket that waits; NOBODY."""
    row = tickets[slot(tickets, ticket)]
    group, tier, skill, may = int(row["group"]), 0, 0, int(rules["triage_pools"])
    if group != UNTRIAGED:
        joined = classes[group & PLACE]
        tier, skill, may = int(row["tier"]), int(joined["skill"]), int(joined["pools"])
    chosen, least, second = NOBODY, np.inf, np.inf
    last, rule = int(tiers[tier]["last_handed"]), int(rules["assignment"])
    may &= count["free_pools"]
    for pool in range(len(pools)):
        if may >> pool == 0:
            break
        if not (may >> pool) & 1:
            continue
        own = pools[pool]
        for place in range(own["first"], own["first"] + own["free"]):
            agent = int(free[place]) & PLACE
            known = agents[agent]
            if now >= known["on_until"]:
                continue
            one = float(known["idle_since"])
            two = 0.0
            if rule == MOST_SKILLED:
                one, two = -float(speeds[pool, skill]), one
            elif rule == LEAST_BUSY:
                one = float(known["worked"])
            elif rule == ROUND_ROBIN:
                one = 1.0 if agent <= last else 0.0
            if one < least or (one == least and (two < second or (two == second and agent < chosen))):
                chosen, least, second = agent, one, two
            if rule in (LONGEST_IDLE, MOST_SKILLED):
                break
    return chosen
