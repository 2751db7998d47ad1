"""The tickets that wait until somebody writes down their priority and skill."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from sim.desk import Desk

UNTRIAGED = -1
"""The class of tickets that wait for manual triage."""


class TriageQueue:
    """Tickets that wait for manual triage, the lowest number first."""

    def __init__(self, desk: Desk) -> None:
        self.tier = desk.triage_tier
        self._numbers: list[int] = []
        self._since: dict[int, float] = {}

    def join(self, ticket: int, now: float) -> None:
        """A ticket comes to wait."""
        heapq.heappush(self._numbers, ticket)
        self._since[ticket] = now

    def leave(self, ticket: int) -> float:
        """A ticket waits no longer; since when it has waited [min]."""
        self._numbers.remove(ticket)
        heapq.heapify(self._numbers)
        return self._since.pop(ticket)

    def head(self) -> int | None:
        """The ticket that is triaged next."""
        return self._numbers[0] if self._numbers else None

    def waiting(self) -> Iterator[tuple[int, float]]:
        """Those that wait, and since when."""
        for ticket in self._numbers:
            yield ticket, self._since[ticket]
