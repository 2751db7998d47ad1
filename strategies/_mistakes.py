"""What is wrong with a strategy as it is written, and where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Keys and places that lead to a value inside a strategy's list, as in `(0, "sla", "by")`."""


class Mistake(NamedTuple):
    """One thing that is wrong with a strategy."""

    path: Path
    message: str


class StrategyError(ValueError):
    """What is wrong with a strategy: all of it in `mistakes`, the first in `path` and `message`."""

    def __init__(self, path: Path, message: str, more: Iterable[Mistake] = ()) -> None:
        super().__init__(path, message, tuple(more))
        self.path = path
        self.message = message
        self.mistakes = (Mistake(path, message), *more)

    def __str__(self) -> str:
        return "\n".join(f"{_written(path)}{message}" for path, message in self.mistakes)


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean `x`?` where a known word is like this one, else nothing."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean `{by_lower[close[0]]}`?" if close else ""


def listed(words: Iterable[str]) -> str:
    """Words as a message names them: `a, b, c`."""
    return ", ".join(words) or "none"


def _written(path: Path) -> str:
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".") + (
        ": " if path else ""
    )
