"""What an engine must do where a ticket, or an event of it, is remembered while hundreds come and go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.ranking import Boost
from sim.vocabulary import Triage, TriageMode
from tests.sim.one_desk import desk, stretches, team
from tests.sim.plays import Ticket, Touch, TouchEnd, first_come, played

pytestmark = pytest.mark.usefixtures("engine")

SHORT = (Touch(work=0.5),)
MANY = 255
"""So many come and go after the first ticket; the next may be kept where the first was."""

LONG = (
    Touch(end=TouchEnd.REPLY, gap=2000.0),
    Touch(end=TouchEnd.TRANSFER, gap=0.0),
    Touch(end=TouchEnd.HELD, gap=1000.0, handover=3.0),
    Touch(gap=3000.0),
    Touch(work=7.0),
)


def many(every: float = 1.0, **changes) -> list[Ticket]:
    """Short tickets, one after another."""
    return [Ticket(every * number, SHORT, **changes) for number in range(1, MANY + 1)]


def by_load(scenario, size):
    """First come first served under a load switch, for which each must leave at the instant of leaving."""
    ranking = first_come(scenario, size)
    return replace(ranking, orders=ranking.orders * 2, switch_on=4, switch_off=2)


@pytest.mark.parametrize("every", [2.0, 25.0])
def test_a_ticket_that_lives_long_lives_as_it_does_alone(every):
    scenario = desk(team(agents=2))
    alone, among = played(scenario, [Ticket(0.0, LONG)]), played(scenario, [Ticket(0.0, LONG), *many(every)])
    for name in ("first_touch", "first_reply", "last_solve", "touches", "transfers", "reopenings"):
        assert getattr(among, name)[0] == getattr(alone, name)[0], name
    assert among.first_reply[0] == 10.0
    assert (among.touches[0], among.transfers[0], among.reopenings[0]) == (5, 1, 1)
    assert among.messages.time.tolist() == alone.messages.time.tolist()
    assert among.touches[1:].tolist() == [1] * MANY


def test_the_boost_of_a_ticket_that_was_solved_long_ago_moves_no_other():
    scenario, last = desk(), [Ticket(300.0), Ticket(301.0)]
    tickets = [Ticket(0.0, SHORT), *many()[:-1], Ticket(290.0, (Touch(work=100.0),)), *last]
    ranking = replace(first_come(scenario, len(tickets)), boost=Boost(np.nan, 0, 350.0))
    outcome = played(scenario, tickets, ranking)
    assert outcome.touches.tolist() == [1] * len(tickets)
    assert outcome.first_touch[-3:].tolist() == [290.0, 390.0, 400.0]


def test_the_patience_of_a_ticket_that_was_solved_long_ago_takes_no_other_away():
    scenario, last = desk(), [Ticket(300.0, patience=500.0), Ticket(301.0, patience=500.0)]
    tickets = [
        Ticket(0.0, SHORT, patience=350.0),
        *many(patience=350.0)[:-1],
        Ticket(290.0, (Touch(work=100.0),)),
        *last,
    ]
    outcome = played(scenario, tickets, by_load(scenario, len(tickets)), on=[[(0.25, 500.0)]])
    assert np.isnan(outcome.left).all()
    assert outcome.first_touch[-3:].tolist() == [290.0, 390.0, 400.0]


def test_those_who_left_before_their_triage_are_not_triaged_in_place_of_others():
    scenario = desk(triage=Triage(mode=TriageMode.MANUAL, by=(0,)))
    gone = [Ticket(0.0, patience=5.0, triage_work=3.0), *many(patience=5.0, triage_work=3.0)]
    tickets = [*gone, Ticket(300.0, triage_work=3.0), Ticket(301.0)]
    outcome = played(scenario, tickets, by_load(scenario, len(tickets)), on=[[(310.0, 400.0)]])
    assert [row[:3] for row in stretches(outcome)] == [(256, 0, 310.0), (256, 0, 313.0), (257, 0, 323.0)]
    assert outcome.left[:-2].tolist() == [float(number + 5) for number in range(MANY + 1)]


def test_hundreds_wait_and_come_back_after_hundreds_have_come_and_gone():
    scenario = desk(team(agents=3))
    plan = (Touch(work=1.0, end=TouchEnd.REPLY, gap=1000.0), Touch(work=2.0, gap=2000.0), Touch(work=1.0))
    pending = [Ticket(300.0 + number, plan[number % 3 :]) for number in range(3 * MANY)]
    outcome = played(scenario, [*many(), *pending])
    assert outcome.touches.tolist() == [1] * MANY + [3, 2, 1] * MANY
    assert outcome.reopenings.tolist() == [0] * MANY + [1, 1, 0] * MANY
    assert outcome.messages.ticket[:200].tolist() == list(range(MANY, MANY + 600, 3))
