from __future__ import annotations

from dataclasses import replace

import numpy as np

from results.bins import BINS, Histogram, bins_of
from results.groups import Groups
from results.matching import histogram_at, matching_places, ratios_at
from tests.results.outcomes import small_desk

ONE = small_desk()
TWO = small_desk(pools=(ONE.pools[0], replace(ONE.pools[0], name="second")))


def test_the_groups_of_one_scenario_are_at_their_own_places():
    groups = Groups.of(ONE)
    assert matching_places(groups, Groups.of(ONE)).tolist() == list(range(groups.size))


def test_groups_are_matched_by_name_and_what_is_not_there_is_nowhere():
    few, many = Groups.of(ONE), Groups.of(TWO)
    forth, back = matching_places(many, few), matching_places(few, many)
    assert (forth >= 0).all()
    assert (back < 0).sum() == 1
    by, group = many.labels
    missing = int(np.flatnonzero(back < 0)[0])
    assert (by[missing], group[missing]) == ("pool", "second")


def test_ratios_of_a_group_that_is_not_there_are_nothing():
    top, bottom = ratios_at((np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])), np.array([1, -1]))
    assert top.tolist() == [[2.0, 0.0]]
    assert bottom.tolist() == [[4.0, 0.0]]


def test_durations_go_with_their_groups():
    bins = bins_of(np.array([1.0, 5.0, 9.0]))
    keys = np.array([0, 1, 2]) * BINS + bins
    found = histogram_at(Histogram(keys, np.array([1, 2, 3])), np.array([2, -1, 0]))
    assert found.keys.tolist() == [bins[2], 2 * BINS + bins[0]]
    assert found.counts.tolist() == [3, 1]
