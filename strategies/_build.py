"""From plain data, as a scenario file gives it, to a strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from sim.vocabulary import Scenario
from strategies._base import Strategy
from strategies._composition import misplaced
from strategies._mistakes import StrategyError, listed, nearest
from strategies._options import Place, members, read_options, read_value
from strategies._own import is_own, read_own
from strategies._rule_file import Code
from strategies._units import shown
from strategies.ordered_list import OrderedList

Registry = Mapping[str, type[Strategy]]


def build_from(registry: Registry, spec: object, scenario: Scenario, code: Code) -> Strategy:
    """The strategy that a list such as `[plan, sla]` means; raises StrategyError with all its mistakes."""

    def read_member(name: object, options: object, place: Place) -> Strategy | None:
        if is_own(name):
            return _checked(read_own(str(name), options, place, code), place)
        return _checked(_read_named(registry, name, options, place), place)

    place = Place(scenario, read_member)
    found = read_value(members, spec, place)
    for path, message in misplaced(place.found):
        place.at(*path).wrong(message)
    if place.mistakes:
        (path, message), *more = place.mistakes
        raise StrategyError(path, message, more)
    return OrderedList(members=found)


def _read_named(registry: Registry, name: object, options: object, place: Place) -> Strategy | None:
    if name not in registry:
        known = f"known ones are {listed(sorted(registry))}{nearest(str(name), registry)}"
        place.wrong(f"there is no strategy {shown(name)}; {known}")
        return None
    kind = registry[cast(str, name)]
    own: Callable[[object, Place], Strategy | None] | None = getattr(kind, "read", None)
    return own(options, place) if own else read_options(kind, options, place)


def _checked(strategy: Strategy | None, place: Place) -> Strategy | None:
    """The strategy, noted as found; the place is told what does not fit the scenario."""
    if strategy is not None:
        place.found.append((place.path, strategy))
        for path, message in strategy.check(place.scenario):
            place.at(*path).wrong(message)
    return strategy
