from __future__ import annotations

import numpy as np
import pytest

from sim.alike import alike, is_alike, looked_up, picked


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


def test_a_table_that_says_the_same_of_all_codes_is_held_once():
    for table in (np.array([7, 7], np.int16), np.array([False])):
        found = looked_up(table, np.array([0, -1, 0], np.int16))
        assert is_alike(found)
        assert found.dtype == table.dtype
        assert found.tolist() == [table[0]] * 3


def test_each_code_has_its_value_and_what_is_not_given_the_last():
    assert looked_up(np.array([3, 4, 3]), np.array([1, 0, -1, 2], np.int16)).tolist() == [4, 3, 3, 3]


@pytest.mark.parametrize("size", [0, 3])
def test_of_one_value_any_rows_are_that_value(size):
    few = picked(alike(np.int16(5), size), np.arange(size)[:2])
    assert few.dtype == np.int16
    assert few.tolist() == [5] * min(size, 2)


def test_rows_are_picked_in_their_order_and_without_rows_all_as_they_are():
    column = np.array([4.0, 5.0, 6.0])
    assert picked(column, np.array([2, 0])).tolist() == [6, 4]
    assert picked(column, None) is column
