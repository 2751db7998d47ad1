"""Values of the field as the bytes of a file: nested records of arrays and numbers, exactly as they were.

A file is a table in Arrow's Feather format with one row per array: its path through fields and keys, its
type, shape and bytes. Whole numbers are stored as their differences, in the narrowest type that holds them;
nothing in a file is code.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import feather

Value = TypeVar("Value")
Array = NDArray[Any]
Tree = dict[str, Any]
"""Field or key → array, or a tree again."""

NARROW = tuple(np.dtype(name) for name in ("int8", "int16", "int32"))


def packed(value: object) -> bytes:
    """A record of arrays, numbers and further records as bytes."""
    paths, arrays = zip(*_leaves(value, ()), strict=True)
    stored = [_narrowed(array) for array in arrays]
    table = pa.table(
        {
            "path": pa.array(paths, pa.list_(pa.string())),
            "type": pa.array([array.dtype.str for array in arrays]),
            "shape": pa.array([array.shape for array in arrays], pa.list_(pa.int64())),
            "stored": pa.array([one.dtype.str for one in stored]),
            "bytes": pa.array([one.tobytes() for one in stored], pa.large_binary()),
        }
    )
    file = io.BytesIO()
    feather.write_feather(table, file, compression="zstd", compression_level=1)
    return file.getvalue()


def unpacked(kind: type[Value], content: bytes) -> Value:
    """The record of this kind that was packed; ValueError where the bytes hold none."""
    tree: Tree = {}
    try:
        for row in feather.read_table(io.BytesIO(content)).to_pylist():
            *above, last = row["path"]
            place = tree
            for name in above:
                place = place.setdefault(name, {})
            place[last] = _widened(row)
        return cast(Value, _restored(kind, tree))
    except (pa.ArrowException, KeyError, TypeError) as problem:
        raise ValueError(f"this is no {kind.__name__}: {problem}") from problem


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Array]]:
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, bytes):
        yield path, np.frombuffer(value, np.uint8)
    elif value is not None:
        yield path, np.asarray(value)


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


def _widened(row: Mapping[str, Any]) -> Array:
    stored = np.frombuffer(row["bytes"], row["stored"])
    if row["stored"] != row["type"]:
        stored = np.cumsum(stored, dtype=row["type"])
    return stored.reshape(row["shape"])


def _restored(kind: Any, tree: Any) -> Any:
    """What a type hint says the tree is; what is not there is empty."""
    if get_origin(kind) in {Union, UnionType}:
        return _restored(get_args(kind)[0], tree)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        missing: Tree = {name: {} for name, hint in hints.items() if _maps(hint) and name not in tree}
        given = {name: _restored(hints[name], inner) for name, inner in {**missing, **tree}.items()}
        return cast(Any, kind)(**given)
    if _maps(kind):
        return {key: _restored(get_args(kind)[1], inner) for key, inner in tree.items()}
    if kind is bytes:
        return tree.tobytes()
    return kind(tree) if kind in {int, float} else tree


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _maps(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)
