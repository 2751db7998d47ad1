"""Which rows of a table a filter takes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Condition, Filter

COMPARISONS: Mapping[str, Callable[[Any, float], Any]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}


def matches(
    conditions: Filter,
    column: Callable[[str], NDArray[Any]],
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
