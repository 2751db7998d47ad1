from __future__ import annotations

from dataclasses import replace

import pytest

from tests.strategies.desk import bases, scenario, workload, wrong


def test_severity_is_the_weighted_mean_of_three_orders() -> None:
    tickets = workload(2, priority=[0, 3], impact=[1, 0], sentiment=[0, 2])
    assert bases(["severity"], scenario(), tickets) == [
        pytest.approx([0.5 + 0.25 * 0.5 + 0.25, 0.25 + 0.25 * 0.5])
    ]


def test_the_weights_may_be_others() -> None:
    spec = [{"severity": {"priority": 0, "impact": 3, "sentiment": 1}}]
    tickets = workload(1, priority=[0], impact=[0], sentiment=[4])
    assert bases(spec, scenario(), tickets) == [[0.75]]


def test_what_is_not_given_is_left_out_of_the_mean() -> None:
    tickets = workload(1, priority=[0], impact=[-1], sentiment=[4])
    assert bases(["severity"], scenario(), tickets) == [pytest.approx([0.5 / 0.75])]


def test_an_attribute_that_the_desk_lacks_is_left_out() -> None:
    desk = scenario()
    levels = {name: labels for name, labels in desk.levels.items() if name != "sentiment"}
    tickets = workload(1, priority=[0], impact=[2])
    assert bases(["severity"], replace(desk, levels=levels), tickets) == [pytest.approx([0.5 / 0.75])]


def test_a_ticket_of_which_nothing_is_given_scores_nothing() -> None:
    spec = [{"severity": {"priority": 0}}]
    assert bases(spec, scenario(), workload(1, impact=[-1], sentiment=[-1])) == [[0.0]]


def test_all_weights_zero_is_a_mistake() -> None:
    spec = [{"severity": {"priority": 0, "impact": 0, "sentiment": 0}}]
    assert wrong(spec) == [((0, "severity"), "needs a weight above 0")]


def test_a_negative_weight_is_a_mistake() -> None:
    assert wrong([{"severity": {"impact": -1}}]) == [
        ((0, "severity", "impact"), "must be 0 or more, not `-1`")
    ]
