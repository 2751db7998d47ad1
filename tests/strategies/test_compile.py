from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from sim.ranking import Order
from strategies import Level, View, build, rank
from strategies._base import Described
from strategies._compile import order_of
from tests.strategies.desk import scenario, workload
from tests.strategies.test_build import PLAIN, TICKETS


@dataclass(frozen=True)
class Counting(Described):
    """Scores nothing and counts how often it was asked, reading what it is told to."""

    name = "counting"
    reads_of: tuple[str, ...] = ()
    asked: list[int] = field(default_factory=list)

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level that differs by the axes that were read."""
        self.asked.append(1)
        return (Level(float(sum(hash(getattr(view, name)) % 97 for name in self.reads_of))),)


@pytest.mark.parametrize(
    ("axes", "times"), [((), 1), (("tier",), 2), (("boosted",), 2), (("late", "predicted"), 4)]
)
def test_a_strategy_is_asked_once_for_moments_that_cannot_differ(axes: tuple[str, ...], times: int) -> None:
    counting = Counting(axes)
    order_of(counting, scenario(), workload(2))
    assert len(counting.asked) == times


def every_order(name: str) -> list[Order]:
    return list(rank(build(PLAIN[name], scenario()), scenario(), TICKETS).orders)


@pytest.mark.parametrize("name", PLAIN)
def test_the_arrays_of_an_order_fit_together(name: str) -> None:
    for order in every_order(name):
        variants, tickets, levels = order.base.shape
        terms = len(order.level)
        assert order.variant.shape == (2, 2, 2, 2, 2)
        assert sorted(np.unique(order.variant)) == list(range(variants))
        assert order.growth_row.shape == (variants, tickets)
        assert order.growth_row.max() < len(order.growths)
        assert order.growths.shape[1] == terms
        assert order.active.shape == (variants, terms)
        assert order.fit.shape == (variants, levels)
        for table in (order.clock_base, order.clock_growth, order.clock_calendar, order.clock_kind):
            assert table.shape == (terms, 9, 6)
        for each in (order.origin, order.metric, order.no_promise):
            assert each.shape == (terms,)


@pytest.mark.parametrize("name", PLAIN)
def test_the_arrays_of_an_order_have_the_types_that_engines_expect(name: str) -> None:
    kinds = {
        "variant": np.int16,
        "base": np.float64,
        "growth_row": np.int32,
        "growths": np.float64,
        "active": np.bool_,
        "level": np.int16,
        "origin": np.int8,
        "metric": np.int8,
        "no_promise": np.float64,
        "clock_base": np.float64,
        "clock_growth": np.float64,
        "clock_calendar": np.int16,
        "clock_kind": np.int32,
        "fit": np.float64,
    }
    for order in every_order(name):
        assert {key: getattr(order, key).dtype for key in kinds} == {
            key: np.dtype(kind) for key, kind in kinds.items()
        }


@pytest.mark.parametrize("name", PLAIN)
def test_levels_and_growths_are_finite(name: str) -> None:
    for order in every_order(name):
        for array in (order.base, order.growths, order.clock_base, order.clock_growth, order.fit):
            assert np.isfinite(array).all()


def test_moments_that_score_alike_share_a_variant_even_if_they_could_differ() -> None:
    order = order_of(Counting(("late",)), scenario(), workload(2))
    assert len(order.base) == 2
    spec = [{"per_tier": {"L1": ["fcfs"], "L2": ["fcfs"]}}]
    assert len(rank(build(spec, scenario()), scenario(), workload(2)).orders[0].base) == 1


def test_growths_of_two_terms_are_combined_per_ticket() -> None:
    speeds = {"aging": {"weight": 60, "by": "plan", "per_hour": {"premium": 1, "standard": 2}}}
    by_vip = {"aging": {"weight": 60, "by": "vip", "per_hour": {"yes": 5}}}
    strategy = build([{"weighted": [speeds, by_vip]}], scenario())
    tickets = workload(4, plan=[0, 1, 0, -1], vip=[0, 1, 1, 0])
    order = rank(strategy, scenario(), tickets).orders[0]
    assert order.growths[order.growth_row[0]].tolist() == [[1, 0], [2, 5], [1, 5], [0, 0]]


def test_a_workload_without_tickets_is_ranked() -> None:
    order = rank(build(["priority", "fcfs"], scenario()), scenario(), workload(0)).orders[0]
    assert order.base.shape == (1, 0, 2)
