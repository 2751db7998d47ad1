from __future__ import annotations

import pytest

from strategies import StrategyError, View
from strategies._view import Moment
from tests.strategies.desk import scenario, workload


def test_a_phase_is_noted_only_where_the_phases_differ() -> None:
    same = View(scenario(), workload(2, priority=[0, 1]))
    assert same.codes("priority").tolist() == [0, 1]
    assert same.reads == set()
    other = View(scenario(), workload(2, priority=[[0, 1], [0, 2], [0, 2]]))
    assert other.codes("priority").tolist() == [0, 1]
    assert other.reads == {"phase"}


def test_a_corrected_skill_is_seen_once_it_is_known() -> None:
    tickets = workload(1, skill=[[0], [1], [1]])
    assert View(scenario(), tickets, Moment(phase=1)).codes("skill").tolist() == [1]


def test_work_at_a_tier_is_noted_as_read_of_the_tier() -> None:
    view = View(scenario(), workload(2, request=[0, 1]), Moment(tier=0))
    assert view.mean_work.tolist() == [20.0, 10.0]
    assert view.remaining_work.tolist() == [30.0, 10.0]
    assert view.reads == {"tier"}


def test_flags_are_noted_as_read() -> None:
    view = View(scenario(), workload(1), Moment(boosted=1))
    assert (view.boosted, view.late, view.predicted) == (True, False, False)
    assert view.reads == {"boosted", "late", "predicted"}


def test_a_supposed_priority_is_that_of_all_tickets_and_of_no_phase() -> None:
    view = View(scenario(), workload(2, priority=[[0, 1], [3, 2], [3, 2]]))
    assert view.as_if_priority("high").codes("priority").tolist() == [1, 1]
    assert view.reads == set()


def test_what_is_read_of_supposed_tickets_is_noted_with_the_rest() -> None:
    view = View(scenario(), workload(1))
    assert view.as_if_priority("high").tier == "L1"
    assert view.reads == {"tier"}


def test_an_attribute_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(StrategyError, match="no ticket of this scenario has `mood`; they have account_type"):
        View(scenario(), workload(1)).codes("mood")


def test_a_number_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(StrategyError, match=r"has a number `fields.size`; there are fields.seats"):
        View(scenario(), workload(1, seats=[3.0])).numbers("fields.size")
