from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.contrasts import effects, fitted
from results.selection import Scores


def scores(values) -> Scores:
    values = np.asarray(values, float)
    return Scores(values.mean(axis=1), values - values.mean(axis=1, keepdims=True))


PLAYED = np.random.default_rng(1).normal(size=(3, 12)) + np.random.default_rng(2).normal(0, 5, 12)


def test_a_contrast_of_two_is_the_paired_t_test():
    found = effects(scores(PLAYED), np.array([[1.0, -1.0, 0.0]]))
    test = stats.ttest_rel(PLAYED[0], PLAYED[1])
    assert found.value[0] == pytest.approx((PLAYED[0] - PLAYED[1]).mean())
    assert found.p_value[0] == pytest.approx(test.pvalue)
    assert (found.low[0], found.high[0]) == pytest.approx(tuple(test.confidence_interval()))


def test_intervals_of_several_hold_together():
    one, two = (effects(scores(PLAYED), np.array([[1.0, -1.0, 0.0]] * count)) for count in (1, 2))
    factors = stats.t.isf(0.025 / 2, 11) / stats.t.isf(0.025, 11)
    assert two.high[0] - two.value[0] == pytest.approx(factors * (one.high[0] - one.value[0]))


def test_equal_candidates_differ_by_nothing_at_all():
    found = effects(scores([PLAYED[0], PLAYED[0]]), np.array([[1 / 3, -1 / 3]]))
    assert (found.value[0], found.low[0], found.high[0], found.p_value[0]) == (0, 0, 0, 1)


def test_one_replication_gives_no_interval():
    found = effects(scores([[1.0], [3.0]]), np.array([[1.0, -1.0]]))
    assert found.value[0] == -2
    assert np.isnan([found.low[0], found.p_value[0]]).all()


def test_fitted_contrasts_are_least_squares():
    design = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 4.0]])
    values = np.array([1.0, 3.0, 4.0, 9.5])
    assert fitted(design) @ values == pytest.approx(np.linalg.lstsq(design, values)[0])
