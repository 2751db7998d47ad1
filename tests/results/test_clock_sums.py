from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from sim.calendars import Calendar
from sim.outcome import Ended
from sim.vocabulary import METRICS, Policy, Target, Triage
from tests.results.outcomes import Measured, outcome_of, small_desk
from tests.sim.desks import ALWAYS_OPEN
from tests.sim.plays import Ticket

FIRST, FULL = METRICS.index("first_reply"), METRICS.index("full_resolution")
EVERYONE = Policy(
    "everyone", (), {(FIRST, p): Target(60.0, 0) for p in range(4)} | {(FULL, 0): Target(100.0, 0)}
)


def answered(created: list[float], waits: list[float | None], **changes):
    """Tickets solved in one touch of 10 minutes that ends so long after creation; None: never."""
    done = {i: at + wait for i, (at, wait) in enumerate(zip(created, waits, strict=True)) if wait is not None}
    return outcome_of(
        len(created),
        work=[(i, 0, end - 10, end, Ended.SOLVED) for i, end in done.items()],
        first_touch={i: end - 10 for i, end in done.items()},
        first_reply=done,
        last_solve=done,
        touches=dict.fromkeys(done, 1),
        **changes,
    )


@pytest.fixture
def clocks() -> Measured:
    """First reply within 60: kept at 90 + 20 (decided at 110), exactly on the limit, broken, never; at the
    end of the period one that is decided after it. Urgent ones are to be solved within 100."""
    created = [90.0, 200.0, 300.0, 400.0, 1090.0]
    priorities = [2, 2, 0, 2, 2]
    tickets = [Ticket(at, policy=0, priority=p) for at, p in zip(created, priorities, strict=True)]
    outcome = answered(created, [20.0, 60.0, 70.0, None, 20.0])
    return Measured(small_desk(policies=(EVERYONE,)), tickets, outcome)


def test_attainment_is_over_clocks_decided_in_the_period(clocks):
    # decided at 110 (kept), 260 (kept, on the limit), 360 (breach), 460 (breach); 1110 is after it
    assert clocks("first_reply_attainment") == pytest.approx(2 / 4)
    assert clocks("first_reply_attainment", "priority", "urgent") == 0
    assert clocks("first_reply_attainment", "policy×priority", "everyone×normal") == pytest.approx(2 / 3)


def test_attainment_by_tickets_created_in_the_period(clocks):
    assert clocks("first_reply_attainment_created") == pytest.approx(2 / 4)


def test_attainment_by_tickets_resolved_in_the_period(clocks):
    assert clocks("first_reply_attainment_resolved") == pytest.approx(2 / 3)


def test_a_ticket_open_again_at_the_end_was_not_resolved():
    tickets = [Ticket(at, policy=0, priority=2) for at in (200.0, 300.0)]
    outcome = answered([200.0, 300.0], [20.0, 80.0], messages=[(0, 500.0)], reopenings={0: 1})
    measured = Measured(small_desk(policies=(EVERYONE,)), tickets, outcome)
    assert measured("first_reply_attainment") == pytest.approx(1 / 2)
    assert measured("first_reply_attainment_resolved") == 0


def test_each_clock_has_its_own_attainment(clocks):
    assert clocks("full_resolution_attainment") == 1
    assert math.isnan(clocks("next_reply_attainment"))


def test_kept_share_is_of_clocks_started_in_the_period(clocks):
    # four first replies and one full resolution start in it; kept: two, and one decided after it
    assert clocks("kept_share") == pytest.approx(3 / 5)


def test_a_ticket_keeps_its_promises_when_no_clock_is_breached(clocks):
    assert clocks("ticket_attainment") == pytest.approx(2 / 4)


def test_breaches_are_told_per_week(clocks):
    assert clocks("breaches_per_week") == pytest.approx(2 * 10080 / 1000)


def test_undecided_clocks_are_counted():
    tickets = [Ticket(200.0, policy=0), Ticket(1090.0, policy=0)]
    outcome = answered([200.0, 1090.0], [20.0, None], end=1120.0)
    shown = Measured(small_desk(policies=(EVERYONE,)), tickets, outcome)
    assert shown("clocks_undecided") == 0.5
    assert shown("first_reply_attainment") == 1


def test_a_customer_who_leaves_within_the_limit_decides_nothing():
    tickets = [Ticket(200.0, policy=0, patience=30.0), Ticket(300.0, policy=0)]
    outcome = answered([200.0, 300.0], [None, 20.0], left={0: 230.0})
    shown = Measured(small_desk(policies=(EVERYONE,)), tickets, outcome)
    assert shown("first_reply_attainment") == 1
    assert shown("kept_share") == 0.5
    assert shown("clocks_undecided") == 0


def test_overdue_is_how_long_after_its_due_instant_a_breached_clock_stops():
    created = [200.0 + 10 * i for i in range(20)]
    outcome = answered(created, [60.0 + i for i in range(1, 21)])
    shown = Measured(small_desk(policies=(EVERYONE,)), [Ticket(at, policy=0) for at in created], outcome)
    assert shown("overdue_p50") == pytest.approx(10, rel=0.005)


def test_recorded_and_owed_promises_differ_where_triage_errs():
    policy = replace(EVERYONE, targets={(FIRST, 0): Target(30.0, 0), (FIRST, 2): Target(60.0, 0)})
    scenario = small_desk(policies=(policy,), triage=Triage(priority_confusion=np.eye(4)))
    tickets = [Ticket(200.0, policy=0, priority=2, true_priority=0), Ticket(300.0, policy=0)]
    shown = Measured(scenario, tickets, answered([200.0, 300.0], [45.0, 45.0]))
    assert shown("first_reply_attainment") == 1
    assert shown("first_reply_attainment_owed") == 0.5
    assert shown("first_reply_attainment_owed", "priority", "urgent") == 0
    assert shown("tickets", "true_priority", "urgent") == 1


def test_nothing_is_owed_apart_where_triage_cannot_err(clocks):
    assert not clocks.summary["measure"].str.endswith("_owed").any()


def test_open_durations_run_on_the_calendar_of_the_target():
    calendar = Calendar("part", np.array([0.0, 250.0]), np.array([210.0, 2000.0]))
    policy = Policy("part", (), {(FIRST, 2): Target(60.0, 1)})
    scenario = small_desk(policies=(policy,), calendars=(ALWAYS_OPEN, calendar))
    tickets = [Ticket(200.0, policy=0), Ticket(200.0)]
    shown = Measured(scenario, tickets, answered([200.0, 200.0], [70.0, 70.0]))
    assert shown("first_reply_open_mean", "policy", "part") == 30
    assert shown("first_reply_open_mean") == pytest.approx((30 + 70) / 2)
    assert shown("full_resolution_open_mean") == 70
