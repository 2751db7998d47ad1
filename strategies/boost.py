"""As if a ticket's priority were raised, once much of its limit is used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.vocabulary import METRICS, Scenario
from strategies._base import Described, Level, Strategy
from strategies._mistakes import Mistake
from strategies._options import Duration, OneOf, option, share, text
from strategies._values import check_promised, check_values
from strategies._view import View
from strategies.ordered_list import OrderedList, branch


@dataclass(frozen=True, kw_only=True)
class Boost(Described):
    """As if a ticket's priority were raised, once much of its limit is used."""

    name = "boost"
    first = "as `then`, with the priority raised once much of a limit is used or the ticket is old"
    reads = "a running clock or the age, and what `then` reads"
    scale = "the levels of `then`"
    misleads = "on a late desk most tickets are boosted, and then nothing is"

    to: str = field(metadata=option(text, "the priority that a boosted ticket counts as"))
    then: OrderedList = field(metadata=option(branch, "the strategies that rank"))
    at: float | None = field(
        default=None, metadata=option(share, "share of the limit that is used, such as 0.8")
    )
    metric: str | None = field(
        default=None,
        metadata=option(OneOf(METRICS), "whose limit; else the running clock that is due first"),
    )
    after: float | None = field(
        default=None, metadata=option(Duration(zero=True), "an age, instead of a share")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """The levels of `then`, for boosted tickets as if of another priority."""
        return self.then.levels(view.as_if_priority(self.to) if view.boosted else view)

    def parts(self) -> tuple[Strategy, ...]:
        """What ranks."""
        return (self.then,)

    def depths(self) -> frozenset[int]:
        """Those of `then`."""
        return self.then.depths()

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """A priority that does not exist; neither or both of `at` and `after`."""
        yield from check_values(scenario, "priority", (self.to,), "to")
        if (self.at is None) == (self.after is None):
            yield Mistake((), "needs `at` (a share of the limit) or `after` (an age), one of the two")
        if self.metric is not None and self.at is None:
            yield Mistake(("metric",), "goes with `at`, not with `after`")
        yield from check_promised(scenario, self.metric)
