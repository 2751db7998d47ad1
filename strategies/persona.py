"""Requesters of the chosen persona first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._values import ByValue


@dataclass(frozen=True, kw_only=True)
class Persona(ByValue):
    """Requesters of the chosen persona first."""

    name = "persona"
    attribute = "persona"
    first = "the personas in a given order"
    reads = "persona"
    misleads = "a persona is a guess about a person, and the one who asks is often not the one who suffers"
