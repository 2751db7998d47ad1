"""Clocks of tickets that are reopened."""

from __future__ import annotations

from sim.outcome import Ended
from tests.sim.clock_board import FIRST_RESOLUTION, FULL_RESOLUTION, promising
from tests.sim.clock_lives import ACHIEVED, BREACHED, HOURS_2, history, only, rows, told

REOPENED = told([(0.0, 60.0, Ended.SOLVED), (1000.0, 1030.0, Ended.SOLVED)], messages=(1000.0,))
LATE_AFTER_ALL = told([(0.0, 60.0, Ended.SOLVED), (1000.0, 1100.0, Ended.SOLVED)], messages=(1000.0,))


def test_a_resumed_clock_is_one_instance_decided_at_its_last_stop():
    assert only(history(HOURS_2, REOPENED), FULL_RESOLUTION) == (ACHIEVED, 0.0, 1030.0, 1030.0)
    assert only(history(HOURS_2, REOPENED), FIRST_RESOLUTION) == (ACHIEVED, 0.0, 60.0, 60.0)


def test_a_resumed_clock_may_be_late_after_all():
    assert only(history(HOURS_2, LATE_AFTER_ALL), FULL_RESOLUTION) == (BREACHED, 0.0, 1100.0, 1060.0)


def test_a_clock_that_was_late_before_it_stopped_stays_so():
    outcome = told([(0.0, 150.0, Ended.SOLVED), (1000.0, 1030.0, Ended.SOLVED)], messages=(1000.0,))
    assert only(history(HOURS_2, outcome), FULL_RESOLUTION) == (BREACHED, 0.0, 1030.0, 120.0)


def test_a_ticket_open_again_at_the_end_is_judged_by_its_last_solve():
    outcome = told([(0.0, 60.0, Ended.SOLVED)], messages=(1000.0,), end=1010.0)
    assert only(history(HOURS_2, outcome), FULL_RESOLUTION) == (ACHIEVED, 0.0, 60.0, 60.0)


def test_a_ticket_open_again_at_the_end_may_be_late_after_all():
    outcome = told([(0.0, 60.0, Ended.SOLVED)], messages=(1000.0,), end=2000.0)
    assert only(history(HOURS_2, outcome), FULL_RESOLUTION) == (BREACHED, 0.0, 60.0, 1060.0)


def test_a_new_cycle_is_judged_on_its_own():
    found = history(promising(2, rules="jsm"), LATE_AFTER_ALL)
    assert rows(found, FULL_RESOLUTION) == [(ACHIEVED, 0.0, 60.0, 60.0), (ACHIEVED, 1000.0, 1100.0, 1100.0)]


def test_a_reopening_that_the_product_ignores_decides_nothing_more():
    found = history(promising(2, rules="zammad"), LATE_AFTER_ALL)
    assert only(found, FULL_RESOLUTION) == (ACHIEVED, 0.0, 60.0, 60.0)


def test_a_restarted_resolution_is_the_same_instance():
    found = history(promising(2, rules="osticket"), LATE_AFTER_ALL)
    assert only(found, FULL_RESOLUTION) == (ACHIEVED, 0.0, 1100.0, 1100.0)
