"""One strategy while many tickets wait, another while few do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.vocabulary import Scenario
from strategies._base import Described, Level, Strategy
from strategies._mistakes import Mistake
from strategies._options import count, option
from strategies._view import View
from strategies.ordered_list import OrderedList, branch


@dataclass(frozen=True, kw_only=True)
class ByLoad(Described):
    """One strategy while many tickets wait at the tier, another while few do."""

    name = "by_load"
    first = "as `use` while many tickets wait at the tier, else as `otherwise`"
    reads = "the number waiting at the tier, and what its members read"
    scale = "the levels of the strategy in force"
    misleads = (
        "in a surge it changes the rule just when people count on it, and long waiters may lose their turn"
    )

    waiting: int = field(metadata=option(count, "number waiting at a tier at which its switch goes on"))
    until: int = field(metadata=option(count, "number at which it goes off again, below `waiting`"))
    use: OrderedList = field(metadata=option(branch, "the strategies while the switch is on"))
    otherwise: OrderedList = field(metadata=option(branch, "the strategies while it is off"))

    def levels(self, view: View) -> tuple[Level, ...]:
        """The levels of the strategy in force."""
        return self.use.levels(view) if view.surging else self.otherwise.levels(view)

    def parts(self) -> tuple[Strategy, ...]:
        """Both strategies."""
        return (self.use, self.otherwise)

    def depths(self) -> frozenset[int]:
        """Those of either."""
        return self.use.depths() | self.otherwise.depths()

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Numbers that leave no room for a switch."""
        if self.until >= self.waiting:
            yield Mistake(("until",), f"must be below `waiting` ({self.waiting}), not `{self.until}`")
