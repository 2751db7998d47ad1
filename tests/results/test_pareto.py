from __future__ import annotations

import numpy as np

from results.pareto import front, may_be_on_front
from results.selection import Scores

NAN = float("nan")


def test_the_front_has_those_that_none_beats():
    values = np.array([[1, 5], [3, 3], [2, 3], [5, 1], [1, 1]], float)
    assert front(values).tolist() == [True, True, False, True, False]


def test_equal_candidates_are_on_the_front_together():
    assert front(np.array([[2.0, 2.0], [2.0, 2.0], [1.0, 2.0]])).tolist() == [True, True, False]


def test_a_candidate_without_a_value_is_not_on_the_front_and_beats_nobody():
    assert front(np.array([[NAN, 9.0], [1.0, 1.0]])).tolist() == [False, True]


def test_three_objectives_have_a_front_too():
    values = np.array([[1, 1, 3], [1, 3, 1], [3, 1, 1], [1, 1, 1]], float)
    assert front(values).tolist() == [True, True, True, False]


def scores(means, rng, own: float = 1.0) -> Scores:
    values = np.array(means)[:, None] + rng.normal(0, 3, 12) + rng.normal(0, own, (len(means), 12))
    return Scores(values.mean(axis=1), values - values.mean(axis=1, keepdims=True))


def test_who_is_surely_beaten_on_all_objectives_is_out():
    rng = np.random.default_rng(1)
    found = may_be_on_front([scores([0, 9, 5], rng), scores([0, 5, 9], rng)])
    assert found.tolist() == [False, True, True]


def test_who_is_beaten_on_one_objective_alone_stays():
    rng = np.random.default_rng(2)
    assert may_be_on_front([scores([0, 9], rng), scores([1, 1], rng)]).all()


def test_one_replication_leaves_nobody_out():
    alone = Scores(np.array([0.0, 9.0]), np.zeros((2, 1)))
    assert may_be_on_front([alone, alone]).all()


def test_those_on_the_front_stay_as_often_as_claimed():
    rng = np.random.default_rng(3)
    kept = 0
    for _ in range(300):
        found = may_be_on_front([scores([0, 0.2, 1], rng), scores([1, 0.8, 0], rng)])
        kept += bool(found[[0, 1, 2]].all())
    assert kept / 300 >= 0.93
