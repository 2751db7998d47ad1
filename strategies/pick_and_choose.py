"""People choose: request types in the team's order, or each agent what they like best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.vocabulary import Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake
from strategies._options import OneOf, option, share, texts, weight
from strategies._values import check_choice, scores
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class PickAndChoose(Described):
    """People choose: request types in the team's order, or each agent what they like best."""

    name = "pick_and_choose"
    first = "`team`: request types in the team's order; `agent`: often what the agent likes best"
    reads = "request; by agent also mean work, proficiency, taste"
    scale = "by team as an order; by agent no score: the rest of the strategy ranks what is not picked"
    misleads = "the median looks better, because what nobody likes waits in the tail"

    by: str = field(default="team", metadata=option(OneOf(("team", "agent")), "who chooses"))
    order: tuple[str, ...] | None = field(
        default=None, metadata=option(texts, "by team: the request types, liked best first")
    )
    strength: float | None = field(
        default=None, metadata=option(share, "by agent: how often the agent picks")
    )
    taste: float = field(
        default=0.0,
        metadata=option(weight, "by agent: private taste per request type, uniform from 0 to this"),
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """By team one level, the place of the request type; by agent none."""
        return (Level(scores(view, "request", self.order, None)),) if self.by == "team" else ()

    def depths(self) -> frozenset[int]:
        """By agent none."""
        return frozenset({int(self.by == "team")})

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Options of the other way to choose, or what this one needs."""
        if self.by == "team":
            yield from check_choice(scenario, "request", self.order, None)
            if self.strength is not None or self.taste:
                yield Mistake((), "by team has no `strength` and no `taste`; say `by: agent`")
        elif self.strength is None:
            yield Mistake((), "by agent needs `strength`: how often the agent picks, such as 0.6")
        elif self.order is not None:
            yield Mistake(("order",), "goes with `by: team`, not with `by: agent`")
