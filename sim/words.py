"""The smallest words of the field: arrays, clocks, filters, mixes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
Masks = NDArray[np.int64]

METRICS = ("first_reply", "next_reply", "requester_wait", "first_resolution", "full_resolution")
"""The clocks of the SLA engine, in the order of every array that has one entry per clock."""

ALWAYS = 0
"""The place of the built-in 24 × 7 calendar in `Scenario.calendars`."""

SOLVED = -1
"""The step after the last tier of a path."""

MAX_VISITS = 50
"""The 50th visit of a ticket ends solved."""


@dataclass(frozen=True)
class Condition:
    """One `attribute: value | [values] | ">= 500"` of a filter."""

    attribute: str
    """`segment`, `plan`, `account_type`, `vip`, `persona`, `category`, `priority`, `skill`, `impact`,
    `urgency`, `sentiment`, `request`, `channel` or `fields.NAME`."""
    values: tuple[str, ...] = ()
    """Labels any of which fits; empty for a comparison of numbers."""
    operator: str = ""
    """One of >=, >, <=, <, = for a numeric custom field."""
    number: float = 0.0


Filter = tuple[Condition, ...]
"""All conditions must hold; the empty filter takes everything."""


@dataclass(frozen=True)
class Mix:
    """A discrete choice: labels with shares that add to 1."""

    labels: tuple[str, ...]
    shares: tuple[float, ...]
