"""Two kinds of heap for the compiled engine: one of coming events, and many of waiting tickets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.vocabulary import Floats

Table = NDArray[np.void]
"""Rows of a record type."""
Row = Any
"""One row of a `Table`."""
Ints = NDArray[np.int64]

NOBODY = whole(-1)
"""No node, no ticket, no agent."""

FAR = whole(0x7FFFFFFFFFFF)
"""What `PLACE` is, for arrays that may be longer than tickets are many."""

UNSTAMPED = whole(0)
"""The stamp of an event that always matters."""

TOUCH_ENDS, SHIFT_CHANGES, TIMER, CUSTOMER_REPLIES = whole(0), whole(1), whole(2), whole(3)
THIRD_PARTY_ANSWERS, REOPENS, ARRIVES, PATIENCE_ENDS = whole(4), whole(5), whole(6), whole(7)
"""Simultaneous events are handled in this order, then by number."""

EVENT = np.dtype([("time", np.float64), ("code", np.int64), ("stamp", np.int64)], align=True)
"""A coming event; the code packs kind and number, and the stamp must still hold for it to matter."""

NODE = np.dtype(
    [("key", np.float64), ("ticket", np.uint32), ("alive", np.int16), ("holders", np.int16)], align=True
)
"""A waiting ticket in pairing heaps: alive while it waits at this place; the heaps that still hold it.

`key` repeats the first of its scores' keys under the first order, which decides most often.
"""

CHILD, SIBLING, LINKS = 0, 2, 4
"""Places among a node's links, one for each order from there on. Free nodes are linked as siblings."""


# ---------------------------------------------------------------- coming events


@compiled_apart
def plan_event(events: Table, count: Row, time: float, kind: int, number: int, stamp: int) -> None:
    """Adds an event."""
    add_event(events, count, time, kind, number, stamp)


@compiled
def add_event(events: Table, count: Row, time: float, kind: int, number: int, stamp: int) -> None:
    """Adds an event, in the place of the one that is being handled where that is still free."""
    place = int(count["events"])
    if count["handled"] == 1:
        count["handled"] = 0
        place = sink(events, place)
    else:
        count["events"] += 1
        events[place + 1]["time"] = np.inf
    rise(events, place, time, (kind << 32) + number, stamp)


@compiled
def drop_handled(events: Table, count: Row) -> None:
    """Closes the place of an event that has been handled and led to no other."""
    count["handled"] = 0
    count["events"] -= 1
    last = int(count["events"])
    event = events[last]
    time, code, stamp = float(event["time"]), int(event["code"]), int(event["stamp"])
    event["time"] = np.inf
    if last > 0:
        rise(events, sink(events, last), time, code, stamp)


@compiled
def sink(events: Table, size: int) -> int:
    """Moves the gap at the top of the heap to its bottom; after the last event stands one that never is."""
    place, child = 0, 1
    while child < size:
        one, other = float(events[child]["time"]), float(events[child + 1]["time"])
        if one == other:
            child += int(events[child + 1]["code"] < events[child]["code"])
        else:
            child += int(other < one)
        move_event(events, child, place)
        place = child
        child = (2 * place + 1) & PLACE
    return place


@compiled
def rise(events: Table, place: int, time: float, code: int, stamp: int) -> None:
    """Puts an event into the gap, or as far above it as its order asks: that of time, then code."""
    while place > 0:
        above = ((place - 1) >> 1) & PLACE
        parent = events[above]
        if parent["time"] < time or (parent["time"] == time and parent["code"] <= code):
            break
        move_event(events, above, place)
        place = above
    set_event(events, place, time, code, stamp)


@compiled
def move_event(events: Table, place: int, to: int) -> None:
    """Copies an event field by field: numba copies whole records byte by byte."""
    event = events[place & PLACE]
    set_event(events, to, float(event["time"]), int(event["code"]), int(event["stamp"]))


@compiled
def set_event(events: Table, place: int, time: float, code: int, stamp: int) -> None:
    """Writes an event."""
    row = events[place & PLACE]
    row["time"] = time
    row["code"] = code
    row["stamp"] = stamp


# ---------------------------------------------------------------- waiting tickets


@compiled
def goes_before(
    nodes: Table, scores: Floats, order: int, first: int, levels: int, one: int, other: int
) -> bool:
    """Whether one node's ticket goes before another's of the same class; keys begin at column `first`."""
    one, other = one & PLACE, other & PLACE
    if order == 0 and nodes[one]["key"] != nodes[other]["key"]:
        return bool(nodes[one]["key"] > nodes[other]["key"])
    for level in range(1 - order, levels):
        mine, theirs = scores[one, first + level], scores[other, first + level]
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
    if goes_before(nodes, scores, order, first, levels, other, one):
        one, other = other, one
    children = link_of(one, CHILD + order)
    links[link_of(other, SIBLING + order)] = links[children]
    links[children] = other
    return one


@compiled
def link_of(node: int, column: int) -> int:
    """Where a node's link is among all links."""
    return ((node << 2) + column) & PLACE


@compiled_apart
def without_head(
    nodes: Table, links: Ints, scores: Floats, count: Row, order: int, first: int, levels: int, head: int
) -> int:
    """The head of a heap once its head is taken away: children are paired, then melded from the last."""
    pairs, rest = NOBODY, NOBODY
    child = int(links[link_of(head, CHILD + order)])
    while child != NOBODY:
        second, following = int(links[link_of(child, SIBLING + order)]), NOBODY
        if second != NOBODY:
            following = int(links[link_of(second, SIBLING + order)])
        pair = meld(nodes, links, scores, order, first, levels, child, second)
        links[link_of(pair, SIBLING + order)] = pairs
        pairs, child = pair, following
    while pairs != NOBODY:
        following = int(links[link_of(pairs, SIBLING + order)])
        rest = meld(nodes, links, scores, order, first, levels, rest, pairs)
        pairs = following
    node = nodes[head & PLACE]
    node["holders"] -= 1
    if node["holders"] == 0:
        give_back(links, count, head)
    return rest


@compiled
def new_node(nodes: Table, links: Ints, count: Row, ticket: int) -> int:
    """A node for a ticket that no heap holds yet."""
    place = int(count["free_node"]) & PLACE
    count["free_node"] = links[link_of(place, SIBLING)]
    count["free_nodes"] -= 1
    node = nodes[place]
    node["ticket"] = ticket
    node["alive"] = 1
    node["holders"] = 0
    for column in range(CHILD, SIBLING):
        links[link_of(place, column)] = NOBODY
    return place


@compiled
def give_back(links: Ints, count: Row, node: int) -> None:
    """Nobody uses a node any more."""
    links[link_of(node, SIBLING)] = count["free_node"]
    count["free_node"] = node
    count["free_nodes"] += 1


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
