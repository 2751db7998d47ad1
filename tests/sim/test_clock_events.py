from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.clock_events import NOT_STARTED, PAUSED, RUNNING, STOPPED
from sim.outcome import Ended
from sim.presets import PRESETS
from tests.sim.clock_board import (
    FIRST_REPLY,
    FIRST_RESOLUTION,
    FULL_RESOLUTION,
    HIGH,
    HOUR,
    LOW,
    NEXT_REPLY,
    NO_POLICY,
    NORMAL,
    REQUESTER_WAIT,
    URGENT,
    Board,
    at,
    promising,
    weekdays,
)

RESOLUTION = (REQUESTER_WAIT, FIRST_RESOLUTION, FULL_RESOLUTION)


def test_every_clock_but_the_next_reply_starts_with_the_ticket():
    board = Board(promising(8), at("Mon 09:00"))
    assert board.shown("status") == [RUNNING, NOT_STARTED, RUNNING, RUNNING, RUNNING]


def test_a_ticket_that_comes_out_of_hours_is_due_from_the_next_opening():
    board = Board(promising(1, weekdays(9, 17)), at("Sat 12:00"))
    assert board.due(FIRST_REPLY) == at("Mon 10:00", week=1)


def test_a_clock_without_a_limit_is_never_due():
    board = Board(promising({URGENT: 1}), at("Mon 09:00"), NORMAL)
    assert board.due(FIRST_REPLY) == np.inf
    assert board.first_due() == (5, np.inf)


def test_a_ticket_without_a_policy_has_nothing_due():
    assert Board(promising(1), at("Mon 09:00"), NO_POLICY).first_due() == (5, np.inf)


def test_clocks_that_are_due_at_once_rank_by_metric():
    board = Board(promising(8), at("Mon 09:00"))
    assert board.first_due() == (FIRST_REPLY, at("Mon 17:00"))
    assert board.replied(at("Mon 10:00")).first_due() == (REQUESTER_WAIT, at("Mon 17:00"))


def test_a_reply_stops_the_first_reply_for_good():
    board = Board(promising(8), at("Mon 09:00")).replied(at("Mon 10:00")).replied(at("Mon 12:00"))
    assert board.elapsed(FIRST_REPLY, at("Mon 13:00")) == HOUR
    assert board.due(FIRST_REPLY) == np.inf


def test_a_message_before_the_first_reply_opens_no_next_reply():
    board = Board(promising(8), at("Mon 09:00")).wrote(at("Mon 10:00"))
    assert board.status(NEXT_REPLY) == NOT_STARTED


def test_the_next_reply_runs_from_the_oldest_unanswered_message():
    board = Board(promising(8), at("Mon 09:00")).replied(at("Mon 10:00"))
    board.wrote(at("Mon 11:00")).wrote(at("Mon 12:00"))
    assert board.due(NEXT_REPLY) == at("Mon 19:00")


def test_the_next_reply_runs_on_through_transfers():
    board = Board(promising(8), at("Mon 09:00")).replied(at("Mon 10:00")).wrote(at("Mon 11:00"))
    board.ended(at("Mon 12:00"), Ended.TRANSFER)
    assert board.elapsed(NEXT_REPLY, at("Mon 13:00")) == 2 * HOUR


def test_a_transfer_with_a_reply_answers_the_customer():
    board = Board(promising(8), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.TRANSFER_REPLY)
    assert board.status(FIRST_REPLY) == STOPPED
    assert board.status(FULL_RESOLUTION) == RUNNING


@pytest.mark.parametrize(
    "ended", [Ended.DIAGNOSED, Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK, Ended.CUT, Ended.TRANSFER]
)
def test_work_that_ends_without_an_answer_stops_nothing(ended):
    board = Board(promising(8), at("Mon 09:00"))
    before = board.shown("status")
    assert board.ended(at("Mon 10:00"), ended).shown("status") == before


def test_under_zendesk_only_the_requesters_wait_stands_still_while_pending():
    board = Board(promising(8), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.REPLY)
    assert [board.status(m) for m in RESOLUTION] == [PAUSED, RUNNING, RUNNING]
    board.wrote(at("Mon 15:00"))
    assert board.due(REQUESTER_WAIT) == at("Mon 22:00")
    assert board.due(FULL_RESOLUTION) == at("Mon 17:00")


def test_under_servicenow_resolution_stands_still_on_hold():
    board = Board(promising(8, rules="servicenow"), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.HELD)
    assert [board.status(m) for m in RESOLUTION] == [PAUSED, PAUSED, PAUSED]
    assert board.status(FIRST_REPLY) == RUNNING
    assert board.resumed(at("Mon 12:00")).due(FULL_RESOLUTION) == at("Mon 19:00")


def test_under_zendesk_nothing_stands_still_on_hold():
    board = Board(promising(8), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.HELD)
    assert all(board.status(m) == RUNNING for m in RESOLUTION)


def test_a_pause_counts_only_the_hours_that_would_have_counted():
    board = Board(promising(8, weekdays(9, 17)), at("Mon 09:00")).pending(at("Mon 16:00"))
    assert board.resumed(at("Tue 10:00")).due(REQUESTER_WAIT) == at("Tue 11:00")


def test_a_paused_clock_shows_what_it_had_and_is_not_due():
    board = Board(promising(8), at("Mon 09:00")).pending(at("Mon 10:00"))
    assert board.elapsed(REQUESTER_WAIT, at("Mon 15:00")) == HOUR
    assert board.due(REQUESTER_WAIT) == np.inf


def test_a_solve_without_a_reply_counts_as_one():
    board = Board(promising(8), at("Mon 09:00")).solved(at("Mon 10:00"))
    assert board.shown("status") == [STOPPED, NOT_STARTED, STOPPED, STOPPED, STOPPED]


# ---------------------------------------------------------------- reopening


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_the_first_resolution_never_runs_again(preset):
    board = Board(promising(8, rules=preset), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.SOLVED)
    assert board.wrote(at("Mon 12:00")).status(FIRST_RESOLUTION) == STOPPED


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_message_that_reopens_waits_for_a_next_reply(preset):
    board = Board(promising(8, rules=preset), at("Mon 09:00")).ended(at("Mon 10:00"), Ended.SOLVED)
    assert board.wrote(at("Mon 12:00")).elapsed(NEXT_REPLY, at("Mon 13:00")) == HOUR


def test_a_resumed_resolution_does_not_count_the_time_it_was_solved():
    board = Board(promising(8), at("Mon 09:00")).solved(at("Mon 10:00")).wrote(at("Mon 15:00"))
    assert board.elapsed(FULL_RESOLUTION, at("Mon 16:00")) == 2 * HOUR
    assert board.shown("cycle")[FULL_RESOLUTION] == 1


def test_a_new_cycle_begins_at_zero_as_another_instance():
    board = Board(promising(8, rules="jsm"), at("Mon 09:00")).solved(at("Mon 10:00")).wrote(at("Mon 15:00"))
    assert board.elapsed(FULL_RESOLUTION, at("Mon 16:00")) == HOUR
    assert board.shown("cycle")[FULL_RESOLUTION] == 2


def test_a_restart_begins_at_zero_in_the_same_instance():
    board = (
        Board(promising(8, rules="osticket"), at("Mon 09:00")).solved(at("Mon 10:00")).wrote(at("Mon 15:00"))
    )
    assert board.due(FULL_RESOLUTION) == at("Mon 23:00")
    assert board.shown("cycle")[FULL_RESOLUTION] == 1


def test_an_ignored_reopening_leaves_resolution_stopped():
    board = (
        Board(promising(8, rules="zammad"), at("Mon 09:00")).solved(at("Mon 10:00")).wrote(at("Mon 15:00"))
    )
    assert [board.status(m) for m in RESOLUTION] == [STOPPED] * 3


def test_a_clock_solved_while_paused_goes_on_from_the_pause():
    board = Board(promising(8), at("Mon 09:00")).pending(at("Mon 10:00")).solved(at("Mon 12:00"))
    assert board.wrote(at("Mon 14:00")).elapsed(REQUESTER_WAIT, at("Mon 15:00")) == 2 * HOUR


# ---------------------------------------------------------------- another priority

MIXED = {URGENT: 2, HIGH: 4, NORMAL: 8}
OFFICE_BUT_URGENT = {URGENT: 0, HIGH: 1, NORMAL: 1, LOW: 1}


def changed(preset: str, to: int = URGENT) -> Board:
    """A normal ticket of Monday 15:00 in an office of 9 to 17 turns out otherwise on Tuesday at 10:00."""
    scenario = promising(MIXED, weekdays(9, 17), preset, OFFICE_BUT_URGENT)
    return Board(scenario, at("Mon 15:00"), NORMAL).retargeted(at("Tue 10:00"), to)


def test_elapsed_open_time_is_kept_even_on_another_calendar():
    board = changed("zendesk")
    assert board.elapsed(FULL_RESOLUTION, at("Tue 10:00")) == 3 * HOUR
    assert board.due(FULL_RESOLUTION) == at("Tue 09:00")


def test_a_paused_clock_keeps_what_it_had_when_it_came_to_a_stand():
    scenario = promising(MIXED, weekdays(9, 17), "freshdesk", OFFICE_BUT_URGENT)
    board = Board(scenario, at("Mon 15:00"), NORMAL).held(at("Mon 16:00"))
    board.retargeted(at("Mon 20:00"), URGENT).resumed(at("Mon 21:00"))
    assert board.due(FULL_RESOLUTION) == at("Mon 22:00")


def test_a_restart_forgets_what_has_elapsed():
    assert changed("servicenow").due(FULL_RESOLUTION) == at("Tue 12:00")


def test_a_retroactive_restart_counts_all_the_time_again_on_the_new_calendar():
    board = changed("zammad")
    assert board.elapsed(FULL_RESOLUTION, at("Tue 10:00")) == 19 * HOUR
    assert board.due(FULL_RESOLUTION) == at("Mon 17:00")


def test_an_original_target_is_kept():
    board = changed("osticket")
    assert board.due(FULL_RESOLUTION) == at("Tue 15:00")
    assert int(board.state["row"][0]) == NORMAL


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_priority_that_was_right_changes_nothing(preset):
    board = changed(preset, to=NORMAL)
    assert board.due(FULL_RESOLUTION) == at("Tue 15:00")
    assert board.shown("cycle") == [1, 0, 1, 1, 1]


@pytest.mark.parametrize("preset", ["zendesk", "servicenow", "zammad"])
def test_a_first_reply_that_was_given_is_not_counted_again(preset):
    board = Board(promising(MIXED, rules=preset), at("Mon 09:00")).replied(at("Mon 10:00"))
    board.retargeted(at("Mon 10:00"), URGENT)
    assert board.status(FIRST_REPLY) == STOPPED
    assert board.elapsed(FIRST_REPLY, at("Mon 12:00")) == HOUR
    assert board.shown("cycle")[FIRST_REPLY] == 1


@pytest.mark.parametrize("preset", ["zendesk", "zammad"])
def test_a_clock_that_gets_its_first_limit_is_counted_from_its_start(preset):
    scenario = promising({URGENT: 8}, weekdays(9, 17), preset)
    board = Board(scenario, at("Mon 15:00"), LOW).retargeted(at("Tue 10:00"), URGENT)
    assert board.due(FULL_RESOLUTION) == at("Tue 15:00")


def test_a_clock_solved_before_the_change_is_resumed_on_the_new_target():
    board = Board(promising(MIXED), at("Mon 09:00")).solved(at("Mon 10:00")).retargeted(at("Mon 10:00"), HIGH)
    assert board.wrote(at("Mon 12:00")).due(FULL_RESOLUTION) == at("Mon 15:00")


def test_a_paused_clock_stays_paused_through_a_restart():
    board = Board(promising(MIXED, rules="servicenow"), at("Mon 09:00")).held(at("Mon 10:00"))
    board.retargeted(at("Mon 11:00"), URGENT)
    assert board.status(FULL_RESOLUTION) == PAUSED
    assert board.resumed(at("Mon 13:00")).due(FULL_RESOLUTION) == at("Mon 15:00")


def test_a_transfer_restarts_what_its_rules_say_but_never_the_next_reply():
    rules = replace(PRESETS["zendesk"], restart_on_transfer=True)
    board = Board(promising(8, rules=rules), at("Mon 09:00")).replied(at("Mon 10:00")).wrote(at("Mon 11:00"))
    board.transferred(at("Mon 12:00"))
    assert board.due(FULL_RESOLUTION) == at("Mon 20:00")
    assert board.due(NEXT_REPLY) == at("Mon 19:00")
    assert board.status(FIRST_REPLY) == STOPPED
