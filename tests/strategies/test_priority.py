from __future__ import annotations

import pytest

from strategies import build, rank
from tests.strategies.desk import bases, scenario, workload


def test_priorities_fall_in_even_steps() -> None:
    scores = bases(["priority"], scenario(), workload(4, priority=[0, 1, 2, 3]))
    assert scores == [pytest.approx([1.0, 2 / 3, 1 / 3, 0.0])]


def test_the_observed_priority_counts_until_it_is_corrected() -> None:
    tickets = workload(1, priority=[[3], [0], [0]])
    assert bases(["priority"], scenario(), tickets, phase=0) == [[0.0]]
    assert bases(["priority"], scenario(), tickets, phase=1) == [[1.0]]


def test_a_priority_that_triage_got_wrong_makes_a_second_variant() -> None:
    tickets = workload(2, priority=[[3, 1], [0, 1], [0, 1]])
    order = rank(build(["priority"], scenario()), scenario(), tickets).orders[0]
    assert order.base.shape == (2, 2, 1)
    assert set(order.variant[0].ravel()) == {0}
    assert set(order.variant[1].ravel()) == {1}


def test_the_truth_is_never_read() -> None:
    tickets = workload(1, priority=[[3], [3], [0]])
    assert bases(["priority"], scenario(), tickets, phase=1) == [[0.0]]
