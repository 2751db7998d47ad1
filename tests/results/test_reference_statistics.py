"""Intervals held to constants of textbooks: ranks of quantiles, and the spread of means of dependent data."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal, stats

from results.bins import WIDTH, Histogram, bins_of, merged
from results.estimates import Ratios, quantiles

RANKS = {
    (30, 0.9): (23, 31, 0.9922163808),
    (50, 0.5): (18, 33, 0.9671608624),
    (100, 0.5): (40, 61, 0.9647997998),
    (100, 0.9): (84, 96, 0.9556901072),
    (200, 0.95): (184, 197, 0.9671521639),
    (1000, 0.95): (936, 964, 0.9580952682),
    (1000, 0.99): (983, 997, 0.9760947635),
}
"""(n, p) → ranks between which the quantile lies with 95 % or more whatever the distribution, and how surely
(Conover 1999, section 3.2; Hahn and Meeker 1991)."""

PHI, OWN, OF_MEANS = 0.8, 2.777777778, 25.0
"""A first-order autoregression with unit innovations: its variance, and n times that of its mean."""

SECTIONS = 10


def histogram(values: np.ndarray) -> Histogram:
    return Histogram(*np.unique(bins_of(values), return_counts=True))


@pytest.mark.parametrize(("size", "p"), RANKS)
def test_the_quantile_of_the_bins_lies_between_the_ranks(size, p):
    low, high, _ = RANKS[size, p]
    values = np.random.default_rng(size).lognormal(3, 1, size)
    ordered = np.append(np.sort(values), np.inf)
    found = float(histogram(values).quantiles(p, 1)[0][0])
    assert ordered[low - 1] / WIDTH <= found <= ordered[high - 1] * WIDTH
    assert low <= np.ceil(p * size) <= high


@pytest.mark.parametrize(("size", "p"), RANKS)
def test_the_ranks_are_those_of_the_binomial_distribution(size, p):
    low, high, surely = RANKS[size, p]
    below = stats.binom(size, p)
    assert below.cdf(low - 1) <= 0.025 < below.cdf(low)
    assert below.cdf(high - 2) < 0.975 <= below.cdf(high - 1)
    assert below.cdf(high - 1) - below.cdf(low - 1) == pytest.approx(surely, abs=1e-8)


@pytest.mark.parametrize(("size", "p"), [(1000, 0.5), (1000, 0.95)])
def test_sections_give_intervals_about_as_wide_as_the_ranks_do(size, p):
    low, high = stats.binom(size, p).ppf([0.025, 0.975]).astype(int)
    rng = np.random.default_rng(1)
    truth, hits, widths = float(np.exp(3 + stats.norm.ppf(p))), [], []
    for _ in range(300):
        values = rng.lognormal(3, 1, size)
        sections = [histogram(part) for part in values.reshape(SECTIONS, -1)]
        found = quantiles(sections, merged(sections), p, 1)
        ordered = np.sort(values)
        hits.append(found.low[0] <= truth <= found.high[0])
        widths.append((found.high[0] - found.low[0]) / (ordered[high] - ordered[low - 1]))
    assert 0.9 < np.mean(hits) < 0.99
    assert 0.9 < np.median(widths) < 1.6


def series(replications: int, length: int) -> np.ndarray:
    rng = np.random.default_rng(2)
    noise = rng.standard_normal((replications, length + 100))
    return signal.lfilter([1], [1, -PHI], noise, axis=1)[:, 100:]


def test_dependent_data_have_the_spread_that_replications_show_and_not_that_of_their_single_values():
    length, replications = 500, 2000
    values = series(replications, length)
    ratios = Ratios()
    for one in values:
        ratios.add(np.array([one.sum()]), np.array([float(length)]))
    found = ratios.estimates()
    error = (found.high[0] - found.value[0]) / stats.t.isf(0.025, replications - 1)
    assert length * replications * error**2 == pytest.approx(OF_MEANS, rel=0.1)
    assert values.var() == pytest.approx(OWN, rel=0.02)
    assert pytest.approx(9.0) == OF_MEANS / OWN


def test_intervals_over_replications_of_dependent_data_cover():
    length, replications, experiments = 200, 20, 500
    values = series(replications * experiments, length).reshape(experiments, replications, length)
    hits = []
    for experiment in values:
        ratios = Ratios()
        for one in experiment:
            ratios.add(np.array([one.sum()]), np.array([float(length)]))
        found = ratios.estimates()
        hits.append(found.low[0] <= 0 <= found.high[0])
    assert np.mean(hits) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / experiments)
    naive = 1.96 * values.std(axis=(1, 2)) / np.sqrt(replications * length)
    assert np.mean(np.abs(values.mean(axis=(1, 2))) <= naive) < 0.6
