"""Values of the field as the bytes of a file: nested records of arrays and numbers, exactly as they were.

A file is a table in Arrow's Feather format with one row per array: its path through fields and keys, its
type, shape and bytes. Whole numbers are stored as their differences, in the narrowest type that holds them;
nothing in a file is code.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
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
    stored = _narrowed_once(arrays)
    table = pa.table(
        {
            "path": pa.array(paths, pa.list_(pa.string())),
            "type": pa.array([array.dtype.str for array in arrays]),
            "shape": pa.array([array.shape for array in arrays], pa.list_(pa.int64())),
            "stored": pa.array([one.dtype.str for one in stored]),
            "bytes": _bytes_of(stored),
        }
    )
    file = io.BytesIO()
    feather.write_feather(table, file, compression="zstd", compression_level=1)
    return file.getvalue()


def unpacked(kind: type[Value], content: bytes) -> Value:
    """The record of this kind that was packed; ValueError where the bytes hold none."""
    tree: Tree = {}
    try:
        table = feather.read_table(pa.BufferReader(content))
        for path, array in zip(table["path"].to_pylist(), _arrays_of(table), strict=True):
            *above, last = path
            place = tree
            for name in above:
                place = place.setdefault(name, {})
            place[last] = array
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


def _narrowed_once(arrays: Sequence[Array]) -> list[Array]:
    """The arrays as they are stored; one that occurs again is not made again."""
    made: dict[int, Array] = {}
    for array in arrays:
        if id(array) not in made:
            made[id(array)] = _narrowed(array)
    return [made[id(array)] for array in arrays]


def _bytes_of(arrays: Sequence[Array]) -> pa.LargeBinaryArray:
    """The bytes of each array."""
    ends = np.cumsum([0, *(array.nbytes for array in arrays)], dtype=np.int64)
    content = b"".join(np.ascontiguousarray(array).data for array in arrays)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(content)]
    return pa.Array.from_buffers(pa.large_binary(), len(arrays), buffers)


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


def _arrays_of(table: pa.Table) -> list[Array]:
    """The arrays in the order of the rows; whole numbers that are stored alike become one array."""
    found, whole = [], _Whole()
    kinds, shapes = table["type"].to_pylist(), table["shape"].to_pylist()
    for stored, kind, shape in zip(_stored_of(table), kinds, shapes, strict=True):
        array = stored.copy() if stored.dtype.str == kind else whole.widened(stored, kind)
        found.append(array.reshape(shape))
    return found


class _Whole:
    """Whole numbers so far, as they are stored and as they were."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, int], list[tuple[Array, Array]]] = {}

    def widened(self, stored: Array, kind: str) -> Array:
        """As they were; the array that is there already, where the same are."""
        known = self._known.setdefault((kind, stored.dtype.str, stored.size), [])
        for same, array in known:
            if np.array_equal(same, stored):
                return array
        known.append((stored, np.cumsum(stored, dtype=kind)))
        return known[-1][1]


def _stored_of(table: pa.Table) -> Iterator[Array]:
    """What is stored in each row, which lasts as long as the table."""
    kinds = iter(table["stored"].to_pylist())
    for chunk in table["bytes"].chunks:
        _, ends, content = chunk.buffers()
        ends, content = np.frombuffer(ends, np.int64), np.frombuffer(content, np.uint8)
        for place, kind in enumerate(islice(kinds, len(chunk)), start=chunk.offset):
            yield content[ends[place] : ends[place + 1]].view(kind)


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
