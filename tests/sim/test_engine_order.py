"""What an engine must do where the order of those who wait changes as they wait; one behaviour a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.ranking import Boost, Origin
from sim.vocabulary import METRICS, Policy, Target
from tests.sim.one_desk import desk, stretches, team
from tests.sim.plays import Ticket, Touch, TouchEnd, by_priority, first_come, fixed_order, played

pytestmark = pytest.mark.usefixtures("engine")


def turned(scenario, tickets, where):
    """By priority, but where told (phase, tier, boosted, predicted, late) the least urgent first."""
    ranking = by_priority(scenario, tickets)
    order = ranking.orders[0]
    variant = order.variant.copy()
    variant[where] = 1
    base = np.concatenate([order.base, -order.base])
    rows = np.zeros((2, len(tickets)), dtype=np.int32)
    order = replace(
        order, variant=variant, base=base, growth_row=rows, active=np.ones((2, 0), bool), fit=np.zeros((2, 1))
    )
    return replace(ranking, orders=(order,))


def switching(scenario, tickets, calm, on, off):
    """By priority while so many wait, else as in calm times."""
    busy = by_priority(scenario, tickets)
    return replace(calm, orders=(*busy.orders, *calm.orders), switch_on=on, switch_off=off)


def by_last_message(scenario, size):
    """Who has waited longest since the customer last wrote goes first."""
    by_age = first_come(scenario, size)
    order = replace(by_age.orders[0], origin=np.array([Origin.LAST_MESSAGE], dtype=np.int8))
    return replace(by_age, orders=(order,))


def test_a_boost_takes_effect_while_the_ticket_waits():
    scenario = desk()
    tickets = [Ticket(0.0, (Touch(work=20.0),)), Ticket(1.0, priority=3), Ticket(2.0, priority=2)]
    assert played(scenario, tickets, by_priority(scenario, tickets)).first_touch.tolist() == [0.0, 30.0, 20.0]
    ranking = replace(turned(scenario, tickets, np.s_[:, :, 1]), boost=Boost(np.nan, 0, 15.0))
    assert played(scenario, tickets, ranking).first_touch.tolist() == [0.0, 20.0, 30.0]


def test_a_boost_by_age_counts_from_creation_whenever_the_ticket_joins():
    scenario = desk()
    tickets = [
        Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=50.0), Touch()), priority=3),
        Ticket(55.0, (Touch(work=20.0),), priority=1),
        Ticket(61.0, priority=2),
    ]
    for age, order in ((70.0, [0, 1, 0, 2]), (80.0, [0, 1, 2, 0])):
        ranking = replace(turned(scenario, tickets, np.s_[:, :, 1]), boost=Boost(np.nan, 0, age))
        assert [row[0] for row in stretches(played(scenario, tickets, ranking))] == order


def test_a_prediction_takes_effect_while_the_ticket_waits():
    scenario = desk()
    tickets = [Ticket(0.0, (Touch(work=20.0),)), Ticket(1.0, priority=3), Ticket(2.0, priority=2)]
    ranking = turned(scenario, tickets, np.s_[:, :, :, 1])
    for predicted, order in ((np.inf, [0, 2, 1]), (15.0, [0, 1, 2]), (25.0, [0, 2, 1])):
        outcome = played(scenario, tickets, replace(ranking, predicted_at=np.full(3, predicted)))
        assert [row[0] for row in stretches(outcome)] == order


def test_a_breach_takes_effect_while_the_ticket_waits():
    promise = Policy(
        "all", (), {(METRICS.index("first_reply"), priority): Target(18.0, 0) for priority in (2, 3)}
    )
    scenario = desk(policies=(promise,))
    tickets = [
        Ticket(0.0, (Touch(work=20.0),)),
        Ticket(1.0, priority=3, policy=0),
        Ticket(1.0, priority=2, policy=0),
    ]
    late = turned(scenario, tickets, np.s_[..., 1])
    for ranking, order in ((by_priority(scenario, tickets), [0, 2, 1]), (late, [0, 1, 2])):
        outcome = played(scenario, tickets, replace(ranking, late_metric=-1))
        assert [row[0] for row in stretches(outcome)] == order


def test_each_tier_may_have_an_order_of_its_own():
    scenario = desk(team(name="front"), team(name="back", tier=1))
    tickets = [
        Ticket(time, (Touch(tier),), priority=priority)
        for tier in (0, 1)
        for time, priority in ((0.0, 1), (0.0, 3), (0.0, 2))
    ]
    taken = stretches(played(scenario, tickets, turned(scenario, tickets, np.s_[:, 1])))
    assert [row[0] for row in taken if row[1] == 0] == [0, 2, 1]
    assert [row[0] for row in taken if row[1] == 1] == [3, 4, 5]


def test_the_load_switch_goes_on_and_off_by_the_number_waiting():
    scenario = desk()
    tickets = [Ticket(0.0)] + [Ticket(1.0 + k, priority=3 - k % 4) for k in range(4)]
    ranking = switching(scenario, tickets, first_come(scenario, 5), on=4, off=2)
    outcome = played(scenario, tickets, ranking)
    taken = [row[0] for row in stretches(outcome)]
    assert taken == [0, 4, 3, 1, 2], "the most urgent while four or three wait, then the oldest"


def test_the_load_switch_goes_on_and_off_again_and_again():
    scenario = desk()
    round_of = [Ticket(25.0 * (k >= 6), priority=(0, 2, 2, 1, 0, 1, 0, 3)[k]) for k in range(8)]
    tickets = [replace(ticket, created=200.0 * k + ticket.created) for k in range(30) for ticket in round_of]
    ranking = switching(scenario, tickets, fixed_order(scenario, np.arange(240)), on=4, off=2)
    taken = [row[0] for row in stretches(played(scenario, tickets, ranking))]
    assert taken == [first + k for first in range(0, 240, 8) for k in (0, 4, 3, 6, 5, 1, 7, 2)]


def test_who_has_left_no_longer_counts_for_the_load_switch():
    scenario = desk()
    tickets = [Ticket(0.0), Ticket(1.0, priority=3), Ticket(2.0, priority=0), Ticket(3.0, patience=4.0)]
    ranking = switching(scenario, tickets, first_come(scenario, 4), on=3, off=2)
    assert [row[0] for row in stretches(played(scenario, tickets, ranking))] == [0, 1, 2]


def test_a_growing_score_overtakes_in_time():
    scenario = desk()
    tickets = [Ticket(0.0, (Touch(work=100.0),)), Ticket(10.0), Ticket(60.0)]
    ranking = fixed_order(scenario, np.array([0.0, 0.0, 0.3]), growth=0.01)
    assert played(scenario, tickets, ranking).first_touch.tolist() == [0.0, 100.0, 110.0]
    ranking = fixed_order(scenario, np.array([0.0, 0.0, 0.6]), growth=0.01)
    assert played(scenario, tickets, ranking).first_touch.tolist() == [0.0, 110.0, 100.0]


def test_last_message_may_be_the_origin_of_age():
    scenario = desk()
    tickets = [
        Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=40.0), Touch())),
        Ticket(30.0, (Touch(work=50.0),)),
        Ticket(45.0),
    ]
    assert [row[0] for row in stretches(played(scenario, tickets, first_come(scenario, 3)))] == [0, 1, 0, 2]
    tickets[0] = Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=50.0), Touch()))
    outcome = played(scenario, tickets, by_last_message(scenario, 3))
    assert [row[0] for row in stretches(outcome)] == [0, 1, 2, 0]


def test_who_has_not_written_again_is_as_old_as_the_ticket():
    scenario = desk()
    tickets = [
        Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=10.0), Touch())),
        Ticket(12.0, (Touch(work=100.0),)),
        Ticket(30.0),
    ]
    outcome = played(scenario, tickets, by_last_message(scenario, 3))
    assert [row[0] for row in stretches(outcome)] == [0, 1, 0, 2]
