"""What a strategy may read when it scores the ticket table, and a note of what it did read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.desk import mean_work
from sim.vocabulary import Codes, Floats, Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload
from strategies._mistakes import StrategyError, listed


class Moment(NamedTuple):
    """What may be known of a waiting ticket: the axes of `Order.variant`."""

    phase: int = OBSERVED
    tier: int = 0
    boosted: int = 0
    predicted: int = 0
    late: int = 0


UNKNOWN = Moment()
"""A ticket as triaged, at the first tier, with no flag set."""


@dataclass(frozen=True)
class View:
    """The ticket table at one moment; `reads` gathers the axes of `Moment` that answers depended on."""

    scenario: Scenario
    workload: Workload
    moment: Moment = UNKNOWN
    surging: bool = False
    """The tier's load switch is on."""
    reads: set[str] = field(default_factory=set)
    _priority: int | None = None
    """A priority that all tickets count as."""

    @property
    def size(self) -> int:
        """Number of tickets."""
        return self.workload.size

    @property
    def tier(self) -> str:
        """The tier at which the tickets wait."""
        self.reads.add("tier")
        return self.scenario.tiers[self.moment.tier]

    @property
    def boosted(self) -> bool:
        """The tickets count as boosted."""
        self.reads.add("boosted")
        return bool(self.moment.boosted)

    @property
    def predicted(self) -> bool:
        """The predictions about the tickets are there."""
        self.reads.add("predicted")
        return bool(self.moment.predicted)

    @property
    def late(self) -> bool:
        """The tickets are past their due instant."""
        self.reads.add("late")
        return bool(self.moment.late)

    @property
    def orders(self) -> dict[str, tuple[str, ...]]:
        """Who comes first by attribute, as the scenario says."""
        return dict(self.scenario.orders)

    def labels(self, attribute: str) -> tuple[str, ...]:
        """The values of a categorical attribute, in the order of their codes.

        Raises StrategyError where the scenario has no such attribute.
        """
        known = attributes(self.scenario)
        if attribute not in known:
            names = listed(sorted(known))
            raise StrategyError((), f"no ticket of this scenario has `{attribute}`; they have {names}")
        return known[attribute]

    def codes(self, attribute: str) -> Codes:
        """Each ticket's observed value of a categorical attribute as its place in `labels`, −1: not given."""
        if attribute == "priority" and self._priority is not None:
            return np.full(self.size, self._priority, dtype=np.int16)
        if attribute in _PHASED:
            return _sealed(self._phased(attribute))
        self.labels(attribute)
        return _sealed(self.workload.codes(attribute))

    def values(self, attribute: str) -> NDArray[np.str_]:
        """Each ticket's observed value of a categorical attribute as its label, empty: not given."""
        return np.array([*self.labels(attribute), ""])[self.codes(attribute)]

    def numbers(self, attribute: str) -> Floats:
        """Each ticket's value of a numeric custom field, NaN: not given.

        Raises StrategyError where the scenario has no such field.
        """
        if attribute not in self.workload.numbers:
            known = listed(sorted(self.workload.numbers))
            raise StrategyError(
                (), f"no ticket of this scenario has a number `{attribute}`; there are {known}"
            )
        return _sealed(self.workload.numbers[attribute])

    @cached_property
    def mean_work(self) -> Floats:
        """Mean work of a touch of each ticket's request at this tier [min]; 0 where it never goes there."""
        return self._of_request(mean_work(self.scenario))

    @cached_property
    def remaining_work(self) -> Floats:
        """Work that a visit of each ticket's request to this tier takes on average [min]."""
        return self._of_request(mean_work(self.scenario) * mean_touches(self.scenario))

    def true_codes(self, attribute: str) -> Codes:
        """The truth behind an attribute, for strategies that predict it with stated errors."""
        return _sealed(self.workload.codes(attribute, TRUE))

    def as_if_priority(self, label: str) -> View:
        """The same tickets as if the observed priority of all were this one."""
        return replace(self, _priority=self.labels("priority").index(label))

    def _phased(self, attribute: str) -> Codes:
        observed = self.workload.codes(attribute, OBSERVED)
        corrected = self.workload.codes(attribute, CORRECTED)
        if np.array_equal(observed, corrected):
            return observed
        self.reads.add("phase")
        return corrected if self.moment.phase == CORRECTED else observed

    def _of_request(self, table: Floats) -> Floats:
        """What a table [request, tier] says of each ticket at this tier."""
        self.reads.add("tier")
        return _sealed(table[self.workload.columns["request"], self.moment.tier])


def attributes(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """The categorical attributes that tickets of a scenario have, each with its values."""
    return {name: values for name, values in scenario.levels.items() if name not in _OF_THE_DESK}


_OF_THE_DESK = ("tier", "pool", "policy")
"""Levels of a scenario that no ticket has as an attribute of its own."""

_PHASED = ("priority", "skill")


def mean_touches(scenario: Scenario) -> Floats:
    """[request, tier] touches that a visit takes on average; 0 where the request never goes."""
    means = np.zeros((len(scenario.requests), len(scenario.tiers)))
    for place, request in enumerate(scenario.requests):
        for tier, step in request.path.items():
            counts = zip(step.touches, step.touch_shares, strict=True)
            means[place, tier] = sum(count * share for count, share in counts)
    return means


Array = TypeVar("Array", bound=NDArray[Any])


def _sealed(array: Array) -> Array:
    """The same numbers, not to be changed: they may be the workload's own."""
    found = array.view()
    found.flags.writeable = False
    return found
