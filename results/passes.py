"""Passes over many tickets as machine code: what is added up, and where.

These functions call no other compiled one, so that numba's own look at this file keeps its disk cache true.
An item is a ticket, a clock or a message; `cells[item[i], k]` is the cell of item i in block k.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.vocabulary import Floats

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]
Bins = NDArray[np.int16]

LEADING = 44
"""A duration's exponent and eight bits of its fraction are left when so many bits are cut off."""


@compiled_apart
def count_codes(cells: Codes, item: Counts, code: Codes, place: Codes, table: Counts) -> None:
    """Counts items by what they show: `table[cell, place[code]]`."""
    for i in range(len(item)):
        column = place[code[i]]
        for k in range(cells.shape[1]):
            table[cells[item[i], k], column] += 1


@compiled_apart
def add_values(cells: Codes, item: Counts, values: Floats, table: Floats) -> None:
    """Adds up one value per item: `table[cell]`."""
    for i in range(len(item)):
        for k in range(cells.shape[1]):
            table[cells[item[i], k]] += values[i]


@compiled_apart
def find_bins(lengths: Floats, bits: Counts, first: int, guess: Codes, edges: Floats, bins: Bins) -> None:
    """The bin of each duration: guessed from its leading bits, one further where it reaches the next edge.

    `bits` are the durations as they stand in memory, `edges[b]` is where bin b ends and b + 1 begins.
    """
    for i in range(len(lengths)):
        if lengths[i] <= 0.0:
            bins[i] = 0
        elif lengths[i] >= edges[-1]:
            bins[i] = len(edges) if lengths[i] < np.inf else len(edges) + 1
        elif lengths[i] < edges[1]:
            bins[i] = 1
        else:
            near = guess[(bits[i] >> LEADING) - first]
            bins[i] = near + 1 if lengths[i] >= edges[near] else near


@compiled_apart
def add_durations(
    cells: Codes,
    item: Counts,
    lengths: Floats,
    bins: Bins,
    endless: int,
    sums: Floats,
    numbers: Counts,
    longest: Floats,
) -> None:
    """Adds up durations by cell: their sum, number and maximum; a bin of −1 is left out."""
    for i in range(len(lengths)):
        if bins[i] >= 0:
            whole = np.inf if bins[i] == endless else lengths[i]
            for k in range(cells.shape[1]):
                cell = cells[item[i], k]
                sums[cell] += lengths[i]
                numbers[cell] += 1
                longest[cell] = max(longest[cell], whole)


@compiled_apart
def count_bins(
    cells: Codes,
    told: int,
    item: Counts,
    bins: Bins,
    place: Codes,
    first: Counts,
    groups: Counts,
    table: Codes,
) -> None:
    """Counts durations by group and bin: `table[row, place[bin]]`, in the first `told` blocks.

    The rows of cell c are `groups[first[c]:first[c + 1]]`.
    """
    for i in range(len(item)):
        if bins[i] >= 0:
            column = place[bins[i]]
            for k in range(told):
                cell = cells[item[i], k]
                for at in range(first[cell], first[cell + 1]):
                    table[groups[at], column] += 1


@compiled_apart
def keep_counts(table: Codes, row_keys: Counts, column_keys: Counts, keys: Counts, counts: Counts) -> int:
    """Writes down the key (of its row + of its column) and value of what is not zero; returns how many."""
    found = 0
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            if table[row, column] != 0:
                keys[found] = row_keys[row] + column_keys[column]
                counts[found] = table[row, column]
                found += 1
    return found


@compiled_apart
def time_inside(
    agent: Codes,
    start: Floats,
    end: Floats,
    period: Floats,
    first: Counts,
    opens: Floats,
    closes: Floats,
    at: Counts,
    total: Floats,
) -> None:
    """Minutes of stretches of work, in order of time, in a period and in the agent's intervals.

    `at` is where each agent has come to among the intervals.
    """
    for row in range(len(agent)):
        one, begin, until = agent[row], max(start[row], period[0]), min(end[row], period[1])
        while at[one] < first[one + 1] and closes[at[one]] <= begin:
            at[one] += 1
        place = at[one]
        while place < first[one + 1] and opens[place] < until:
            total[one] += max(min(closes[place], until) - max(opens[place], begin), 0.0)
            place += 1


@compiled_apart
def count_last_solves(
    agent: Codes,
    ticket: Codes,
    end: Floats,
    solves: NDArray[np.bool_],
    last: Floats,
    period: Floats,
    total: Floats,
) -> None:
    """Adds up, by agent, stretches that end with the last solve of their ticket, in a period."""
    for row in range(len(agent)):
        if solves[row] and end[row] == last[ticket[row]] and period[0] <= end[row] < period[1]:
            total[agent[row]] += 1.0
