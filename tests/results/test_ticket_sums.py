from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.outcome import Ended
from sim.vocabulary import Policy
from tests.results.outcomes import Measured, outcome_of, small_desk
from tests.sim.plays import Ticket, workload_of

REPLY, SOLVED, TRANSFER, DIAGNOSED = Ended.REPLY, Ended.SOLVED, Ended.TRANSFER, Ended.DIAGNOSED


def solved_at_once(created: list[float], waits: list[float], length: float = 10.0):
    """Tickets that are solved in one touch after these waits."""
    starts = [at + wait for at, wait in zip(created, waits, strict=True)]
    size = range(len(created))
    return outcome_of(
        len(created),
        work=[(i, 0, starts[i], starts[i] + length, SOLVED) for i in size],
        stays=[(i, 0, created[i], starts[i]) for i in size],
        first_touch=dict(enumerate(starts)),
        first_reply={i: starts[i] + length for i in size},
        last_solve={i: starts[i] + length for i in size},
        touches=dict.fromkeys(size, 1),
    )


@pytest.fixture
def three() -> Measured:
    """Tickets at 50 (before the period), 150 and 250 that wait 5, 0 and 30 minutes."""
    created = [50.0, 150.0, 250.0]
    outcome = solved_at_once(created, [5.0, 0.0, 30.0])
    return Measured(small_desk(), [Ticket(at) for at in created], outcome)


def test_tickets_count_where_they_are_created(three):
    assert three("tickets") == 2
    assert three("solved") == 2


def test_wait_is_creation_to_first_touch(three):
    assert three("wait_mean") == 15
    assert three("wait_max") == 30
    assert three("asa") == 15


def test_queued_share_is_those_that_waited_at_all(three):
    assert three("queued_share") == 0.5


def test_first_reply_by_mail_ends_with_the_touch(three):
    assert three("first_reply_mean") == 25
    assert three("first_reply_max") == 40


def test_full_resolution_lasts_to_the_last_solve(three):
    assert three("full_resolution_mean") == 25


def test_queue_wait_is_per_visit(three):
    assert three("queue_wait_mean") == 15


def test_too_few_tickets_give_no_quantile(three):
    assert math.isnan(three("wait_p50"))


def test_a_median_needs_twenty_tickets():
    created = [200.0 + i for i in range(20)]
    outcome = solved_at_once(created, [float(i) for i in range(20)])
    shown = Measured(small_desk(), [Ticket(at) for at in created], outcome)
    assert shown("wait_p50") == pytest.approx(9, rel=0.005)
    assert math.isnan(shown("wait_p90"))


def test_a_customer_who_leaves_contributes_the_wait_endured():
    tickets = [Ticket(200.0, patience=12.0), Ticket(300.0)]
    outcome = outcome_of(
        2,
        work=[(1, 0, 304.0, 314.0, SOLVED)],
        stays=[(0, 0, 200.0, 212.0), (1, 0, 300.0, 304.0)],
        first_touch={1: 304.0},
        first_reply={1: 314.0},
        last_solve={1: 314.0},
        left={0: 212.0},
        touches={1: 1},
    )
    shown = Measured(small_desk(), tickets, outcome)
    assert shown("wait_mean") == 8
    assert shown("asa") == 4
    assert shown("first_reply_mean") == 13
    assert shown("abandoned_share") == 0.5
    assert shown("lost_share") == 0.5
    assert shown("full_resolution_mean") == 14
    assert shown("wait_undecided") == 0


def test_patience_that_runs_out_before_the_first_touch_loses_a_customer_in_silence():
    scenario = small_desk()
    created = [200.0, 300.0, 400.0]
    workload = workload_of(scenario, [Ticket(at, patience=10.0) for at in created])
    workload = replace(workload, leaves=np.zeros(3, np.bool_))
    shown = Measured(scenario, workload, solved_at_once(created, [9.0, 10.0, 11.0]))
    assert shown("lost_share") == pytest.approx(1 / 3)
    assert shown("abandoned_share") == 0


def test_what_is_undecided_counts_as_endless_in_quantiles_and_until_the_end_in_means():
    created = [200.0 + i for i in range(19)]
    served = solved_at_once(created, [1.0] * 19)
    outcome = outcome_of(
        20,
        work=list(
            zip(
                served.work.ticket.tolist(),
                served.work.agent.tolist(),
                served.work.start.tolist(),
                served.work.end.tolist(),
                [SOLVED] * 19,
                strict=True,
            )
        ),
        stays=[(19, 0, 1000.0, math.nan)],
        first_touch=dict(enumerate(served.first_touch.tolist())),
        first_reply=dict(enumerate(served.first_reply.tolist())),
        last_solve=dict(enumerate(served.last_solve.tolist())),
    )
    shown = Measured(small_desk(), [Ticket(at) for at in [*created, 1000.0]], outcome)
    assert shown("wait_mean") == pytest.approx((19 * 1 + 600) / 20)
    assert shown("wait_undecided") == 0.05
    assert shown("wait_max") == math.inf
    assert shown("wait_p50") == pytest.approx(1, rel=0.005)
    assert shown("full_resolution_undecided") == 0.05


@pytest.fixture
def conversation() -> Measured:
    """A ticket with a reply, an answer, a solve, a reopening and a last solve; and one transferred up."""
    tickets = [Ticket(200.0), Ticket(500.0)]
    outcome = outcome_of(
        2,
        work=[
            (0, 0, 210.0, 220.0, REPLY),
            (0, 0, 270.0, 280.0, SOLVED),
            (0, 1, 400.0, 410.0, SOLVED),
            (1, 0, 500.0, 510.0, TRANSFER),
            (1, 1, 530.0, 550.0, SOLVED),
        ],
        stays=[
            (0, 0, 200.0, 210.0),
            (0, 0, 250.0, 270.0),
            (0, 0, 380.0, 400.0),
            (1, 0, 500.0, 500.0),
            (1, 1, 510.0, 530.0),
        ],
        messages=[(0, 250.0), (0, 380.0)],
        first_touch={0: 210.0, 1: 500.0},
        first_reply={0: 220.0, 1: 550.0},
        last_solve={0: 410.0, 1: 550.0},
        touches={0: 3, 1: 2},
        transfers={1: 1},
        reopenings={0: 1},
    )
    return Measured(small_desk(tiers=("L1", "L2")), tickets, outcome)


def test_next_reply_runs_from_the_unanswered_message_to_the_next_reply(conversation):
    assert conversation("next_reply_mean") == 30
    assert conversation("next_reply_max") == 30


def test_requester_wait_leaves_out_pending_and_solved_time(conversation):
    # 200–220, 250–280, 380–410; and 500–550
    assert conversation("requester_wait_mean") == pytest.approx((80 + 50) / 2)


def test_full_resolution_counts_all_time(conversation):
    assert conversation("full_resolution_mean") == pytest.approx((210 + 50) / 2)


def test_means_per_solved_ticket(conversation):
    assert conversation("touches_mean") == 2.5
    assert conversation("transfers_mean") == 0.5
    assert conversation("reopened_share") == 0.5


def test_escalated_is_ever_moved_to_a_later_tier(conversation):
    assert conversation("escalated_share") == 0.5
    assert conversation("first_level_share") == 0.5


def test_one_touch_is_solved_with_a_single_touch(three, conversation):
    assert three("one_touch_share") == 1
    assert conversation("one_touch_share") == 0


def test_a_visit_counts_at_its_own_tier(conversation):
    assert conversation("queue_wait_mean", "tier", "L1") == pytest.approx((10 + 20 + 20 + 0) / 4)
    assert conversation("queue_wait_mean", "tier", "L2") == 20


def test_a_ticket_reopened_and_open_at_the_end_is_not_solved():
    outcome = outcome_of(
        1,
        work=[(0, 0, 200.0, 210.0, SOLVED)],
        stays=[(0, 0, 200.0, 200.0), (0, 0, 300.0, math.nan)],
        messages=[(0, 300.0)],
        first_touch={0: 200.0},
        first_reply={0: 210.0},
        last_solve={0: 210.0},
        touches={0: 1},
        reopenings={0: 1},
    )
    shown = Measured(small_desk(), [Ticket(200.0)], outcome)
    assert shown("solved") == 0
    assert shown("full_resolution_undecided") == 1
    assert shown("full_resolution_mean") == 1400
    assert shown("requester_wait_mean") == 10 + 1300
    assert shown("next_reply_undecided") == 1
    assert shown("reopened_share") == 1


def test_on_the_phone_the_reply_comes_when_the_touch_begins():
    tickets = [Ticket(200.0, live=True)]
    outcome = outcome_of(
        1,
        work=[(0, 0, 205.0, 215.0, SOLVED), (0, 0, 330.0, 340.0, SOLVED)],
        stays=[(0, 0, 200.0, 205.0), (0, 0, 320.0, 330.0)],
        messages=[(0, 320.0)],
        first_touch={0: 205.0},
        first_reply={0: 205.0},
        last_solve={0: 340.0},
        touches={0: 2},
        reopenings={0: 1},
    )
    shown = Measured(small_desk(), tickets, outcome)
    assert shown("first_reply_mean") == 5
    assert shown("next_reply_mean") == 10


def test_a_diagnosis_on_the_phone_is_no_reply():
    tickets = [Ticket(200.0, live=True)]
    outcome = outcome_of(
        1,
        work=[
            (0, 0, 200.0, 210.0, SOLVED),
            (0, 0, 320.0, 325.0, DIAGNOSED),
            (0, 1, 350.0, 360.0, SOLVED),
        ],
        stays=[(0, 0, 200.0, 200.0), (0, 0, 310.0, 320.0), (0, 0, 325.0, 350.0)],
        messages=[(0, 310.0)],
        first_touch={0: 200.0},
        first_reply={0: 200.0},
        last_solve={0: 360.0},
        reopenings={0: 1},
    )
    assert Measured(small_desk(), tickets, outcome)("next_reply_mean") == 40


def test_wait_gini_is_within_policy_and_priority():
    scenario = small_desk(policies=(Policy("everyone", (), {}),))
    created = [200.0, 300.0, 400.0, 500.0]
    highest, lowest = 0, len(scenario.priorities) - 1
    tickets = [Ticket(at, policy=0, priority=lowest if i < 2 else highest) for i, at in enumerate(created)]
    shown = Measured(scenario, tickets, solved_at_once(created, [0.0, 10.0, 5.0, 5.0]))
    assert shown("wait_gini", "policy×priority", f"everyone×{scenario.priorities[-1]}") == pytest.approx(0.5)
    assert shown("wait_gini", "policy×priority", "everyone×urgent") == 0
    assert shown("wait_gini") == pytest.approx(0.25)


def test_served_by_themselves_is_told_by_segment_and_request():
    scenario = small_desk()
    workload = replace(workload_of(scenario, [Ticket(200.0)]), deflected=np.array([[7]]))
    shown = Measured(scenario, workload, solved_at_once([200.0], [0.0]))
    assert shown("deflected") == 7
    assert shown("deflected", "segment", "everyone") == 7
    assert math.isnan(shown("deflected", "priority", "normal"))
