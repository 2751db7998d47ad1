"""The golden test vectors of the practice reference (section 1.6), T1 to T11, on the SLA engine.

Three vectors cannot be met, because this model has no such thing:

* T12 (spare capacity by number or by percentage): an agent works on one ticket at a time and holds no
  others, so there is no capacity to compare.
* T13 (a ticket that changes from one schedule to another, and a product that counts all its time on the
  last): a target has one calendar; it changes only together with the priority, by the preset's rule.
* T14 (an automation that looks once an hour): what depends on age here happens at its own instant.
"""

from __future__ import annotations

from tests.sim.clock_board import (
    DAY,
    FIRST_REPLY,
    FULL_RESOLUTION,
    HIGH,
    HOUR,
    LOW,
    NEXT_REPLY,
    NORMAL,
    REQUESTER_WAIT,
    URGENT,
    Board,
    at,
    office,
    promising,
    weekdays,
)


def test_t1_an_afternoon_and_no_night_are_three_business_hours():
    board = Board(promising(8, weekdays(9, 17)), at("Tue 14:00"))
    assert board.elapsed(FULL_RESOLUTION, at("Wed 09:00")) == 3 * HOUR
    assert at("Wed 09:00") - at("Tue 14:00") == 19 * HOUR


def test_t2_a_weekend_counts_nothing_but_its_monday_morning():
    board = Board(promising(8, weekdays(8, 17)), at("Fri 21:00"))
    now = at("Mon 09:30", week=1)
    assert board.elapsed(FULL_RESOLUTION, now) == 1.5 * HOUR
    assert now - at("Fri 21:00") == 60.5 * HOUR
    assert board.due(FULL_RESOLUTION) == at("Mon 16:00", week=1)


def test_t3_a_day_of_clock_time_is_three_working_days():
    board = Board(promising(24, weekdays(9, 17)), at("Mon 09:00"))
    assert board.due(FULL_RESOLUTION) == at("Wed 17:00")


def test_t4_a_closed_wednesday_is_stepped_over():
    hours = office({"Mon": (9, 17), "Tue": (9, 16), "Thu": (8, 17)})
    board = Board(promising(16, hours), at("Mon 11:00"))
    assert board.due(FULL_RESOLUTION) == at("Thu 11:00")


def test_t5_a_friday_message_with_a_day_to_answer_is_due_on_wednesday():
    board = Board(promising(24, weekdays(9, 17)), at("Fri 16:55"))
    assert board.due(FIRST_REPLY) == at("Wed 16:55", week=1)
    assert (board.due(FIRST_REPLY) - at("Fri 16:55")) / DAY == 5.0


def test_t6_24_business_hours_from_monday_morning_end_on_wednesday_evening():
    board = Board(promising(24, weekdays(9, 17)), at("Mon 09:00"))
    assert board.first_due() == (FIRST_REPLY, at("Wed 17:00"))


def test_t7_two_messages_before_a_reply_are_one_wait_and_the_next_message_another():
    board = Board(promising(8), at("Mon 08:00")).replied(at("Mon 08:30"))
    board.wrote(at("Mon 09:00")).wrote(at("Mon 10:00")).replied(at("Mon 11:00"))
    assert board.elapsed(NEXT_REPLY, at("Mon 11:30")) == 2 * HOUR
    board.wrote(at("Mon 12:00")).replied(at("Mon 13:00"))
    assert board.elapsed(NEXT_REPLY, at("Mon 13:30")) == 1 * HOUR
    assert board.shown("cycle")[NEXT_REPLY] == 2


def test_t8_time_spent_solved_extends_the_resolution():
    first = Board(promising(6, rules="frappe"), at("Mon 10:00"))
    assert first.due(FULL_RESOLUTION) == at("Mon 16:00")
    first.solved(at("Mon 13:00")).wrote(at("Mon 15:00"))
    assert first.due(FULL_RESOLUTION) == at("Mon 18:00")
    second = Board(promising(6, rules="frappe"), at("Mon 10:00"))
    second.solved(at("Mon 15:00")).wrote(at("Mon 18:00"))
    assert second.due(FULL_RESOLUTION) == at("Mon 19:00")


def test_t9_a_raised_priority_leaves_what_the_new_limit_has_left():
    board = Board(promising({HIGH: 4, URGENT: 2}), at("Mon 09:00"), HIGH)
    changed = at("Mon 10:00")
    board.retargeted(changed, URGENT)
    assert board.due(FIRST_REPLY) - changed == 1 * HOUR


def test_t10_without_a_retroactive_start_the_new_record_begins_at_zero():
    board = Board(promising({NORMAL: 24, URGENT: 4}, rules="servicenow"), at("Mon 09:00"), NORMAL)
    board.retargeted(at("Mon 12:00"), URGENT)
    assert board.elapsed(FULL_RESOLUTION, at("Mon 12:00")) == 0.0
    assert board.due(FULL_RESOLUTION) == at("Mon 16:00")
    assert board.shown("cycle")[FULL_RESOLUTION] == 2


def test_t11_with_a_retroactive_start_the_new_record_has_what_has_elapsed():
    board = Board(promising({NORMAL: 24, URGENT: 4}, rules="servicenow_retro"), at("Mon 09:00"), NORMAL)
    board.retargeted(at("Mon 12:00"), URGENT)
    assert board.elapsed(FULL_RESOLUTION, at("Mon 12:00")) == 3 * HOUR
    assert board.due(FULL_RESOLUTION) == at("Mon 13:00")


def test_t11_a_retroactive_start_is_less_earlier_pauses():
    board = Board(promising({NORMAL: 24, URGENT: 4}, rules="servicenow_retro"), at("Mon 09:00"), NORMAL)
    board.held(at("Mon 10:00")).resumed(at("Mon 11:00")).retargeted(at("Mon 12:00"), URGENT)
    assert board.elapsed(FULL_RESOLUTION, at("Mon 12:00")) == 2 * HOUR
    assert board.due(FULL_RESOLUTION) == at("Mon 14:00")


def test_the_requester_waits_in_open_hours_only():
    board = Board(promising({LOW: 8}, weekdays(9, 17)), at("Mon 16:00"), LOW)
    assert board.due(REQUESTER_WAIT) == at("Tue 16:00")
