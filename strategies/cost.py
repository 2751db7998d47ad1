"""What costs most per hour of waiting, for the work it takes: the cμ rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.vocabulary import Floats, Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake
from strategies._options import number_or_table, option, text
from strategies._values import check_rates, numbers
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Cost(Described):
    """What costs most per hour of waiting, for the work it takes: the cμ rule."""

    name = "cost"
    first = "the dearest wait per minute of work"
    reads = "the attribute named by `by`, request and tier (mean work of a touch)"
    scale = "cost per hour ÷ mean work, over the largest such value of the scenario; values not named 0"
    misleads = "it is best when waiting costs the same each hour, which a promise with a limit does not"

    per_hour: float | dict[str, float] = field(
        metadata=option(number_or_table, "what an hour of waiting costs; with `by` one for each value")
    )
    by: str | None = field(default=None, metadata=option(text, "the attribute whose values cost differently"))

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: c ÷ mean work, 0 at a tier that the request never visits."""
        work = view.mean_work
        ratio = np.divide(self._cost(view), work, out=np.zeros(view.size), where=work > 0)
        return (Level(ratio / self.largest(view.scenario)),)

    def largest(self, scenario: Scenario) -> float:
        """The largest cost ÷ mean work of a touch, over values, requests and tiers."""
        labels = scenario.levels[self.by] if self.by else ("",)
        costs = numbers(self.per_hour, labels)
        return max(
            float(costs[place] if self.by == "request" else costs.max()) / step.work.mean
            for place, request in enumerate(scenario.requests)
            for step in request.path.values()
        )

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Costs of values that do not occur, or without their attribute."""
        yield from check_rates(scenario, self.by, self.per_hour)

    def _cost(self, view: View) -> Floats | float:
        if self.by is None or not isinstance(self.per_hour, Mapping):
            return float(numbers(self.per_hour, ())[0])
        return numbers(self.per_hour, view.labels(self.by))[view.codes(self.by)]
