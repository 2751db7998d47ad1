"""How the compiled engine keeps the tickets in play: in few rows and nodes, used again and again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compiled_engine import played, readied
from sim.desk import desk_of
from sim.kernel_heaps import CHILD, LINKS, NOBODY, SIBLING
from sim.kernel_state import ROOM, State
from sim.ranking import Boost
from tests.plain import examples
from tests.sim.one_desk import desk, team
from tests.sim.plays import Ticket, Touch, TouchEnd, first_come, workload_of
from tests.sim.random_desks import random_play
from tests.sim.test_same_bytes import SLOW


def end_of(tickets: list[Ticket]) -> State:
    """The end of a week of two agents; a ticket changes its place when it is half an hour old."""
    scenario = desk(team(agents=2))
    ranking = replace(first_come(scenario, len(tickets)), boost=Boost(np.nan, 0, 30.0))
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


def free_nodes(state: State) -> list[int]:
    """The nodes that nobody uses, one after the other as they are linked."""
    found, node = list[int](), int(state.counts[0]["free_node"])
    while node != NOBODY and len(found) <= len(state.nodes):
        found.append(node)
        node = int(state.links[LINKS * node + SIBLING])
    return found


def held_nodes(state: State) -> Counter[int]:
    """The nodes in heaps of waiting tickets, and in how many each; the head of a heap has no siblings."""
    found = Counter[int]()
    for place, head in enumerate(state.heads.tolist()):
        ahead = [] if head == NOBODY else [(head, (CHILD,))]
        while ahead:
            node, columns = ahead.pop()
            found[node] += 1
            links = [int(state.links[LINKS * node + column + place % 2]) for column in columns]
            ahead += [(link, (CHILD, SIBLING)) for link in links if link != NOBODY]
    return found


def test_nodes_are_few_however_many_tickets_are_taken_at_once():
    state = end_of([Ticket(6.0 * number) for number in range(20 * ROOM)])
    assert len(state.nodes) == ROOM


def test_nodes_are_few_however_many_tickets_wait_are_moved_and_change_their_place():
    twice = (Touch(work=4.0, end=TouchEnd.TRANSFER), Touch(work=4.0))
    state = end_of([Ticket(60.0 * (number // 10), twice) for number in range(10 * ROOM)])
    assert np.count_nonzero(state.stays.at[1, :] - state.stays.at[0, :] > 30.0) > ROOM
    assert len(state.nodes) == ROOM


@settings(max_examples=examples(40), deadline=None, suppress_health_check=SLOW)
@given(st.integers(0, 2**32 - 1))
def test_no_node_is_lost_at_any_desk(seed: int) -> None:
    _, workload, own_desk, ranking = random_play(seed)
    state = played(readied(workload, own_desk, ranking))
    free, held = free_nodes(state), held_nodes(state)
    assert len(free) == state.counts[0]["free_nodes"]
    assert sorted([*free, *held]) == list(range(len(state.nodes)))
    assert all(state.nodes[node]["holders"] == heaps for node, heaps in held.items())
