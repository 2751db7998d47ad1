"""Which rows of a table a filter takes."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike
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


@dataclass(frozen=True, eq=False)
class Decision(Generic[Answer]):
    """What is decided about each row of a table that some attributes of it decide about.

    `decide(column, size)` is asked once for every combination of the codes, not for every row.
    """

    reads: Sequence[str]
    """Attributes that `decide` looks at."""
    levels: Mapping[str, tuple[str, ...]]
    decide: Callable[[Column, int], NDArray[Answer]]
    numeric: bool = False
    """It looks at plain numbers too, which have no end of combinations."""

    @cached_property
    def radix(self) -> dict[str, int]:
        """How many codes each attribute has, "not given" among them."""
        return {attribute: len(self.levels.get(attribute, ())) + 1 for attribute in self.reads}

    @cached_property
    def kinds(self) -> int:
        """How many combinations there are."""
        return math.prod(self.radix.values())

    @cached_property
    def table(self) -> NDArray[Answer]:
        """The answer for each combination."""
        codes, rest = {}, np.arange(self.kinds)
        for attribute, values in reversed(self.radix.items()):
            rest, codes[attribute] = rest // values, rest % values - 1
        return self.decide(codes.__getitem__, self.kinds)

    @cached_property
    def always(self) -> bool:
        """Whether the answer is the same for all combinations."""
        return bool((self.table == self.table[0]).all())

    def of(self, column: Column, size: int) -> NDArray[Answer]:
        """The answer for each of `size` rows."""
        if self.numeric or self.kinds > min(MANY_KINDS, size):
            return self.decide(column, size)
        if self.always:
            return alike(self.table[0], size)
        kind = np.zeros(size, np.int16)
        for attribute, values in self.radix.items():
            kind *= np.int16(values)
            kind += column(attribute)
            kind += np.int16(1)
        return self.table.take(kind)


def decision(
    filters: Iterable[Filter],
    levels: Mapping[str, tuple[str, ...]],
    decide: Callable[[Column, int], NDArray[Answer]],
    also: Iterable[str] = (),
) -> Decision[Answer]:
    """What `decide` answers, where it looks at these filters only, and at some attributes beside them."""
    conditions = [condition for conditions in filters for condition in conditions]
    reads = dict.fromkeys([*(each.attribute for each in conditions), *also])
    return Decision(tuple(reads), levels, decide, any(each.operator for each in conditions))


def first_match(
    filters: Sequence[Filter], column: Column, levels: Mapping[str, tuple[str, ...]], size: int
) -> Codes:
    """The place of the first filter that takes each row; −1: none."""
    places = np.full(size, -1, np.int16)
    for number, conditions in reversed(list(enumerate(filters))):
        places[matches(conditions, column, levels, size)] = number
    return places


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
