from __future__ import annotations

import math

import pytest

from sim.outcome import Ended
from sim.vocabulary import RunPlan
from tests.results.outcomes import Measured, outcome_of, small_desk
from tests.sim.plays import Ticket

WEEK = 7 * 1440.0


@pytest.fixture
def backlog() -> Measured:
    """Measured from 100 to 1100: open 50–300, 200–400 and again 500–1100 and on, 1000–1100 (left at 1050)."""
    tickets = [Ticket(50.0), Ticket(200.0), Ticket(1000.0, patience=50.0)]
    outcome = outcome_of(
        3,
        work=[(0, 0, 290.0, 300.0, Ended.SOLVED), (1, 0, 390.0, 400.0, Ended.SOLVED)],
        stays=[(0, 0, 50.0, 290.0), (1, 0, 200.0, 390.0), (1, 0, 500.0, math.nan), (2, 0, 1000.0, 1050.0)],
        messages=[(1, 500.0)],
        first_touch={0: 290.0, 1: 390.0},
        first_reply={0: 300.0, 1: 400.0},
        last_solve={0: 300.0, 1: 400.0},
        left={2: 1050.0},
        reopenings={1: 1},
    )
    return Measured(small_desk(), tickets, outcome)


def test_backlog_is_the_time_average_of_open_tickets_in_the_period(backlog):
    assert backlog("backlog_mean") == pytest.approx((200 + 200 + 600 + 50) / 1000)


def test_backlog_at_the_end_is_what_is_open_when_the_period_ends(backlog):
    assert backlog("backlog_end") == 1
    assert backlog("oldest_open") == 900


def test_what_is_solved_after_the_period_is_open_until_its_end():
    work = [(0, 0, 1150.0, 1200.0, Ended.SOLVED)]
    outcome = outcome_of(1, work, first_touch={0: 1150.0}, first_reply={0: 1200.0}, last_solve={0: 1200.0})
    shown = Measured(small_desk(), [Ticket(600.0)], outcome)
    assert shown("backlog_mean") == pytest.approx(500 / 1000)
    assert shown("backlog_end") == 1


def test_queue_is_the_time_average_of_waiting_tickets_in_the_period(backlog):
    assert backlog("queue_mean") == pytest.approx((190 + 190 + 600 + 50) / 1000)
    assert backlog("queue_mean", "tier", "L1") == backlog("queue_mean")


def test_backlog_is_told_week_by_week():
    scenario = small_desk(run=RunPlan(warmup=0.0, measure=2 * WEEK, cooldown=0.0, replications=1, seed=1))
    outcome = outcome_of(
        2,
        work=[(0, 0, WEEK + 600.0, WEEK + 1008.0, Ended.SOLVED)],
        first_touch={0: WEEK + 600.0},
        last_solve={0: WEEK + 1008.0},
        end=2 * WEEK,
    )
    shown = Measured(scenario, [Ticket(0.0), Ticket(1.5 * WEEK)], outcome)
    assert shown("backlog_mean", "week", "2026-01-05") == 1
    assert shown("backlog_mean", "week", "2026-01-12") == pytest.approx(0.1 + 0.5)
    assert shown("backlog_end", "week", "2026-01-05") == 1
    assert shown("backlog_end", "week", "2026-01-12") == 1


def test_waiting_for_triage_is_in_the_whole_but_at_no_tier():
    outcome = outcome_of(1, stays=[(0, -1, 200.0, 300.0), (0, 0, 300.0, 350.0)], first_touch={0: 350.0})
    shown = Measured(small_desk(), [Ticket(200.0)], outcome)
    assert shown("queue_mean") == 0.15
    assert shown("queue_mean", "tier", "L1") == 0.05
    assert shown("queue_wait_mean") == 50


def test_an_answer_does_not_open_a_ticket_again():
    outcome = outcome_of(
        1,
        work=[(0, 0, 200.0, 210.0, Ended.REPLY), (0, 0, 400.0, 410.0, Ended.SOLVED)],
        messages=[(0, 300.0)],
        first_touch={0: 200.0},
        first_reply={0: 210.0},
        last_solve={0: 410.0},
    )
    shown = Measured(small_desk(), [Ticket(200.0)], outcome)
    assert shown("backlog_mean") == pytest.approx(0.21)
    assert shown("backlog_end") == 0
