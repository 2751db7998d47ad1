"""How the options of a strategy are read from plain data, with a word about all that is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from sim.vocabulary import Scenario
from strategies import _units
from strategies._base import Strategy
from strategies._mistakes import Mistake, Path, listed, nearest
from strategies._units import shown

Options = TypeVar("Options")
Read = Callable[[object, "Place"], Any]
"""Turns plain data into an option's value; raises ValueError, or reports mistakes to the place."""
Matrix = dict[str, dict[str, float]]
"""A row of shares for each label."""


class ReadMember(Protocol):
    """Reads one strategy by its name; None where that has failed and been reported."""

    def __call__(self, name: object, options: object, place: Place) -> Strategy | None: ...


@dataclass(frozen=True)
class Place:
    """Where in a strategy's list we are reading, for which scenario, and what was wrong so far."""

    scenario: Scenario
    read_member: ReadMember
    path: Path = ()
    mistakes: list[Mistake] = field(default_factory=list)
    found: list[tuple[Path, Strategy]] = field(default_factory=list)
    """Every strategy that was read, with its path."""

    def at(self, *keys: str | int) -> Place:
        """A place inside this one."""
        return dataclasses.replace(self, path=(*self.path, *keys))

    def wrong(self, message: str) -> None:
        """Notes a mistake at this place."""
        self.mistakes.append(Mistake(self.path, message))


def option(read: Read, doc: str, word: str | None = None) -> dict[str, Any]:
    """What a strategy's field tells about itself: how it is read, its meaning, its word in a file."""
    return {"read": read, "doc": doc, "word": word}


def read_options(kind: type[Options], spec: object, place: Place) -> Options | None:
    """A strategy made of its options; None where one of them is wrong, which the place has been told."""
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}  # type: ignore[arg-type]
    values = read_table(fields, {name: f.metadata["read"] for name, f in fields.items()}, spec, place)
    return None if values is None else kind(**values)


def read_table(
    known: Mapping[str, dataclasses.Field[Any]], readers: Mapping[str, Read], spec: object, place: Place
) -> dict[str, Any] | None:
    """The options that a table gives; None where one of them is wrong, which the place has been told."""
    if spec is not None and not isinstance(spec, Mapping):
        place.wrong(f"must be a table of options, not {shown(spec)}")
        return None
    given = {str(key): value for key, value in (spec or {}).items()}
    before = len(place.mistakes)
    for key in given:
        if key not in known:
            place.at(key).wrong(f"unknown option; {_known(known)}{nearest(key, known)}")
    values = {key: read_value(readers[key], value, place.at(key))
              for key, value in given.items() if key in known}  # fmt: skip
    for key, needed in known.items():
        if key not in given and needed.default is needed.default_factory is dataclasses.MISSING:
            place.wrong(f"needs `{key}`: {needed.metadata.get('doc', 'it has no default')}")
    return values if len(place.mistakes) == before else None


def read_value(read: Read, value: object, place: Place) -> Any:
    """A value as `read` turns it out; None where it cannot, which the place is told."""
    try:
        return read(value, place)
    except ValueError as wrong:
        place.wrong(str(wrong))
        return None


def _known(known: Mapping[str, object]) -> str:
    return f"known ones are {listed(known)}" if known else "it has no options"


# What options may be. Each answers with a function that reads one value.


@dataclass(frozen=True)
class Duration:
    """A duration longer than nothing, or from nothing on."""

    zero: bool = False

    def __call__(self, value: object, place: Place) -> float:
        found = _units.duration(value)
        if found == 0 and not self.zero:
            raise ValueError("must be longer than nothing")
        return found


def share(value: object, place: Place) -> float:
    """A share from 0 to 1."""
    return _units.share(value)


def count(value: object, place: Place) -> int:
    """A whole number, 0 or more."""
    return _units.count(value)


def number(value: object, place: Place) -> float:
    """Any finite number."""
    return _units.number(value)


def weight(value: object, place: Place) -> float:
    """A number, 0 or more."""
    found = _units.number(value)
    if found < 0:
        raise ValueError(f"must be 0 or more, not {shown(value)}")
    return found


def text(value: object, place: Place) -> str:
    """A label. A number counts as the label that looks like it, yes and no as `yes` and `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"must be a name, not {shown(value)}")


@dataclass(frozen=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]

    def __call__(self, value: object, place: Place) -> str:
        if value not in self.words:
            known = f"{' or '.join(self.words)}, not {shown(value)}{nearest(str(value), self.words)}"
            raise ValueError(f"must be {known}")
        return str(value)


def texts(value: object, place: Place) -> tuple[str, ...]:
    """A list of labels, each once."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"must be a list of values, not {shown(value)}")
    found = tuple(text(label, place) for label in value)
    twice = [label for label in dict.fromkeys(found) if found.count(label) > 1]
    if twice:
        raise ValueError(f"names `{twice[0]}` twice")
    return found


def table(value: object, place: Place) -> dict[str, float]:
    """Numbers by label, each 0 or more and one of them above it."""
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"must be a table such as {{premium: 3, standard: 1}}, not {shown(value)}")
    found = {text(key, place): read_value(weight, each, place.at(str(key))) for key, each in value.items()}
    if None not in found.values() and not any(found.values()):
        raise ValueError("needs a number above 0")
    return found


def shares(value: object, place: Place) -> Matrix:
    """A row of shares for each label, every row adding to 1."""
    if not isinstance(value, Mapping) or not all(isinstance(row, Mapping) for row in value.values()):
        raise ValueError(f"must be a table with a row of shares for each value, not {shown(value)}")
    return {text(label, place): _row(row, place.at(str(label))) for label, row in value.items()}


def _row(row: Mapping[object, object], place: Place) -> dict[str, float]:
    found = {text(label, place): read_value(share, each, place.at(str(label))) for label, each in row.items()}
    if None not in found.values() and abs(sum(found.values()) - 1) > 1e-6:
        place.wrong(f"shares must add to 1, not {sum(found.values()):g}")
    return found


def number_or_table(value: object, place: Place) -> float | dict[str, float]:
    """One number for all, or numbers by label."""
    return table(value, place) if isinstance(value, Mapping) else weight(value, place)


def members(value: object, place: Place) -> tuple[Strategy, ...]:
    """A list of strategies, such as `[plan, sla]`."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(f"must be a list of strategies such as [plan, fcfs], not {shown(value)}")
    found = [_member(each, place.at(index)) for index, each in enumerate(value)]
    return tuple(strategy for strategy in found if strategy is not None)


def _member(value: object, place: Place) -> Strategy | None:
    if isinstance(value, Mapping) and len(value) == 1:
        ((name, options),) = value.items()
        return place.read_member(name, options, place.at(str(name)))
    if isinstance(value, str):
        return place.read_member(value, None, place)
    place.wrong(f"must be a strategy's name, or one name with its options, not {shown(value)}")
    return None


def anything(value: object, place: Place) -> object:
    """What a strategy reads by itself."""
    return value


_ALLOWED: Mapping[Any, str] = {
    share: "share",
    count: "whole number",
    number: "number",
    weight: "number, 0 or more",
    text: "name",
    texts: "list of values",
    table: "number per value",
    shares: "shares per value",
    number_or_table: "number, or number per value",
}


def allowed(read: Read) -> str:
    """What an option may be, in a few words."""
    if isinstance(read, Duration):
        return "duration"
    if isinstance(read, OneOf):
        return " | ".join(read.words)
    return _ALLOWED.get(read, "list of strategies")
