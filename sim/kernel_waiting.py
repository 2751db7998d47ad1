"""The tickets that wait, in the compiled engine: joining, leaving, classes; twin of `sim.waiting`."""

from __future__ import annotations

import numpy as np

from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.kernel_heaps import NOBODY, PATIENCE_ENDS, UNSTAMPED, Ints, Row, Table, plan_event
from sim.kernel_rows import LEFT, OF_CLASS, OF_TICKET, SINCE, UNTIL, Whose
from sim.vocabulary import Floats

ABSENT, UNTRIAGED = whole(-2), whole(-1)
"""In place of a class: not waiting; waiting for triage."""


# ---------------------------------------------------------------- joining and leaving


@compiled
def slot(tickets: Table, ticket: int) -> int:
    """Where a ticket's row is while it is in play."""
    return ticket & (len(tickets) - 1) & PLACE


@compiled
def join(
    rules: Row,
    tickets: Table,
    tiers: Table,
    stays_at: Floats,
    stays_of: Whose,
    count: Row,
    ticket: int,
    tier: int,
    now: float,
) -> None:
    """A ticket comes to wait at a tier, or for triage (UNTRIAGED); it is still to be ranked."""
    row = tickets[slot(tickets, ticket)]
    stay = count["stays"]
    row["stay"] = stay
    row["joins"] += 1
    count["stays"] += 1
    stays_of[OF_TICKET, stay] = ticket
    stays_at[SINCE, stay] = now
    stays_at[UNTIL, stay] = np.nan
    if tier == UNTRIAGED:
        row["group"] = UNTRIAGED
        stays_of[OF_CLASS, stay] = UNTRIAGED
    else:
        tiers[tier & PLACE]["waiting"] += 1
        switch(rules, tiers, tier)


@compiled
def leave(
    rules: Row, tickets: Table, tiers: Table, nodes: Table, stays_at: Floats, ticket: int, now: float
) -> None:
    """A ticket waits no more; its nodes are dropped when they come to the head."""
    row = tickets[slot(tickets, ticket)]
    stays_at[UNTIL, row["stay"]] = now
    if row["group"] != UNTRIAGED:
        if row["node"] != NOBODY:
            nodes[row["node"] & PLACE]["alive"] = 0
            row["node"] = NOBODY
        tier = int(row["tier"])
        tiers[tier]["waiting"] -= 1
        switch(rules, tiers, tier)
    row["group"] = ABSENT


@compiled
def has_given_up(row: Row, now: float) -> bool:
    """Whether patience ended before now: never, once a touch has begun or the leaving is written down."""
    return bool(row["gives_up_at"] < now)


@compiled
def waits_since(row: Row, joins: int) -> bool:
    """Whether a ticket still waits at the tier where it joined a queue for the n-th time."""
    return bool(row["node"] != NOBODY and row["joins"] == joins)


@compiled
def is_gone(tickets: Table, instants: Floats, ticket: int) -> None:
    """Writes down that a ticket's customer left when patience ended."""
    row = tickets[slot(tickets, ticket)]
    instants[LEFT, ticket] = row["gives_up_at"]
    row["gives_up_at"] = np.inf


@compiled_apart
def gives_up(
    rules: Row,
    tickets: Table,
    instants: Floats,
    tiers: Table,
    nodes: Table,
    stays_at: Floats,
    count: Row,
    ticket: int,
) -> None:
    """A ticket's patience has ended: it leaves its queue; one in hand for triage is only noted.

    Nobody sees this until the ticket would have been next, or the run ends; so it is done then, unless the
    number waiting matters (`prompt`).
    """
    row = tickets[slot(tickets, ticket)]
    now = float(row["gives_up_at"])
    is_gone(tickets, instants, ticket)
    if row["group"] != ABSENT:
        leave(rules, tickets, tiers, nodes, stays_at, ticket, now)
        ends_journey(rules, count, row)


@compiled
def ends_journey(rules: Row, count: Row, row: Row) -> None:
    """Nothing more happens to a ticket; its row is free."""
    row["number"] = NOBODY
    if rules["measured_from"] <= row["created"] < rules["measured_until"]:
        count["open_measured"] -= 1


@compiled_apart
def becomes_prompt(
    rules: Row,
    tickets: Table,
    instants: Floats,
    tiers: Table,
    nodes: Table,
    stays_at: Floats,
    events: Table,
    count: Row,
    now: float,
) -> bool:
    """Makes events of the ends of patience from now on; False where there is no room for them yet."""
    pending = 0
    for place in range(len(tickets)):
        row = tickets[place]
        if row["number"] >= count["arrived"]:
            continue
        if has_given_up(row, now):
            gives_up(rules, tickets, instants, tiers, nodes, stays_at, count, int(row["number"]))
        elif has_given_up(row, np.inf):
            pending += 1
    if count["events"] + pending + 1 >= len(events):
        return False
    for place in range(len(tickets) if pending > 0 else 0):
        row = tickets[place]
        if row["number"] < count["arrived"] and has_given_up(row, np.inf):
            until, ticket = float(row["gives_up_at"]), int(row["number"])
            plan_event(events, count, until, PATIENCE_ENDS, ticket, UNSTAMPED)
    count["prompt"] = 1
    return True


@compiled
def switch(rules: Row, tiers: Table, tier: int) -> None:
    """The load switch of a tier, after the number waiting has changed."""
    if rules["orders"] == 2:
        row = tiers[tier & PLACE]
        if row["waiting"] >= rules["switch_on"]:
            row["on"] = 1
        elif row["waiting"] <= rules["switch_off"]:
            row["on"] = 0


# ---------------------------------------------------------------- classes


@compiled
def class_of(
    tiers: Table, classes: Table, heads: Ints, keys: Ints, slots: Ints, count: Row, tier: int
) -> int:
    """The class whose key has just been written at the place of the next one."""
    tier &= PLACE
    new, last = int(count["classes"]), int(tiers[tier]["last_class"])
    if last != NOBODY and same_key(keys, last, new):
        return last
    mask = len(slots) - 1
    place = mixed(keys, new) & mask
    while slots[place] != NOBODY:
        known = int(slots[place])
        if same_key(keys, known, new):
            tiers[tier]["last_class"] = known
            return known
        place = (place + 1) & mask
    slots[place] = new
    tiers[tier]["last_class"] = new
    row = classes[new]
    row["pools"] = keys[new, 1]
    row["skill"] = (keys[new, 0] >> 16) & 0xFFFF
    row["request"] = keys[new, 0] & 0xFFFF
    row["tier"] = tier
    heads[2 * new] = NOBODY
    heads[2 * new + 1] = NOBODY
    count["classes"] += 1
    return new


@compiled
def same_key(keys: Ints, one: int, other: int) -> bool:
    """Whether two keys are those of one class."""
    one, other = one & PLACE, other & PLACE
    column, width = 0, keys.shape[1]
    while column < width and keys[one, column] == keys[other, column]:
        column += 1
    return bool(column == width)


@compiled_apart
def mixed(keys: Ints, group: int) -> int:
    """A hash of a class's key."""
    mix = 0
    for column in range(keys.shape[1]):
        part = int(keys[group, column])
        mix = ((mix ^ (part & 0x7FFFFFFF) ^ ((part >> 31) & 0x7FFFFFFF)) * 1103515245 + 12345) & 0x7FFFFFFF
        mix ^= mix >> 15
    return mix


@compiled_apart
def index_classes(keys: Ints, slots: Ints, count: int) -> None:
    """Fills the hash table of classes anew."""
    mask = len(slots) - 1
    for group in range(count):
        place = mixed(keys, group) & mask
        while slots[place] != NOBODY:
            place = (place + 1) & mask
        slots[place] = group
