"""Bounds of a head-count as people write them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from scenarios.form_desk import MOST_AGENTS
from scenarios.form_values import Written

BOUNDS = "bounds of a head-count such as 8..24"
BOUNDS_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^\s*\d+\s*\.\.\s*\d+\s*$"}

_BOUNDS = re.compile(r"\s*(\d{1,9})\s*(?:\.\.\s*(\d{1,9})\s*)?")


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


Bounds = Annotated[tuple[int, int], Written(bounds, BOUNDS_SCHEMA)]
