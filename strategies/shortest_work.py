"""The shortest work first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._base import Described, Level
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class ShortestWork(Described):
    """The shortest work first."""

    name = "shortest_work"
    first = "the request type with the shortest touch at this tier"
    reads = "request, tier (mean work of a touch, never the ticket's own)"
    scale = "1 h ÷ (1 h + mean work of a touch)"
    misleads = "mean waits fall because long requests, often the ones that matter, wait for the quiet hours"

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: 60 ÷ (60 + mean work)."""
        return (Level(60 / (60 + view.mean_work)),)
