from __future__ import annotations

import numpy as np
import pytest

from results.selection import (
    Scores,
    chances_of_being_best,
    compared_with_best,
    kim_nelson_most,
    kim_nelson_survivors,
)
from results.selection_constants import kim_nelson
from tests.results.hall import hall_interval


def scores(values) -> Scores:
    """Scores of plain replications [candidate, replication]."""
    values = np.asarray(values, float)
    mean = values.mean(axis=1)
    return Scores(mean, values - mean[:, None])


def played(rng, means, replications: int, *, common: float = 2.0, own: float = 1.0):
    return (
        np.array(means)[:, None]
        + rng.normal(0, common, replications)
        + rng.normal(0, own, (len(means), replications))
    )


def test_errors_are_those_of_the_pairs():
    values = played(np.random.default_rng(1), [0, 0.5, 1], 12)
    found = scores(values)
    assert found.error(0, 2) == pytest.approx((values[0] - values[2]).std(ddof=1) / np.sqrt(12))


def test_a_clear_winner_alone_may_be_best():
    found = compared_with_best(scores(played(np.random.default_rng(2), [0, 0.2, 5], 20)))
    assert found.may_be_best.tolist() == [False, False, True]
    assert found.high[0] == 0
    assert found.low[2] == 0


def test_twins_may_both_be_best():
    values = played(np.random.default_rng(3), [0, 1], 20, own=0.1)
    found = compared_with_best(scores(np.vstack([values, values[1:]])))
    assert found.may_be_best.tolist() == [False, True, True]


def test_bounds_share_the_error_among_the_others():
    """The best is one fixed candidate, so three candidates make two one-sided statements."""
    own = scores(played(np.random.default_rng(8), [0, 0.1, 5], 12))
    found = compared_with_best(own)
    away = own.deviations[0] - own.deviations[2] + own.value[0] - own.value[2]
    assert found.low[0] == pytest.approx(hall_interval(away, 0.05 / 2)[0])


def test_a_single_candidate_is_the_best():
    assert compared_with_best(scores([[1.0, 2.0]])).may_be_best.all()


def test_one_replication_excludes_nobody():
    assert compared_with_best(scores([[1.0], [5.0]])).may_be_best.all()


@pytest.mark.parametrize("gap", [0.0, 0.4, 2.0])
def test_the_best_is_among_those_that_may_be_best_as_often_as_claimed(gap):
    rng = np.random.default_rng(4)
    kept = 0
    for _ in range(400):
        found = compared_with_best(scores(played(rng, [0, 0, 0, gap], 10)))
        kept += bool(found.may_be_best[3])
    assert kept / 400 >= 0.93


def test_comparisons_with_the_best_cover_the_truth_as_often_as_claimed():
    rng = np.random.default_rng(5)
    means = np.array([0.0, 0.5, 0.8, 1.0])
    truth = np.array([mean - np.delete(means, place).max() for place, mean in enumerate(means)])
    covered = 0
    for _ in range(400):
        found = compared_with_best(scores(played(rng, means, 10)))
        covered += bool(((found.low <= truth) & (truth <= found.high)).all())
    assert covered / 400 >= 0.93


def test_chances_of_being_best_follow_the_winner():
    found = chances_of_being_best(scores(played(np.random.default_rng(6), [0, 0, 3], 20)))
    assert found[2] > 0.99
    assert found.sum() == pytest.approx(1)


def test_twins_share_the_chance_of_being_best():
    values = played(np.random.default_rng(7), [0, 1], 10)
    found = chances_of_being_best(scores(np.vstack([values, values[1:]])))
    assert found[1] == found[2]


def test_who_breaks_a_constraint_has_no_chance():
    own = scores(played(np.random.default_rng(8), [0, 1], 10))
    margins = Scores(np.array([0.1, -0.1]), np.zeros((2, 10)))
    assert chances_of_being_best(own, margins, limits=1).tolist() == [1.0, 0.0]


def test_chances_are_the_same_each_time():
    own = scores(played(np.random.default_rng(9), [0, 0.1], 10))
    assert chances_of_being_best(own).tolist() == chances_of_being_best(own).tolist()


def selected(rng, means, zone: float, first: int = 10) -> int:
    """Kim and Nelson's procedure from beginning to end on simulated replications."""
    _, h2 = kim_nelson(len(means), first, 0.05)
    values = played(rng, means, first)
    away = values[:, None, :] - values[None, :, :]
    variances = away.var(axis=2, ddof=1)
    alive = np.ones(len(means), bool)
    most = kim_nelson_most(variances, zone, h2)
    for _ in range(most + 1):
        replications = values.shape[1]
        alive = kim_nelson_survivors(
            values.mean(axis=1), variances, replications, zone=zone, h2=h2, alive=alive
        )
        if alive.sum() == 1 or replications >= most:
            break
        values = np.hstack([values, played(rng, means, 1)])
    return int(np.argmax(np.where(alive, values.mean(axis=1), -np.inf)))


def test_kim_and_nelsons_procedure_selects_the_best_as_often_as_claimed():
    rng = np.random.default_rng(10)
    right = sum(selected(rng, [0, 0, 0.5], 0.5) == 2 for _ in range(200))
    assert right / 200 >= 0.95


def test_a_candidate_far_behind_is_dropped_at_once():
    kept = kim_nelson_survivors(
        np.array([0.0, 100.0]), np.ones((2, 2)), 10, zone=1.0, h2=10.0, alive=np.ones(2, bool)
    )
    assert kept.tolist() == [False, True]


def test_nobody_loses_to_who_may_not_be_chosen():
    values = played(np.random.default_rng(11), [0, 0.2, 5], 20)
    found = compared_with_best(scores(values), rivals=np.array([True, False, False]))
    assert found.may_be_best.all()
