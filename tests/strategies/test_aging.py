from __future__ import annotations

import numpy as np

from sim.ranking import Origin
from strategies import build, rank
from tests.strategies.desk import scenario, who_first, workload, wrong

BY_PRIORITY = [{"aging": {"by": "priority", "per_hour": {"urgent": 4, "high": 2, "normal": 1, "low": 0.5}}}]


def growths(spec: object, *priorities: int) -> list[float]:
    tickets = workload(len(priorities), priority=list(priorities))
    order = rank(build(spec, scenario()), scenario(), tickets).orders[0]
    assert order.origin.tolist() == [Origin.CREATED]
    return list(order.growths[order.growth_row[0], 0] * 60)


def test_every_ticket_gains_the_same_per_hour_unless_told_otherwise() -> None:
    assert growths(["aging"], 0, 3) == [1.0, 1.0]
    assert growths([{"aging": {"per_hour": 3}}], 0, 3) == [3.0, 3.0]


def test_each_class_gains_at_its_own_speed() -> None:
    assert growths(BY_PRIORITY, 0, 1, 2, 3) == [4.0, 2.0, 1.0, 0.5]


def test_classes_that_are_not_named_or_not_given_do_not_age() -> None:
    tickets = workload(3, plan=[0, 1, -1])
    spec = [{"aging": {"by": "plan", "per_hour": {"premium": 6}}}]
    order = rank(build(spec, scenario()), scenario(), tickets).orders[0]
    assert (order.growths[order.growth_row[0], 0] * 60).tolist() == [6.0, 0.0, 0.0]


def test_a_slow_class_that_is_old_enough_goes_before_a_fast_one() -> None:
    tickets = workload(2, created=[0.0, 90.0], priority=[3, 0])
    assert who_first(BY_PRIORITY, scenario(), tickets, 95.0) == [0, 1]
    assert who_first(BY_PRIORITY, scenario(), tickets, 200.0) == [1, 0]


def test_a_priority_that_is_corrected_ages_at_its_new_speed() -> None:
    tickets = workload(1, priority=[[3], [0], [0]])
    order = rank(build(BY_PRIORITY, scenario()), scenario(), tickets).orders[0]
    speeds = order.growths[order.growth_row[:, 0], 0] * 60
    assert speeds[order.variant[:, 0, 0, 0, 0]].tolist() == [0.5, 4.0]


def test_tickets_that_grow_alike_share_a_row_over_all_variants() -> None:
    tickets = workload(4, priority=[[0, 1, 2, 3], [1, 1, 1, 1], [0, 0, 0, 0]])
    order = rank(build(BY_PRIORITY, scenario()), scenario(), tickets).orders[0]
    assert len(np.unique(order.growths)) == len(order.growths)
    assert len(set(order.growth_row[order.variant[1, 0, 0, 0, 0]])) == 1


def test_speeds_need_their_attribute() -> None:
    ((path, message),) = wrong([{"aging": {"per_hour": {"urgent": 4}}}])
    assert (path, message) == (
        (0, "aging"),
        "needs `by` and a number for each of its values, or one number without `by`",
    )


def test_a_speed_of_a_value_that_does_not_occur_is_a_mistake() -> None:
    ((path, message),) = wrong([{"aging": {"by": "priority", "per_hour": {"urgnt": 4}}}])
    assert path == (0, "aging", "per_hour", "urgnt")
    assert message.endswith("did you mean `urgent`?")


def test_an_unknown_attribute_is_a_mistake() -> None:
    ((path, message),) = wrong([{"aging": {"by": "priorty", "per_hour": {"urgent": 4}}}])
    assert path == (0, "aging", "by")
    assert message.endswith("did you mean `priority`?")


def test_no_ageing_at_all_is_a_mistake() -> None:
    assert wrong([{"aging": {"per_hour": 0}}]) == [((0, "aging", "per_hour"), "must be above 0")]
