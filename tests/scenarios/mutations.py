"""Scenario files with one thing changed in each, the same ones every time."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

Path = tuple[str | int, ...]


class Mutation(NamedTuple):
    """One change of plain data."""

    kind: str
    path: Path
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind} {'.'.join(map(str, self.path))}"

    @property
    def text(self) -> str:
        """The changed data as YAML (JSON is YAML, but for its words for numbers that are none)."""
        written = json.dumps(self.data, indent=1, ensure_ascii=False)
        return written.replace("-Infinity", "-.inf").replace("Infinity", ".inf").replace("NaN", ".nan")


DROP = object()


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """The paths to all that a file says, in its order."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from paths(item, (*path, key))


def variants(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value is turned into."""
    yield "drop", DROP
    yield "null", None
    yield "list", [value, value]
    yield "nest", {"nested": value}
    yield "word", "zzz"
    yield "empty word", ""
    yield "true", True
    yield "empty table", {}
    yield "empty list", []
    yield "nan", float("nan")
    yield "infinite", float("-inf")
    yield "minus", -3
    yield "zero", 0
    yield "huge", 10**30
    yield "tiny", 1e-300
    yield "deep", [[[[[[{"a": [value]}]]]]]]
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield "thousandfold", value * 1000
        yield "million", value * 1_000_000
        yield "half", value * 0.5
        yield "as word", str(value)
    if isinstance(value, str):
        yield "longer", value + " x"
        yield "times", value.replace("1", "1000000").replace("2", "-2")
        yield "shouted", value.upper()


def mutations(data: dict[str, Any]) -> Iterator[Mutation]:
    """Every variant of every value, and every key renamed."""
    for path in paths(data):
        holder: Any = data
        for key in path[:-1]:
            holder = holder[key]
        for kind, new in variants(holder[path[-1]]):
            yield Mutation(kind, path, _with(data, path, new))
        if isinstance(path[-1], str):
            yield Mutation("rename", path, _renamed(data, path, path[-1] + "x"))
            yield Mutation("duplicate", path, _renamed(data, path, path[-1] + "2", keep=True))


def _holder(data: dict[str, Any], path: Path) -> tuple[dict[str, Any], Any]:
    new = copy.deepcopy(data)
    holder: Any = new
    for key in path[:-1]:
        holder = holder[key]
    return new, holder


def _with(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    new, holder = _holder(data, path)
    if value is DROP:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return new


def _renamed(data: dict[str, Any], path: Path, name: str, keep: bool = False) -> dict[str, Any]:
    new, holder = _holder(data, path)
    items = list(holder.items())
    holder.clear()
    for key, value in items:
        if key != path[-1] or keep:
            holder[key] = value
        if key == path[-1]:
            holder[name] = copy.deepcopy(value)
    return new
