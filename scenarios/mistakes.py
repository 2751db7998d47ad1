"""What is wrong with a scenario file, said so that its author can mend it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Keys and places that lead from the top of a file to a value."""

LONGEST = 80
"""Characters of a value that a message repeats."""

MOST_NAMES = 30
"""Names that a message lists."""


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong, and where."""

    file: str
    line: int
    """Counted from 1; 0: the file as a whole."""
    field: str
    """Keys joined by dots; empty: the file as a whole."""
    message: str
    column: int = 0
    """Counted from 1; 0: not known."""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class ScenarioError(ValueError):
    """A scenario file that cannot be used, with all its mistakes."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Mistake, ...]]]:
        return type(self), (self.mistakes,)


@dataclass
class Report:
    """The mistakes and warnings found so far in one file."""

    file: str
    places: Mapping[Path, tuple[int, int]] = field(default_factory=dict)
    """path → line and column, both from 1."""
    mistakes: list[Mistake] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    touched: list[Path] = field(default_factory=list)
    """The paths that mistakes were found at, in their order."""

    def add(self, path: Path, message: str) -> None:
        """Note a mistake at a path, or at the nearest thing above it that the file has."""
        where = self.nearest_place(path)
        line, column = self.places.get(where, (0, 0))
        mistake = Mistake(self.file, line, dotted(where), message, column)
        self.touched.append(path)
        if mistake not in self.mistakes:
            self.mistakes.append(mistake)

    def found(self, path: Path, value: object, allowed: str, known: Iterable[str] = ()) -> None:
        """Note that a value is not among what is allowed; `known` are names to guess from."""
        self.add(path, not_allowed(value, allowed, known))

    def unknown(self, path: Path, name: object, known: Iterable[str], what: str = "") -> None:
        """Note a name that is not among the known ones, with the nearest of them."""
        names = list(known)
        allowed = listed(names) if names else f"nothing: the file has no {what or 'such names'}"
        self.found(path, name, allowed, names)

    def warn(self, path: Path, message: str) -> None:
        """Note something that is allowed but probably not meant."""
        where = self.nearest_place(path)
        line, column = self.places.get(where, (0, 0))
        text = str(Mistake(self.file, line, dotted(where), message, column))
        if text not in self.warnings:
            self.warnings.append(text)

    def nearest_place(self, path: Path) -> Path:
        """The longest beginning of a path that the file has."""
        while path and path not in self.places:
            path = path[:-1]
        return path

    def clean(self, *prefixes: Path) -> bool:
        """Whether no mistake was found at, under or on the way to any of these paths."""
        return not any(
            path[: len(prefix)] == prefix[: len(path)] for path in self.touched for prefix in prefixes
        )

    def raise_if_any(self) -> None:
        """Raise all mistakes, in the order of the file."""
        if self.mistakes:
            raise ScenarioError(sorted(self.mistakes, key=lambda mistake: (mistake.line, mistake.column)))


def dotted(path: Path) -> str:
    """A path as people write it: `segments.enterprise.plan`."""
    return ".".join(map(str, path))


def not_allowed(value: object, allowed: str, known: Iterable[str] = ()) -> str:
    """The sentence that says what was found, what is allowed, and what was probably meant."""
    guess = nearest(value, known)
    return f"found {shown(value)}, allowed: {allowed}" + (f" (did you mean {guess}?)" if guess else "")


def nearest(value: object, known: Iterable[str]) -> str | None:
    """The known name that is most like a value, if one is."""
    if not isinstance(value, str):
        return None
    names = {name.lower().replace("-", "_"): name for name in known}
    close = difflib.get_close_matches(value[:LONGEST].lower().replace("-", "_"), names, 1, 0.6)
    return names[close[0]] if close else None


def listed(names: Iterable[str]) -> str:
    """Names with commas, cut where there are too many."""
    every = [name if len(name) <= LONGEST else name[:LONGEST] + "…" for name in names]
    more = len(every) - MOST_NAMES
    return ", ".join(every[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def shown(value: object) -> str:
    """A value as a message repeats it."""
    match value:
        case None:
            return "nothing"
        case dict():
            return f"a table with {listed(map(str, list(value)[:5]))}" if value else "an empty table"
        case list() | tuple():
            return f"a list of {len(value)}"
        case bool():
            return "true" if value else "false"
        case float() if math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
