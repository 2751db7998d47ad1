"""Values of the field as the bytes of a file: nested records of arrays and numbers, exactly as they were.

A file is a table in Arrow's Feather format with one row per array: its bytes. Their types and shapes, and the
paths through fields and keys that lead to them, stand beside it as JSON. Whole numbers are stored as their
differences, in the narrowest type that holds them; nothing in a file is code.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import feather

Value = TypeVar("Value")
Array = NDArray[Any]
Path = tuple[str, ...]
Form = tuple[str, str, Sequence[int]]
"""The type of an array, the type in which it is stored, and its shape."""
Content = tuple[Form, bytes]
Tree = dict[str, Any]
"""Field or key → array, or a tree again."""

NARROW = tuple(np.dtype(name) for name in ("int8", "int16", "int32"))

FORMS, PATHS = "forms", "paths"
"""What stands beside the bytes: the form of each row, and the row of each path."""


def packed(value: object) -> bytes:
    """A record of arrays, numbers and further records as bytes; equal arrays are stored once."""
    leaves = list(_leaves(value, ()))
    contents: dict[Content, int] = {}
    rows: dict[int, int] = {}
    for _, array in leaves:
        if id(array) not in rows:
            rows[id(array)] = contents.setdefault(_content_of(array), len(contents))
    told = {FORMS: [form for form, _ in contents], PATHS: [(path, rows[id(array)]) for path, array in leaves]}
    table = pa.table(
        {"bytes": pa.array([content for _, content in contents], pa.large_binary())},
        metadata={name: json.dumps(each) for name, each in told.items()},
    )
    file = io.BytesIO()
    feather.write_feather(table, file, compression="zstd", compression_level=1)
    return file.getvalue()


def unpacked(kind: type[Value], content: bytes) -> Value:
    """The record of this kind that was packed; ValueError where the bytes hold none."""
    tree: Tree = {}
    try:
        table = feather.read_table(pa.BufferReader(content))
        told = table.schema.metadata
        arrays = _arrays_of(table["bytes"], json.loads(told[FORMS.encode()]))
        for (*above, last), row in json.loads(told[PATHS.encode()]):
            place = tree
            for name in above:
                place = place.setdefault(name, {})
            place[last] = arrays[row]
        return cast(Value, _maker_of(cast(Any, kind))(tree))
    except (pa.ArrowException, ValueError, KeyError, TypeError) as problem:
        raise ValueError(f"this is no {kind.__name__}: {problem}") from problem


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Array]]:
    """Every array, number and text of bytes in a record, as an array, with its path."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, bytes):
        yield path, np.frombuffer(value, np.uint8)
    elif value is not None:
        yield path, np.asarray(value)


def _content_of(array: Array) -> Content:
    """The form of an array, and its bytes as they are stored."""
    stored = _narrowed(array)
    return (array.dtype.str, stored.dtype.str, array.shape), stored.tobytes()


def _narrowed(array: Array) -> Array:
    """The array as it is stored: whole numbers as differences to the one before."""
    if array.dtype.kind != "i" or not array.size:
        return array
    steps = array.flatten()
    steps[1:] -= array.ravel()[:-1]
    low, high = steps.min(), steps.max()
    for narrow in NARROW:
        if narrow.itemsize == array.itemsize:
            break
        if np.iinfo(narrow).min <= low and high <= np.iinfo(narrow).max:
            return cast(Array, steps.astype(narrow))
    return array


def _arrays_of(column: pa.ChunkedArray, forms: Sequence[Form]) -> list[Array]:
    """The arrays in the order of the rows; they do not hold on to the table, and nobody may write to them."""
    found = []
    for content, (kind, stored, shape) in zip(_contents(column), forms, strict=True):
        array = content.view(stored)
        array = array.copy() if stored == kind else np.cumsum(array, dtype=kind)
        found.append(array.reshape(shape))
    return found


def _contents(column: pa.ChunkedArray) -> Iterator[NDArray[np.uint8]]:
    """The bytes of each row, which last as long as the table."""
    for chunk in column.chunks:
        _, ends, content = chunk.buffers()
        ends, content = np.frombuffer(ends, np.int64), np.frombuffer(content, np.uint8)
        for place in range(chunk.offset, chunk.offset + len(chunk)):
            yield content[ends[place] : ends[place + 1]]


@cache
def _maker_of(kind: Any) -> Callable[[Any], Any]:
    """What makes a value that a type hint speaks of from a tree, or from an array."""
    if get_origin(kind) in {Union, UnionType}:
        return _maker_of(get_args(kind)[0])
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        makers = {name: _maker_of(hint) for name, hint in hints.items()}
        return partial(_record, kind, makers, [name for name, hint in hints.items() if _maps(hint)])
    if _maps(kind):
        return partial(_mapping, _maker_of(get_args(kind)[1]))
    return kind if kind in {int, float, bytes} else _itself


def _record(kind: Any, makers: Mapping[str, Callable[[Any], Any]], maps: Sequence[str], tree: Tree) -> Any:
    """A record; of its mappings, those that are not there are empty."""
    inner = {**{name: {} for name in maps}, **tree}
    return kind(**{name: makers[name](part) for name, part in inner.items()})


def _mapping(maker: Callable[[Any], Any], tree: Tree) -> Tree:
    return {key: maker(inner) for key, inner in tree.items()}


def _itself(array: Array) -> Array:
    return array


def _maps(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)
