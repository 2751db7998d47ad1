"""The tickets that wait, in the compiled engine: joining, leaving, classes; twin of `sim.waiting`."""

from __future__ import annotations

import numpy as np

from sim.compiled import compiled, compiled_apart, whole
from sim.kernel_heaps import NOBODY, Ints, Row, Table

ABSENT, UNTRIAGED = whole(-2), whole(-1)
"""In place of a class: not waiting; waiting for triage."""


# ---------------------------------------------------------------- joining and leaving


@compiled_apart
def join(
    rules: Row, tickets: Table, tiers: Table, stays: Table, count: Row, ticket: int, tier: int, now: float
) -> None:
    """A ticket comes to wait at a tier, or for triage (UNTRIAGED); it is still to be ranked."""
    row = tickets[ticket]
    row["stay"] = count["stays"]
    row["joins"] += 1
    stay = stays[count["stays"]]
    count["stays"] += 1
    stay["ticket"] = ticket
    stay["joined"] = now
    stay["left"] = np.nan
    if tier == UNTRIAGED:
        row["group"] = UNTRIAGED
        stay["tier"] = rules["triage_tier"]
        stay["group"] = UNTRIAGED
    else:
        stay["tier"] = tier
        tiers[tier]["waiting"] += 1
        switch(rules, tiers, tier)


@compiled_apart
def leave(
    rules: Row, tickets: Table, tiers: Table, nodes: Table, stays: Table, ticket: int, now: float
) -> None:
    """A ticket waits no more; its nodes are dropped when they come to the head."""
    row = tickets[ticket]
    stays[row["stay"]]["left"] = now
    if row["group"] != UNTRIAGED:
        nodes[row["node"]]["alive"] = 0
        row["node"] = NOBODY
        tier = int(row["tier"])
        tiers[tier]["waiting"] -= 1
        switch(rules, tiers, tier)
    row["group"] = ABSENT


@compiled
def switch(rules: Row, tiers: Table, tier: int) -> None:
    """The load switch of a tier, after the number waiting has changed."""
    if rules["orders"] == 2:
        row = tiers[tier]
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
    new, width = int(count["classes"]), keys.shape[1]
    mask = len(slots) - 1
    slot = mixed(keys, new) & mask
    while slots[slot] != NOBODY:
        known = int(slots[slot])
        same = True
        for column in range(width):
            if keys[known, column] != keys[new, column]:
                same = False
                break
        if same:
            return known
        slot = (slot + 1) & mask
    slots[slot] = new
    row = classes[new]
    row["pools"] = keys[new, 1]
    row["skill"] = keys[new, 2]
    row["request"] = keys[new, 3]
    row["tier"] = tier
    row["next"] = tiers[tier]["classes"]
    heads[new, 0] = NOBODY
    heads[new, 1] = NOBODY
    tiers[tier]["classes"] = new
    count["classes"] += 1
    return new


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
        slot = mixed(keys, group) & mask
        while slots[slot] != NOBODY:
            slot = (slot + 1) & mask
        slots[slot] = group
