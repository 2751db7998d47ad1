"""The form of the question of how many people it takes."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from scenarios.form_desk import MOST_AGENTS
from scenarios.form_values import Labels, Money, Share, Short, Table, Written, key

BOUNDS = "bounds of a head-count such as 8..24"
_BOUNDS = re.compile(r"\s*(\d{1,9})\s*(?:\.\.\s*(\d{1,9})\s*)?")
_BOUNDS_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^\s*\d+\s*\.\.\s*\d+\s*$"}


def bounds(value: object) -> tuple[int, int]:
    """The least and the most of `8..24`; ValueError says what is allowed."""
    match = _BOUNDS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(BOUNDS)
    low, high = int(match[1]), int(match[2] or match[1])
    if low > high:
        raise ValueError(f"{BOUNDS}, the least first")
    if high > MOST_AGENTS:
        raise ValueError(f"{BOUNDS}, at most {MOST_AGENTS:,}")
    return low, high


Bounds = Annotated[tuple[int, int], Written(bounds, _BOUNDS_SCHEMA)]


class VaryForm(Table):
    """A pool whose head-count is asked for."""

    between: Bounds = key("The least and the most people, on each roster that is named.", "8..24", "agents")
    roster: Labels | None = key(
        "Calendars whose head-counts are asked for one by one; absent: the pool's own roster.",
        ["early", "late"],
        "calendars",
        None,
    )
    wage: Money | None = key(
        "Cost of a paid hour; absent: the pool's own.", "32 per hour", "money per hour", None
    )


class SizingForm(Table):
    """Which head-counts may vary, and what must hold: what `ticketlab size` answers."""

    vary: dict[str, Annotated[VaryForm, Short("between", _BOUNDS_SCHEMA)]] = key(
        "tier.pool → bounds of its head-count, or a table with rosters and wage.",
        {"L1.frontline": "8..24"},
        "agents",
    )
    minimize: Literal["cost_per_week"] = key("What is to be small.", "cost_per_week", "none", "cost_per_week")
    subject_to: Labels | None = key(
        "What must hold; absent: the goals of the policies.",
        ["first_reply_attainment[policy=premium] >= 95 % in 90 % of months", "occupancy[tier=L1] <= 85 %"],
        "constraint",
        None,
    )
    strategies: Labels | None = key(
        "The strategies to size, each on its own; absent: all of the file.", ["fifo"], "strategies", None
    )
    odds: Share | None = key(
        "Share of the contract periods in which goals are to be reached; absent: they hold in the long run.",
        "90 %",
        "share",
        None,
    )
    certainty: Share | None = key(
        "How sure it is to be that the desk keeps what must hold; absent: 95 %.", "95 %", "share", None
    )
