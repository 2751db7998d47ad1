"""The form of the question of how many people it takes."""

from __future__ import annotations

from typing import Annotated, Literal

from scenarios.form_bounds import BOUNDS_SCHEMA, Bounds
from scenarios.form_shifts import ShiftForm
from scenarios.form_values import Labels, Money, Share, Short, Table, key


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

    vary: dict[str, Annotated[VaryForm, Short("between", BOUNDS_SCHEMA)]] | None = key(
        "tier.pool → bounds of its head-count, or a table with rosters and wage.",
        {"L1.frontline": "8..24"},
        "agents",
        None,
    )
    shifts: dict[str, list[ShiftForm]] | None = key(
        "tier.pool → the kinds of shifts from which its roster is to be made; instead of head-counts.",
        {
            "L1.frontline": [
                {"starts": "07:00-12:00/30 min", "length": "8 h 30 min", "break": "30 min after 4 h"}
            ]
        },
        "none",
        None,
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
