from __future__ import annotations

import numpy as np
import pytest

from sim.ranking import NO_CLOCK, Order, Origin
from strategies import build, rank
from tests.strategies.desk import (
    FIRST_REPLY,
    FULL_RESOLUTION,
    HIGH,
    LOW,
    NORMAL,
    OFFICE,
    URGENT,
    bases,
    scenario,
    workload,
    wrong,
)

HORIZON = 7 * 1440.0
NO_PROMISE = 5 * 1440.0
PREMIUM, STANDARD = 0, 4
"""First target row of each policy."""
NO_POLICY = 8


def order_of(**options: object) -> Order:
    return rank(
        build([{"sla": options}] if options else ["sla"], scenario()), scenario(), workload(2)
    ).orders[0]


def test_by_due_grows_towards_one_at_the_due_instant() -> None:
    order = order_of()
    assert order.base.tolist() == [[[1.0], [1.0]]]
    assert order.origin.tolist() == [Origin.DUE]
    assert order.metric.tolist() == [-1]
    assert order.no_promise.tolist() == [NO_PROMISE]
    assert np.all(order.clock_growth == 1 / HORIZON)
    assert not order.clock_base.any()
    assert not order.clock_calendar.any()


def test_there_is_a_row_for_each_policy_and_priority_and_one_for_none() -> None:
    assert order_of().clock_base.shape == (1, 9, 6)


def test_by_slack_counts_the_open_time_left_on_the_target_s_calendar() -> None:
    order = order_of(by="slack")
    place = (0, PREMIUM + HIGH, FIRST_REPLY)
    assert order.origin.tolist() == [Origin.ELAPSED]
    assert order.clock_base[place] == 1 - 60 / HORIZON
    assert order.clock_growth[place] == 1 / HORIZON
    assert order.clock_calendar[place] == OFFICE


def test_by_slack_takes_off_the_work_that_remains_at_the_tier() -> None:
    tickets = workload(2, request=[0, 1])
    spec = [{"sla": {"by": "slack"}}]
    assert bases(spec, scenario(), tickets, tier=0) == [pytest.approx([30 / HORIZON, 10 / HORIZON])]
    assert bases(spec, scenario(), tickets, tier=1) == [pytest.approx([60 / HORIZON, 0.0])]


def test_by_slack_without_a_promise_counts_from_joining_the_queue() -> None:
    order = order_of(by="slack", no_promise="2 days")
    for place in ((0, PREMIUM + LOW, FIRST_REPLY), (0, NO_POLICY, NO_CLOCK), (0, STANDARD, NO_CLOCK)):
        assert order.clock_base[place] == 1 - 2880 / HORIZON
        assert order.clock_growth[place] == 1 / HORIZON
        assert order.clock_calendar[place] == 0


def test_by_used_grows_to_one_at_the_limit() -> None:
    order = order_of(by="used")
    assert not order.base.any()
    assert not order.clock_base.any()
    assert order.clock_growth[0, STANDARD + NORMAL, FIRST_REPLY] * 240 == 1.0
    assert order.clock_calendar[0, STANDARD + NORMAL, FIRST_REPLY] == OFFICE
    assert order.clock_growth[0, PREMIUM + URGENT, FULL_RESOLUTION] * 480 == 1.0
    assert order.clock_growth[0, NO_POLICY, NO_CLOCK] * NO_PROMISE == 1.0


def test_kinds_are_equal_exactly_where_growth_and_calendar_are() -> None:
    order = order_of(by="used")
    pairs = list(zip(order.clock_growth.ravel(), order.clock_calendar.ravel(), strict=True))
    kinds = order.clock_kind.ravel().tolist()
    assert len(set(kinds)) == len(set(pairs)) == len(set(zip(kinds, pairs, strict=True)))


def test_it_goes_by_the_clock_that_is_named() -> None:
    assert order_of(metric="full_resolution").metric.tolist() == [FULL_RESOLUTION]


def test_the_horizon_is_the_scale() -> None:
    assert np.all(order_of(horizon="1 day").clock_growth == 1 / 1440)


def test_what_is_breached_stays_in_its_place_unless_told_otherwise() -> None:
    assert rank(build(["sla"], scenario()), scenario(), workload(1)).late_metric is None


@pytest.mark.parametrize(("metric", "place"), [(None, -1), ("full_resolution", FULL_RESOLUTION)])
def test_what_is_breached_may_go_last(metric: str | None, place: int) -> None:
    options = {"breached": "last"} | ({"metric": metric} if metric else {})
    ranking = rank(build([{"sla": options}], scenario()), scenario(), workload(1))
    order = ranking.orders[0]
    assert ranking.late_metric == place
    assert order.base[order.variant[0, 0, 0, 0], 0, 0].tolist() == [1.0, -999.0]


def test_a_clock_that_no_policy_promises_is_a_mistake() -> None:
    ((path, message),) = wrong([{"sla": {"metric": "next_reply"}}])
    assert path == (0, "sla", "metric")
    assert message == "no policy promises `next_reply`; promised are first_reply, full_resolution"


def test_breached_last_may_stand_only_once() -> None:
    last = {"sla": {"breached": "last"}}
    ((path, message),) = wrong([last, {"sla": {"breached": "last", "metric": "first_reply"}}])
    assert (path, message) == ((1, "sla"), "a strategy may have `breached: last` once")
