"""Touches and triage in the compiled engine: how work begins and ends; twin of the SimPy life."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim import kernel_clocks as clocks
from sim.clock_events import ClockState
from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.kernel_heaps import (
    CUSTOMER_REPLIES,
    NOBODY,
    REOPENS,
    THIRD_PARTY_ANSWERS,
    TOUCH_ENDS,
    UNSTAMPED,
    Row,
    Table,
    add_event,
    plan_event,
)
from sim.kernel_rows import (
    FIRST_REPLY,
    FIRST_TOUCH,
    LAST_SOLVE,
    LEFT,
    OF_AGENT,
    OF_TICKET,
    REOPENINGS,
    SINCE,
    TOUCHES,
    TRANSFERS,
    UNTIL,
    Ends,
    Whose,
)
from sim.kernel_tickets import at
from sim.kernel_waiting import ends_journey, has_given_up, is_gone
from sim.outcome import Ended
from sim.targets import PromiseTable
from sim.vocabulary import Codes, Floats

REPLY, HELD, TRANSFER, TRANSFER_REPLY = 0, 1, 2, 3
SOLVED, DIAGNOSED, TRIAGED = int(Ended.SOLVED), whole(Ended.DIAGNOSED), whole(Ended.TRIAGED)


@compiled
def begin_stretch(
    agents: Table,
    work_at: Floats,
    work_of: Whose,
    events: Table,
    count: Row,
    agent: int,
    length: float,
    now: float,
) -> None:
    """A stretch of work begins; its end is planned."""
    row = agents[agent & PLACE]
    row["begun"] = now
    row["length"] = length
    row["stretches"] += 1
    stretch = count["work"]
    row["stretch"] = stretch
    count["work"] += 1
    work_of[OF_TICKET, stretch] = row["ticket"]
    work_of[OF_AGENT, stretch] = agent
    work_at[SINCE, stretch] = now
    add_event(events, count, now + length, TOUCH_ENDS, agent, int(row["stretches"]))


@compiled
def end_stretch(agents: Table, work_at: Floats, work_ended: Ends, agent: int, ended: int, now: float) -> None:
    """A stretch of work ends and is written down."""
    row = agents[agent]
    work_at[UNTIL, row["stretch"]] = now
    work_ended[row["stretch"]] = ended
    row["worked"] += now - row["begun"]


@compiled
def arrives(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    asides: Table,
    target_rows: NDArray[np.int32],
    ticket: int,
    now: float,
) -> None:
    """A ticket comes in."""
    if rules["asides"]:
        aside = asides[ticket]
        aside["last_message"] = now
        aside["left_of_touch"] = np.nan
        aside["left_of_diagnosis"] = np.nan
        aside["left_of_triage"] = np.nan
    if rules["clocks"]:
        clocks.created(table, clock_state, ticket, now, int(target_rows[0, ticket]))


@compiled
def begin_triage(rules: Row, asides: Table, agents: Table, work: float, ticket: int, agent: int) -> float:
    """An agent begins to triage a ticket, or goes on with it; how long that takes."""
    length = work
    if rules["asides"]:
        aside = asides[ticket]
        if not np.isnan(aside["left_of_triage"]):
            length = float(aside["left_of_triage"])
            aside["left_of_triage"] = np.nan
    agents[agent]["planned"] = TRIAGED
    agents[agent]["speed"] = 1.0
    return length


@compiled
def begin_touch(
    rules: Row,
    clock_state: ClockState,
    tickets: Table,
    instants: Floats,
    numbers: Codes,
    asides: Table,
    touches: Table,
    agents: Table,
    speeds: Floats,
    diagnosis: Floats,
    diagnosis_handover: Floats,
    ticket: int,
    agent: int,
    now: float,
) -> float:
    """An agent begins to work on a ticket, or goes on with what another gave back; how long that takes."""
    row, pool = tickets[ticket], int(agents[agent]["pool"])
    touch = touches[row["touch"]]
    planned = int(touch["end"])
    speed, length = float(speeds[pool, row["skill"]]), float(touch["work"] + touch["handover"])
    if speed == 0.0:
        planned, speed = DIAGNOSED, float(speeds[pool, row["skill_seen"]])
        length = float(at(diagnosis, ticket))
    elif row["diagnosed"] == 1:
        length += at(diagnosis_handover, ticket)
    given_back = np.nan
    if rules["asides"]:
        given_back = takes_up(asides, ticket, planned == DIAGNOSED)
    if np.isnan(given_back):
        numbers[TOUCHES, ticket] += 1
        row["gives_up_at"] = np.inf
        if np.isnan(instants[FIRST_TOUCH, ticket]):
            instants[FIRST_TOUCH, ticket] = now
        if row["live"] == 1 and planned != DIAGNOSED:
            if np.isnan(instants[FIRST_REPLY, ticket]):
                instants[FIRST_REPLY, ticket] = now
            if rules["clocks"]:
                clocks.replied(clock_state, ticket, now)
    else:
        length = given_back
    agents[agent]["planned"] = planned
    agents[agent]["speed"] = speed
    return length if speed == 1.0 else float(np.rint(length / speed * 2.0**20) / 2.0**20)


@compiled_apart
def takes_up(asides: Table, ticket: int, diagnosis: bool) -> float:
    """What is left of a touch or diagnosis that was given back, taken from the ticket; NaN: nothing."""
    aside = asides[ticket]
    if diagnosis:
        left = float(aside["left_of_diagnosis"])
        aside["left_of_diagnosis"] = np.nan
    else:
        left = float(aside["left_of_touch"])
        aside["left_of_touch"] = np.nan
    return left


@compiled
def touch_ends(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    tickets: Table,
    instants: Floats,
    numbers: Codes,
    touches: Table,
    agents: Table,
    target_rows: NDArray[np.int32],
    events: Table,
    count: Row,
    agent: int,
    now: float,
) -> int:
    """A touch, or triage, is done; the ticket, if it joins a queue at once."""
    ticket, ended = int(agents[agent]["ticket"]), int(agents[agent]["planned"])
    agents[agent]["ticket"] = NOBODY
    agents[agent]["last_end"] = now
    row = tickets[ticket]
    if ended == TRIAGED:
        row["triaged"] = 1
        if has_given_up(row, now):
            is_gone(tickets, instants, ticket)
        if np.isnan(instants[LEFT, ticket]):
            return ticket
        ends_journey(rules, count, float(row["created"]))
        return NOBODY
    if ended in (REPLY, TRANSFER_REPLY, SOLVED) and np.isnan(instants[FIRST_REPLY, ticket]):
        instants[FIRST_REPLY, ticket] = now
    if ended in (TRANSFER, TRANSFER_REPLY, DIAGNOSED):
        numbers[TRANSFERS, ticket] += 1
    if ended == SOLVED:
        instants[LAST_SOLVE, ticket] = now
    if rules["clocks"]:
        is_first, to_row = row["corrected"] == 0, int(target_rows[1, ticket])
        clocks.touch_ends(table, clock_state, ticket, now, ended, is_first, to_row)
    row["corrected"] = 1
    row["diagnosed"] = 1 if ended == DIAGNOSED else 0
    if ended == DIAGNOSED:
        return ticket
    touch = int(row["touch"])
    row["touch"] = touch + 1
    if ended in (TRANSFER, TRANSFER_REPLY):
        return ticket
    if touch == row["last"]:
        ends_journey(rules, count, float(row["created"]))
        return NOBODY
    kind = CUSTOMER_REPLIES
    if ended == HELD:
        kind = THIRD_PARTY_ANSWERS
    elif ended == SOLVED:
        kind = REOPENS
    plan_event(events, count, now + float(touches[touch]["gap"]), kind, ticket, UNSTAMPED)
    return NOBODY


@compiled
def comes_back(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    numbers: Codes,
    asides: Table,
    messages_at: Floats,
    messages_of: Whose,
    count: Row,
    ticket: int,
    kind: int,
    now: float,
) -> None:
    """The customer answers or reopens the ticket, or a third party answers."""
    if kind != THIRD_PARTY_ANSWERS:
        messages_at[SINCE, count["messages"]] = now
        messages_of[OF_TICKET, count["messages"]] = ticket
        count["messages"] += 1
        if kind == REOPENS:
            numbers[REOPENINGS, ticket] += 1
        if rules["asides"]:
            asides[ticket]["last_message"] = now
    if rules["clocks"]:
        clocks.comes_back(table, clock_state, ticket, now, kind != THIRD_PARTY_ANSWERS)
