"""The logs of the compiled engine in order, and what is open when the run ends."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled_apart
from sim.kernel_heaps import NOBODY, SHIFT_CHANGES, UNSTAMPED, Ints, Table, plan_event
from sim.kernel_rows import OF_AGENT, OF_TICKET, SINCE, UNTIL, Ends, Whose
from sim.kernel_state import Plan, State
from sim.outcome import Ended
from sim.vocabulary import Floats

CUT = int(Ended.CUT)


def begin(plan: Plan, state: State) -> None:
    """Every agent's first interval is planned."""
    plan_shifts(plan.on_first, plan.on_start, state.events, state.counts)


@compiled_apart
def plan_shifts(on_first: Ints, on_start: Floats, events: Table, counts: Table) -> None:
    """Plans when each agent comes for the first time."""
    for agent in range(len(on_first) - 1):
        interval = on_first[agent]
        if interval < on_first[agent + 1]:
            plan_event(events, counts[0], on_start[interval], SHIFT_CHANGES, agent, UNSTAMPED)


def finish(state: State) -> None:
    """Work in hand is cut; nothing has happened to those who never came; the logs are put in order."""
    count = state.counts[0]
    state.instants[:, count["laid"] :] = np.nan
    state.numbers[:, count["laid"] :] = 0
    at_work = (state.agents["ticket"] != NOBODY) & (state.agents["paused"] == 0)
    in_hand = state.agents["stretch"][at_work]
    state.work.at[UNTIL, in_hand] = count["now"]
    state.work.ended[in_hand] = CUT
    put_in_order(*state.stays, OF_TICKET, int(count["stays"]))
    put_in_order(*state.work, OF_AGENT, int(count["work"]))
    put_in_order(*state.messages, OF_TICKET, int(count["messages"]))


@compiled_apart
def put_in_order(at: Floats, of: Whose, ended: Ends, by: int, size: int) -> None:
    """Orders a log, written as time went, by ticket or agent where rows begin at one instant."""
    for place in range(1, size):
        before = place
        while before > 0 and at[SINCE, before - 1] == at[SINCE, place] and of[by, before - 1] > of[by, place]:
            before -= 1
        if before < place:
            _move(at, of, ended, place, before)


@compiled_apart
def _move(at: Floats, of: Whose, ended: Ends, place: int, to: int) -> None:
    """Moves a row forward."""
    for column in range(len(at)):
        instant, who = at[column, place], of[column, place]
        for row in range(place, to, -1):
            at[column, row] = at[column, row - 1]
            of[column, row] = of[column, row - 1]
        at[column, to], of[column, to] = instant, who
    if len(ended) > 0:
        how = ended[place]
        for row in range(place, to, -1):
            ended[row] = ended[row - 1]
        ended[to] = how
