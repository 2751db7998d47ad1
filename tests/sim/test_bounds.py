from __future__ import annotations

import numpy as np
import pytest

from sim.bounds import reached

LAST = np.nextafter(1.0, 0.0)


@pytest.mark.parametrize("count", [1, 2, 63, 64, 1_000])
@pytest.mark.parametrize("few", [True, False])
def test_as_many_bounds_are_reached_as_are_not_above(count, few):
    random = np.random.default_rng(count)
    bounds = np.sort(
        np.concatenate([random.integers(0, 65, count - count // 2) / 64, random.random(count // 2)])
    )
    uniforms = random.permutation(
        np.concatenate([bounds[bounds < 1], [0.0, LAST], random.random(20 if few else 5 * count)])
    )
    expected = [(bounds <= uniform).sum() for uniform in uniforms]
    assert reached(bounds, uniforms).tolist() == expected


def test_without_uniforms_nothing_is_reached():
    assert reached(np.array([0.5]), np.empty(0)).tolist() == []
