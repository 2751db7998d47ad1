from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from results.bins import Histogram
from results.measures import MEASURES
from results.record import QUANTILES, own_quantiles
from tests.results.histograms import histogram

WAITS = [MEASURES[name] for name in ("wait_p50", "wait_p90", "first_reply_p50", "first_reply_p90")]


def spread(most: int, group: int = 0) -> Histogram:
    return histogram(np.arange(1.0, most + 1), group)


def test_each_measure_is_that_of_its_own_kind_of_duration():
    values, enough = own_quantiles({"wait": spread(200), "first_reply": spread(400)}, WAITS, 1)
    assert values[:, 0] == pytest.approx([100, 180, 200, 360], rel=0.005)
    assert enough[:, 0].tolist() == [1, 1, 1, 1]


def test_kinds_that_share_a_histogram_have_the_same_quantiles():
    both = spread(200)
    values, _ = own_quantiles({"wait": both, "first_reply": both}, WAITS, 1)
    assert values[:2].tolist() == values[2:].tolist()
    assert values[0] < values[1]


@pytest.mark.parametrize(("durations", "expected"), [(19, [0, 0]), (20, [1, 0]), (99, [1, 0]), (100, [1, 1])])
def test_a_quantile_needs_ten_durations_beyond_it(durations, expected):
    values, enough = own_quantiles({"wait": spread(durations, 1)}, WAITS[:2], 3)
    assert enough[:, 1].tolist() == expected
    assert ((values > 0) == (enough > 0)).all()
    assert not enough[:, [0, 2]].any()


def test_a_kind_without_durations_has_no_quantile():
    values, enough = own_quantiles({"wait": spread(200)}, WAITS, 1)
    assert enough[:, 0].tolist() == [1, 1, 0, 0]
    assert not values[2:].any()


def test_levels_of_each_kind_come_in_ascending_order():
    for one, after in pairwise(QUANTILES):
        assert one.family != after.family or one.p < after.p
