"""Named changes to the plain data of a file: dotted paths and new values."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from scenarios.mistakes import Path, listed, nearest, shown


class ChangeError(ValueError):
    """A dotted path that leads nowhere."""


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the data with each change made; a value of nothing removes what is there.

    The last key of a path may be new; ChangeError where the way to it is not there.
    """
    new: dict[str, Any] = copy.deepcopy(dict(data))
    for path, value in changes.items():
        _change(new, path, _plain(value))
    return new


def _plain(value: Any) -> Any:
    """A copy of a value as a file would give it: keys are words."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else copy.deepcopy(value)


def path_of(data: Any, dotted: str) -> Path:
    """The keys of a dotted path; keys may hold dots themselves. ChangeError where they lead nowhere."""
    if not all(dotted.split(".")):
        example = "keys joined by dots, such as tiers.L1.frontline.agents"
        raise ChangeError(f"found {shown(dotted)}, a path with an empty key, allowed: {example}")
    path: list[str | int] = []
    rest = dotted
    while rest:
        if not isinstance(data, dict | list):
            raise ChangeError(f"found {dotted}, but {'.'.join(map(str, path))} holds nothing that has keys")
        key, rest_after = _split(data, rest)
        path.append(key)
        if not rest_after:
            return tuple(path)
        here = key in data if isinstance(data, dict) else isinstance(key, int) and key < len(data)
        if not here:
            raise ChangeError(_no_such(dotted, str(key), data))
        holder: Any = data
        data, rest = holder[key], rest_after
    return tuple(path)


def _split(data: Any, rest: str) -> tuple[str | int, str]:
    """The next key and what follows it: the longest known key, else up to the first dot."""
    if isinstance(data, list):
        head, _, tail = rest.partition(".")
        return (int(head) if head.isdecimal() and len(head) < 9 else head), tail
    parts = rest.split(".")
    for size in range(len(parts), 0, -1):
        key = ".".join(parts[:size])
        if key in data:
            return key, ".".join(parts[size:])
    return parts[0], ".".join(parts[1:])


def _no_such(dotted: str, key: str, data: Any) -> str:
    known = list(data) if isinstance(data, dict) else [str(place) for place in range(len(data))]
    guess = nearest(key, known)
    also = f" (did you mean {guess}?)" if guess else ""
    return f"found {dotted}, where there is no {key}, allowed: {listed(known)}{also}"


def _change(data: dict[str, Any], dotted: str, value: Any) -> None:
    path = path_of(data, dotted)
    holder: Any = data
    for key in path[:-1]:
        holder = holder[key]
    last = path[-1]
    if isinstance(holder, list) and not (isinstance(last, int) and last < len(holder)):
        raise ChangeError(_no_such(dotted, str(last), holder))
    if value is None:
        if isinstance(holder, dict) and last not in holder:
            raise ChangeError(_no_such(dotted, str(last), holder))
        del holder[last]
    else:
        holder[last] = value
