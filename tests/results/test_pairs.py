from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.bins import merged
from results.estimates import Ratios
from results.families import t_factor
from results.pairs import Differences, PairedRatios, paired_quantiles, sectioned
from tests.plain import needs_compiling
from tests.results.histograms import histogram


def paired(ours, baseline) -> Differences:
    """Differences of two lists of (numerator, denominator), one entry per replication."""
    found = PairedRatios()
    for one, other in zip(ours, baseline, strict=True):
        found.add(*(tuple(np.atleast_1d(np.float64(part)) for part in side) for side in (one, other)))
    return found.differences()


def desks(seed: int, replications: int = 15, effect: float = 0.05):
    """Two desks on the same tickets, whose volumes differ a little."""
    rng = np.random.default_rng(seed)
    volume = rng.gamma(5, 20, replications)
    mood = rng.normal(0, 4, replications)
    base = list(zip(0.3 * volume + mood + rng.normal(0, 1, replications), volume, strict=True))
    other = volume * rng.uniform(0.97, 1.03, replications)
    ours = list(zip((0.3 + effect) * other + mood + rng.normal(0, 1, replications), other, strict=True))
    return ours, base


def linearised(side):
    top, bottom = np.array(side).T
    theta = top.sum() / bottom.sum()
    return theta, (top - theta * bottom) / bottom.mean()


def sections(rng, scale: float, count: int = 12, size: int = 200):
    return [rng.exponential(scale, size) for _ in range(count)]


def compared(ours, baseline, p: float = 0.9) -> Differences:
    """Differences of a quantile of two lists of sections."""
    return paired_quantiles(*(sectioned(side, merged(side), p, 1) for side in (ours, baseline)))


def test_a_difference_is_that_of_the_printed_estimates():
    ours, base = desks(1)
    printed = []
    for side in (ours, base):
        ratios = Ratios()
        for top, bottom in side:
            ratios.add(np.array([top]), np.array([bottom]))
        printed.append(ratios.estimates().value[0])
    assert paired(ours, base).value[0] == pytest.approx(printed[0] - printed[1], rel=1e-12)


def test_the_error_is_that_of_paired_linearised_values():
    ours, base = desks(2)
    away = linearised(ours)[1] - linearised(base)[1]
    assert paired(ours, base).error[0] == pytest.approx(away.std(ddof=1) / np.sqrt(15), rel=1e-9)


def test_the_unpaired_error_adds_the_variances_of_both_sides():
    ours, base = desks(3)
    both = sum(linearised(side)[1].var(ddof=1) for side in (ours, base))
    found = paired(ours, base)
    assert found.unpaired[0] == pytest.approx(np.sqrt(both / 15), rel=1e-9)
    assert found.saved[0] == pytest.approx(1 - (found.error[0] / found.unpaired[0]) ** 2)
    assert found.saved[0] > 0.5


def test_with_the_same_denominators_it_is_the_paired_t_test():
    rng = np.random.default_rng(4)
    one, other = rng.normal(5, 1, 10), rng.normal(5, 1, 10)
    found = paired([(x, 1.0) for x in one], [(x, 1.0) for x in other])
    interval = stats.ttest_rel(one, other).confidence_interval()
    assert found.value[0] - t_factor(1, 9) * found.error[0] == pytest.approx(interval.low)


def test_equal_sides_differ_by_nothing_at_all():
    _, base = desks(5)
    found = paired(base, base)
    assert found.value[0] == found.error[0] == 0.0


def test_a_constant_difference_has_no_error():
    _, base = desks(6)
    assert paired([(top + 0.1 * bottom, bottom) for top, bottom in base], base).error[0] == 0.0


def test_nothing_over_nothing_on_either_side_is_undefined():
    some, none = [(1.0, 2.0), (2.0, 2.0)], [(0.0, 0.0), (0.0, 0.0)]
    assert np.isnan(paired(some, none).value[0])
    assert np.isnan(paired(none, some).value[0])


def test_a_ratio_that_never_ends_has_no_difference():
    found = paired([(np.inf, 2.0), (1.0, 2.0)], [(1.0, 2.0), (1.0, 2.0)])
    assert np.isnan(found.value[0])
    assert np.isnan(found.error[0])


def test_one_replication_gives_a_difference_without_an_error():
    found = paired([(3.0, 2.0)], [(1.0, 2.0)])
    assert found.value[0] == 1.0
    assert np.isnan(found.error[0])


def test_paired_intervals_cover_the_truth_as_often_as_they_say():
    covered = 0
    for seed in range(400):
        found = paired(*desks(seed, 12))
        half = t_factor(1, 11) * found.error[0]
        covered += abs(found.value[0] - 0.05) <= half
    assert 0.92 <= covered / 400 <= 0.98


def test_a_difference_of_quantiles_is_that_of_the_pooled_ones():
    rng = np.random.default_rng(7)
    one, other = sections(rng, 40), sections(rng, 30)
    ours, base = ([histogram(part) for part in side] for side in (one, other))
    found = compared(ours, base)
    exact = [np.quantile(np.concatenate(side), 0.9, method="inverted_cdf") for side in (one, other)]
    assert found.value[0] == pytest.approx(exact[0] - exact[1], abs=0.005 * sum(exact))
    assert found.units[0] == 12


def test_pairing_helps_quantiles_of_the_same_sections():
    rng = np.random.default_rng(8)
    other = sections(rng, 30)
    ours, base = ([histogram(part * by) for part in other] for by in (1.1, 1.0))
    found = compared(ours, base)
    assert found.saved[0] > 0.9


@needs_compiling("4,000 histograms")
def test_intervals_of_differences_of_quantiles_cover_the_truth():
    rng = np.random.default_rng(9)
    covered = 0
    for _ in range(200):
        other = sections(rng, 30, 10)
        ours = [histogram(part * 1.2 + rng.exponential(0.01, len(part))) for part in other]
        base = [histogram(part) for part in other]
        found = compared(ours, base)
        covered += abs(found.value[0] + 0.2 * 30 * np.log(0.1)) <= t_factor(1, 9) * found.error[0]
    assert covered / 200 >= 0.92


def test_too_few_durations_on_either_side_have_no_difference():
    many, few = [histogram(np.arange(1, 20.0))] * 10, [histogram(np.arange(1, 9.0))] * 10
    assert np.isnan(compared(many, few).value[0])


def test_fewer_than_ten_sections_give_no_error():
    one = [histogram(np.arange(1, 1000.0))]
    found = compared(one, one, 0.5)
    assert found.value[0] == 0.0
    assert np.isnan(found.error[0])
