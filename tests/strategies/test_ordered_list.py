from __future__ import annotations

from strategies import build
from strategies.fcfs import Fcfs
from strategies.ordered_list import OrderedList
from tests.strategies.desk import bases, scenario, who_first, workload


def test_it_has_the_levels_of_its_members_in_order() -> None:
    tickets = workload(2, plan=[0, 1], vip=[0, 1])
    assert bases(["plan", "vip"], scenario(), tickets) == [[1.0, 0.0], [0.0, 1.0]]


def test_the_first_member_that_differs_decides() -> None:
    tickets = workload(4, plan=[1, 0, 0, 1], priority=[0, 3, 0, 1])
    assert who_first(["plan", "priority"], scenario(), tickets, 9.0) == [2, 1, 0, 3]
    assert who_first(["priority", "plan"], scenario(), tickets, 9.0) == [2, 0, 3, 1]


def test_a_list_of_one_is_its_member() -> None:
    assert build(["fcfs"], scenario()) == OrderedList(members=(Fcfs(),))


def test_a_list_inside_a_list_is_as_good_as_its_members() -> None:
    tickets = workload(2, plan=[0, 1], vip=[0, 1])
    nested = [{"list": {"members": ["plan", "vip"]}}, "priority"]
    assert bases(nested, scenario(), tickets) == bases(["plan", "vip", "priority"], scenario(), tickets)
