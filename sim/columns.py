"""Columns of a table as plain Python reads them fast: one item gives a float, an int or a bool of Python."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Item_co = TypeVar("Item_co", covariant=True)


class Column(Protocol[Item_co]):
    """What can be read by place, or by places where there are several axes."""

    def __getitem__(self, place: Any, /) -> Item_co:
        """The item at a place."""
        ...


def floats(array: NDArray[np.float64]) -> Column[float]:
    """A column of numbers."""
    return cast("Column[float]", np.ascontiguousarray(array).data)


def ints(array: NDArray[Any]) -> Column[int]:
    """A column of codes, places or masks."""
    return cast("Column[int]", np.ascontiguousarray(array).data)


def flags(array: NDArray[np.bool_]) -> Column[bool]:
    """A column of yes and no."""
    return cast("Column[bool]", np.ascontiguousarray(array).data)
