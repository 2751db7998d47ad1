from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.outcome import Ended
from tests.results.outcomes import SHIFT, Measured, outcome_of, small_desk
from tests.sim.desks import on_duty, tiny_pool
from tests.sim.plays import Ticket, workload_of

SOLVED = Ended.SOLVED


@pytest.fixture
def desk() -> Measured:
    """Measured 100–1100. Agent 0 is paid 0–600 and away 200–300; agent 1 is there all the time."""
    pools = (
        replace(tiny_pool("day", wage=30.0), rosters=(on_duty((0.0, 600.0)),)),
        replace(tiny_pool("long", wage=60.0), rosters=(SHIFT,)),
    )
    scenario = small_desk(pools=pools)
    on = [[(0.0, 200.0), (300.0, 600.0)], [(0.0, 2000.0)]]
    workload = workload_of(scenario, [Ticket(50.0), Ticket(150.0), Ticket(500.0)], on)
    outcome = outcome_of(
        3,
        work=[
            (0, 0, 90.0, 140.0, SOLVED),  # 40 of 50 minutes measured
            (1, 0, 180.0, 230.0, SOLVED),  # 30 minutes in a block away, but paid
            (2, 0, 580.0, 640.0, SOLVED),  # 40 minutes of overtime
            (1, 1, 900.0, 1000.0, SOLVED),
        ],
        first_touch={0: 90.0, 1: 180.0, 2: 580.0},
        last_solve={0: 140.0, 1: 1000.0, 2: 640.0},
        touches={0: 1, 1: 2, 2: 1},
        reopenings={1: 1},
    )
    return Measured(scenario, workload, outcome)


def test_occupancy_is_touch_time_over_time_there_with_overtime_in_both(desk):
    # Agent 0: touches 40 + 50 + 60; there 100–200 and 300–600, and worked 30 + 40 beside.
    assert desk("occupancy", "pool", "day") == pytest.approx(150 / (400 + 70))
    assert desk("occupancy", "pool", "long") == pytest.approx(100 / 1000)
    assert desk("occupancy") == pytest.approx(250 / 1470)
    assert desk("occupancy", "tier", "L1") == desk("occupancy")


def test_utilization_is_touch_time_over_paid_time(desk):
    assert desk("utilization", "pool", "day") == pytest.approx(150 / (500 + 40))


def test_overtime_is_touch_time_outside_paid_time(desk):
    assert desk("overtime") == pytest.approx(40 * 10080 / 1000)


def test_cost_is_wages_of_paid_time_and_overtime(desk):
    weeks = 1000 / 10080
    assert desk("cost_per_week", "pool", "day") == pytest.approx(540 / 60 * 30 / weeks)
    assert desk("cost_per_week") == pytest.approx((540 / 60 * 30 + 1000 / 60 * 60) / weeks)
    assert desk("cost_per_ticket") == pytest.approx((540 / 60 * 30 + 1000) / 3)


def test_a_solve_counts_for_the_agent_of_the_last_one(desk):
    assert desk("tickets_per_agent_day", "pool", "day") == pytest.approx(2 * 480 / 470)
    assert desk("tickets_per_agent_day", "pool", "long") == pytest.approx(1 * 480 / 1000)


def test_without_a_wage_there_is_no_cost():
    pools = (replace(tiny_pool("a", wage=30.0), rosters=(SHIFT,)), replace(tiny_pool("b"), rosters=(SHIFT,)))
    shown = Measured(small_desk(pools=pools), [Ticket(200.0)], outcome_of(1))
    assert shown("cost_per_week", "pool", "a") == pytest.approx(30 * 168)
    assert math.isnan(shown("cost_per_week", "pool", "b"))
    assert math.isnan(shown("cost_per_week"))


def test_work_gini_is_among_the_agents_of_a_pool():
    outcome = outcome_of(
        2,
        work=[(0, 0, 200.0, 300.0, SOLVED), (1, 0, 400.0, 500.0, SOLVED)],
        first_touch={0: 200.0, 1: 400.0},
        last_solve={0: 300.0, 1: 500.0},
    )
    shown = Measured(small_desk(agents=2), [Ticket(200.0), Ticket(400.0)], outcome)
    assert shown("work_gini", "pool", "people") == pytest.approx(0.5)


def test_touch_time_of_triage_is_work():
    outcome = outcome_of(1, work=[(0, 0, 200.0, 203.0, Ended.TRIAGED)])
    assert Measured(small_desk(agents=1), [Ticket(200.0)], outcome)("occupancy") == pytest.approx(0.003)


def test_measures_of_tickets_are_not_told_by_pool(desk):
    told = desk.summary[desk.summary["by"] == "pool"]["measure"].unique()
    assert set(told) == {
        "occupancy",
        "utilization",
        "overtime",
        "tickets_per_agent_day",
        "work_gini",
        "cost_per_week",
    }
