from __future__ import annotations

import numpy as np
import pytest

from sim.ranking import Origin
from strategies import StrategyError, View, build, rank
from strategies._view import Moment
from strategies.fcfs import Fcfs
from strategies.ordered_list import OrderedList
from strategies.per_tier import PerTier
from tests.strategies.desk import scenario, workload, wrong

TIERED = [{"per_tier": {"L1": ["plan", "sla"], "otherwise": ["fcfs"]}}]


def test_each_tier_has_its_own_levels_padded_to_the_deepest() -> None:
    order = rank(build(TIERED, scenario()), scenario(), workload(2, plan=[0, 2])).orders[0]
    first, second = order.variant[0, :, 0, 0, 0]
    assert order.base[first].tolist() == [[1.0, 1.0], [0.0, 1.0]]
    assert order.base[second].tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_a_tier_has_only_the_terms_of_its_own_strategy() -> None:
    order = rank(build(TIERED, scenario()), scenario(), workload(1, plan=[0])).orders[0]
    active = order.active[order.variant[0, :, 0, 0, 0]]
    assert order.origin[active[0]].tolist() == [Origin.DUE]
    assert order.origin[active[1]].tolist() == [Origin.CREATED]
    assert order.level[active[0]].tolist() == [1]
    assert order.level[active[1]].tolist() == [0]


def test_a_term_that_two_tiers_share_is_one() -> None:
    spec = [{"per_tier": {"L1": ["fcfs"], "L2": [{"fcfs": {"per": "1 day"}}]}}]
    order = rank(build(spec, scenario()), scenario(), workload(1)).orders[0]
    assert len(order.level) == 1
    assert sorted(order.growths[:, 0]) == [1 / 10080, 1 / 1440]


def test_a_tier_without_skill_based_does_not_rank_by_skill() -> None:
    spec = [{"per_tier": {"L1": ["skill_based", "fcfs"], "otherwise": ["fcfs"]}}]
    order = rank(build(spec, scenario()), scenario(), workload(1)).orders[0]
    assert order.fit[order.variant[0, :, 0, 0, 0]].tolist() == [[0.5, 0.0], [0.0, 0.0]]


def test_members_behind_it_hold_at_all_tiers() -> None:
    spec = [{"per_tier": {"L1": ["plan"], "otherwise": ["vip"]}}, "priority"]
    tickets = workload(1, plan=[0], vip=[0], priority=[0])
    order = rank(build(spec, scenario()), scenario(), tickets).orders[0]
    assert order.base[order.variant[0, :, 0, 0, 0], 0].tolist() == [[1.0, 1.0], [0.0, 1.0]]


def test_tiers_of_one_strategy_share_a_variant() -> None:
    desk = scenario(tiers=("L1", "L2", "L3"))
    order = rank(build(TIERED, desk), desk, workload(1, plan=[0])).orders[0]
    assert len(order.base) == 2
    assert len(np.unique(order.variant[:, 1:])) == 1


def test_otherwise_may_be_left_out_where_every_tier_is_named() -> None:
    assert build([{"per_tier": {"L1": ["plan"], "L2": ["fcfs"]}}], scenario())


def test_a_tier_without_a_strategy_is_a_mistake() -> None:
    ((path, message),) = wrong([{"per_tier": {"L1": ["plan"]}}])
    assert (path, message) == ((0, "per_tier"), "says nothing about L2; add `otherwise`")


def test_a_tier_that_does_not_exist_is_a_mistake() -> None:
    ((path, message),) = wrong([{"per_tier": {"L3": ["plan"], "otherwise": ["fcfs"]}}])
    assert path == (0, "per_tier", "L3")
    assert message.startswith("there is no tier `L3`; it is one of L1, L2 or otherwise")


def test_it_must_be_a_table_of_lists() -> None:
    ((path, message),) = wrong([{"per_tier": ["fcfs"]}])
    assert path == (0, "per_tier")
    assert message.startswith("must be lists by tier such as")


def test_made_by_hand_without_a_tier_it_says_so_when_it_scores() -> None:
    only = PerTier(tiers={"L1": OrderedList(members=(Fcfs(),))})
    with pytest.raises(StrategyError, match="says nothing about tier `L2`"):
        only.levels(View(scenario(), workload(1), Moment(tier=1)))
