from __future__ import annotations

import pytest

from sim.ranking import Origin
from strategies import build, rank
from tests.strategies.desk import scenario, who_first, workload, wrong


def test_the_score_grows_to_one_in_seven_days() -> None:
    order = rank(build(["fcfs"], scenario()), scenario(), workload(3)).orders[0]
    assert order.base.tolist() == [[[0.0]] * 3]
    assert order.growths[order.growth_row[0], 0] * 7 * 1440 == pytest.approx([1.0] * 3)
    assert order.origin.tolist() == [Origin.CREATED]
    assert order.active.tolist() == [[True]]


def test_one_variant_serves_all_moments() -> None:
    order = rank(build(["fcfs"], scenario()), scenario(), workload(3)).orders[0]
    assert order.variant.shape == (2, 2, 2, 2, 2)
    assert not order.variant.any()


def test_age_may_count_from_the_last_message_on_another_scale() -> None:
    spec = [{"fcfs": {"since": "last_message", "per": "1 day"}}]
    order = rank(build(spec, scenario()), scenario(), workload(1)).orders[0]
    assert order.origin.tolist() == [Origin.LAST_MESSAGE]
    assert order.growths.tolist() == [[1 / 1440]]


def test_the_oldest_goes_first() -> None:
    tickets = workload(3, created=[5.0, 2.0, 7.0])
    assert who_first(["fcfs"], scenario(), tickets, 10.0) == [1, 0, 2]


def test_a_scale_of_no_length_is_a_mistake() -> None:
    assert wrong([{"fcfs": {"per": "0 min"}}]) == [((0, "fcfs", "per"), "must be longer than nothing")]


def test_an_unknown_beginning_is_a_mistake_with_the_known_ones() -> None:
    ((path, message),) = wrong([{"fcfs": {"since": "create"}}])
    assert path == (0, "fcfs", "since")
    assert message == "must be created or last_message, not `create`; did you mean `created`?"
