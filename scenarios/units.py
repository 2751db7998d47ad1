"""What people write for durations, rates, shares and money, as numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

MINUTES = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), 1 / 60),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 1.0),
    **dict.fromkeys(("h", "hour", "hours"), 60.0),
    **dict.fromkeys(("d", "day", "days"), 1440.0),
    **dict.fromkeys(("w", "week", "weeks"), 10080.0),
}
"""Minutes in one of each unit of time."""

MOST_MINUTES = 100 * 366 * 1440.0
"""The longest duration: 100 years."""

DURATIONS = "a duration such as 30 s, 15 min, 4 h, 2 days or 1 week"
LIMITS = "a limit such as 30 min, 4 h always, 1 day or 2 business days office"
RATES = "a rate such as 40 per hour, 150 per day or 1100 per week"
MONEY = "money per hour such as 32 per hour"
SHARES = "a share from 0 to 1, or a percentage such as 95 %"

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_UNIT = "|".join(sorted(MINUTES, key=len, reverse=True))
_AMOUNT = re.compile(rf"({_NUMBER})\s*({_UNIT})\b")
_AMOUNTS = re.compile(rf"(?:{_NUMBER}\s*(?:{_UNIT})\b\s*)+")
_BUSINESS = re.compile(rf"({_NUMBER})\s*business\s+days?\b")
_RATE = re.compile(rf"({_NUMBER})\s*(?:per|/)\s*(hour|day|week)")
_MONEY = re.compile(rf"({_NUMBER})\s*(?:per|/)\s*hour")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")


@dataclass(frozen=True)
class Limit:
    """The limit of a promise as it is written."""

    amount: float
    """Minutes, or business days."""
    business_days: bool = False
    calendar: str | None = None
    """The calendar named after the limit, which overrides that of the policy."""


def duration(value: object) -> float:
    """Minutes of `15 min`, `1 h 30 min`, `2 days`; a bare 0 too. ValueError says what is allowed."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        return 0.0
    text = value.strip() if isinstance(value, str) else ""
    if not _AMOUNTS.fullmatch(text):
        business = " (business days only in promises)" if "business" in text else ""
        raise ValueError(DURATIONS + business)
    if (minutes := _not_negative(_minutes(text), DURATIONS)) > MOST_MINUTES:
        raise ValueError(f"{DURATIONS}, of at most 100 years")
    return minutes


def _minutes(text: str) -> float:
    return sum(float(amount) * MINUTES[unit] for amount, unit in _AMOUNT.findall(text))


def limit(value: object) -> Limit:
    """A limit of a promise: `30 min always`, `1 business day`. ValueError says what is allowed."""
    text = value.strip() if isinstance(value, str) else ""
    if business := _BUSINESS.match(text):
        calendar = text[business.end() :].strip() or None
        return Limit(_positive(float(business[1]), LIMITS), business_days=True, calendar=calendar)
    if amounts := _AMOUNTS.match(text):
        calendar = text[amounts.end() :].strip() or None
        return Limit(_positive(_minutes(amounts[0]), LIMITS), calendar=calendar)
    raise ValueError(LIMITS)


def rate(value: object) -> float:
    """Requests per week of `1100 per week`. ValueError says what is allowed."""
    match = _RATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(RATES)
    return _not_negative(float(match[1]) * {"hour": 168.0, "day": 7.0, "week": 1.0}[match[2]], RATES)


def money_per_hour(value: object) -> float:
    """Money of `32 per hour`. ValueError says what is allowed."""
    match = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(MONEY)
    return _not_negative(float(match[1]), MONEY)


def share(value: object) -> float:
    """A share of `0.95` or `95 %`. ValueError says what is allowed."""
    percent = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if percent is not None:
        value = float(percent[1]) / 100
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(SHARES)
    return float(value)


def number(value: object) -> float:
    """A finite number. ValueError says what is allowed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a finite number")
    return float(value)


def _not_negative(value: float, allowed: str) -> float:
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{allowed}, not negative")
    return value


def _positive(value: float, allowed: str) -> float:
    if not math.isfinite(value) or value <= 0:
        raise ValueError(f"{allowed}, above 0")
    return value
