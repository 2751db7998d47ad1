from __future__ import annotations

import pytest

from tests.strategies.desk import bases, scenario, workload, wrong


def test_a_dear_wait_per_minute_of_work_scores_most() -> None:
    spec = [{"cost": {"by": "impact", "per_hour": {"high": 50, "low": 10}}}]
    tickets = workload(4, request=[1, 0, 0, 1], impact=[0, 0, 2, 1])
    assert bases(spec, scenario(), tickets) == [pytest.approx([1.0, 0.5, 0.1, 0.0])]


def test_one_cost_for_all_puts_short_work_first() -> None:
    tickets = workload(2, request=[0, 1])
    assert bases([{"cost": {"per_hour": 7}}], scenario(), tickets) == [pytest.approx([0.5, 1.0])]


def test_costs_by_request_are_held_against_the_work_of_the_same_request() -> None:
    spec = [{"cost": {"by": "request", "per_hour": {"incident": 80, "how_to": 10}}}]
    tickets = workload(2, request=[0, 1])
    assert bases(spec, scenario(), tickets) == [pytest.approx([1.0, 0.25])]


def test_a_tier_that_a_request_never_visits_costs_nothing() -> None:
    assert bases([{"cost": {"per_hour": 7}}], scenario(), workload(1, request=[1]), tier=1) == [[0.0]]


def test_it_needs_a_cost() -> None:
    message = "needs `per_hour`: what an hour of waiting costs; with `by` one for each value"
    assert wrong(["cost"]) == [((0,), message)]


def test_costs_of_nothing_are_a_mistake() -> None:
    spec = [{"cost": {"by": "impact", "per_hour": {"high": 0}}}]
    assert wrong(spec) == [((0, "cost", "per_hour"), "needs a number above 0")]
