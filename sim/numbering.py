"""The numbers of tickets: the requests of all segments in one line, by creation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.compiled import PLACE, compiled_apart
from sim.lots import Rows
from sim.vocabulary import Floats


class Line(NamedTuple):
    """Requests in order of their creation."""

    created: Floats
    row: Rows
    """Of each: its place among all requests, those of segment 0 first."""


def lined_up(created: Floats, counts: Sequence[int]) -> Line:
    """All requests by (creation, segment, place in the segment), where those of each segment are in order.

    Neighbours are merged two by two, which takes half the time of sorting.
    """
    ends = np.cumsum(counts)[:-1]
    lines = [*map(Line, np.split(created, ends), np.split(np.arange(len(created)), ends))]
    while len(lines) > 1:
        pairs = [_merged(one, other) for one, other in zip(lines[::2], lines[1::2], strict=False)]
        lines = pairs + lines[2 * len(pairs) :]
    return lines[0]


def _merged(one: Line, other: Line) -> Line:
    size = len(one.row) + len(other.row)
    both = Line(np.empty(size), np.empty(size, np.int64))
    merge(one, other, both)
    return both


@compiled_apart
def merge(one: Line, other: Line, both: Line) -> None:
    """Writes two lines as one; of equal ones those of the first come first."""
    taken, place = 0, 0
    for i in range(len(one.row)):
        created = one.created[i]
        while taken < len(other.row) and other.created[taken & PLACE] < created:
            both.created[place & PLACE], both.row[place & PLACE] = other.created[taken], other.row[taken]
            taken, place = taken + 1, place + 1
        both.created[place & PLACE], both.row[place & PLACE] = created, one.row[i]
        place += 1
    for i in range(taken, len(other.row)):
        both.created[place & PLACE], both.row[place & PLACE] = other.created[i], other.row[i]
        place += 1
