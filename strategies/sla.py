"""By the promise that is due first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.ranking import NO_CLOCK, Origin
from sim.vocabulary import ALWAYS, METRICS, Floats, Scenario, Target
from strategies._base import ClockTable, Described, Level, Term
from strategies._mistakes import Mistake
from strategies._options import Duration, OneOf, option
from strategies._scales import NO_PROMISE, WEEK
from strategies._values import check_promised
from strategies._view import View

BEHIND = 1000.0
"""What `breached: last` takes from the score of a ticket that is past its due instant."""


@dataclass(frozen=True, kw_only=True)
class Sla(Described):
    """By the promise that is due first."""

    name = "sla"
    first = "the ticket whose promise is due first"
    reads = "the running clock of the SLA policy and its limit"
    scale = "`due`, `slack`: 0 a `horizon` (7 days) before it is due, 1 when due; `used`: share of the limit"
    misleads = "past its capacity a desk that always saves the most overdue ticket keeps hardly any promise"

    metric: str | None = field(
        default=None, metadata=option(OneOf(METRICS), "the clock; else the running one that is due first")
    )
    by: str = field(
        default="due",
        metadata=option(
            OneOf(("due", "slack", "used")), "time to `due`, open time to spare (`slack`), share `used`"
        ),
    )
    horizon: float = field(
        default=WEEK, metadata=option(Duration(), "time before the due instant at which the score leaves 0")
    )
    no_promise: float = field(
        default=NO_PROMISE,
        metadata=option(Duration(), "with no running clock, due this long after joining the queue"),
    )
    breached: str = field(
        default="as_is",
        metadata=option(
            OneOf(("as_is", "last")), "`last`: what is overdue scores 1,000 less (in a weighted sum × weight)"
        ),
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level that grows on the clock's calendar, or on `always` towards the due instant."""
        base: Floats | float = 1.0 if self.by == "due" else 0.0
        if self.by == "slack":
            base = view.remaining_work / self.horizon
        if self.breached == "last" and view.late:
            base = base - BEHIND
        term = Term(
            Origin.DUE if self.by == "due" else Origin.ELAPSED,
            np.zeros(1),
            metric=METRICS.index(self.metric) if self.metric else -1,
            no_promise=self.no_promise,
            clock=self._clock(view.scenario),
        )
        return (Level(base, (term,)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """A clock that no policy promises."""
        yield from check_promised(scenario, self.metric)

    def _clock(self, scenario: Scenario) -> ClockTable:
        priorities = len(scenario.priorities)
        shape = (len(scenario.policies) * priorities + 1, NO_CLOCK + 1)
        base, growth = self._without_promise()
        table = ClockTable(
            np.full(shape, base), np.full(shape, growth), np.full(shape, ALWAYS, dtype=np.int16)
        )
        for place, policy in enumerate(scenario.policies):
            for (metric, priority), target in policy.targets.items():
                row = place * priorities + priority
                table.base[row, metric], table.growth[row, metric] = self._with_promise(target)
                table.calendar[row, metric] = ALWAYS if self.by == "due" else target.calendar
        return table

    def _with_promise(self, target: Target) -> tuple[float, float]:
        """Base and growth per minute while a clock with this target runs."""
        if self.by == "used":
            return 0.0, 1 / target.limit
        return (1 - target.limit / self.horizon if self.by == "slack" else 0.0), 1 / self.horizon

    def _without_promise(self) -> tuple[float, float]:
        """Base and growth per minute while no clock runs."""
        if self.by == "used":
            return 0.0, 1 / self.no_promise
        return (1 - self.no_promise / self.horizon if self.by == "slack" else 0.0), 1 / self.horizon
