from __future__ import annotations

import pytest

from strategies import build, rank
from tests.strategies.desk import scenario, workload, wrong


def switched(**options: object) -> dict[str, object]:
    parts = {"waiting": 200, "until": 150, "use": ["severity", "fcfs"], "otherwise": ["priority"]}
    return {"by_load": parts | options}


def test_there_is_an_order_for_each_state_of_the_switch() -> None:
    tickets = workload(2, priority=[0, 3], impact=[2, 2], sentiment=[4, 4])
    ranking = rank(build([switched()], scenario()), scenario(), tickets)
    on, off = ranking.orders
    assert on.base[0, :, 0].tolist() == pytest.approx([0.5, 0.0])
    assert on.base.shape[2] == 2
    assert off.base[0].tolist() == [[1.0], [0.0]]
    assert (ranking.switch_on, ranking.switch_off) == (200, 150)


def test_a_strategy_without_a_switch_has_one_order() -> None:
    assert len(rank(build(["fcfs"], scenario()), scenario(), workload(1)).orders) == 1


def test_skill_based_beside_it_holds_in_both_states() -> None:
    strategy = build(["skill_based", switched(use=["priority", "fcfs"])], scenario())
    ranking = rank(strategy, scenario(), workload(1))
    assert [order.fit.tolist() for order in ranking.orders] == [[[0.5, 0.0, 0.0]], [[0.5, 0.0]]]


def test_pick_and_choose_may_stand_beside_it() -> None:
    picks = {"pick_and_choose": {"by": "agent", "strength": 0.6}}
    ranking = rank(build([picks, switched(use=["fcfs"])], scenario()), scenario(), workload(1))
    assert (len(ranking.orders), ranking.pick_strength) == (2, 0.6)


def test_nothing_else_may_stand_beside_it() -> None:
    ((path, message),) = wrong(["plan", switched()])
    assert path == (0,)
    assert message.startswith("beside `by_load` only skill_based and pick_and_choose may stand")


def test_two_switches_are_a_mistake() -> None:
    assert wrong([switched(), switched()]) == [((1, "by_load"), "a strategy may have `by_load` once")]


def test_it_does_not_nest() -> None:
    message = "`by_load` may stand only in the strategy's own list, not inside another"
    assert wrong([switched(use=[switched()])]) == [((0, "by_load", "use", 0, "by_load"), message)]
    tiered = {"per_tier": {"L1": [switched()], "otherwise": ["fcfs"]}}
    assert wrong([tiered]) == [((0, "per_tier", "L1", 0, "by_load"), message)]


def test_the_switch_must_go_off_below_where_it_goes_on() -> None:
    ((path, message),) = wrong([switched(until=200)])
    assert (path, message) == ((0, "by_load", "until"), "must be below `waiting` (200), not `200`")


def test_numbers_waiting_are_whole() -> None:
    ((path, message),) = wrong([switched(waiting=2.5)])
    assert (path, message) == ((0, "by_load", "waiting"), "must be a whole number, 0 or more, not `2.5`")


def test_it_needs_all_its_options() -> None:
    found = wrong([{"by_load": {"waiting": 3}}])
    assert [message.split(":")[0] for _, message in found] == [
        "needs `until`",
        "needs `use`",
        "needs `otherwise`",
    ]
