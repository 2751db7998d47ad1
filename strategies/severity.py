"""The worst feeling and effect first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.vocabulary import Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake
from strategies._options import option, weight
from strategies._values import places
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Severity(Described):
    """The worst feeling and effect first."""

    name = "severity"
    first = "the worst feeling and effect"
    reads = "observed priority, impact, sentiment"
    scale = "weighted mean of the three, each an order with the worst at 1; what is not given is left out"
    misleads = "who writes angrily is served first, and learns to write angrily"

    priority: float = field(default=0.5, metadata=option(weight, "weight of the observed priority"))
    impact: float = field(default=0.25, metadata=option(weight, "weight of the impact"))
    sentiment: float = field(default=0.25, metadata=option(weight, "weight of the sentiment"))

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the mean over what is given; 0 where nothing is."""
        total, weights = np.zeros(view.size), np.zeros(view.size)
        for attribute in ("priority", "impact", "sentiment"):
            factor = getattr(self, attribute)
            if factor and attribute in view.scenario.levels:
                labels, codes = view.labels(attribute), view.codes(attribute)
                total += factor * places(labels, labels)[codes]
                weights += np.where(codes >= 0, factor, 0.0)
        return (Level(np.divide(total, weights, out=np.zeros(view.size), where=weights > 0)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Weights that leave nothing to read."""
        if not self.priority + self.impact + self.sentiment:
            yield Mistake((), "needs a weight above 0")
