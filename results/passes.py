"""Passes over many tickets as machine code: what is added up, and where.

Compiled functions of this file call none of others, so that numba's own look at it keeps its disk cache true.
An item is a ticket, a clock or a message; `cells[item[i], k]` is the cell of item i in block k.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.vocabulary import Floats

Codes = NDArray[np.int32]
Counts = NDArray[np.int64]
Bins = NDArray[np.int16]
Metrics = NDArray[np.int8]

ONE = whole(1)
"""Where there is but one block, the passes over most tickets are compiled without a loop over blocks."""

LEADING = 44
"""A duration's exponent and eight bits of its fraction are left when so many bits are cut off."""


class Binning(NamedTuple):
    """How bins are found: guessed from the leading bits, one further where the next edge is reached."""

    edges: Floats
    """Where bin b ends and b + 1 begins; the last bin that is not endless ends at ∞."""
    guess: Bins
    """By leading bits: the bin in which they begin; they are less than a bin apart."""
    first: int
    """The leading bits of the first guess; the first and the last are also for all that lie beyond."""


class Totals(NamedTuple):
    """What has been added up of some kinds of duration: their sum, number and maximum, and their bins."""

    sums: Floats
    """[kind, cell]; so are `numbers` and `longest`."""
    numbers: Counts
    longest: Floats
    table: Codes
    """Counts [kind, cell, bin]; without rows where they are not counted."""


@compiled_apart
def mark(codes: NDArray[np.signedinteger], seen: NDArray[np.bool_]) -> None:
    """Marks the codes that occur; a negative one marks nothing."""
    for i in range(len(codes)):
        if codes[i] >= 0:
            seen[codes[i] & PLACE] = True


@compiled_apart
def mark_pairs(one: Codes, other: Codes, seen: NDArray[np.bool_]) -> None:
    """Marks the pairs of codes that occur: `seen[one, other]`."""
    for i in range(len(one)):
        seen[one[i] & PLACE, other[i] & PLACE] = True


@compiled_apart
def place_pairs(one: Codes, other: Codes, place: Codes, found: Codes) -> None:
    """What stands for each pair of codes: `place[one, other]`."""
    for i in range(len(one)):
        found[i] = place[one[i] & PLACE, other[i] & PLACE]


@compiled_apart
def give_columns(code: Codes, begin: int, place: Codes, shown: Codes, used: Counts) -> int:
    """Gives each code that is new (place −1) the next column, from an item on; `shown[column]` tells it.

    Returns the item for which there is no column left.
    """
    for i in range(begin, len(code)):
        if place[code[i] & PLACE] < 0:
            if used[0] == len(shown):
                return i
            place[code[i]], shown[used[0]] = used[0], code[i]
            used[0] += 1
    return len(code)


@compiled_apart
def count_codes(cells: Codes, item: Codes, code: Codes, place: Codes, table: Counts) -> None:
    """Counts items by what they show: `table[cell, place[code]]`."""
    if cells.shape[1] == ONE:
        _count_codes(cells, ONE, item, code, place, table)
    else:
        _count_codes(cells, cells.shape[1], item, code, place, table)


@compiled
def _count_codes(cells: Codes, blocks: int, item: Codes, code: Codes, place: Codes, table: Counts) -> None:
    """The same, where there are so many blocks."""
    for i in range(len(item)):
        column = place[code[i] & PLACE] & PLACE
        for k in range(blocks):
            table[cells[item[i] & PLACE, k] & PLACE, column] += 1


@compiled_apart
def add_values(cells: Codes, item: Codes, values: Floats, first: int, table: Floats) -> None:
    """Adds up values [which, first + i] of items: `table[cell, which]`."""
    if cells.shape[1] == ONE:
        _add_values(cells, ONE, item, values, first, table)
    else:
        _add_values(cells, cells.shape[1], item, values, first, table)


@compiled
def _add_values(cells: Codes, blocks: int, item: Codes, values: Floats, first: int, table: Floats) -> None:
    """The same, where there are so many blocks."""
    for i in range(len(item)):
        for k in range(blocks):
            cell = cells[item[i] & PLACE, k] & PLACE
            for which in range(table.shape[1]):
                table[cell, which] += values[which, first + i]


@compiled_apart
def find_bins(lengths: Floats, bits: Counts, binning: Binning, bins: Bins) -> None:
    """The bin of each duration; `bits` are the durations as they stand in memory."""
    for i in range(len(lengths)):
        bins[i] = _bin_of(lengths[i], bits[i], binning)


@compiled
def _bin_of(length: float, bits: int, binning: Binning) -> int:
    """The bin of one duration."""
    leading = (bits >> LEADING) - binning.first
    near = int(binning.guess[min(max(leading, 0), len(binning.guess) - 1)])
    return near + int(length >= binning.edges[near])


@compiled_apart
def add_durations(
    cells: Codes,
    told: int,
    item: Codes,
    first: int,
    kinds: Counts,
    lengths: Floats,
    bits: Counts,
    states: Metrics,
    binning: Binning,
    totals: Totals,
    bins: Bins,
) -> None:
    """Adds up durations [kind, first + i] of some kinds, and counts their bins in the first `told` blocks.

    Those that are not over count as endless. Their bins are written down, −1 for those left out. (One kind
    after the other, since one table is all that the processor's cache holds; and all bins before anything is
    added up, which takes little more than half as long as both at once.)
    """
    endless = len(binning.edges)
    for kind in kinds:
        for i in range(len(item)):
            length, state = lengths[kind, first + i], states[kind, first + i]
            into = _bin_of(length, bits[kind, first + i], binning)
            bins[kind, i] = into if state == 0 else endless if state > 0 else -1
        if cells.shape[1] == ONE:
            _add_kind(cells, ONE, told, item, first, kind, lengths, endless, bins, totals)
        else:
            _add_kind(cells, cells.shape[1], told, item, first, kind, lengths, endless, bins, totals)


@compiled
def _add_kind(
    cells: Codes,
    blocks: int,
    told: int,
    item: Codes,
    first: int,
    kind: int,
    lengths: Floats,
    endless: int,
    bins: Bins,
    totals: Totals,
) -> None:
    """Adds up durations of one kind, where there are so many blocks."""
    counted = told if totals.table.shape[1] > 0 else 0
    for i in range(len(item)):
        into, length = bins[kind, i], lengths[kind, first + i]
        if into >= 0:
            for k in range(blocks):
                cell = cells[item[i] & PLACE, k] & PLACE
                most = np.inf if into == endless else length
                totals.sums[kind, cell] += length
                totals.numbers[kind, cell] += 1
                totals.longest[kind, cell] = max(totals.longest[kind, cell], most)
                if k < counted:
                    totals.table[kind, cell, into] += 1


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
            column = place[bins[i]] & PLACE
            for k in range(told):
                cell = cells[item[i] & PLACE, k] & PLACE
                for at in range(first[cell], first[cell + 1]):
                    table[groups[at & PLACE] & PLACE, column] += 1


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
    while i < len(keys) and j < len(other_keys):
        ours, theirs = keys[i], other_keys[j]
        if ours == theirs:
            all_keys[found], all_counts[found] = ours, counts[i] + other_counts[j]
            i, j = i + 1, j + 1
        elif ours < theirs:
            all_keys[found], all_counts[found] = ours, counts[i]
            i += 1
        else:
            all_keys[found], all_counts[found] = theirs, other_counts[j]
            j += 1
        found += 1
    while i < len(keys):
        all_keys[found], all_counts[found] = keys[i], counts[i]
        i, found = i + 1, found + 1
    while j < len(other_keys):
        all_keys[found], all_counts[found] = other_keys[j], other_counts[j]
        j, found = j + 1, found + 1
    return found


@compiled_apart
def find_quantiles(keys: Counts, counts: Counts, width: int, p: Floats, totals: Counts, bins: Counts) -> None:
    """The bins [p, group] of the ⌈p·n⌉-th smallest, and n.

    Keys are group × width + bin; they and p are in order.
    """
    begin = 0
    for group in range(len(totals)):
        end, total = begin, 0
        while end < len(keys) and keys[end] < (group + 1) * width:
            total += counts[end]
            end += 1
        totals[group] = total
        place, up_to = begin, 0
        for k in range(len(p)):
            rank = max(math.ceil(p[k] * total - 1e-9), 1)
            while place < end and up_to + counts[place] < rank:
                up_to += counts[place]
                place += 1
            if place < end:
                bins[k, group] = keys[place] - group * width
        begin = end
