from __future__ import annotations

import numpy as np
import pytest

from results import merging as module
from results.bins import EMPTY, Histogram, merged
from results.merging import Merging
from tests.results.histograms import histogram


@pytest.mark.parametrize("swapped", [False, True])
def test_what_is_merged_is_what_both_hold_together(swapped):
    one, other = histogram([1.0, 5.0]), histogram([1.0, 7.0], 2)
    merging = Merging()
    merging.both(one, EMPTY)
    pair = (other, one) if swapped else (one, other)
    found = merging.both(*pair)
    np.testing.assert_array_equal(found.keys, merged(pair).keys)
    np.testing.assert_array_equal(found.counts, merged(pair).counts)


def test_two_with_equal_keys_and_other_counts_are_merged_apart():
    one = histogram([1.0, 5.0])
    heavier = Histogram(one.keys, 3 * one.counts)
    merging = Merging()
    assert merging.both(one, one).counts.tolist() == [2, 2]
    assert merging.both(one, heavier).counts.tolist() == [4, 4]
    assert merging.both(heavier, heavier).counts.tolist() == [6, 6]


def test_the_same_arrays_are_merged_once(monkeypatch):
    calls = []
    monkeypatch.setattr(module, "merged", lambda pair: calls.append(pair) or merged(pair))
    one, other = histogram([1.0, 5.0]), histogram([1.0, 7.0])
    merging = Merging()
    first = merging.both(one, other)
    again = merging.both(Histogram(one.keys, one.counts), Histogram(other.keys, other.counts))
    assert again is first
    assert len(calls) == 1
