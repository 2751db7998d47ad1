"""Two kinds of heap for the compiled engine: one of coming events, and many of waiting tickets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, compiled_apart, whole
from sim.vocabulary import Floats

Table = NDArray[np.void]
"""Rows of a record type."""
Row = Any
"""One row of a `Table`."""
Ints = NDArray[np.int64]

NOBODY = whole(-1)
"""No node, no ticket, no agent."""

UNSTAMPED = whole(0)
"""The stamp of an event that always matters."""

EVENT = np.dtype([("time", np.float64), ("code", np.int64), ("stamp", np.int64)], align=True)
"""A coming event; the code packs kind and number, and the stamp must still hold for it to matter."""

NODE = np.dtype([("ticket", np.int64), ("alive", np.int32), ("holders", np.int32)], align=True)
"""A waiting ticket in pairing heaps: alive while it waits at this place; the heaps that still hold it."""

CHILD, SIBLING = 0, 2
"""Columns of a node's links, one for each order from there on. Free nodes are linked as siblings."""


# ---------------------------------------------------------------- coming events


@compiled_apart
def plan_event(events: Table, count: Row, time: float, kind: int, number: int, stamp: int) -> None:
    """Adds an event to the heap, whose order is that of time, then code."""
    code = (kind << 32) + number
    place = int(count["events"])
    count["events"] += 1
    while place > 0:
        parent = events[(place - 1) >> 1]
        if parent["time"] < time or (parent["time"] == time and parent["code"] <= code):
            break
        events[place] = parent
        place = (place - 1) >> 1
    row = events[place]
    row["time"] = time
    row["code"] = code
    row["stamp"] = stamp


@compiled
def drop_event(events: Table, count: Row) -> None:
    """Removes the first event."""
    count["events"] -= 1
    last = int(count["events"])
    time, code = events[last]["time"], events[last]["code"]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        row = events[child]
        if child + 1 < last:
            other = events[child + 1]
            if other["time"] < row["time"] or (other["time"] == row["time"] and other["code"] < row["code"]):
                child += 1
                row = other
        if time < row["time"] or (time == row["time"] and code <= row["code"]):
            break
        events[place] = row
        place = child
    events[place] = events[last]


# ---------------------------------------------------------------- waiting tickets


@compiled
def goes_before(nodes: Table, scores: Floats, first: int, levels: int, one: int, other: int) -> bool:
    """Whether one node's ticket goes before another's of the same class; keys begin at column `first`."""
    for level in range(first, first + levels):
        mine, theirs = scores[one, level], scores[other, level]
        if mine != theirs:
            return bool(mine > theirs)
    return bool(nodes[one]["ticket"] < nodes[other]["ticket"])


@compiled_apart
def meld(
    nodes: Table, links: Ints, scores: Floats, order: int, first: int, levels: int, one: int, other: int
) -> int:
    """The head of two heaps made one."""
    if one == NOBODY:
        return other
    if other == NOBODY:
        return one
    if goes_before(nodes, scores, first, levels, other, one):
        one, other = other, one
    links[other, SIBLING + order] = links[one, CHILD + order]
    links[one, CHILD + order] = other
    return one


@compiled_apart
def without_head(
    nodes: Table, links: Ints, scores: Floats, count: Row, order: int, first: int, levels: int, head: int
) -> int:
    """The head of a heap once its head is taken away: children are paired, then melded from the last."""
    pairs, rest = NOBODY, NOBODY
    child = int(links[head, CHILD + order])
    while child != NOBODY:
        second, following = int(links[child, SIBLING + order]), NOBODY
        if second != NOBODY:
            following = int(links[second, SIBLING + order])
        pair = meld(nodes, links, scores, order, first, levels, child, second)
        links[pair, SIBLING + order] = pairs
        pairs, child = pair, following
    while pairs != NOBODY:
        following = int(links[pairs, SIBLING + order])
        rest = meld(nodes, links, scores, order, first, levels, rest, pairs)
        pairs = following
    node = nodes[head]
    node["holders"] -= 1
    if node["holders"] == 0:
        links[head, SIBLING] = count["free_node"]
        count["free_node"] = head
        count["free_nodes"] += 1
    return rest


@compiled
def new_node(nodes: Table, links: Ints, count: Row, ticket: int, orders: int) -> int:
    """A node for a ticket that is about to enter so many heaps."""
    place = int(count["free_node"])
    count["free_node"] = links[place, SIBLING]
    count["free_nodes"] -= 1
    node = nodes[place]
    node["ticket"] = ticket
    node["alive"] = 1
    node["holders"] = orders
    for column in range(links.shape[1]):
        links[place, column] = NOBODY
    return place


# ---------------------------------------------------------------- tickets that wait for triage


@compiled_apart
def add_number(heap: Ints, count: Row, number: int) -> None:
    """Adds a ticket to the heap of those that wait for triage."""
    place = int(count["untriaged"])
    count["untriaged"] += 1
    while place > 0 and heap[(place - 1) >> 1] > number:
        heap[place] = heap[(place - 1) >> 1]
        place = (place - 1) >> 1
    heap[place] = number


@compiled_apart
def drop_number(heap: Ints, count: Row) -> None:
    """Removes the lowest number."""
    count["untriaged"] -= 1
    last, place = int(count["untriaged"]), 0
    moved = heap[last]
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        if child + 1 < last and heap[child + 1] < heap[child]:
            child += 1
        if moved <= heap[child]:
            break
        heap[place] = heap[child]
        place = child
    heap[place] = moved
