"""Another strategy at each tier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.vocabulary import Scenario
from strategies._base import Described, Level, Strategy
from strategies._mistakes import Mistake, StrategyError, listed, nearest
from strategies._options import Place, anything, option, read_value
from strategies._units import shown
from strategies._view import View
from strategies.ordered_list import OrderedList, branch


@dataclass(frozen=True, kw_only=True)
class PerTier(Described):
    """Another strategy at each tier."""

    name = "per_tier"
    first = "as the strategy of the tier"
    reads = "the tier, and what its members read"
    scale = "the levels of the tier's strategy"
    misleads = "what one tier puts last arrives late at the next, which cannot make it up"

    tiers: Mapping[str, OrderedList] = field(
        metadata=option(anything, "strategies by tier: `{L1: [plan, sla], otherwise: [fcfs]}`", "TIER")
    )
    otherwise: OrderedList | None = field(
        default=None, metadata=option(branch, "the strategies of all other tiers")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """The levels of the tier's strategy."""
        found = self.tiers.get(view.tier, self.otherwise)
        if found is None:
            raise StrategyError((), f"says nothing about tier `{view.tier}`")
        return found.levels(view)

    def parts(self) -> tuple[Strategy, ...]:
        """The strategies of all tiers."""
        return (*self.tiers.values(), *((self.otherwise,) if self.otherwise else ()))

    def depths(self) -> frozenset[int]:
        """Those of any tier."""
        return frozenset[int]().union(*(part.depths() for part in self.parts()))

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Tiers that do not exist, or are left without a strategy."""
        for tier in self.tiers:
            if tier not in scenario.tiers:
                known = (
                    f"{listed(scenario.tiers)} or otherwise{nearest(tier, (*scenario.tiers, 'otherwise'))}"
                )
                yield Mistake((tier,), f"there is no tier `{tier}`; it is one of {known}")
        without = [tier for tier in scenario.tiers if tier not in self.tiers]
        if without and self.otherwise is None:
            yield Mistake((), f"says nothing about {listed(without)}; add `otherwise`")

    @classmethod
    def read(cls, spec: object, place: Place) -> PerTier | None:
        """A list of strategies by tier, and one for the others."""
        if not isinstance(spec, Mapping) or not spec:
            place.wrong(
                f"must be lists by tier such as {{L1: [plan, sla], otherwise: [fcfs]}}, not {shown(spec)}"
            )
            return None
        before = len(place.mistakes)
        found = {str(tier): read_value(branch, each, place.at(str(tier))) for tier, each in spec.items()}
        if len(place.mistakes) > before:
            return None
        return cls(otherwise=found.pop("otherwise", None), tiers=found)
