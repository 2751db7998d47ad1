from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from results.bins import (
    BINS,
    EMPTY,
    INFINITE,
    LARGEST,
    SMALLEST,
    ZERO,
    bins_of,
    durations_of,
    merged,
    rounded,
)
from tests.results.histograms import histogram


@settings(deadline=None)
@given(st.floats(SMALLEST, LARGEST / 1.01))
def test_a_duration_is_within_half_a_percent_of_its_bin(duration):
    middle = durations_of(bins_of(np.array([duration])))[0]
    assert middle == pytest.approx(duration, rel=0.005)


def test_zero_and_never_have_bins_of_their_own():
    assert bins_of(np.array([0.0, -1.0, np.inf])).tolist() == [ZERO, ZERO, INFINITE]
    assert durations_of(np.array([ZERO, INFINITE])).tolist() == [0.0, np.inf]
    assert BINS == INFINITE + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=80), st.sampled_from([0.5, 0.9, 0.99]))
def test_a_quantile_is_within_half_a_percent_of_the_sample_s(durations, p):
    durations = np.round(durations, 3)
    found, count = histogram(durations).quantiles(p, 3)
    exact = np.quantile(durations, p, method="inverted_cdf")
    assert found[0] == pytest.approx(exact, rel=0.005)
    assert count.tolist() == [len(durations), 0, 0]


def test_a_group_without_durations_has_no_quantile():
    found, _ = histogram([1.0, 2.0], 1).quantiles(0.5, 3)
    assert np.isnan(found[[0, 2]]).all()
    assert found[1] == pytest.approx(1, rel=0.005)


def test_several_quantiles_at_once_are_those_found_one_by_one():
    many = histogram([1.0, 2.0, 2.0, 30.0, 400.0, np.inf], [0, 0, 0, 2, 2, 2])
    ps = (0.0, 0.5, 0.9, 1.0)
    values, totals = many.all_quantiles(ps, 4)
    assert totals.tolist() == [3, 0, 3, 0]
    for p, own in zip(ps, values, strict=True):
        np.testing.assert_array_equal(own, many.quantiles(p, 4)[0])


def test_a_quantile_among_the_undecided_is_endless():
    found, _ = histogram([1.0, np.inf, np.inf]).quantiles(0.5, 1)
    assert found[0] == np.inf


def test_merging_is_counting_together():
    one, two = histogram([1.0, 5.0]), histogram([1.0, 7.0], 2)
    both = merged([one, two, one])
    together = histogram([1.0, 5.0, 1.0, 5.0, 1.0, 7.0], [0, 0, 0, 0, 2, 2])
    assert both.keys.tolist() == together.keys.tolist()
    assert both.counts.tolist() == together.counts.tolist()
    assert merged([EMPTY, EMPTY]).keys.size == 0


def test_groups_can_be_told_as_in_another_histogram():
    one, other = histogram([1.0, 2.0, 3.0], [0, 1, 2]), histogram([7.0, 8.0, 9.0], [0, 1, 1])
    both = one.replaced(other, 1, 2)
    assert both.keys.tolist() == histogram([1.0, 8.0, 9.0, 3.0], [0, 1, 1, 2]).keys.tolist()
    assert both.counts.sum() == 4


def test_each_bin_begins_where_the_one_before_it_ends():
    edges = SMALLEST * 1.005 ** np.arange(1, 6000, 7)
    above, below = bins_of(np.nextafter(edges, np.inf)), bins_of(np.nextafter(edges, 0))
    assert (above - below == 1).all()
    assert (above == np.arange(1, 6000, 7) + 1).all()


def test_what_is_longer_than_all_bins_is_in_the_last_finite_one():
    assert bins_of(np.array([LARGEST * 8, SMALLEST / 8])).tolist() == [INFINITE - 1, 1]


def test_five_figures_are_kept():
    values = np.array([123456.789, -0.00123456789, 0.0, np.inf, 1.0])
    assert rounded(values).tolist() == pytest.approx([123460.0, -0.0012346, 0.0, np.inf, 1.0], rel=1e-12)
    assert np.isnan(rounded(np.array([np.nan]))).all()
