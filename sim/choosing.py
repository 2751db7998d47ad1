"""A rule that looks at the queue each time an agent takes a ticket, as the SimPy engine asks it.

Such a rule is code and not arrays, so that the compiled engine cannot play it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Waits(NamedTuple):
    """A ticket that waits, and that the agent may take."""

    ticket: int
    joined: float
    """When it joined the queue [min]."""
    phase: int
    """OBSERVED, or CORRECTED once its first touch has ended."""


@dataclass(frozen=True)
class HandOut:
    """An agent who is about to take a ticket, and the tickets to choose from."""

    now: float
    agent: int
    tier: int
    """Where the tickets wait."""
    waiting: tuple[Waits, ...]
    """Two or more, by ticket number."""
    due: Callable[[int, int], float]
    """(ticket, metric) → due instant of its running clock, −1: of the one that is due first; ∞: none."""


class Chooser(Protocol):
    """Says which ticket an agent takes."""

    def choose(self, hand_out: HandOut) -> int:
        """One of the tickets that wait; the same for the same hand-out, whatever was played before."""
        ...
