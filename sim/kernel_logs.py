"""The logs of the compiled engine in order, and what is open when the run ends."""

from __future__ import annotations

from sim.compiled import compiled_apart
from sim.kernel_heaps import NOBODY, SHIFT_CHANGES, UNSTAMPED, Ints, Table, plan_event
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
    """Work in hand is cut at the end of the run; the logs are put in order."""
    count = state.counts[0]
    at_work = (state.agents["ticket"] != NOBODY) & (state.agents["paused"] == 0)
    in_hand = state.agents["stretch"][at_work]
    state.work_log["end"][in_hand] = count["now"]
    state.work_log["ended"][in_hand] = CUT
    sort_stays(state.stays, int(count["stays"]))
    sort_work(state.work_log, int(count["work"]))
    sort_messages(state.messages, int(count["messages"]))


@compiled_apart
def sort_stays(log: Table, size: int) -> None:
    """Orders stays, written as they began, by ticket where they began at one instant."""
    for place in range(1, size):
        before = place
        while before > 0:
            one, other = log[before - 1], log[place]
            if one["joined"] != other["joined"] or one["ticket"] <= other["ticket"]:
                break
            before -= 1
        if before < place:
            _move(log, place, before, size)


@compiled_apart
def sort_work(log: Table, size: int) -> None:
    """Orders work, written as it began, by agent where it began at one instant."""
    for place in range(1, size):
        before = place
        while before > 0:
            one, other = log[before - 1], log[place]
            if one["start"] != other["start"] or one["agent"] <= other["agent"]:
                break
            before -= 1
        if before < place:
            _move(log, place, before, size)


@compiled_apart
def sort_messages(log: Table, size: int) -> None:
    """Orders messages, written as they came, by ticket where they came at one instant."""
    for place in range(1, size):
        before = place
        while before > 0:
            one, other = log[before - 1], log[place]
            if one["time"] != other["time"] or one["ticket"] <= other["ticket"]:
                break
            before -= 1
        if before < place:
            _move(log, place, before, size)


@compiled_apart
def _move(log: Table, place: int, to: int, spare: int) -> None:
    """Moves a row forward; the row after the last is spare."""
    log[spare] = log[place]
    for row in range(place, to, -1):
        log[row] = log[row - 1]
    log[to] = log[spare]
