"""Tickets reduced to cells: one code stands for a ticket's groups in several groupings.

What is added up ticket by ticket goes to a few cells, and only then from each cell to its groups. Groupings
share a block of cells where that makes few of them: all, segment and policy, say, but not segment and hour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from results.bins import BINS, Histogram
from results.passes import Bins, Codes, Counts, count_bins, mark, mark_pairs, place_pairs
from sim.vocabulary import Floats

SAMPLE = 256
"""So many tickets show how many cells two groupings make together, where they show each cell twice."""
FEW = 64
"""So many cells are never too many."""


@dataclass(frozen=True)
class Column:
    """One grouping of some items."""

    codes: Codes
    """The group of each item, counted from the grouping's first; `groups`: in none."""
    first: int
    """Place of its first group among all."""
    groups: int
    told: bool
    """Whether quantiles are told by it."""


@dataclass(frozen=True)
class Cells:
    """Items in blocks of cells, and the groups of each cell."""

    codes: Codes
    """[item, block] cells, those of the blocks that tell quantiles first."""
    told: int
    """So many blocks tell quantiles."""
    told_cells: int
    """So many cells do."""
    first: Counts
    """Groups of cell c are at `first[c]:first[c + 1]`."""
    groups: Counts
    size: int
    """Number of groups in all."""

    @classmethod
    def of(cls, columns: Sequence[Column], items: int, size: int) -> Cells:
        """The cells of items in these groupings, of so many groups in all."""
        told = _blocks([column for column in columns if column.told], items)
        blocks = told + _blocks([column for column in columns if not column.told], items)
        codes = np.empty((items, len(blocks)), np.int32)
        members, begin = [], 0
        for place, block in enumerate(blocks):
            np.add(block.codes, np.int32(begin), out=codes[:, place])
            begin += len(block.members)
            members += [row[row < size] for row in block.members]
        first = np.cumsum([0] + [len(row) for row in members], dtype=np.int64)
        groups = np.concatenate(members) if members else np.empty(0, np.int64)
        return cls(codes, len(told), sum(len(block.members) for block in told), first, groups, size)

    @property
    def number(self) -> int:
        """Number of cells."""
        return len(self.first) - 1

    @cached_property
    def _matrix(self) -> sparse.csc_array:
        ones = np.ones(len(self.groups))
        return sparse.csc_array((ones, self.groups, self.first), shape=(self.size, self.number))

    def spread(self, sums: Mapping[str, Floats]) -> dict[str, Floats]:
        """Sums [cell, …] by group: [group, …]."""
        if not sums:
            return {}
        tables = [own.reshape(self.number, math.prod(own.shape[1:])) for own in sums.values()]
        by_group = np.ascontiguousarray((self._matrix @ np.concatenate(tables, axis=1)).T)
        found, begin = {}, 0
        for (name, own), table in zip(sums.items(), tables, strict=True):
            part = by_group[begin : begin + table.shape[1]]
            found[name] = part.reshape(*own.shape[1:], self.size).T if own.ndim > 1 else part[0]
            begin += table.shape[1]
        return found

    def most(self, values: Floats) -> Floats:
        """The largest values [kind, cell] of each group [kind, group]; −∞ where there is none."""
        largest = np.full((self.size, len(values)), -np.inf)
        np.maximum.at(largest, self.groups, np.repeat(values.T, np.diff(self.first), axis=0))
        return largest.T

    def histogram(self, items: Sequence[Codes], bins: Sequence[Bins]) -> Histogram:
        """The histogram by group of the bins of some items, batch by batch; a bin of −1 is left out.

        Counted by cell first where that makes a small table.
        """
        told, rows = self._told_groups
        seen = np.zeros(BINS, np.bool_)
        for some in bins:
            mark(some, seen)
        used = np.flatnonzero(seen)
        place = np.zeros(BINS, np.int32)
        place[used] = np.arange(len(used))
        by_cell = self.told_cells * len(used) <= sum(map(len, items))
        first, to = (self._alone, self._alone) if by_cell else (self.first, rows)
        table = np.zeros((self.told_cells if by_cell else len(told), len(used)), np.int32)
        for item, some in zip(items, bins, strict=True):
            count_bins(self.codes, self.told, item, some, place, first, to, table)
        return self._histogram(table, used) if by_cell else Histogram.of(table, told, used)

    def histogram_of(self, table: Codes) -> Histogram:
        """The histogram by group of a table of counts [cell, bin]."""
        used = np.flatnonzero(table.any(axis=0))
        return self._histogram(table[:, used], used)

    def _histogram(self, table: Codes, used: Counts) -> Histogram:
        """That of a table of counts [cell, column] of these bins."""
        return Histogram.of(np.asarray(self._told_matrix @ table), self._told_groups[0], used)

    @cached_property
    def _told_matrix(self) -> sparse.csc_array:
        """[group, cell] of those of which quantiles are told."""
        told, rows = self._told_groups
        shape, first = (len(told), self.told_cells), self.first[: self.told_cells + 1]
        return sparse.csc_array((np.ones(len(rows), np.int32), rows, first), shape=shape)

    @cached_property
    def _alone(self) -> Counts:
        """Each cell as the only group of its own."""
        return np.arange(self.told_cells + 1)

    @cached_property
    def _told_groups(self) -> tuple[Counts, Counts]:
        """The groups of which quantiles are told, and the rows among them of each cell's."""
        told, rows = np.unique(self.groups[: self.first[self.told_cells]], return_inverse=True)
        return told, rows


@dataclass(frozen=True)
class _Block:
    codes: Codes
    """[item] cells, counted from the block's first."""
    members: Counts
    """[cell, grouping] places of groups; too large a one: in none."""


NOWHERE = np.iinfo(np.int64).max
"""The place of no group."""


def _blocks(columns: Sequence[Column], items: int) -> list[_Block]:
    blocks: list[_Block] = []
    sample = np.arange(0, items, max(1, items // SAMPLE))
    for column in columns:
        own = _block(column)
        for place, block in enumerate(blocks):
            few = min(max(FEW, len(block.members) + column.groups), len(sample) // 2)
            code = block.codes[sample] * np.int64(len(own.members)) + own.codes[sample]
            if np.count_nonzero(np.bincount(code, minlength=1)) <= few:
                blocks[place] = _joined(block, own)
                break
        else:
            blocks.append(own)
    return blocks


def _block(column: Column) -> _Block:
    """A grouping on its own: its groups, and one more cell for those in none."""
    places = np.append(np.arange(column.first, column.first + column.groups), NOWHERE)
    return _Block(column.codes, places[:, None])


def _joined(one: _Block, other: _Block) -> _Block:
    """The cells of two blocks together: those that occur."""
    seen = np.zeros((len(one.members), len(other.members)), np.bool_)
    mark_pairs(one.codes, other.codes, seen)
    own, others = np.nonzero(seen)
    place, codes = np.zeros(seen.shape, np.int32), np.empty_like(one.codes)
    place[own, others] = np.arange(len(own))
    place_pairs(one.codes, other.codes, place, codes)
    return _Block(codes, np.concatenate([one.members[own], other.members[others]], axis=1))
