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
from sim.kernel_tickets import Coming, Planned, at, at_touch
from sim.kernel_waiting import ends_journey, has_given_up, is_gone, slot
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
    tickets: Table,
    target_rows: NDArray[np.int32],
    ticket: int,
    now: float,
) -> None:
    """A ticket comes in."""
    if rules["asides"]:
        aside = tickets[slot(tickets, ticket)]
        aside["last_message"] = now
        aside["left_of_touch"] = np.nan
        aside["left_of_diagnosis"] = np.nan
        aside["left_of_triage"] = np.nan
    if rules["clocks"]:
        clocks.created(table, clock_state, ticket, now, int(target_rows[0, ticket]))


@compiled
def begin_triage(rules: Row, tickets: Table, agents: Table, work: float, ticket: int, agent: int) -> float:
    """An agent begins to triage a ticket, or goes on with it; how long that takes."""
    length = work
    if rules["asides"]:
        aside = tickets[slot(tickets, ticket)]
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
    coming: Coming,
    tickets: Table,
    instants: Floats,
    numbers: Codes,
    agents: Table,
    speeds: Floats,
    diagnosis: Floats,
    diagnosis_handover: Floats,
    ticket: int,
    agent: int,
    now: float,
) -> float:
    """An agent begins to work on a ticket, or goes on with what another gave back; how long that takes."""
    row, pool = tickets[slot(tickets, ticket)], int(agents[agent]["pool"])
    end, length = int(row["end"]), float(row["work"])
    speed = float(speeds[pool, at(coming.skill, ticket)])
    if speed == 0.0:
        end, speed = DIAGNOSED, float(speeds[pool, at(coming.skill_seen, ticket)])
        length = float(at(diagnosis, ticket))
    elif row["diagnosed"] == 1:
        length += at(diagnosis_handover, ticket)
    given_back = np.nan
    if rules["asides"]:
        given_back = takes_up(tickets, ticket, end == DIAGNOSED)
    if np.isnan(given_back):
        if row["touches"] == 0:
            instants[FIRST_TOUCH, ticket] = now
            row["gives_up_at"] = np.inf
        row["touches"] += 1
        numbers[TOUCHES, ticket] = row["touches"]
        if at(coming.live, ticket) and end != DIAGNOSED:
            replies(instants, row, ticket, now)
            if rules["clocks"]:
                clocks.replied(clock_state, ticket, now)
    else:
        length = given_back
    agents[agent]["planned"] = end
    agents[agent]["speed"] = speed
    return length if speed == 1.0 else float(np.rint(length / speed * 2.0**20) / 2.0**20)


@compiled
def replies(instants: Floats, row: Row, ticket: int, now: float) -> None:
    """A public reply; the first is written down."""
    if row["replied"] == 0:
        row["replied"] = 1
        instants[FIRST_REPLY, ticket] = now


@compiled_apart
def takes_up(tickets: Table, ticket: int, diagnosis: bool) -> float:
    """What is left of a touch or diagnosis that was given back, taken from the ticket; NaN: nothing."""
    aside = tickets[slot(tickets, ticket)]
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
    planned: Planned,
    agents: Table,
    target_rows: NDArray[np.int32],
    events: Table,
    count: Row,
    agent: int,
    now: float,
) -> int:
    """A touch, or triage, is done; the ticket, if it joins a queue at once."""
    ticket, ended = int(agents[agent]["ticket"]) & PLACE, int(agents[agent]["planned"])
    agents[agent]["ticket"] = NOBODY
    row = tickets[slot(tickets, ticket)]
    if ended == TRIAGED:
        row["triaged"] = 1
        if has_given_up(row, now):
            is_gone(tickets, instants, ticket)
        if np.isnan(instants[LEFT, ticket]):
            return ticket
        ends_journey(rules, count, row)
        return NOBODY
    if ended in (REPLY, TRANSFER_REPLY, SOLVED):
        replies(instants, row, ticket, now)
    if ended in (TRANSFER, TRANSFER_REPLY, DIAGNOSED):
        row["transfers"] += 1
        numbers[TRANSFERS, ticket] = row["transfers"]
    if ended == SOLVED:
        instants[LAST_SOLVE, ticket] = now
    if rules["clocks"]:
        is_first, to_row = row["corrected"] == 0, int(target_rows[1, ticket])
        clocks.touch_ends(table, clock_state, ticket, now, ended, is_first, to_row)
    row["corrected"] = 1
    row["diagnosed"] = 1 if ended == DIAGNOSED else 0
    if ended == DIAGNOSED:
        return ticket
    if row["touch"] == row["last"]:
        ends_journey(rules, count, row)
        return NOBODY
    gap = float(row["gap"])
    at_touch(planned, row, int(row["touch"]) + 1)
    if ended in (TRANSFER, TRANSFER_REPLY):
        return ticket
    kind = CUSTOMER_REPLIES
    if ended == HELD:
        kind = THIRD_PARTY_ANSWERS
    elif ended == SOLVED:
        kind = REOPENS
    plan_event(events, count, now + gap, kind, ticket, UNSTAMPED)
    return NOBODY


@compiled
def comes_back(
    rules: Row,
    table: PromiseTable,
    clock_state: ClockState,
    numbers: Codes,
    tickets: Table,
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
            tickets[slot(tickets, ticket)]["last_message"] = now
    if rules["clocks"]:
        clocks.comes_back(table, clock_state, ticket, now, kind != THIRD_PARTY_ANSWERS)
