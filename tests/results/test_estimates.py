from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.bins import merged
from results.estimates import Ratios, quantiles, sections_of, share_interval
from tests.results.hall import hall_interval
from tests.results.histograms import histogram


def ratios(numerators, denominators) -> Ratios:
    found = Ratios()
    for top, bottom in zip(np.array(numerators, float), np.array(denominators, float), strict=True):
        found.add(np.atleast_1d(top), np.atleast_1d(bottom))
    return found


def test_a_ratio_is_of_sums_with_the_interval_of_linearised_values():
    top, bottom = np.array([3.0, 5.0, 9.0, 2.0]), np.array([10.0, 11.0, 14.0, 9.0])
    found = ratios(top, bottom).estimates()
    theta = top.sum() / bottom.sum()
    u = (top - theta * bottom) / bottom.mean()
    assert found.value[0] == pytest.approx(theta)
    assert (found.low[0], found.high[0]) == pytest.approx(hall_interval(theta + u, 0.025))
    assert found.high[0] - theta != pytest.approx(theta - found.low[0])


def test_nothing_over_nothing_is_undefined():
    assert np.isnan(ratios([0, 0], [0, 0]).estimates().value[0])


def test_one_replication_gives_no_interval():
    found = ratios([1], [2]).estimates()
    assert found.value[0] == 0.5
    assert np.isnan(found.low[0])


def test_equal_replications_give_an_interval_without_width():
    found = ratios([0.1] * 20, [0.3] * 20).estimates()
    assert found.low[0] == found.high[0] == found.value[0]


def test_one_endless_numerator_makes_a_ratio_endless():
    found = ratios([1, np.inf, 2], [1, 1, 1]).estimates()
    assert found.value[0] == np.inf


def test_an_unknown_numerator_makes_a_ratio_undefined():
    assert np.isnan(ratios([1, np.nan, 2], [1, 1, 1]).estimates().value[0])


def test_intervals_of_ratios_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(5)
    covered = 0
    for _ in range(400):
        bottom = rng.gamma(4, 25, 12)
        found = ratios(0.3 * bottom + rng.normal(0, 5, 12), bottom).estimates()
        covered += found.low[0] <= 0.3 <= found.high[0]
    assert 0.92 <= covered / 400 <= 0.98


@pytest.mark.parametrize("replications", [10, 11, 19, 20, 29, 35, 100])
def test_sections_are_at_least_ten_of_nearly_equal_size(replications):
    sizes = np.bincount(sections_of(replications))
    assert 10 <= len(sizes) < 20
    assert sizes.max() - sizes.min() <= 1


def test_fewer_than_ten_replications_make_one_section():
    assert sections_of(9).tolist() == [0] * 9


def test_a_quantile_is_of_all_durations_pooled():
    rng = np.random.default_rng(1)
    samples = [rng.exponential(30, 50) for _ in range(10)]
    parts = [histogram(sample) for sample in samples]
    found = quantiles(parts, merged(parts), 0.9, 1)
    exact = np.quantile(np.concatenate(samples), 0.9, method="inverted_cdf")
    assert found.value[0] == pytest.approx(exact, rel=0.005)
    assert found.low[0] < exact < found.high[0]


def test_intervals_of_quantiles_cover_the_truth_nearly_as_often_as_they_say():
    rng = np.random.default_rng(2)
    truth, covered = -30 * np.log(0.1), 0
    for _ in range(200):
        parts = [histogram(rng.exponential(30, 200)) for _ in range(10)]
        found = quantiles(parts, merged(parts), 0.9, 1)
        covered += found.low[0] <= truth <= found.high[0]
    assert covered / 200 >= 0.92


def test_fewer_than_ten_over_the_tail_have_no_quantile():
    few, enough = [histogram(np.arange(1, 10.0))] * 10, [histogram(np.arange(1, 11.0))] * 10
    assert np.isnan(quantiles(few, merged(few), 0.9, 1).value[0])
    assert quantiles(enough, merged(enough), 0.9, 1).value[0] == pytest.approx(9, rel=0.005)


def test_fewer_than_ten_sections_give_no_interval():
    parts = [histogram(np.arange(200.0))]
    found = quantiles(parts, merged(parts), 0.5, 1)
    assert found.value[0] == pytest.approx(99, rel=0.005)
    assert np.isnan(found.low[0])


def test_a_section_that_never_ends_gives_an_interval_that_never_ends():
    parts = [histogram([1.0] * 30)] * 9 + [histogram([np.inf] * 30)]
    found = quantiles(parts, merged(parts), 0.5, 1)
    assert found.value[0] == pytest.approx(1, rel=0.005)
    assert (found.low[0], found.high[0]) == (0.0, np.inf)


def test_a_share_seen_in_all_trials_is_not_certain():
    low, high = share_interval(1.0, 20)
    assert low == pytest.approx(0.025 ** (1 / 20))
    assert high == 1
    assert share_interval(0.0, 20) == pytest.approx((0, 1 - 0.025 ** (1 / 20)))


def test_a_share_interval_is_that_of_the_exact_test():
    exact = stats.binomtest(15, 20).proportion_ci(method="exact")
    assert share_interval(0.75, 20) == pytest.approx((exact.low, exact.high))
