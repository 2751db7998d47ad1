"""Numbers as people read them: three figures, hours and minutes, a unit."""

from __future__ import annotations

import math

MINUTE, HOUR, DAY = 1.0, 60.0, 1440.0
UNKNOWN = "–"
"""Printed where there is no value."""


def three_figures(number: float) -> str:
    """A number to three significant figures: `1,230`, `18.4`, `0.0123`; `–` where there is none."""
    if math.isnan(number):
        return UNKNOWN
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if number == 0:
        return "0"
    places = 2 - math.floor(math.log10(abs(number)))
    rounded = round(number, places)
    return _signed(f"{rounded:,.{max(places, 0)}f}", trim=places > 0)


def percent(share: float, places: int = 1) -> str:
    """A share in per cent: `92.3 %`; what is neither none nor all is never rounded to 0 or 100."""
    if math.isnan(share):
        return UNKNOWN
    least = 10.0**-places
    hundredfold = round(100 * share, places)
    if hundredfold == 0 and share > 0:
        return f"< {least:.{places}f} %"
    if hundredfold == 100 and share < 1:
        return f"> {100 - least:.{places}f} %"
    return _signed(f"{hundredfold:,.{places}f}", trim=places > 0) + " %"


def points(difference: float, places: int = 1) -> str:
    """A difference of two shares in percentage points: `+4.2 points`."""
    if math.isnan(difference):
        return UNKNOWN
    number = _signed(f"{round(100 * difference, places):+.{places}f}", trim=places > 0)
    return f"{number} {'point' if number in ('+1', '−1') else 'points'}"


def duration(minutes: float) -> str:
    """A stretch of time: `12 s`, `4.5 min`, `4 h 20 min`, from two days on `3 days 5 h`."""
    if math.isnan(minutes):
        return UNKNOWN
    if math.isinf(minutes):
        return "for ever"
    sign, minutes = ("−" if minutes < 0 else ""), abs(minutes)
    if 0 < minutes < MINUTE and round(minutes * 60) < 60:
        return f"{sign}{_seconds(minutes)} s"
    if round(minutes, 1) < 10:
        return f"{sign}{_trimmed(f'{minutes:.1f}')} min"
    if round(minutes) < 2 * DAY:
        return sign + hours(minutes)
    days, rest = divmod(round(minutes / HOUR), 24)
    return sign + plural(days, "day") + (f" {rest} h" if rest else "")


def hours(minutes: float) -> str:
    """A stretch of working time, whose days have no fixed length: `18 min`, `8 h`, `40 h 30 min`."""
    whole, rest = divmod(round(minutes), 60)
    if not whole:
        return f"{rest} min"
    return f"{whole:,} h" + (f" {rest} min" if rest else "")


def plural(count: float, noun: str, several: str | None = None) -> str:
    """A count with its noun: `1 ticket`, `3 tickets`, `1,200 tickets`."""
    number = f"{count:,}" if isinstance(count, int) else three_figures(count)
    return f"{number} {noun if number == '1' else several or noun + 's'}"


def listed(words: list[str], last: str = "and") -> str:
    """Words in a row: `a`, `a and b`, `a, b and c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _seconds(minutes: float) -> str:
    seconds = minutes * 60
    return _trimmed(f"{seconds:.1f}") if seconds < 10 else f"{seconds:.0f}"


def _trimmed(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _signed(number: str, trim: bool) -> str:
    return (_trimmed(number) if trim else number).replace("-", "−")
