"""Tables of the page: rows of texts, each with the number by which it is sorted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from results.overview import Table
from results.words import plural

FOLDED = 40
"""Longer tables are folded until somebody opens them, and are left out of print."""

_MINUTES = {"days": 1440.0, "day": 1440.0, "h": 60.0, "min": 1.0, "s": 1 / 60}
_TIME = re.compile(r"(\d[\d,]*(?:\.\d+)?) (days?|h|min|s)\b")
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
_LEAST, _MOST = re.compile(r"<\s*\d"), re.compile(r">\s*\d")


@dataclass(frozen=True)
class Entry:
    """A text of the table, and what it is sorted by."""

    text: str
    key: float | None = None
    """None: by its text."""
    verdict: str = ""
    """A word that is shown as a badge."""


@dataclass(frozen=True)
class Grid:
    """A table that can be sorted and filtered."""

    name: str
    """Of its place on the page."""
    title: str
    says: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]

    @property
    def folded(self) -> bool:
        """Whether it is too long to be shown at once."""
        return len(self.rows) > FOLDED

    @property
    def size(self) -> str:
        """`1,200 rows`."""
        return plural(len(self.rows), "row")


def grid(
    name: str, title: str, says: str, headings: Sequence[str], rows: Iterable[Sequence[str | Entry]]
) -> Grid:
    """A table of texts; sort keys are read from them."""
    return Grid(name, title, says, tuple(headings), tuple(tuple(map(_entry, row)) for row in rows))


def grid_of(table: Table, name: str, title: str, says: str) -> Grid:
    """The same table as on the terminal."""
    rows = [
        [Entry(" ".join(cell.pieces), sort_key(" ".join(cell.pieces))) for cell in row] for row in table.rows
    ]
    return grid(name, title, says, [" ".join(cell.pieces) for cell in table.headings], rows)


def sort_key(text: str) -> float | None:
    """The number that a text begins with: minutes of a duration, a share, a count; None: it is no number.

    What is less than the least that is printed goes below it, what is more above.
    """
    plain = text.strip()
    if not re.match(r"[-+−<>≥]?\s*\d", plain):
        return math.inf if plain in {"∞", "for ever", "not over"} else None
    nudge = -1e-9 if _LEAST.match(plain) else 1e-9 if _MOST.match(plain) else 0.0
    body = plain.lstrip("<>≥ ").split(" ± ")[0].split(" to ")[0]
    sign = -1.0 if body[0] in "-−" else 1.0
    parts = _TIME.findall(body)
    if parts and body.lstrip("+-−").startswith(parts[0][0]):
        return sign * sum(float(number.replace(",", "")) * _MINUTES[unit] for number, unit in parts)
    found = _NUMBER.match(body)
    return None if found is None else float(found[0].replace(",", "").replace("−", "-")) + nudge


def _entry(one: str | Entry) -> Entry:
    return one if isinstance(one, Entry) else Entry(one, sort_key(one))
