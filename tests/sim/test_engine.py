"""What an engine must do, one behaviour a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.outcome import Ended
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


def test_who_came_in_the_warm_up_does_not_count_among_the_measured():
    scenario = replace(desk(), run=tiny_run(warmup=100.0, measure=100.0, cooldown=1000.0))
    outcome = played(scenario, [Ticket(50.0), Ticket(99.0), Ticket(195.0, (Touch(work=50.0),))])
    assert outcome.end == 245.0


def test_the_run_stops_at_the_horizon_whatever_waits():
    scenario = replace(desk(), run=tiny_run(warmup=0.0, measure=100.0, cooldown=50.0))
    outcome = played(scenario, [Ticket(95.0, (Touch(work=500.0),)), Ticket(99.0)])
    assert outcome.end == 150.0
    assert np.isnan(outcome.stays.left).tolist() == [False, True]


def test_a_workload_without_tickets_is_a_quiet_week():
    outcome = played(desk(), [])
    assert outcome.work.ticket.size == 0
    assert outcome.end == WEEK


def test_the_same_workload_gives_the_same_outcome_twice():
    tickets = [Ticket(float(k), (Touch(work=7.0 + k % 5),), priority=k % 4) for k in range(50)]
    first, second = played(desk(team(agents=2)), tickets), played(desk(team(agents=2)), tickets)
    assert first.work.start.tobytes() == second.work.start.tobytes()
    assert workload_of(desk(), tickets).size == 50
