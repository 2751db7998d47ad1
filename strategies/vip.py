"""VIPs first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sim.vocabulary import Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake
from strategies._values import check_attribute, places
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Vip(Described):
    """VIPs first."""

    name = "vip"
    first = "VIPs"
    reads = "vip"
    scale = "VIPs 1, others 0"
    misleads = "a VIP's trifle goes before everybody else's outage"

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: 1 for VIPs."""
        return (Level(places(("yes",), view.labels("vip"))[view.codes("vip")]),)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Nobody is said to be a VIP."""
        yield from check_attribute(scenario, "vip")
