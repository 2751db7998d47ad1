"""By any custom field: its values in an order or with weights, or its number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.vocabulary import ReplayArrivals, Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake, listed, nearest
from strategies._options import number, option, table, text, texts
from strategies._values import check_choice, scores
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class CustomField(Described):
    """By any custom field: its values in an order or with weights, or its number."""

    name = "custom_field"
    first = "the values of a custom field in a given order, or its larger numbers"
    reads = "fields.NAME"
    scale = "by order or weights as `plan`; by number (x − low)/(high − low), not below 0 nor above 1"
    misleads = "a field that people fill in by hand says most about who filled it in"

    field: str = dataclasses.field(metadata=option(text, "NAME of the field"))
    order: tuple[str, ...] | None = dataclasses.field(
        default=None, metadata=option(texts, "who comes first; else as `orders` says")
    )
    weights: dict[str, float] | None = dataclasses.field(
        default=None, metadata=option(table, "a weight per value, instead of an order")
    )
    low: float | None = dataclasses.field(
        default=None, metadata=option(number, "of a numeric field: what scores 0")
    )
    high: float | None = dataclasses.field(
        default=None, metadata=option(number, "of a numeric field: what scores 1")
    )

    @property
    def attribute(self) -> str:
        """The field as an attribute of tickets."""
        return self.field if self.field.startswith("fields.") else f"fields.{self.field}"

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the value's or number's score; 0 where the field is not given."""
        if self.low is None or self.high is None:
            return (Level(scores(view, self.attribute, self.order, self.weights)),)
        scaled = (view.numbers(self.attribute) - self.low) / (self.high - self.low)
        return (Level(np.nan_to_num(np.clip(scaled, 0.0, 1.0), nan=0.0)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """A field that does not exist, or options of the wrong kind for it."""
        by_number = sorted(numeric_fields(scenario))
        if self.attribute in by_number:
            yield from self._check_number()
        elif self.attribute in scenario.levels:
            yield from self._check_values(scenario)
        else:
            known = [name.removeprefix("fields.") for name in (*by_number, *scenario.levels)
                     if name.startswith("fields.")]  # fmt: skip
            allowed = f"fields are {listed(known)}{nearest(self.field, known)}"
            yield Mistake(("field",), f"no ticket of this scenario has a field `{self.field}`; {allowed}")

    def _check_number(self) -> Iterator[Mistake]:
        for key in ("order", "weights"):
            if getattr(self, key) is not None:
                yield Mistake((key,), f"`{self.field}` is a number: give `low` and `high`")
        if self.low is None or self.high is None:
            yield Mistake((), f"`{self.field}` is a number: needs `low` and `high`")
        elif self.low == self.high:
            yield Mistake(("high",), "must differ from `low`")

    def _check_values(self, scenario: Scenario) -> Iterator[Mistake]:
        for key in ("low", "high"):
            if getattr(self, key) is not None:
                yield Mistake((key,), f"`{self.field}` is no number: give `order` or `weights`")
        yield from check_choice(scenario, self.attribute, self.order, self.weights)


def numeric_fields(scenario: Scenario) -> set[str]:
    """Custom fields that are numbers, as `fields.NAME`."""
    found: set[str] = set()
    for segment in scenario.segments:
        found |= set(segment.numbers)
        if isinstance(segment.arrivals, ReplayArrivals):
            found |= set(segment.arrivals.numbers)
    return found
