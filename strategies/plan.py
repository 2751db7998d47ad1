"""Customers of the better plan first."""

from __future__ import annotations

from dataclasses import dataclass

from strategies._values import ByValue


@dataclass(frozen=True, kw_only=True)
class Plan(ByValue):
    """Customers of the better plan first."""

    name = "plan"
    attribute = "plan"
    first = "the plans in a given order"
    reads = "plan"
    misleads = "when most volume is on the first plan it does little for that plan and much harm to the rest"
