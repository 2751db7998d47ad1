"""The days of the week as people name them."""

from __future__ import annotations

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS_ALLOWED = "days such as mon-fri, sat, `mon,wed` or every day"


def weekdays(text: str) -> list[int]:
    """The days that `mon-fri`, `sat`, `mon,wed` or `every day` names; ValueError where it names none."""
    if text.strip().lower() in ("every day", "daily", "mon-sun"):
        return list(range(7))
    days: list[int] = []
    for part in text.lower().split(","):
        first, dash, last = part.partition("-")
        begin = _weekday(first)
        end = _weekday(last) if dash else begin
        days += [(begin + step) % 7 for step in range((end - begin) % 7 + 1)]
    if len(set(days)) < len(days):
        raise ValueError(text)
    return days


def _weekday(text: str) -> int:
    word = text.strip()
    return WEEKDAYS.index(word) if word in WEEKDAYS else FULL_NAMES.index(word)
