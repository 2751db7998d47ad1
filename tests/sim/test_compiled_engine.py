"""How the compiled engine keeps the tickets in play: in few rows, used again and again."""

from __future__ import annotations

import numpy as np

from sim.compiled_engine import played, readied
from sim.desk import desk_of
from sim.kernel_heaps import NOBODY
from sim.kernel_state import ROOM, State
from tests.sim.one_desk import desk, team
from tests.sim.plays import Ticket, Touch, first_come, workload_of


def end_of(tickets: list[Ticket]) -> State:
    """The end of a week of two agents."""
    scenario = desk(team(agents=2))
    ranking = first_come(scenario, len(tickets))
    return played(readied(workload_of(scenario, tickets), desk_of(scenario), ranking))


def test_rows_are_few_however_many_tickets_come():
    state = end_of([Ticket(5.0 * number) for number in range(20 * ROOM)])
    assert len(state.tickets) == ROOM
    assert np.count_nonzero(state.tickets["number"] != NOBODY) < ROOM


def test_rows_are_free_once_their_tickets_have_been_solved_or_have_left():
    gone = [Ticket(float(number), patience=2.0, triage_work=1.0) for number in range(ROOM)]
    state = end_of([Ticket(0.0, (Touch(work=100.0),)), Ticket(0.0, (Touch(work=100.0),)), *gone])
    assert (state.tickets["number"] == NOBODY).all()


def test_rows_become_more_only_as_tickets_in_play_do():
    pending = [Ticket(10.0 * number, (Touch(work=1.0, gap=5000.0), Touch())) for number in range(3 * ROOM)]
    state = end_of(pending)
    assert len(state.tickets) == 4 * ROOM
