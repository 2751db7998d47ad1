"""A strategy compiled for one workload: scores of the whole ticket table as arrays, no code."""

from __future__ import annotations

from itertools import product
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from sim.ranking import NO_CLOCK, Order
from sim.vocabulary import Floats, Scenario
from sim.workload import Workload
from strategies._base import Level, Strategy, Term
from strategies._view import Moment, View

Levels = tuple[Level, ...]
Columns = list[tuple[int, Term]]
"""The terms of all variants, each kind once, with the level that they belong to."""


def order_of(strategy: Strategy, scenario: Scenario, workload: Workload, *, surging: bool = False) -> Order:
    """The order of a strategy for one workload."""
    variant, variants = _variants(strategy, scenario, workload, surging=surging)
    columns: Columns = []
    placed = [_place(levels, columns) for levels in variants]
    base, fit = _scores(variants, workload.size)
    rows, growths = _growth_rows(variants, placed, len(columns), workload.size)
    active = np.zeros((len(variants), len(columns)), dtype=np.bool_)
    for v, taken in enumerate(placed):
        active[v, taken] = True
    return Order(
        variant=variant,
        base=base,
        growth_row=rows,
        growths=growths,
        active=active,
        fit=fit,
        level=np.array([level for level, _ in columns], dtype=np.int16),
        origin=np.array([term.origin for _, term in columns], dtype=np.int8),
        metric=np.array([term.metric for _, term in columns], dtype=np.int8),
        no_promise=np.array([term.no_promise for _, term in columns], dtype=np.float64),
        **_clocks(columns, scenario),
    )


def _variants(
    strategy: Strategy, scenario: Scenario, workload: Workload, *, surging: bool
) -> tuple[NDArray[np.int16], list[Levels]]:
    """Which variant holds at each moment, and the levels of each; moments that cannot differ share one."""
    place = np.zeros((2, len(scenario.tiers), 2, 2, 2), dtype=np.int16)
    variants: list[Levels] = []
    scored: list[tuple[Moment, set[str], int]] = []
    for moment in map(Moment._make, product(*map(range, place.shape))):
        known = next((v for other, reads, v in scored if _agree(moment, other, reads)), None)
        if known is None:
            view = View(scenario, workload, moment, surging)
            levels = strategy.levels(view)
            alike = (v for v, other in enumerate(variants) if same_levels(levels, other))
            known = next(alike, len(variants))
            if known == len(variants):
                variants.append(levels)
            scored.append((moment, view.reads, known))
        place[moment] = known
    return place, variants


def _agree(moment: Moment, other: Moment, reads: set[str]) -> bool:
    return all(getattr(moment, axis) == getattr(other, axis) for axis in reads)


def same_levels(levels: Levels, other: Levels) -> bool:
    """Whether two answers score every ticket alike."""
    return len(levels) == len(other) and all(
        a.fit == b.fit
        and np.array_equal(a.base, b.base)
        and len(a.terms) == len(b.terms)
        and all(_like(s, t) and _grow_alike(s, t) for s, t in zip(a.terms, b.terms, strict=True))
        for a, b in zip(levels, other, strict=True)
    )


def _like(a: Term, b: Term) -> bool:
    """Whether two terms can be one column of an order: alike in all but growth with age."""
    if (a.origin, a.metric, a.no_promise) != (b.origin, b.metric, b.no_promise):
        return False
    if a.clock is None or b.clock is None:
        return a.clock is b.clock
    return (
        np.array_equal(a.clock.base, b.clock.base)
        and np.array_equal(a.clock.growth, b.clock.growth)
        and np.array_equal(a.clock.calendar, b.clock.calendar)
    )


def _grow_alike(a: Term, b: Term) -> bool:
    if a.of is None or b.of is None:
        return a.of is b.of and np.array_equal(a.growth, b.growth)
    return np.array_equal(a.growth, b.growth) and np.array_equal(a.of, b.of)


def _place(levels: Levels, columns: Columns) -> list[int]:
    """Columns of a variant's terms, in their order; what has none yet is added."""
    taken: list[int] = []
    for place, level in enumerate(levels):
        for term in level.terms:
            free = (
                at
                for at, (other, like) in enumerate(columns)
                if other == place and at not in taken and _like(term, like)
            )
            at = next(free, len(columns))
            if at == len(columns):
                columns.append((place, term))
            taken.append(at)
    return taken


def _scores(variants: list[Levels], size: int) -> tuple[Floats, Floats]:
    """The base of every ticket and the weight of proficiency, level by level."""
    depth = max(len(levels) for levels in variants)
    base = np.zeros((len(variants), size, depth))
    fit = np.zeros((len(variants), depth))
    for v, levels in enumerate(variants):
        for place, level in enumerate(levels):
            base[v, :, place] = level.base
            fit[v, place] = level.fit
    return base, fit


def _growth_rows(
    variants: list[Levels], placed: list[list[int]], columns: int, size: int
) -> tuple[NDArray[np.int32], Floats]:
    """Which row of growths each ticket has in each variant, and the rows, each once."""
    codes, tables, begin = [], [], 0
    for levels, taken in zip(variants, placed, strict=True):
        terms = [term for level in levels for term in level.terms]
        code, table = _growths_of(terms, taken, columns)
        codes.append(code + begin)
        tables.append(table)
        begin += len(table)
    every = np.concatenate(tables)
    if not columns:
        return np.zeros((len(variants), size), dtype=np.int32), every[:1]
    growths, row = np.unique(every, axis=0, return_inverse=True)
    rows = np.empty((len(variants), size), dtype=np.int32)
    for v, code in enumerate(codes):
        rows[v] = row.ravel()[code]
    return rows, growths


def _growths_of(terms: list[Term], taken: list[int], columns: int) -> tuple[NDArray[np.int64] | int, Floats]:
    """Every combination of growths that a variant's terms may have, and which one each ticket has."""
    code: NDArray[np.int64] | int = 0
    table = np.zeros((1, columns))
    for term, at in zip(terms, taken, strict=True):
        kinds = len(term.growth) if term.of is not None else 1
        if term.of is not None:
            code = code * kinds + term.of.astype(np.int64) % kinds
        table = np.repeat(table, kinds, axis=0)
        table[:, at] = np.tile(term.growth, len(table) // len(term.growth))
    return code, table


class _Clocks(TypedDict):
    """The fields of an `Order` with one entry per term, target row and running clock."""

    clock_base: Floats
    clock_growth: Floats
    clock_calendar: NDArray[np.int16]
    clock_kind: NDArray[np.int32]


def _clocks(columns: Columns, scenario: Scenario) -> _Clocks:
    rows = len(scenario.policies) * len(scenario.priorities) + 1
    shape = (len(columns), rows, NO_CLOCK + 1)
    found = _Clocks(
        clock_base=np.zeros(shape),
        clock_growth=np.zeros(shape),
        clock_calendar=np.zeros(shape, dtype=np.int16),
        clock_kind=np.zeros(shape, dtype=np.int32),
    )
    for m, (_, term) in enumerate(columns):
        if term.clock is not None:
            found["clock_base"][m] = term.clock.base
            found["clock_growth"][m] = term.clock.growth
            found["clock_calendar"][m] = term.clock.calendar
            pairs = np.stack([term.clock.growth.ravel(), term.clock.calendar.ravel()], axis=1)
            kinds = np.unique(pairs, axis=0, return_inverse=True)[1]
            found["clock_kind"][m] = kinds.reshape(shape[1:])
    return found
