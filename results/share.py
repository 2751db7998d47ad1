"""What one replication under one strategy adds to the measures, added up batch after batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from results.bins import BINNING, BINS, EMPTY_COUNTS, Histogram
from results.cells import Cells
from results.groups import Groups
from results.life_passes import ENDED, ENDLESS, LEFT_OUT
from results.passes import (
    Bins,
    Codes,
    Counts,
    Metrics,
    Totals,
    add_durations,
    add_values,
    count_codes,
    give_columns,
)
from results.tickets import Tickets
from sim.vocabulary import Floats, RunPlan

Flags = NDArray[np.bool_]

OF_DURATIONS = ("", "_n", "_max", "_max_n")
"""What ends the names of the sums of durations: their sum, number and maximum, and whether there is one."""

COLUMNS = 64
"""Items show so few different things at first; doubled when there are more."""


@dataclass(frozen=True)
class Grouped:
    """The tickets of one replication as they were played, and the groups that they belong to."""

    tickets: Tickets
    groups: Groups
    members: Cells

    @property
    def run(self) -> RunPlan:
        """How long was played."""
        return self.groups.scenario.run


def within(instants: Floats, run: RunPlan) -> Flags:
    """Which instants lie in the measured period (NaN does not)."""
    return (instants >= run.warmup) & (instants < run.measured_until)


@dataclass
class Share:
    """What one replication adds to the measures."""

    sums: dict[str, Floats] = field(default_factory=dict)
    """Name of a sum → its value per group."""
    histograms: dict[str, Histogram] = field(default_factory=dict)
    """Durations → their histogram."""


@dataclass
class _Durations:
    """Some kinds of duration so far."""

    cells: Cells
    totals: Totals
    """Their bins are counted where tickets are many; else those of all items are kept."""
    twins: list[int]
    """Of each kind: the first that has been the same of all items; what is above is told by that."""
    told: Counts = field(default_factory=lambda: EMPTY_COUNTS)
    """The kinds that are their own twins: they are added up. None before there is any item."""
    items: list[Codes] = field(default_factory=list)
    bins: list[Bins] = field(default_factory=list)
    """Of each batch [kind, item]."""
    histograms: dict[int, Histogram] = field(default_factory=dict)
    """Those made so far."""

    @classmethod
    def of(cls, cells: Cells, kinds: int) -> _Durations:
        """None yet."""
        shape = kinds, cells.number
        rows = cells.told_cells if cells.told_cells * BINS <= len(cells.codes) else 0
        table = np.zeros((kinds, rows, BINS), np.int32)
        totals = Totals(np.zeros(shape), np.zeros(shape, np.int64), np.full(shape, -np.inf), table)
        return cls(cells, totals, list(range(kinds)))

    def add(self, item: Codes, timed: Timed, first: int) -> None:
        """Takes in some."""
        self._tell_apart(timed, slice(first, first + len(item)))
        bins = np.empty((len(self.twins), len(item)), np.int16)
        add_durations(
            self.cells.codes,
            self.cells.told,
            item,
            first,
            self.told,
            timed.lengths,
            timed.lengths.view(np.int64),
            timed.states,
            BINNING,
            self.totals,
            bins,
        )
        if not self.totals.table.size:
            self.items.append(item)
            self.bins.append(bins)

    def _tell_apart(self, timed: Timed, own: slice) -> None:
        """Finds the twin of each kind; one that is so no more goes on from what they had in common."""
        bits, states = timed.lengths.view(np.int64)[:, own], timed.states[:, own]
        totals: tuple[NDArray[Any], ...] = self.totals

        def alike(one: int, other: int) -> bool:
            return np.array_equal(states[one], states[other]) and np.array_equal(bits[one], bits[other])

        twins = self.twins.copy()
        for kind, twin in enumerate(twins):
            if not len(self.told):
                self.twins[kind] = next((other for other in range(kind) if alike(kind, other)), kind)
            elif twin != kind and not alike(kind, twin):
                for so_far in (*totals, *self.bins):
                    so_far[kind] = so_far[twin]
                self.twins[kind] = kind
        if self.twins != twins or not len(self.told):
            self.told = np.unique(self.twins)

    def histogram(self, kind: int) -> Histogram:
        """Of all of one kind, by group; one and the same of kinds that are."""
        twin = self.twins[kind]
        if twin not in self.histograms:
            self.histograms[twin] = (
                self.cells.histogram_of(self.totals.table[twin])
                if self.totals.table.size
                else self.cells.histogram(self.items, [bins[twin] for bins in self.bins])
            )
        return self.histograms[twin]


class _Counts:
    """Items so far, by cell and by what they show."""

    def __init__(self, cells: Cells, names: tuple[str, ...], kinds: int) -> None:
        self._cells, self._names, self._kinds = cells, names, kinds
        self._place = np.full(kinds << len(names), -1, np.int32)
        self._shown, self._used = np.zeros(COLUMNS, np.int32), np.zeros(1, np.int64)
        self._table = np.zeros((cells.number, COLUMNS), np.int64)

    def add(self, item: Codes, codes: Codes) -> None:
        """Counts more of them."""
        begin = give_columns(codes, 0, self._place, self._shown, self._used)
        while begin < len(codes):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)], axis=1)
            self._shown = np.concatenate([self._shown, self._shown])
            begin = give_columns(codes, begin, self._place, self._shown, self._used)
        count_codes(self._cells.codes, item, codes, self._place, self._table)

    def by_name(self) -> dict[str, Floats]:
        """Items that show each flag [cell], or [cell, kind] where there are several kinds."""
        used, names, kinds = int(self._used[0]), len(self._names), self._kinds
        shown, table = self._shown[:used, None], self._table[:, :used].astype(np.float64)
        flags, kind = (shown // kinds >> np.arange(names)) & 1, shown % kinds == np.arange(kinds)
        shows = (flags[:, :, None] * kind[:, None]).reshape(used, names * kinds).astype(np.float64)
        found = (table @ shows).reshape(-1, names, kinds)
        return {name: found[:, at, 0] if kinds == 1 else found[:, at] for at, name in enumerate(self._names)}


class Tally:
    """Adds up items by cell; an item is named by the place of what it belongs to among the cells' items."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._counts: dict[tuple[str, ...], _Counts] = {}
        self._sums: dict[tuple[str, ...], Floats] = {}
        self._durations: dict[tuple[str, ...], _Durations] = {}

    def count(self, item: NDArray[np.signedinteger], flagged: Flagged) -> None:
        """Counts the items that show each flag."""
        if flagged.names not in self._counts:
            self._counts[flagged.names] = _Counts(self.cells, flagged.names, flagged.kinds)
        if len(item):
            self._counts[flagged.names].add(np.asarray(item, np.int32), flagged.codes)

    def add(self, item: NDArray[np.signedinteger], amounts: Mapping[str, NDArray[Any]]) -> None:
        """Sums a value per item of each amount."""
        self.add_table(item, tuple(amounts), np.stack(list(amounts.values()), dtype=np.float64))

    def add_table(
        self, item: NDArray[np.signedinteger], names: tuple[str, ...], values: Floats, first: int = 0
    ) -> None:
        """The same of a table: `values[k, first + i]` is amount `names[k]` of item i."""
        if names not in self._sums:
            self._sums[names] = np.zeros((self.cells.number, len(names)))
        add_values(self.cells.codes, np.asarray(item, np.int32), values, first, self._sums[names])

    def add_durations(
        self, families: tuple[str, ...], item: NDArray[np.signedinteger], timed: Timed, first: int = 0
    ) -> None:
        """Sums durations [family, first + i] of items, and counts them where quantiles are told."""
        if families not in self._durations:
            self._durations[families] = _Durations.of(self.cells, len(families))
        if len(item):
            self._durations[families].add(np.asarray(item, np.int32), timed, first)

    def sums(self) -> dict[str, Floats]:
        """Sums and counts by group, and of durations the sum, number and maximum.

        Counts of several kinds are [group, kind].
        """
        by_cell: dict[str, Floats] = {}
        for names, table in self._sums.items():
            by_cell.update(zip(names, table.T, strict=True))
        for counts in self._counts.values():
            by_cell.update(counts.by_name())
        for kind, family, one in self._kinds():
            by_cell[family] = one.totals.sums[one.twins[kind]]
            by_cell[f"{family}_n"] = one.totals.numbers[one.twins[kind]].astype(np.float64)
        found = self.cells.spread(by_cell)
        if self._durations:
            longest = self.cells.most(
                np.concatenate([one.totals.longest[one.twins] for one in self._durations.values()])
            )
            for (_, family, _), most in zip(self._kinds(), longest, strict=True):
                some = found[f"{family}_n"] > 0
                found[f"{family}_max"] = np.where(some, most, 0.0)
                found[f"{family}_max_n"] = some.astype(np.float64)
        return found

    def share(self) -> Share:
        """All sums, and the histograms of durations."""
        histograms = {family: one.histogram(kind) for kind, family, one in self._kinds()}
        return Share(self.sums(), histograms)

    def _kinds(self) -> Iterator[tuple[int, str, _Durations]]:
        """All kinds of duration, each with its place among those that come together."""
        for families, together in self._durations.items():
            for kind, family in enumerate(families):
                yield kind, family, together


@dataclass(frozen=True)
class Flagged:
    """What each of some items shows."""

    names: tuple[str, ...]
    codes: NDArray[np.int32]
    """Of each item: flags, the first as the lowest bit, × kinds + its kind."""
    kinds: int = 1

    @classmethod
    def of(
        cls, flags: Mapping[str, Flags], kind: NDArray[np.signedinteger] | None = None, kinds: int = 1
    ) -> Flagged:
        """Flags by name, of items of one kind or of several."""
        codes = np.zeros(len(next(iter(flags.values()))), np.int32)
        if kind is not None:
            codes += kind
        for place, flag in enumerate(flags.values()):
            codes += flag * np.int32(kinds << place)
        return cls(tuple(flags), codes, kinds)


@dataclass(frozen=True)
class Timed:
    """Durations [kind, item] in minutes, and of each whether it is over, endless (> 0), or left out (< 0)."""

    lengths: Floats
    states: Metrics

    @classmethod
    def of(cls, lengths: Floats, ended: Flags | None = None, counted: Flags | None = None) -> Timed:
        """Durations of one kind that count and have ended, all of them unless told otherwise."""
        states = np.full(len(lengths), ENDED, np.int8)
        if ended is not None:
            states[~ended] = ENDLESS
        if counted is not None:
            states[~counted] = LEFT_OUT
        return cls(np.ascontiguousarray(lengths, np.float64)[None], states[None])


def gini(ordered: Floats) -> float:
    """Gini coefficient of values in ascending order; 0 where all are equal, also where all are zero."""
    total = float(ordered.sum())
    if total == 0:
        return 0.0
    rank = np.arange(1, len(ordered) + 1, dtype=np.float64)
    return float(2 * np.sum(rank * ordered) / (len(ordered) * total) - (len(ordered) + 1) / len(ordered))
