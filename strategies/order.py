"""Any observed attribute in a given order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.vocabulary import Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake
from strategies._options import option, text, texts
from strategies._values import check_attribute, check_values, scores
from strategies._view import View, attributes


@dataclass(frozen=True, kw_only=True)
class Order(Described):
    """Any observed attribute in a given order."""

    name = "order"
    first = "the values of any observed attribute in a given order"
    reads = "the attribute named by `of`"
    scale = "place p of n scores (n−1−p)/(n−1), values not named 0"
    misleads = "what is last in the order is served when nothing else waits, which on a busy desk is never"

    of: str = field(
        metadata=option(text, "the attribute: channel, request, segment, impact, `fields.NAME` …")
    )
    values: tuple[str, ...] = field(metadata=option(texts, "its values, who comes first"))

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the place of each ticket's value."""
        return (Level(scores(view, self.of, self.values, None)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """An attribute or values that do not occur."""
        if self.of not in attributes(scenario):
            yield from check_attribute(scenario, self.of, "of")
        else:
            yield from check_values(scenario, self.of, self.values, "values")
