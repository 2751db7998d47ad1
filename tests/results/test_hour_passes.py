from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from results.hour_passes import add_to_places, count_hours

INSTANTS = st.lists(st.floats(-300, 900) | st.sampled_from([0.0, 60.0, 120.0, np.inf, np.nan]), max_size=40)


@settings(deadline=None)
@given(INSTANTS, st.integers(-1, 3), st.integers(1, 8))
def test_instants_are_counted_by_hour_with_what_is_left_of_it(instants, first, number):
    row = np.arange(len(instants)) % 2
    part, whole = np.zeros((2, number + 1)), np.zeros((2, number + 1), np.int64)
    count_hours(row, np.array(instants, np.float64), first, part, whole)
    left, many = np.zeros_like(part), np.zeros_like(whole)
    for own, at in zip(row, instants, strict=True):
        if not np.isnan(at):
            hours = np.clip(at / 60 - first, 0, number)
            left[own, int(hours)] += int(hours) + 1 - hours
            many[own, int(hours)] += 1
    assert whole.tolist() == many.tolist()
    assert part.tolist() == left.tolist()


def test_values_are_added_at_every_place_of_an_item():
    places = np.array([[0, 1], [0, 2], [0, 1]], np.int32)
    sums = np.zeros((3, 2))
    add_to_places(np.array([2, 1], np.int32), places, np.array([[1.0, 10.0], [5.0, 50.0]]), sums)
    assert sums.tolist() == [[6.0, 60.0], [1.0, 10.0], [5.0, 50.0]]
