from __future__ import annotations

import pytest

from strategies import Strategy, StrategyError, build, lists_of, shortest, weighted_sums_of
from tests.sim.desks import tiny_scenario

SCENARIO = tiny_scenario()


def made(specs) -> Strategy:
    return build(list(specs), SCENARIO)


def members(*names: str) -> dict[str, list[object]]:
    return {name: [name] for name in names}


def labels(*names: str, up_to: int = 3) -> list[str]:
    return [one.label for one in lists_of(members(*names), up_to, SCENARIO, made).kept]


def test_lists_have_every_order_of_their_members():
    assert labels("priority", "shortest_work") == [
        *("priority", "shortest_work", "priority > shortest_work", "shortest_work > priority")
    ]


def test_lists_end_with_a_member_whose_scores_hardly_ever_tie():
    assert "aging > priority" not in labels("aging", "priority")
    assert "priority > aging" in labels("aging", "priority")


def test_equal_lists_are_one():
    found = labels("aging", "priority", "shortest_work")
    assert len(found) == len(set(found))
    assert found.count("aging") == 1


def test_oldest_first_at_the_end_of_a_list_adds_nothing():
    """What ties on all levels is taken oldest first anyway."""
    assert labels("priority", "fcfs") == ["priority", "fcfs"]


def test_oldest_message_first_at_the_end_is_kept():
    specs = {"priority": ["priority"], "talk": [{"fcfs": {"since": "last_message"}}]}
    found = [one.label for one in lists_of(specs, 2, SCENARIO, made).kept]
    assert "priority > talk" in found


def test_what_rules_who_may_take_what_stays_behind_a_decided_member():
    specs = {"fcfs": ["fcfs"], "skilled": ["skill_based"]}
    found = [one.label for one in lists_of(specs, 2, SCENARIO, made).kept]
    assert "fcfs > skilled" in found


def test_all_lists_that_were_built_are_counted():
    assert lists_of(members("aging", "fcfs", "priority"), 3, SCENARIO, made).built == 3 + 6 + 6
    assert lists_of(members("aging", "fcfs", "priority"), 9, SCENARIO, made).built == 3 + 6 + 6


def test_weights_are_all_multiples_of_a_step_that_add_to_one():
    found = weighted_sums_of(members("fcfs", "priority", "aging"), 3, SCENARIO, made)
    assert found.built == len(found.kept) == 10
    assert all(sum(weight for _, weight in one.parts) == pytest.approx(1) for one in found.kept)
    assert "0.33 fcfs + 0.67 priority" in [one.label for one in found.kept]


def test_a_weighted_sum_is_that_of_the_file():
    own = weighted_sums_of(members("fcfs", "priority"), 2, SCENARIO, made).kept[1]
    assert own.strategy == build([{"weighted": [{"fcfs": 0.5}, {"priority": 0.5}]}], SCENARIO)


def test_members_keep_their_options_in_a_sum():
    specs = {"talk": [{"fcfs": {"since": "last_message"}}], "priority": ["priority"]}
    own = weighted_sums_of(specs, 2, SCENARIO, made).kept[1]
    wanted = [{"weighted": [{"fcfs": {"since": "last_message", "weight": 0.5}}, {"priority": 0.5}]}]
    assert own.strategy == build(wanted, SCENARIO)


def test_what_cannot_be_weighed_is_refused():
    with pytest.raises(StrategyError):
        weighted_sums_of(members("pick_and_choose", "fcfs"), 2, SCENARIO, made)


def test_the_shortest_form_keeps_what_orders():
    assert shortest(made(["priority", "fcfs"])) == shortest(made(["priority"]))
    assert shortest(made(["fcfs", "priority"])) != shortest(made(["priority"]))
