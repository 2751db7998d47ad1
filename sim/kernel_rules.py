"""A ranking in the kernel's form: its options in one record, its orders one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.desk import Desk
from sim.kernel_heaps import Table
from sim.kernel_rows import CLOCK_TERM, ORDER, RULES, TERM
from sim.kernel_state import gives_back
from sim.kernel_tickets import column
from sim.ranking import Order, Origin, Ranking
from sim.vocabulary import Assignment, Floats

NEVER_LATE = -2
"""In place of the metric by which a ticket is late."""


class Rules(NamedTuple):
    """The ranking, as the kernel reads it; orders with fewer levels, terms or variants are filled up."""

    options: Table
    """[1] of RULES."""
    predicted: Floats
    """One ∞ where nothing is predicted."""
    variants: NDArray[np.int16]
    """[order, phase, 8 tier + situation]: 4 if boosted, 2 if predicted, 1 if late, added up."""
    orders: Table
    base: Floats
    """`Order.base` of the orders, flat."""
    growth_row: NDArray[np.int32]
    """The same of `Order.growth_row`."""
    growths: Floats
    """[order, row, term]."""
    active: NDArray[np.bool_]
    """[order, variant, term]."""
    terms: Table
    """[order, term]."""
    clock_terms: Table
    """[order, term, target row, clock]."""
    fit: Floats
    """[order, variant, level]."""


def rules_of(ranking: Ranking, desk: Desk, size: int) -> Rules:
    """The ranking in the kernel's form, for so many tickets."""
    own = ranking.orders
    orders, levels = np.zeros(len(own), ORDER), max(order.base.shape[2] for order in own)
    orders["levels"] = [order.base.shape[2] for order in own]
    orders["base_at"] = np.cumsum([0, *(order.base.size for order in own[:-1])])
    orders["rows_at"] = np.cumsum([0, *(order.growth_row.size for order in own[:-1])])
    predicted = np.array([np.inf]) if ranking.predicted_at is None else ranking.predicted_at
    return Rules(
        options=_options(ranking, desk, size, levels),
        predicted=column(predicted),
        variants=_variants(own),
        orders=orders,
        base=_flat([order.base for order in own], np.float64),
        growth_row=_flat([order.growth_row for order in own], np.int32),
        growths=_filled([order.growths for order in own], np.float64),
        active=_filled([order.active for order in own], np.bool_),
        terms=_filled([_terms(order) for order in own], TERM),
        clock_terms=_filled([_clock_terms(order) for order in own], CLOCK_TERM),
        fit=_filled([order.fit for order in own], np.float64),
    )


def _options(ranking: Ranking, desk: Desk, size: int, levels: int) -> NDArray[np.void]:
    boost, late, own = ranking.boost, ranking.late_metric, np.zeros(1, RULES)
    terms = max(len(order.level) for order in ranking.orders)
    remembers = any(bool(np.any(order.origin == Origin.LAST_MESSAGE)) for order in ranking.orders)
    ahead = ranking.asks_first_due or ranking.moves_waiting
    values: dict[str, Any] = {
        "size": size,
        "orders": len(ranking.orders),
        "levels": levels,
        "width": 2 * levels + 1 + 3 * terms,
        "switch_on": ranking.switch_on,
        "switch_off": ranking.switch_off,
        "boosts": boost is not None,
        "boost_metric": -1 if boost is None else boost.metric,
        "boost_share": np.nan if boost is None else boost.share,
        "boost_after": np.nan if boost is None else boost.after,
        "late_metric": NEVER_LATE if late is None else late,
        "strict": ranking.strict,
        "overflow": ranking.overflow,
        "assignment": Assignment.MOST_SKILLED if ranking.most_skilled else desk.assignment,
        "triage_pools": desk.triage_pools,
        "clocks": ranking.reads_clocks,
        "chooses": ranking.asks_first_due,
        "ahead": ahead,
        "asides": ahead or remembers or gives_back(desk),
        "picks": ranking.pick_strength > 0,
        "prompt": len(ranking.orders) == 2,
        "pick_strength": ranking.pick_strength,
        "pick_taste": ranking.pick_taste,
        "measured_from": desk.measured_from,
        "measured_until": desk.measured_until,
        "horizon": desk.horizon,
    }
    for name, value in values.items():
        own[name] = value
    return own


def _variants(orders: Sequence[Order]) -> NDArray[np.int16]:
    """What the variants of the orders are, with the last four axes in one."""
    return np.stack([order.variant.reshape(len(order.variant), -1) for order in orders]).astype(np.int16)


def _terms(order: Order) -> NDArray[np.void]:
    terms = np.zeros(len(order.level), TERM)
    for name in ("level", "origin", "metric", "no_promise"):
        terms[name] = getattr(order, name)
    return terms


def _clock_terms(order: Order) -> NDArray[np.void]:
    terms = np.zeros(order.clock_base.shape, CLOCK_TERM)
    for name in ("base", "growth", "calendar", "kind"):
        terms[name] = getattr(order, f"clock_{name}")
    return terms


def _flat(parts: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    flat = [np.ascontiguousarray(part, dtype=dtype).reshape(-1) for part in parts]
    return column(flat[0] if len(flat) == 1 else np.concatenate(flat), dtype)


def _filled(parts: list[NDArray[Any]], dtype: Any) -> NDArray[Any]:
    """The parts one after the other, filled up with zeros to the longest on each axis."""
    if len(parts) == 1:
        return column(parts[0][np.newaxis], dtype)
    shape = np.max([part.shape for part in parts], axis=0)
    filled = np.zeros((len(parts), *shape), dtype)
    for place, part in enumerate(parts):
        filled[place][tuple(slice(extent) for extent in part.shape)] = part
    return filled
