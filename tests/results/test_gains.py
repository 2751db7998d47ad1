from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from results.gains import GAINS, GainRecord, comparable, gain_sums
from results.groups import Groups
from results.tickets import Tickets
from tests.results.outcomes import outcome_of, small_desk
from tests.sim.plays import Ticket, workload_of

CREATED = [50.0, 150.0, 250.0, 350.0, 450.0]
PRIORITY = [1, 1, 2, 2, 2]


def tickets(waits: dict[int, float], left: dict[int, float] | None = None) -> Tickets:
    """Five tickets, the first before the period, of which some are served after these waits."""
    workload = workload_of(
        small_desk(), [Ticket(at, priority=p) for at, p in zip(CREATED, PRIORITY, strict=True)]
    )
    first_touch = {i: CREATED[i] + wait for i, wait in waits.items()}
    return Tickets(workload, outcome_of(5, first_touch=first_touch, left=left or {}))


@pytest.fixture
def record() -> GainRecord:
    groups = Groups.of(small_desk())
    base = tickets({0: 9, 1: 10, 2: 10, 3: 10, 4: 10})
    ours = tickets({0: 1, 1: 4, 2: 10, 3: 30}, left={4: 455.0})
    found = GainRecord(groups)
    found.add(gain_sums(ours, base, groups.members(base.workload), groups))
    return found


def row(record: GainRecord, by: str, group: str):
    table = record.table()
    return table[(table["by"] == by) & (table["group"] == group)].iloc[0]


def test_shares_are_of_tickets_created_in_the_period(record):
    found = row(record, "all", "all")
    assert found["tickets"] == 4
    assert found["earlier"] == 0.25


def test_a_ticket_whose_customer_left_is_served_later_than_one_that_was_served(record):
    assert row(record, "all", "all")["later"] == 0.5


def test_minutes_are_over_tickets_that_both_served(record):
    found = row(record, "all", "all")
    assert found["earlier_by"] == 6
    assert found["later_by"] == 20


def test_gains_are_told_by_segment_and_priority(record):
    table = record.table()
    assert set(table["by"]) == {"all", "segment", "priority"}
    assert row(record, "priority", "high")["earlier"] == 1
    assert row(record, "priority", "normal")["later"] == pytest.approx(2 / 3)


def test_nobody_gains_from_the_baseline_itself():
    groups = Groups.of(small_desk())
    base = tickets({1: 10}, left={2: 260.0})
    sums = gain_sums(base, base, groups.members(base.workload), groups)
    assert sums[0].max() == 4
    assert not sums[1:].any()


def test_the_table_has_the_columns_that_are_written(record):
    assert {"what_if", "strategy", "baseline", *record.table().columns} == set(GAINS)


def test_only_plays_of_the_same_tickets_are_comparable():
    one = tickets({})
    other = Tickets(replace(one.workload, created=one.workload.created + 1), one.outcome)
    assert comparable(one, one)
    assert not comparable(one, other)
    assert not comparable(one, Tickets(workload_of(small_desk(), [Ticket(1.0)]), outcome_of(1)))


def test_intervals_of_shares_stay_possible():
    groups = Groups.of(small_desk())
    record = GainRecord(groups)
    rng = np.random.default_rng(1)
    for _ in range(3):
        base = tickets(dict.fromkeys(range(5), 10))
        ours = tickets({i: 10 - int(rng.integers(0, 2)) for i in range(5)})
        record.add(gain_sums(ours, base, groups.members(base.workload), groups))
    table = record.table()
    assert (table["earlier_low"] >= 0).all()
    assert (table["earlier_high"] <= 1).all()
