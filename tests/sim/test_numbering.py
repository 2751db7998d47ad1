from __future__ import annotations

import numpy as np
import pytest

from sim.numbering import lined_up


@pytest.mark.parametrize(
    "counts", [(0,), (4,), (5, 3), (3, 5), (0, 6), (6, 0), (300, 1, 0, 700), (40, 0, 9, 70, 1)]
)
def test_requests_stand_by_creation_then_segment_then_place(counts):
    random = np.random.default_rng(sum(counts))
    created = np.concatenate([np.sort(random.integers(0, 40, count)) / 4 for count in counts])
    line, order = lined_up(created, counts), np.argsort(created, kind="stable")
    assert line.row.tolist() == order.tolist()
    assert line.created.tolist() == created[order].tolist()
