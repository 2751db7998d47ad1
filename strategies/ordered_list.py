"""A list: the first member that differs decides."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategies._base import Described, Level, Strategy
from strategies._options import Place, members, option
from strategies._view import View
from strategies.fcfs import Fcfs


@dataclass(frozen=True, kw_only=True)
class OrderedList(Described):
    """A list: the first member that differs decides."""

    name = "list"
    first = "whoever the first member that differs puts first"
    reads = "what its members read"
    scale = "the levels of its members, one after another; with none of them, those of `fcfs`"
    misleads = "members after one whose scores hardly ever tie (`fcfs`, `sla`, `aging`) never matter"

    members: tuple[Strategy, ...] = field(
        metadata=option(members, "the strategies, the one that decides first in front")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """The levels of all members, in order."""
        found = tuple(level for member in self.members for level in member.levels(view))
        return found or Fcfs().levels(view)

    def parts(self) -> tuple[Strategy, ...]:
        """Its members."""
        return self.members

    def depths(self) -> frozenset[int]:
        """Every sum of its members' levels."""
        sums = {0}
        for member in self.members:
            sums = {above + own for above in sums for own in member.depths()}
        return frozenset(depth or 1 for depth in sums)


def branch(value: object, place: Place) -> OrderedList:
    """Reads a list inside another strategy."""
    return OrderedList(members=members(value, place))
