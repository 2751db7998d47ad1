from __future__ import annotations

import numpy as np

from strategies import build, rank
from strategies.skill_based import largest_proficiency
from tests.sim.desks import tiny_pool
from tests.strategies.desk import scenario, workload, wrong


def test_the_fit_is_taken_over_the_best_proficiency_of_the_scenario() -> None:
    order = rank(build(["skill_based", "fcfs"], scenario()), scenario(), workload(2)).orders[0]
    assert order.fit.tolist() == [[0.5, 0.0]]
    assert not order.base.any()


def test_pools_without_skills_are_good_at_everything() -> None:
    assert largest_proficiency(scenario(pools=(tiny_pool(), tiny_pool("slow", skills={0: 0.5})))) == 1.0


def test_what_a_pool_does_besides_its_skills_counts_too() -> None:
    assert largest_proficiency(scenario(pools=(tiny_pool(skills={0: 0.5}, others=0.8),))) == 0.8


def test_it_is_strict_for_ever_without_overflow() -> None:
    ranking = rank(build(["skill_based"], scenario()), scenario(), workload(1))
    assert ranking.strict
    assert ranking.most_skilled
    assert ranking.overflow == np.inf


def test_overflow_ends_the_wait_for_the_right_skill() -> None:
    spec = [{"skill_based": {"overflow": "30 min"}}, "sla"]
    assert rank(build(spec, scenario()), scenario(), workload(1)).overflow == 30.0


def test_other_strategies_are_not_strict() -> None:
    ranking = rank(build(["fcfs"], scenario()), scenario(), workload(1))
    assert not ranking.strict
    assert not ranking.most_skilled


def test_inside_a_weighted_sum_the_fit_has_its_weight() -> None:
    spec = [{"weighted": {"skill_based": {"weight": 0.4, "overflow": "1 h"}, "priority": 0.6}}]
    ranking = rank(build(spec, scenario()), scenario(), workload(1))
    assert ranking.orders[0].fit.tolist() == [[0.2]]
    assert ranking.overflow == 60.0


def test_two_that_disagree_are_a_mistake() -> None:
    late = {"skill_based": {"overflow": "1 h"}}
    spec = [{"by_load": {"waiting": 9, "until": 5, "use": ["skill_based"], "otherwise": [late]}}]
    ((path, message),) = wrong(spec)
    assert path == (0, "by_load", "otherwise", 0, "skill_based")
    assert message == "rules the whole strategy, so every skill_based in it must say the same"
