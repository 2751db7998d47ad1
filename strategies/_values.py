"""Scores of an attribute's values: by a given order, or by given weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from sim.vocabulary import METRICS, Floats, Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake, StrategyError, listed, nearest
from strategies._options import option, table, texts
from strategies._view import View, attributes


def places(order: Sequence[str], labels: Sequence[str]) -> Floats:
    """Score of each label by its place p of n, (n−1−p)/(n−1); 0 for the unnamed and for none (last)."""
    steps = len(order) - 1
    named = {label: (steps - p) / steps if steps else 1.0 for p, label in enumerate(order)}
    return np.array([*(named.get(label, 0.0) for label in labels), 0.0])


def shares(weights: Mapping[str, float], labels: Sequence[str]) -> Floats:
    """Score of each label, its weight ÷ the largest weight; 0 for the unnamed and for none (last)."""
    largest = max(weights.values())
    return np.array([*(weights.get(label, 0.0) / largest for label in labels), 0.0])


def numbers(values: float | Mapping[str, float], labels: Sequence[str]) -> Floats:
    """A number per label as given, 0 for the unnamed and for none (last); or one number for all."""
    if not isinstance(values, Mapping):
        return np.full(len(labels) + 1, float(values))
    return np.array([*(values.get(label, 0.0) for label in labels), 0.0])


def scores(
    view: View, attribute: str, order: Sequence[str] | None, weights: Mapping[str, float] | None
) -> Floats:
    """Each ticket's score by its value of an attribute; without order and weights by the scenario's order."""
    labels = view.labels(attribute)
    if weights is not None:
        by_label = shares(weights, labels)
    elif order is not None or attribute in view.orders:
        by_label = places(order or view.orders[attribute], labels)
    else:
        raise StrategyError((), _no_order(attribute, labels))
    return by_label[view.codes(attribute)]


def check_values(
    scenario: Scenario, attribute: str, values: Iterable[str], key: str | None = None
) -> Iterator[Mistake]:
    """Values that no ticket of the scenario has, each at its key in a table or all at a list's key."""
    labels = attributes(scenario).get(attribute, ())
    for value in values:
        if value not in labels:
            allowed = f"`{attribute}` is one of {listed(labels)}{nearest(value, labels)}"
            yield Mistake((key,) if key else (), f"no ticket has `{value}`: {allowed}")


def check_attribute(scenario: Scenario, attribute: str, *path: str) -> Iterator[Mistake]:
    """An attribute that no ticket of the scenario has."""
    if attribute not in attributes(scenario):
        known = sorted(attributes(scenario))
        allowed = f"they have {listed(known)}{nearest(attribute, known)}"
        yield Mistake(path, f"no ticket of this scenario has `{attribute}`; {allowed}")


def check_choice(
    scenario: Scenario,
    attribute: str,
    order: Sequence[str] | None,
    weights: Mapping[str, float] | None,
) -> Iterator[Mistake]:
    """What is wrong with an order or weights of an attribute."""
    if attribute not in attributes(scenario):
        yield from check_attribute(scenario, attribute)
    elif order is not None and weights is not None:
        yield Mistake(("weights",), "goes by `order` or by `weights`, not by both")
    elif order is None and weights is None and attribute not in scenario.orders:
        yield Mistake((), _no_order(attribute, scenario.levels[attribute]))
    yield from check_values(scenario, attribute, order or (), "order")
    for label in weights or ():
        for wrong in check_values(scenario, attribute, (label,)):
            yield Mistake(("weights", label), wrong.message)


def check_rates(
    scenario: Scenario, by: str | None, per_hour: float | Mapping[str, float]
) -> Iterator[Mistake]:
    """What is wrong with numbers per hour, for all tickets or by the values of an attribute."""
    if isinstance(per_hour, Mapping) != (by is not None):
        yield Mistake((), "needs `by` and a number for each of its values, or one number without `by`")
    elif isinstance(per_hour, Mapping) and by is not None:
        yield from check_attribute(scenario, by, "by")
        for label in per_hour if by in attributes(scenario) else ():
            for wrong in check_values(scenario, by, (label,)):
                yield Mistake(("per_hour", label), wrong.message)
    elif not per_hour:
        yield Mistake(("per_hour",), "must be above 0")


def check_promised(scenario: Scenario, metric: str | None) -> Iterator[Mistake]:
    """A clock that no policy promises."""
    promised = {METRICS[place] for policy in scenario.policies for place, _ in policy.targets}
    if metric is not None and metric not in promised:
        known = listed(each for each in METRICS if each in promised)
        yield Mistake(("metric",), f"no policy promises `{metric}`; promised are {known}")


def _no_order(attribute: str, labels: Sequence[str]) -> str:
    return (
        f"does not know which `{attribute}` comes first: give `order` (or `weights`) here, or "
        f"`{attribute}` under `orders`; its values are {listed(labels)}"
    )


@dataclass(frozen=True, kw_only=True)
class ByValue(Described):
    """The values of one attribute in a given order, or with given weights."""

    attribute: ClassVar[str]
    scale = "place p of n scores (n−1−p)/(n−1), values not named 0; by weights, weight ÷ largest weight"

    order: tuple[str, ...] | None = field(
        default=None, metadata=option(texts, "who comes first; else as `orders` says")
    )
    weights: dict[str, float] | None = field(
        default=None, metadata=option(table, "a weight per value, instead of an order")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the score of each ticket's value."""
        return (Level(scores(view, self.attribute, self.order, self.weights)),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Values that do not occur, or no order at all."""
        yield from check_choice(scenario, self.attribute, self.order, self.weights)
