"""What a YAML text says, as plain data with the line of everything, read safely.

YAML 1.2, core schema: `NO` is a word, `12:30` too. A key given twice is a mistake, and so is a text that
is too long, too deep, or that aliases blow up. Keys are always words: `1: 0.6` has the key "1".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from scenarios.mistakes import Mistake, Path, ScenarioError, dotted, shown

MOST_BYTES = 2_000_000
MOST_DEEP = 50
MOST_NODES = 200_000

Event: TypeAlias = Any
"""An event of the YAML parser; what it has depends on its kind."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


@dataclass
class Text:
    """A YAML text that has been read."""

    file: str
    data: Any
    places: dict[Path, tuple[int, int]]
    """path → line and column, both from 1; of the key, or of the item of a list."""
    mistakes: list[Mistake]
    """Keys that were given twice; the first one counts."""


def read_text(source: bytes, file: str) -> Text:
    """Plain data of a YAML text; raises ScenarioError where it cannot be read at all."""
    if len(source) > MOST_BYTES:
        raise _refusal(file, f"found {len(source):,} bytes, allowed: {MOST_BYTES:,}")
    builder = _Builder(file, YAML(typ="safe", pure=True).parse(io.StringIO(_decoded(source, file))))
    try:
        data = builder.document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise _refusal(file, f"not YAML: {reason}", line, column) from None
    except (YAMLError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise _refusal(
            file, f"not YAML: {str(error).splitlines()[0] if str(error) else 'unreadable'}"
        ) from None
    return Text(file, data, builder.places, builder.mistakes)


def _decoded(source: bytes, file: str) -> str:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise _refusal(file, "not text: allowed is YAML in UTF-8", line) from None
    if "\0" in text:
        raise _refusal(file, "not text: allowed is YAML in UTF-8", text.count("\n", 0, text.index("\0")) + 1)
    return text


def _refusal(file: str, message: str, line: int = 0, column: int = 0) -> ScenarioError:
    return ScenarioError([Mistake(file, line, "", message, column)])


@dataclass
class _Builder:
    """Turns events into plain data, one by one, with limits."""

    file: str
    events: Iterator[Event]
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    nodes: int = 0
    anchors: dict[str, Any] = field(default_factory=dict)
    open_anchors: set[str] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    def document(self) -> Any:
        """The one document of the text."""
        data: Any = None
        documents = 0
        for event in self.events:
            if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse(event, "found a second document, allowed: one")
                data = self.value(event, (), None)
        return data

    def refuse(self, event: Event, message: str) -> ScenarioError:
        """The error for a mistake at an event."""
        mark = event.start_mark
        return _refusal(self.file, message, mark.line + 1, mark.column + 1)

    def count(self, event: Event, path: Path, nodes: int = 1) -> None:
        """Hold the text to its limits."""
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            raise self.refuse(
                event, f"found more than {MOST_NODES:,} values with all aliases, allowed: fewer"
            )
        if len(path) > MOST_DEEP:
            raise self.refuse(event, f"found more than {MOST_DEEP} levels of nesting, allowed: fewer")

    def value(self, event: Event, path: Path, place: tuple[int, int] | None) -> Any:
        """The value that an event begins."""
        self.count(event, path)
        self.places[path] = place or (event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, AliasEvent):
            return self.aliased(event, path)
        anchor = event.anchor
        if anchor:
            self.open_anchors.add(anchor)
        data = self.content(event, path)
        if anchor:
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = data
        return data

    def content(self, event: Event, path: Path) -> Any:
        """A table, a list or a scalar."""
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(event, path)
        return self.scalar(event)

    def aliased(self, event: Event, path: Path) -> Any:
        """A copy of the anchored value, counted in full."""
        if event.anchor in self.open_anchors:
            raise self.refuse(
                event, f"found the alias *{event.anchor} inside itself, allowed: a finished value"
            )
        if event.anchor not in self.anchors:
            raise self.refuse(event, f"found the alias *{event.anchor}, allowed: anchors that come before it")
        return self.copy(event, self.anchors[event.anchor], path)

    def copy(self, event: Event, data: Any, path: Path) -> Any:
        """Plain data again, at another path."""
        self.count(event, path)
        self.places.setdefault(path, (event.start_mark.line + 1, event.start_mark.column + 1))
        if isinstance(data, dict):
            return {key: self.copy(event, item, (*path, key)) for key, item in data.items()}
        if isinstance(data, list):
            return [self.copy(event, item, (*path, place)) for place, item in enumerate(data)]
        return data

    def sequence(self, start: Event, path: Path) -> list[Any]:
        """A list."""
        self._no_foreign_tag(start)
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            items.append(self.value(event, (*path, len(items)), None))
        return items

    def mapping(self, start: Event, path: Path) -> dict[str, Any]:
        """A table; `<<` brings in the keys of another that are not given here."""
        self._no_foreign_tag(start)
        data: dict[str, Any] = {}
        merged: list[tuple[Event, Any]] = []
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._key(event, path)
            place = (event.start_mark.line + 1, event.start_mark.column + 1)
            item = self.value(next(self.events), (*path, key), place)
            if key in data or (key == "<<" and merged):
                twice = "found this key twice, allowed: once"
                self.mistakes.append(Mistake(self.file, place[0], dotted((*path, key)), twice, place[1]))
            elif key == "<<":
                merged.append((event, item))
            else:
                data[key] = item
        for event, item in merged:
            self._merge(event, item, data, path)
        return data

    def _merge(self, event: Event, item: Any, data: dict[str, Any], path: Path) -> None:
        for table in item if isinstance(item, list) else [item]:
            if not isinstance(table, dict):
                raise self.refuse(event, f"found << with {shown(table)}, allowed: an alias of a table")
            for key, value in table.items():
                if key not in data:
                    data[key] = self.copy(event, value, (*path, key))

    def _key(self, event: Event, path: Path) -> str:
        if not isinstance(event, ScalarEvent):
            raise self.refuse(event, f"{dotted(path)}: found a key that is not a word, allowed: a word")
        self.count(event, path)
        self._no_foreign_tag(event)
        if event.anchor:
            self.anchors[event.anchor] = event.value
        return str(event.value)

    def scalar(self, event: Event) -> Any:
        """A word, a number, true, false or nothing."""
        self._no_foreign_tag(event)
        tag = str(event.tag or "")
        if tag.endswith(":str") or not event.implicit[0]:
            return event.value if not tag or tag.endswith((":str", "!")) else plain(event.value)
        return plain(event.value)

    def _no_foreign_tag(self, event: Event) -> None:
        tag = str(event.tag or "")
        if tag not in ("", "!") and not re.fullmatch(
            r"tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)", tag
        ):
            raise self.refuse(event, f"found the tag {shown(tag)}, allowed: plain values without tags")


def plain(text: str) -> Any:
    """The value of an unquoted scalar under the core schema of YAML 1.2."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    infinite = _INFINITE.fullmatch(text)
    return float(f"{infinite[1]}inf") if infinite else text


def _integer(text: str) -> int | float:
    """A whole number; as a float where it is beyond 64 bits."""
    if len(text) > 25:
        return float(text) if text[:2] not in ("0o", "0x") else float("inf")
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    number = int(text[2:] if base != 10 else text, base)
    return number if abs(number) < 2**63 else float(number)
