"""The most urgent observed priority first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._base import Described, Level
from strategies._values import places
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Priority(Described):
    """The most urgent observed priority first."""

    name = "priority"
    first = "the most urgent priority"
    reads = "observed priority"
    scale = "most urgent 1, least urgent 0, even steps between"
    misleads = "low priorities may never be served, and it is no better than the triage that wrote it"

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the priority's place."""
        labels = view.labels("priority")
        return (Level(places(labels, labels)[view.codes("priority")]),)
