from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.estimates import Ratios
from results.families import p_values
from results.pairs import PairedRatios
from results.selection import Scores, compared_with_best
from results.skewness import above, below, skewness, unskewed
from tests.results.hall import hall_interval, hall_p

VALUES = np.random.default_rng(3).exponential(2.0, 12)


def test_skewness_is_that_of_the_units():
    away = VALUES - VALUES.mean()
    found = skewness(np.square(away).sum(), np.power(away, 3).sum(), 12)
    assert float(found) == pytest.approx(stats.skew(VALUES))


@pytest.mark.parametrize(("squares", "units"), [(0.0, 10), (1.0, 2)])
def test_equal_units_and_two_have_none(squares, units):
    assert skewness(np.array([squares]), np.array([0.5]), units).tolist() == [0.0]


def test_without_skewness_intervals_are_the_plain_ones():
    assert float(below(2.2, np.array(0.0), 10)) == float(above(2.2, np.array(0.0), 10)) == 2.2
    assert float(below(2.2, np.array(1e-7), 10)) == pytest.approx(2.2)


def test_without_freedom_nothing_is_known():
    assert np.isinf(below(np.inf, np.array([0.0, 1.0]), 2)).all()
    assert np.isinf(above(np.inf, np.array([0.0, 1.0]), 2)).all()


def test_a_tail_to_the_right_makes_intervals_reach_up():
    skew = np.array(stats.skew(VALUES))
    assert skew > 0
    assert above(2.2, skew, 12) > 2.2 > below(2.2, skew, 12)
    assert float(above(2.2, skew, 12)) == pytest.approx(float(below(2.2, -skew, 12)))


def test_the_interval_is_what_the_transformation_says():
    skew = np.array([-2.0, 0.3, 2.5])
    for turned in (-below(2.5, skew, 15), above(2.5, skew, 15)):
        assert np.abs(unskewed(turned * -1, skew, 15)) == pytest.approx([2.5] * 3)


def test_ratios_pairs_and_scores_give_the_same_interval():
    rng = np.random.default_rng(7)
    top, bottom = rng.exponential(5, 14), rng.uniform(8, 12, 14)
    other = rng.exponential(3, 14)
    ratios, pairs = Ratios(), PairedRatios()
    for t, b, o in zip(top, bottom, other, strict=True):
        ratios.add(np.array([t]), np.array([b]))
        pairs.add((np.array([t]), np.array([b])), (np.array([o]), np.array([b])))
    mine, theirs = ((own - own.sum() / bottom.sum() * bottom) / bottom.mean() for own in (top, other))
    values = np.array([top.sum(), other.sum()]) / bottom.sum()
    found = ratios.estimates()
    assert (found.low[0], found.high[0]) == pytest.approx(hall_interval(values[0] + mine, 0.025))
    scores = Scores(values, np.stack([mine, theirs]))
    low, high = scores.interval()
    assert (low[0], high[0]) == pytest.approx((found.low[0], found.high[0]))
    assert pairs.differences().skew[0] == pytest.approx(stats.skew(mine - theirs))
    bound = hall_interval(values[0] - values[1] + mine - theirs, 0.05)
    assert compared_with_best(scores).high[0] == pytest.approx(max(bound[1], 0))


def test_many_replications_keep_their_third_moments():
    rng = np.random.default_rng(1)
    values = 1e6 + rng.exponential(1.0, (500, 3))
    ratios = Ratios()
    for one in values:
        ratios.add(one, np.ones(3))
    found = ratios.estimates()
    for place in range(3):
        ends = (found.low[place] - 1e6, found.high[place] - 1e6)
        assert ends == pytest.approx(hall_interval(values[:, place] - 1e6, 0.025), abs=1e-6)


def test_p_values_agree_with_intervals():
    shifted = VALUES - hall_interval(VALUES, 0.025)[0]
    skew = np.array([stats.skew(shifted)])
    found = p_values(
        np.array([shifted.mean()]),
        np.array([stats.sem(shifted)]),
        len(shifted) - 1,
        skew=skew,
        units=len(shifted),
    )
    assert found[0] == pytest.approx(hall_p(shifted))
    assert found[0] == pytest.approx(0.05)


@pytest.mark.parametrize(("size", "least"), [(10, 0.925), (20, 0.93)])
def test_intervals_of_skewed_units_cover_more_often_than_plain_ones(size, least):
    rng = np.random.default_rng(11)
    values = rng.exponential(1.0, (4000, size))
    away = values - values.mean(axis=1, keepdims=True)
    skew = skewness(np.square(away).sum(axis=1), np.power(away, 3).sum(axis=1), size)
    error = stats.sem(values, axis=1)
    factor = stats.t.isf(0.025, size - 1)
    low = values.mean(axis=1) - error * below(factor, skew, size)
    high = values.mean(axis=1) + error * above(factor, skew, size)
    plain = np.abs(values.mean(axis=1) - 1) <= factor * error
    covered = (low <= 1) & (high >= 1)
    assert covered.mean() > least > plain.mean() + 0.005


def test_intervals_of_normal_units_still_cover():
    values = np.random.default_rng(12).standard_normal((4000, 10))
    covered = [low <= 0 <= high for low, high in (_ends(one) for one in values)]
    assert np.mean(covered) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 4000)


def _ends(values: np.ndarray) -> tuple[float, float]:
    scores = Scores(values.mean(keepdims=True), (values - values.mean())[None])
    low, high = scores.interval()
    return float(low[0]), float(high[0])
