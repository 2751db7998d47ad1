"""What an engine must do, one behaviour a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.outcome import Ended
from sim.ranking import Boost, Origin
from sim.vocabulary import METRICS, Policy, Target
from tests.sim.desks import WEEK, tiny_request, tiny_run, tiny_step
from tests.sim.one_desk import desk, stretches, team
from tests.sim.plays import Ticket, Touch, TouchEnd, by_priority, first_come, fixed_order, played, workload_of

pytestmark = pytest.mark.usefixtures("engine")


def test_one_agent_serves_tickets_one_after_another():
    outcome = played(desk(), [Ticket(0.0), Ticket(1.0), Ticket(2.0)])
    assert outcome.first_touch.tolist() == [0.0, 10.0, 20.0]
    assert outcome.first_reply.tolist() == [10.0, 20.0, 30.0]
    assert outcome.last_solve.tolist() == [10.0, 20.0, 30.0]


def test_an_urgent_ticket_overtakes_but_does_not_interrupt():
    tickets = [Ticket(0.0), Ticket(1.0), Ticket(2.0, priority=0)]
    outcome = played(desk(), tickets, by_priority(desk(), tickets))
    assert outcome.first_touch.tolist() == [0.0, 20.0, 10.0]


def test_equal_scores_go_to_the_lower_ticket_number():
    scenario = desk()
    tickets = [Ticket(0.0), Ticket(1.0), Ticket(1.0), Ticket(1.0)]
    outcome = played(scenario, tickets, fixed_order(scenario, np.zeros(4)))
    assert outcome.first_touch.tolist() == [0.0, 10.0, 20.0, 30.0]


def test_a_ticket_that_moves_on_may_be_taken_by_the_agent_who_moved_it():
    pools = (team(name="everyone", helps=(1,)), team(name="experts", tier=1))
    tickets = [
        Ticket(0.0, (Touch(0, end=TouchEnd.TRANSFER, gap=0.0), Touch(1)), priority=0),
        Ticket(1.0, (Touch(1, work=100.0),)),
    ]
    outcome = played(desk(*pools), tickets, by_priority(desk(*pools), tickets))
    assert stretches(outcome) == [
        (0, 0, 0.0, 10.0, Ended.TRANSFER),
        (1, 1, 1.0, 101.0, Ended.SOLVED),
        (0, 0, 10.0, 20.0, Ended.SOLVED),
    ]
    assert outcome.transfers.tolist() == [1, 0]


def test_the_freed_agent_prefers_a_better_ticket_to_the_one_just_moved():
    pools = (team(name="both", tier=0, helps=(1,)),)
    scenario = replace(
        desk(*pools), tiers=("L1", "L2"), requests=(tiny_request(path={0: tiny_step(), 1: tiny_step()}),)
    )
    tickets = [Ticket(0.0, (Touch(0, end=TouchEnd.TRANSFER, gap=0.0), Touch(1))), Ticket(1.0)]
    outcome = played(scenario, tickets)
    assert [row[0] for row in stretches(outcome)] == [0, 1, 0], "own tier first, then the tier helped"


def test_pending_returns_to_the_queue_when_the_customer_answers():
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=30.0), Touch()))]
    outcome = played(desk(), tickets)
    assert outcome.messages.time.tolist() == [40.0]
    assert outcome.first_reply.tolist() == [10.0]
    assert outcome.last_solve.tolist() == [50.0]
    assert outcome.touches.tolist() == [2]


def test_a_hold_ends_without_reply_and_without_message():
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.HELD, gap=30.0), Touch()))]
    outcome = played(desk(), tickets)
    assert outcome.messages.time.size == 0
    assert outcome.first_reply.tolist() == [50.0]


def test_a_reopened_ticket_is_solved_again():
    tickets = [Ticket(0.0, (Touch(gap=100.0), Touch()))]
    outcome = played(desk(), tickets)
    assert outcome.reopenings.tolist() == [1]
    assert outcome.last_solve.tolist() == [120.0]


def test_a_transfer_with_reply_is_the_first_reply():
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.TRANSFER_REPLY, gap=0.0), Touch()))]
    assert played(desk(), tickets).first_reply.tolist() == [10.0]


def test_handover_makes_the_touch_after_a_transfer_longer():
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.TRANSFER, gap=0.0), Touch(handover=4.0)))]
    assert played(desk(), tickets).last_solve.tolist() == [24.0]


def test_on_the_phone_the_reply_begins_the_touch():
    assert played(desk(), [Ticket(0.0), Ticket(1.0, live=True)]).first_reply.tolist() == [10.0, 10.0]


def test_patience_ends_in_leaving_at_its_very_instant():
    outcome = played(desk(), [Ticket(0.0, (Touch(work=60.0),)), Ticket(1.0, patience=30.0)])
    assert outcome.left[1] == 31.0
    assert np.isnan(outcome.first_touch[1])


def test_an_agent_who_is_free_at_the_instant_patience_ends_takes_the_ticket():
    outcome = played(desk(), [Ticket(0.0), Ticket(1.0, patience=9.0)])
    assert outcome.first_touch[1] == 10.0
    assert np.isnan(outcome.left[1])


def test_who_was_touched_once_never_gives_up():
    tickets = [
        Ticket(0.0, (Touch(end=TouchEnd.TRANSFER, gap=0.0), Touch(work=50.0)), patience=12.0),
        Ticket(5.0),
    ]
    outcome = played(desk(), tickets, first_come(desk(), 2))
    assert np.isnan(outcome.left).all()


def test_hundreds_who_left_are_not_waited_for_at_the_end():
    gone = [Ticket(float(n), patience=1.0) for n in range(1, 301)]
    outcome = played(desk(), [Ticket(0.0, (Touch(work=WEEK),)), *gone, Ticket(WEEK - 5.0, patience=60.0)])
    assert np.count_nonzero(~np.isnan(outcome.left)) == len(gone)


def test_touches_end_before_tickets_arrive_at_the_same_instant():
    outcome = played(
        desk(),
        [Ticket(0.0), Ticket(5.0), Ticket(10.0, priority=0)],
        by_priority(desk(), [Ticket(0.0), Ticket(5.0), Ticket(10.0, priority=0)]),
    )
    assert outcome.first_touch.tolist() == [0.0, 10.0, 20.0]


def test_customers_answer_before_tickets_arrive_at_the_same_instant():
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=10.0), Touch())), Ticket(20.0)]
    assert [row[0] for row in stretches(played(desk(), tickets))] == [0, 0, 1]


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


def test_a_boost_takes_effect_while_the_ticket_waits():
    scenario = desk()
    tickets = [Ticket(0.0, (Touch(work=20.0),)), Ticket(1.0, priority=3), Ticket(2.0, priority=2)]
    assert played(scenario, tickets, by_priority(scenario, tickets)).first_touch.tolist() == [0.0, 30.0, 20.0]
    ranking = replace(turned(scenario, tickets, np.s_[:, :, 1]), boost=Boost(np.nan, 0, 15.0))
    assert played(scenario, tickets, ranking).first_touch.tolist() == [0.0, 20.0, 30.0]


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
    calm, busy = first_come(scenario, 5).orders[0], by_priority(scenario, tickets).orders[0]
    ranking = replace(first_come(scenario, 5), orders=(busy, calm), switch_on=4, switch_off=2)
    outcome = played(scenario, tickets, ranking)
    taken = [row[0] for row in stretches(outcome)]
    assert taken == [0, 4, 3, 1, 2], "the most urgent while four or three wait, then the oldest"


def test_who_has_left_no_longer_counts_for_the_load_switch():
    scenario = desk()
    tickets = [Ticket(0.0), Ticket(1.0, priority=3), Ticket(2.0, priority=0), Ticket(3.0, patience=4.0)]
    calm, busy = first_come(scenario, 4).orders[0], by_priority(scenario, tickets).orders[0]
    ranking = replace(first_come(scenario, 4), orders=(busy, calm), switch_on=3, switch_off=2)
    assert [row[0] for row in stretches(played(scenario, tickets, ranking))] == [0, 1, 2]


def test_the_run_goes_on_until_measured_journeys_are_over():
    scenario = replace(desk(), run=tiny_run(warmup=0.0, measure=100.0, cooldown=1000.0))
    outcome = played(scenario, [Ticket(95.0), Ticket(99.0), Ticket(101.0), Ticket(400.0)])
    assert outcome.end == 115.0
    assert stretches(outcome)[-1] == (2, 0, 115.0, 115.0, Ended.CUT)


def test_the_run_ends_when_the_last_measured_customer_leaves():
    scenario = replace(desk(), run=tiny_run(warmup=0.0, measure=100.0, cooldown=1000.0))
    outcome = played(scenario, [Ticket(95.0, patience=30.0), Ticket(101.0)], on=[[(0.0, 90.0)]])
    assert outcome.end == 125.0
    assert outcome.left[0] == 125.0


def test_the_run_stops_at_the_horizon_whatever_waits():
    scenario = replace(desk(), run=tiny_run(warmup=0.0, measure=100.0, cooldown=50.0))
    outcome = played(scenario, [Ticket(95.0, (Touch(work=500.0),)), Ticket(99.0)])
    assert outcome.end == 150.0
    assert np.isnan(outcome.stays.left).tolist() == [False, True]


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
    by_age = first_come(scenario, 3)
    assert [row[0] for row in stretches(played(scenario, tickets, by_age))] == [0, 1, 0, 2]
    order = replace(by_age.orders[0], origin=np.array([Origin.LAST_MESSAGE], dtype=np.int8))
    tickets[0] = Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=50.0), Touch()))
    assert [row[0] for row in stretches(played(scenario, tickets, replace(by_age, orders=(order,))))] == [
        0,
        1,
        2,
        0,
    ]


def test_who_has_not_written_again_is_as_old_as_the_ticket():
    scenario = desk()
    tickets = [
        Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=10.0), Touch())),
        Ticket(12.0, (Touch(work=100.0),)),
        Ticket(30.0),
    ]
    by_age = first_come(scenario, 3)
    order = replace(by_age.orders[0], origin=np.array([Origin.LAST_MESSAGE], dtype=np.int8))
    outcome = played(scenario, tickets, replace(by_age, orders=(order,)))
    assert [row[0] for row in stretches(outcome)] == [0, 1, 0, 2]


def test_a_workload_without_tickets_is_a_quiet_week():
    outcome = played(desk(), [])
    assert outcome.work.ticket.size == 0
    assert outcome.end == WEEK


def test_the_same_workload_gives_the_same_outcome_twice():
    tickets = [Ticket(float(k), (Touch(work=7.0 + k % 5),), priority=k % 4) for k in range(50)]
    first, second = played(desk(team(agents=2)), tickets), played(desk(team(agents=2)), tickets)
    assert first.work.start.tobytes() == second.work.start.tobytes()
    assert workload_of(desk(), tickets).size == 50
