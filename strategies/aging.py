"""Older tickets gain, each class at its own speed: the accumulating priority queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.ranking import Origin
from sim.vocabulary import Scenario
from strategies._base import Described, Level, Term
from strategies._mistakes import Mistake
from strategies._options import number_or_table, option, text
from strategies._values import check_rates, numbers
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Aging(Described):
    """Older tickets gain, each class at its own speed: the accumulating priority queue."""

    name = "aging"
    first = "the oldest, with some classes ageing faster"
    reads = "creation, and the attribute named by `by`"
    scale = "`per_hour` × age in hours; classes not named do not age"
    misleads = (
        "the speeds mean nothing by themselves: only their ratios to each other and to the rest of a sum do"
    )

    per_hour: float | dict[str, float] = field(
        default=1.0, metadata=option(number_or_table, "gain per hour of age; with `by` one for each value")
    )
    by: str | None = field(
        default=None, metadata=option(text, "the attribute whose values age at their own speed")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level that grows from creation."""
        if self.by is None or not isinstance(self.per_hour, Mapping):
            return (Level(terms=(Term(Origin.CREATED, numbers(self.per_hour, ()) / 60),)),)
        growth = numbers(self.per_hour, view.labels(self.by)) / 60
        return (Level(terms=(Term(Origin.CREATED, growth, view.codes(self.by)),)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Speeds of values that do not occur, or without their attribute."""
        yield from check_rates(scenario, self.by, self.per_hour)
