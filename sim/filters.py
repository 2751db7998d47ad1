"""Which rows of a table a filter takes."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Codes, Condition, Filter

COMPARISONS: Mapping[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}

Column = Callable[[str], NDArray[Any]]
Answer = TypeVar("Answer", bound=np.generic)

MANY_KINDS = 4_096
"""With more combinations of codes than this, each row is looked at by itself."""


def by_kind(
    filters: Iterable[Filter],
    column: Column,
    levels: Mapping[str, tuple[str, ...]],
    size: int,
    decide: Callable[[Column, int], NDArray[Answer]],
) -> NDArray[Answer]:
    """What `decide(column, size)` answers for each of `size` rows, where it looks at these filters only.

    It is asked once for every combination of the codes that the filters read, not for every row.
    """
    conditions = [condition for conditions in filters for condition in conditions]
    radix = {each.attribute: len(levels.get(each.attribute, ())) + 1 for each in conditions}
    kinds = math.prod(radix.values())
    if any(each.operator for each in conditions) or kinds > min(MANY_KINDS, size):
        return decide(column, size)
    codes, kind = {}, np.zeros(size, np.int16)
    for attribute, values in radix.items():
        kind *= np.int16(values)
        kind += column(attribute)
        kind += np.int16(1)
    rest = np.arange(kinds)
    for attribute, values in reversed(radix.items()):
        rest, codes[attribute] = rest // values, rest % values - 1
    return decide(codes.__getitem__, kinds).take(kind)


def first_match(
    filters: Sequence[Filter], column: Column, levels: Mapping[str, tuple[str, ...]], size: int
) -> Codes:
    """The place of the first filter that takes each row; −1: none."""

    def place(column: Column, size: int) -> Codes:
        places = np.full(size, -1, np.int16)
        for number, conditions in reversed(list(enumerate(filters))):
            places[matches(conditions, column, levels, size)] = number
        return places

    return by_kind(filters, column, levels, size, place)


def matches(
    conditions: Filter,
    column: Column,
    levels: Mapping[str, tuple[str, ...]],
    size: int,
) -> NDArray[np.bool_]:
    """Which of `size` rows meet all conditions.

    `column(attribute)` gives codes, or plain numbers where the condition compares numbers. A missing value
    (−1, NaN) meets no condition; neither does a label that `levels` does not know.
    """
    taken = np.ones(size, np.bool_)
    for condition in conditions:
        taken &= _meets(condition, column(condition.attribute), levels.get(condition.attribute, ()))
    return taken


def _meets(condition: Condition, values: NDArray[Any], labels: tuple[str, ...]) -> NDArray[np.bool_]:
    met: NDArray[np.bool_]
    if condition.operator:
        met = COMPARISONS[condition.operator](values, condition.number)
        return met
    fits = np.array([label in condition.values for label in labels] + [False])
    met = fits[values]
    return met
