"""Journeys of the census against small cases by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scenarios.census import census
from sim.distributions import Constant, Exponential
from sim.vocabulary import SOLVED, Hold, Reopen, Scenario
from tests.sim.desks import tiny_request, tiny_scenario, tiny_step


def jackson_scenario(**changes: Any) -> Scenario:
    """L1 sends 30 % on to L2; L2 sends 20 % back and 10 % to L3, which solves."""
    path = {
        0: tiny_step(next=(SOLVED, 1), next_shares=(0.7, 0.3)),
        1: tiny_step(next=(SOLVED, 2, 0), next_shares=(0.7, 0.1, 0.2), work=Exponential(30.0)),
        2: tiny_step(work=Exponential(60.0)),
    }
    request = replace(tiny_request(path=path), **changes)
    return tiny_scenario(requests=(request,), tiers=("L1", "L2", "L3"))


def test_visits_solve_the_traffic_equations_of_a_jackson_network() -> None:
    visits = census(jackson_scenario()).journeys.visits[0]
    first = 1 / (1 - 0.3 * 0.2)
    assert visits[0] == pytest.approx([first, 0.3 * first, 0.03 * first])
    assert visits[2] == pytest.approx([0, 0, 1])


def test_work_is_touches_times_mean_work_and_handover_comes_with_transfers() -> None:
    way = census(jackson_scenario(handover=Constant(5.0))).journeys
    first = 1 / (1 - 0.3 * 0.2)
    assert way.work[0, 0] == pytest.approx([10 * first, 9 * first, 1.8 * first])
    assert way.handover[0, 0] == pytest.approx([5 * 0.06 * first, 5 * 0.3 * first, 5 * 0.03 * first])
    assert way.transfers[0, 0] == pytest.approx(0.06 * first + 0.3 * first + 0.03 * first)


def test_shares_solved_at_first_and_escalated_are_probabilities_of_the_chain() -> None:
    way = census(jackson_scenario()).journeys
    assert way.solved_at_first[0] == pytest.approx([0.7, 0.7, 1.0])
    assert way.escalated[0] == pytest.approx([0.3, 0.1 + 0.2 * 0.3, 0.0])


def test_holds_and_reopenings_add_touches() -> None:
    step = tiny_step(touches=(1, 3), touch_shares=(0.5, 0.5), hold=Hold(0.1, Constant(60.0)))
    request = tiny_request(path={0: step}, reopen=Reopen(0.2, Constant(60.0)))
    way = census(tiny_scenario(requests=(request,))).journeys
    assert way.reopenings[0, 0] == pytest.approx(0.25)
    assert way.touches[0, 0, 0] == pytest.approx((2 + 0.25) * 1.1)


def test_a_path_that_never_ends_is_cut_at_the_fiftieth_visit() -> None:
    path = {0: tiny_step(next=(1,)), 1: tiny_step(next=(0,))}
    way = census(tiny_scenario(requests=(tiny_request(path=path),), tiers=("L1", "L2"))).journeys
    assert way.visits[0, 0].tolist() == [25.0, 25.0]
