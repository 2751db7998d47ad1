"""Passes over many tickets as machine code: what is added up, and where.

These functions call no other compiled one, so that numba's own look at this file keeps its disk cache true.
An item is a ticket, a clock or a message; `cells[item[i], k]` is the cell of item i in block k.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.outcome import Ended
from sim.vocabulary import Floats

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]
Bins = NDArray[np.int16]
Metrics = NDArray[np.int8]

LEADING = 44
"""A duration's exponent and eight bits of its fraction are left when so many bits are cut off."""


@compiled_apart
def mark(codes: NDArray[np.signedinteger], seen: NDArray[np.bool_]) -> None:
    """Marks the codes that occur; a negative one marks nothing."""
    for i in range(len(codes)):
        if codes[i] >= 0:
            seen[codes[i]] = True


@compiled_apart
def count_codes(
    cells: Codes,
    item: Codes,
    code: Codes,
    begin: int,
    place: Codes,
    shown: Codes,
    table: Counts,
    used: Counts,
) -> int:
    """Counts items from the first on by what they show: `table[cell, place[code]]`.

    A code that is new (place −1) gets the next column, and `shown[column]` tells it. Returns the item for
    which there is no column left.
    """
    for i in range(begin, len(item)):
        column = place[code[i]]
        if column < 0:
            column = used[0]
            if column == table.shape[1]:
                return i
            place[code[i]], shown[column] = column, code[i]
            used[0] += 1
        for k in range(cells.shape[1]):
            table[cells[item[i], k], column] += 1
    return len(item)


@compiled_apart
def count_decided(
    metric: Metrics,
    row: Codes,
    achieved: Metrics,
    some: Counts,
    place: Counts,
    table: Counts,
) -> None:
    """Counts some clocks by metric, target row, place, and whether they were kept; elsewhere: not at all."""
    for i in range(len(some)):
        one = some[i]
        if 0 <= place[i] < table.shape[2]:
            table[metric[one], row[one], place[i], 1 if achieved[one] == 1 else 0] += 1


@compiled_apart
def add_values(cells: Codes, item: Codes, values: Floats, table: Floats) -> None:
    """Adds up values [which, item] of items: `table[cell, which]`."""
    for i in range(len(item)):
        for k in range(cells.shape[1]):
            cell = cells[item[i], k]
            for which in range(len(values)):
                table[cell, which] += values[which, i]


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
    item: Codes,
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
def count_all_bins(cells: Codes, told: int, item: Codes, bins: Bins, table: Codes) -> None:
    """Counts durations by cell and bin: `table[cell, bin]`, in the first `told` blocks."""
    for i in range(len(item)):
        if bins[i] >= 0:
            for k in range(told):
                table[cells[item[i], k], bins[i]] += 1


@compiled_apart
def count_bins(
    cells: Codes,
    told: int,
    item: Codes,
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
def merge_counts(
    keys: Counts,
    counts: Counts,
    other_keys: Counts,
    other_counts: Counts,
    all_keys: Counts,
    all_counts: Counts,
) -> int:
    """Counts of two sets of keys, both in order, as one; returns how many keys there are."""
    i, j, found = 0, 0, 0
    while i < len(keys) or j < len(other_keys):
        ours = i < len(keys) and (j == len(other_keys) or keys[i] <= other_keys[j])
        theirs = j < len(other_keys) and (i == len(keys) or other_keys[j] <= keys[i])
        all_keys[found] = keys[i] if ours else other_keys[j]
        all_counts[found] = (counts[i] if ours else 0) + (other_counts[j] if theirs else 0)
        i, j, found = i + ours, j + theirs, found + 1
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


@compiled_apart
def lasted_until(instants: Floats, left: Floats, end: float, created: Floats, length: Floats) -> None:
    """From creation to an instant, to leaving where there is none, or to the run's end."""
    for i in range(len(created)):
        until = left[i] if np.isnan(instants[i]) else instants[i]
        length[i] = (end if np.isnan(until) else until) - created[i]


@compiled_apart
def follow_stays(
    stays: Codes,
    first: Counts,
    tier: NDArray[np.int16],
    joined: Floats,
    left: Floats,
    end: float,
    period: Floats,
    measured: Counts,
    length: Floats,
    visits: NDArray[np.int16],
    escalated: NDArray[np.bool_],
    moved: NDArray[np.bool_],
    tiers: Floats,
) -> None:
    """What the stays in queues tell of each ticket of a batch, and of each tier.

    Per ticket: time at the tiers and visits, whether it moved up, or from the first tier. `tiers[0]` is the
    time of waiting in a period, at no tier (first) and at each; `tiers[1:]` time and visits of the tickets
    measured.
    """
    for i in range(len(length)):
        before = -1
        for at in range(first[i], first[i + 1]):
            row = stays[at]
            here, until = tier[row], end if np.isnan(left[row]) else left[row]
            tiers[0, here + 1] += max(min(until, period[1]) - max(joined[row], period[0]), 0.0)
            if here >= 0:
                length[i] += until - joined[row]
                visits[i] += 1
                escalated[i] |= 0 <= before < here
                moved[i] |= here > 0
                if measured[0] <= i < measured[1]:
                    tiers[1, here + 1] += until - joined[row]
                    tiers[2, here + 1] += 1.0
            before = here


@compiled_apart
def follow_work(
    work: Codes,
    first: Counts,
    end: Floats,
    ended: NDArray[np.int8],
    period: Floats,
    waited: Floats,
    closings: NDArray[np.int16],
    solves: NDArray[np.int16],
    closed: Floats,
    shut: NDArray[np.int16],
) -> None:
    """What the work tells of each ticket of a batch.

    The sum of the instants at which it was left to the customer or solved, and their number; its solves; the
    time after each solve that is left of a period, and the number of solves before the period's end.
    """
    for i in range(len(waited)):
        for at in range(first[i], first[i + 1]):
            row = work[at]
            if ended[row] in (Ended.REPLY, Ended.SOLVED):
                waited[i] += end[row]
                closings[i] += 1
            if ended[row] == Ended.SOLVED:
                solves[i] += 1
                closed[i] += period[1] - min(max(end[row], period[0]), period[1])
                shut[i] += end[row] < period[1]


KEPT, STARTED, UNDECIDED, BREACHES, DECIDED, ACHIEVED = 1, 2, 4, 8, 16, 32
"""Flags of a clock: started in the period (kept, at all, undecided), breached or decided in it, and kept."""
RESOLVED, CREATED = 4, 16
"""DECIDED and ACHIEVED times these: of clocks decided ever, of tickets resolved or created in the period."""


@compiled_apart
def tell_clocks(
    ticket: Codes,
    start: Floats,
    stop: Floats,
    decided: Floats,
    achieved: Metrics,
    period: Floats,
    resolved: NDArray[np.bool_],
    created: NDArray[np.bool_],
    flags: Codes,
    some: NDArray[np.bool_],
    broken: NDArray[np.bool_],
) -> None:
    """The flags of each clock; and of each ticket whether any of its clocks was decided, or breached."""
    for i in range(len(ticket)):
        code, one = 0, ticket[i]
        over = not np.isnan(decided[i])
        if period[0] <= start[i] < period[1]:
            code |= STARTED
            if achieved[i] > 0:
                code |= KEPT
            elif achieved[i] < 0 and np.isnan(stop[i]):
                code |= UNDECIDED
        if over:
            counted = DECIDED + ACHIEVED if achieved[i] > 0 else DECIDED
            if period[0] <= decided[i] < period[1]:
                code |= counted
                if achieved[i] == 0:
                    code |= BREACHES
            if resolved[one]:
                code |= counted * RESOLVED
            if created[one]:
                code |= counted * CREATED
            some[one] = True
            broken[one] |= achieved[i] == 0
        flags[i] = code
