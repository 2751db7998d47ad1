from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from results.placing import count_before, places_after

VALUES = st.lists(st.floats(-100, 100) | st.sampled_from([0.0, 1.0, np.inf, np.nan]), max_size=60)
EDGES = st.lists(st.sampled_from([-50.0, 0.0, 0.5, 1.0, 7.0, np.inf]) | st.floats(-90, 90), max_size=60)


@settings(deadline=None)
@given(VALUES, EDGES)
def test_places_are_those_of_a_search_from_the_beginning(values, edges):
    ordered = np.sort(np.array(edges, np.float64))
    known = np.array(values, np.float64)
    assert places_after(known, ordered).tolist() == np.searchsorted(ordered, known, side="right").tolist()


@settings(deadline=None)
@given(VALUES, EDGES)
def test_what_lies_before_is_counted(instants, others):
    ordered = np.sort(np.array(others, np.float64))
    expected = [sum(instant < other for instant in instants) for other in ordered]
    assert count_before(np.array(instants, np.float64), ordered).tolist() == expected
