"""Durations, shares and counts as people write them: `30 min`, `1 h 30 min`, `80 %`, `200`."""

from __future__ import annotations

import math
import re

from sim.grid import on_grid

MINUTES = {
    "s": 1 / 60, "sec": 1 / 60, "second": 1 / 60, "seconds": 1 / 60,
    "min": 1.0, "mins": 1.0, "minute": 1.0, "minutes": 1.0,
    "h": 60.0, "hour": 60.0, "hours": 60.0,
    "d": 1440.0, "day": 1440.0, "days": 1440.0,
    "w": 10080.0, "week": 10080.0, "weeks": 10080.0,
}  # fmt: skip
"""Minutes in each unit of time that may follow a number."""

LONGEST = 100 * 365.25 * 1440
"""No duration that people write is longer [min]."""

LARGEST = 1e12
"""No number that people write is larger."""

_PART = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)", re.IGNORECASE)


def duration(value: object) -> float:
    """Minutes in a text such as `15 min`, `4 h` or `1 h 30 min`, rounded to the time grid.

    Raises ValueError where it is no such text.
    """
    text = value.strip() if isinstance(value, str) else ""
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip():
        raise ValueError(f"must be a duration such as `30 min`, `4 h` or `2 days`, not {shown(value)}")
    unknown = [unit for _, unit in parts if unit.lower() not in MINUTES]
    if unknown:
        raise ValueError(f"knows no unit `{unknown[0]}`; write s, min, h, days or weeks")
    minutes = sum(float(number) * MINUTES[unit.lower()] for number, unit in parts)
    if minutes > LONGEST:
        raise ValueError(f"must be at most a hundred years, not {shown(value)}")
    return on_grid(minutes)


def number(value: object) -> float:
    """A finite number. Raises ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < math.inf:
        raise ValueError(f"must be a number, not {shown(value)}")
    if abs(value) > LARGEST:
        raise ValueError(f"must be at most {LARGEST:g}, not {shown(value)}")
    return float(value)


def share(value: object) -> float:
    """A share from 0 to 1, of a number such as 0.8 or a text such as `80 %`.

    Raises ValueError where it is none.
    """
    found = value
    if isinstance(value, str) and (match := re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", value)):
        found = float(match[1]) / 100
    try:
        found = number(found)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise ValueError(f"must be a share from 0 to 1 (or `80 %`), not {shown(value)}")
    return found


def count(value: object) -> int:
    """A whole number, 0 or more. Raises ValueError where it is none."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise ValueError(f"must be a whole number, 0 or more, not {shown(value)}")
    return int(value)


def shown(value: object) -> str:
    """How a value that was found is named in a message."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "`yes`" if value else "`no`"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list"
    return f"`{value}`"
