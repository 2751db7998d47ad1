"""Clocks of tickets whose priority was taken for another."""

from __future__ import annotations

import pytest

from sim.clock_history import Instances
from sim.outcome import Ended, Outcome
from tests.sim.clock_board import FIRST_REPLY, FULL_RESOLUTION, HIGH, NORMAL, URGENT, promising
from tests.sim.clock_lives import ACHIEVED, BREACHED, history, only, told
from tests.sim.plays import Ticket

MIXED = {URGENT: 1, HIGH: 2, NORMAL: 8}


def mistaken(preset: str, outcome: Outcome, owed: bool = False, true: int = URGENT) -> Instances:
    """A ticket that was triaged as normal but is urgent."""
    ticket = Ticket(0.0, priority=NORMAL, true_priority=true, policy=0)
    return history(promising(MIXED, rules=preset), outcome, owed, ticket)


REPLIED_LATE = told(
    [(80.0, 90.0, Ended.REPLY), (200.0, 210.0, Ended.SOLVED)], messages=(100.0,), joins=(0.0, 100.0)
)


def test_the_reply_of_the_first_touch_is_recorded_under_the_observed_priority():
    found = mistaken("zendesk", REPLIED_LATE)
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 90.0, 90.0)
    assert found.row[found.metric == FIRST_REPLY].tolist() == [NORMAL]


def test_what_runs_on_is_recorded_under_the_corrected_priority():
    found = mistaken("zendesk", REPLIED_LATE, true=HIGH)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 210.0, 120.0)
    assert found.row[found.metric == FULL_RESOLUTION].tolist() == [HIGH]


def test_a_correction_that_makes_a_clock_late_breaches_it_at_that_instant():
    found = mistaken("zendesk", REPLIED_LATE)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 210.0, 90.0)
    assert found.due[found.metric == FULL_RESOLUTION].tolist() == [90.0]


def test_what_is_owed_is_judged_by_the_true_priority_all_along():
    found = mistaken("zendesk", REPLIED_LATE, owed=True)
    assert only(found, FIRST_REPLY) == (BREACHED, 0.0, 90.0, 60.0)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 210.0, 60.0)


def test_a_cancelled_record_is_left_out():
    found = mistaken("servicenow", REPLIED_LATE)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 90.0, 210.0, 150.0)


def test_a_cancelled_breach_is_left_out_too():
    outcome = told([(490.0, 500.0, Ended.TRANSFER), (510.0, 520.0, Ended.SOLVED)])
    found = mistaken("servicenow", outcome)
    assert only(found, FIRST_REPLY) == (ACHIEVED, 500.0, 520.0, 520.0)


def test_a_retroactive_restart_may_undo_a_breach():
    ticket = Ticket(0.0, priority=URGENT, true_priority=NORMAL, policy=0)
    outcome = told([(80.0, 90.0, Ended.TRANSFER), (200.0, 210.0, Ended.SOLVED)])
    kept = history(promising(MIXED, rules="zendesk"), outcome, ticket=ticket)
    undone = history(promising(MIXED, rules="zammad"), outcome, ticket=ticket)
    assert only(kept, FIRST_REPLY) == (BREACHED, 0.0, 210.0, 60.0)
    assert only(undone, FIRST_REPLY) == (ACHIEVED, 0.0, 210.0, 210.0)


def test_an_original_target_stays_in_force():
    found = mistaken("osticket", REPLIED_LATE)
    assert set(found.achieved.tolist()) == {ACHIEVED}
    assert set(found.row.tolist()) == {NORMAL}


@pytest.mark.parametrize("interrupted", [Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK])
def test_only_the_end_of_a_touch_corrects_the_priority(interrupted):
    outcome = told([(0.0, 30.0, interrupted), (80.0, 90.0, Ended.SOLVED)])
    found = mistaken("zendesk", outcome)
    assert set(found.achieved.tolist()) == {ACHIEVED}


def test_a_paused_clock_that_a_correction_makes_late_is_breached_at_once():
    outcome = told([(80.0, 90.0, Ended.HELD), (2000.0, 2010.0, Ended.SOLVED)], joins=(0.0, 2000.0))
    found = mistaken("servicenow_retro", outcome)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 2010.0, 90.0)
