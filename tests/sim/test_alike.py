from __future__ import annotations

import numpy as np
import pytest

from sim.alike import alike


@pytest.mark.parametrize("value", [np.float64(np.inf), np.int16(-1), np.int64(2**40)])
@pytest.mark.parametrize("size", [0, 1, 5])
def test_a_column_of_one_value_is_what_numpy_broadcasts(value, size):
    column, expected = alike(value, size), np.broadcast_to(value, size)
    assert column.dtype == expected.dtype
    assert column.tolist() == expected.tolist()
    assert column.strides == expected.strides


def test_nobody_writes_to_a_column_of_one_value():
    with pytest.raises(ValueError, match="read-only"):
        alike(np.float64(1.0), 3)[0] = 2.0
