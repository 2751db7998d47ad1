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
def find_bins(lengths: Floats, bits: Counts, first: int, guess: Codes, edges: Floats, bins: Codes) -> None:
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
    told: int,
    item: Counts,
    lengths: Floats,
    bins: Codes,
    sums: Floats,
    numbers: Counts,
    longest: Floats,
    used: NDArray[np.bool_],
    histogram: Codes,
) -> None:
    """Adds up durations: their sum, number, maximum, and `histogram[bin, cell]` in the first `told` blocks.

    What had not ended is in the last bin and endless; a bin of −1 is left out. `used` tells which bins are.
    """
    last = len(histogram) - 1
    for i in range(len(lengths)):
        if bins[i] >= 0:
            used[bins[i]] = True
            whole = lengths[i] if bins[i] < last else np.inf
            for k in range(cells.shape[1]):
                cell = cells[item[i], k]
                sums[cell] += lengths[i]
                numbers[cell] += 1
                longest[cell] = max(longest[cell], whole)
                if k < told:
                    histogram[bins[i], cell] += 1


@compiled_apart
def spread_counts(histogram: Codes, bins: Counts, first: Counts, groups: Counts, table: Codes) -> None:
    """From cells to their groups: `table[group, k]` counts what is in bin `bins[k]`."""
    for k in range(len(bins)):
        for cell in range(histogram.shape[1]):
            number = histogram[bins[k], cell]
            if number != 0:
                for place in range(first[cell], first[cell + 1]):
                    table[groups[place], k] += number


@compiled_apart
def keep_counts(table: Codes, keys: Counts, counts: Counts) -> int:
    """Writes down the places, row by row, and values of what is not zero; returns how many there are."""
    found = 0
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            if table[row, column] != 0:
                keys[found] = row * table.shape[1] + column
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
