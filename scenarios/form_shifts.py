"""The form of the shifts from which a sizing makes rosters."""

from __future__ import annotations

import re
from typing import Annotated, Any

from scenarios.form_bounds import Bounds
from scenarios.form_values import Money, Table, Written, key
from scenarios.units import duration
from scenarios.weekdays import DAYS_ALLOWED, weekdays

STARTS = 'times such as "07:00", a list of them, or "07:00-12:00/30 min"'
BREAKS = 'a break such as "30 min after 4 h", or a list of them'
DAYS_ON = f"a number of days in a row from 1 to 7, or {DAYS_ALLOWED}"
LENGTHS = "a duration above 0 of at most 24 h"
DAY = 1440.0

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_RANGE = re.compile(r"\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*/\s*(.+)")
_BREAK = re.compile(r"\s*(.+?)\s+after\s+(.+)")

Pause = tuple[float, float]
"""(how long after the start it begins, how long it is) [min]."""


def start_times(value: object) -> tuple[int, ...]:
    """Minutes of the day at which shifts may start; ValueError says what is allowed."""
    texts = value if isinstance(value, list) else [value]
    found = [minute for text in texts for minute in _starts(text)]
    if not found or len(set(found)) < len(found):
        raise ValueError(f"{STARTS}, each once")
    return tuple(sorted(found))


def _starts(text: object) -> list[int]:
    span = _RANGE.fullmatch(text) if isinstance(text, str) else None
    if span is None:
        return [_clock(text)]
    first, last, step = _clock(span[1]), _clock(span[2]), duration(span[3])
    if step < 1 or step != int(step) or last < first:
        raise ValueError(STARTS)
    return list(range(first, last + 1, int(step)))


def _clock(text: object) -> int:
    match = _CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise ValueError(STARTS)
    return int(match[1]) * 60 + int(match[2])


def pauses(value: object) -> tuple[Pause, ...]:
    """Breaks in order; ValueError says what is allowed."""
    found = [_pause(text) for text in (value if isinstance(value, list) else [value])]
    ends = [after + length for after, length in sorted(found)]
    if any(after < end for (after, _), end in zip(sorted(found)[1:], ends, strict=False)):
        raise ValueError(f"{BREAKS} that do not overlap")
    return tuple(sorted(found))


def _pause(text: object) -> Pause:
    match = _BREAK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(BREAKS)
    length, after = duration(match[1]), duration(match[2])
    if not length > 0 or not after > 0:
        raise ValueError(BREAKS)
    return after, length


def days_on(value: object) -> tuple[tuple[int, ...], ...]:
    """The sets of weekdays that one person may work; ValueError says what is allowed."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 7:
        first_days = range(7 if value < 7 else 1)
        return tuple(tuple(sorted((first + step) % 7 for step in range(value))) for first in first_days)
    try:
        return (tuple(sorted(weekdays(value if isinstance(value, str) else ""))),)
    except ValueError:
        raise ValueError(DAYS_ON) from None


def shift_length(value: object) -> float:
    """A length of at most a day [min]; ValueError says what is allowed."""
    found = duration(value)
    if not 0 < found <= DAY:
        raise ValueError(LENGTHS)
    return found


_TEXT: dict[str, Any] = {"type": "string"}
_TEXTS: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_DAYS: dict[str, Any] = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 7}, _TEXT]}


class ShiftForm(Table):
    """One kind of shift that people of a pool may have, the same all week."""

    starts: Annotated[tuple[int, ...], Written(start_times, _TEXTS)] = key(
        "When it may start, local time of the pool: times, or from-to/step.",
        "07:00-12:00/30 min",
        "local time",
    )
    length: Annotated[float, Written(shift_length, _TEXT)] = key(
        "From its start to its end, breaks included.", "8 h 30 min", "duration"
    )
    breaks: Annotated[tuple[Pause, ...], Written(pauses, _TEXTS)] | None = key(
        "Unpaid breaks.", "30 min after 4 h", "duration", None, alias="break"
    )
    days: Annotated[tuple[tuple[int, ...], ...], Written(days_on, _DAYS)] = key(
        "So many days in a row, beginning on any day, or these very days.",
        5,
        "days",
        ((0, 1, 2, 3, 4),),
        written="mon-fri",
    )
    between: Bounds | None = key(
        "The least and the most people who have it; absent: any number.", "0..20", "agents", None
    )
    wage: Money | None = key(
        "Cost of a paid hour; absent: the pool's own.", "32 per hour", "money per hour", None
    )
