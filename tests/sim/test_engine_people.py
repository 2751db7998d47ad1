"""What an engine must do with people: who is there, who may, who is next; one behaviour a test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.outcome import Ended
from sim.vocabulary import Assignment, EndOfShift
from tests.sim.desks import tiny_request, tiny_step
from tests.sim.one_desk import LONG, desk, stretches, team
from tests.sim.plays import Ticket, Touch, TouchEnd, first_come, played

pytestmark = pytest.mark.usefixtures("engine")


def test_proficiency_divides_the_work():
    outcome = played(desk(team(skills={0: 0.5})), [Ticket(0.0)])
    assert outcome.last_solve.tolist() == [20.0]


def test_off_duty_nobody_begins():
    outcome = played(desk(), [Ticket(0.0)], on=[[(100.0, 200.0)]])
    assert outcome.first_touch.tolist() == [100.0]


def test_no_touch_begins_at_the_instant_the_shift_ends():
    outcome = played(desk(), [Ticket(0.0), Ticket(1.0)], on=[[(0.0, 10.0), (50.0, 90.0)]])
    assert outcome.first_touch.tolist() == [0.0, 50.0]


def test_finish_ends_the_touch_in_overtime_and_then_leaves():
    outcome = played(desk(), [Ticket(5.0), Ticket(6.0)], on=[[(0.0, 10.0), (50.0, 90.0)]])
    assert outcome.last_solve.tolist() == [15.0, 60.0]


def test_finish_that_runs_into_the_next_interval_goes_on_from_there():
    outcome = played(
        desk(), [Ticket(5.0, (Touch(work=60.0),)), Ticket(6.0)], on=[[(0.0, 10.0), (50.0, 90.0)]]
    )
    assert outcome.first_touch.tolist() == [5.0, 65.0]


def test_pause_keeps_the_touch_until_the_agent_is_back():
    scenario = desk(team(end_of_shift=EndOfShift.PAUSE))
    outcome = played(scenario, [Ticket(5.0), Ticket(6.0)], on=[[(0.0, 10.0), (50.0, 90.0)]])
    assert stretches(outcome) == [
        (0, 0, 5.0, 10.0, Ended.PAUSED),
        (0, 0, 50.0, 55.0, Ended.SOLVED),
        (1, 0, 55.0, 65.0, Ended.SOLVED),
    ]
    assert outcome.touches.tolist() == [1, 1]


def test_hand_back_gives_the_rest_to_the_next_agent_at_their_own_speed():
    slow = team(name="slow", skills={0: 0.5}, end_of_shift=EndOfShift.HAND_BACK)
    quick = team(name="quick", skills={0: 2.0})
    scenario = desk(slow, quick)
    on = [[(0.0, 10.0)], [(30.0, 90.0)]]
    outcome = played(scenario, [Ticket(0.0)], on=on)
    assert stretches(outcome) == [(0, 0, 0.0, 10.0, Ended.HANDED_BACK), (0, 1, 30.0, 32.5, Ended.SOLVED)]
    assert outcome.touches.tolist() == [1]
    assert outcome.stays.joined.tolist() == [0.0, 10.0]


@pytest.mark.parametrize("rule", [EndOfShift.PAUSE, EndOfShift.HAND_BACK])
def test_a_call_is_never_paused_or_given_back(rule):
    outcome = played(
        desk(team(end_of_shift=rule)), [Ticket(5.0, live=True)], on=[[(0.0, 10.0), (50.0, 90.0)]]
    )
    assert stretches(outcome) == [(0, 0, 5.0, 15.0, Ended.SOLVED)]


def test_a_pool_takes_only_the_skills_it_may_serve():
    scenario = desk(
        team(name="a", skills={0: 1.0}), team(name="b", skills={1: 1.0}), levels={"skill": ("x", "y")}
    )
    outcome = played(scenario, [Ticket(0.0, skill=1), Ticket(1.0, skill=1)])
    assert [row[:2] for row in stretches(outcome)] == [(0, 1), (1, 1)]


def test_a_pool_takes_only_the_tickets_it_serves():
    outcome = played(
        desk(team(name="a"), team(name="b")), [Ticket(0.0, admitted=0b10), Ticket(1.0, admitted=0b10)]
    )
    assert [row[1] for row in stretches(outcome)] == [1, 1]


def test_once_corrected_a_ticket_goes_to_the_pools_that_serve_what_it_is():
    plan = (Touch(end=TouchEnd.REPLY, gap=5.0), Touch())
    outcome = played(
        desk(team(name="a"), team(name="b")), [Ticket(0.0, plan, admitted=0b01, true_admitted=0b10)]
    )
    assert [row[1] for row in stretches(outcome)] == [0, 1]


def test_longest_idle_gets_the_next_ticket():
    tickets = [Ticket(0.0, (Touch(work=30.0),)), Ticket(1.0, (Touch(work=2.0),)), Ticket(40.0)]
    outcome = played(desk(team(agents=2)), tickets)
    assert stretches(outcome)[2][1] == 1


def test_most_skilled_gets_the_ticket_then_longest_idle():
    pools = (team(name="a", skills={0: 0.5}), team(name="b", agents=2, skills={0: 1.0}))
    outcome = played(
        desk(*pools, assignment=Assignment.MOST_SKILLED), [Ticket(0.0), Ticket(1.0), Ticket(2.0)]
    )
    assert [row[1] for row in stretches(outcome)] == [1, 2, 0]


@pytest.mark.parametrize("rule", [Assignment.LONGEST_IDLE, Assignment.MOST_SKILLED])
def test_who_goes_and_comes_back_is_the_last_of_those_who_are_free(rule):
    first = [Ticket(0.0, (Touch(work=work),)) for work in (20.0, 40.0, 10.0, 30.0)]
    on = [[(0.0, 50.0), (60.0, LONG[1])], [LONG], [LONG], [LONG]]
    then = [Ticket(100.0 + k) for k in range(4)]
    outcome = played(desk(team(agents=4), assignment=rule), first + then, on=on)
    assert [row[1] for row in stretches(outcome)[4:]] == [2, 3, 1, 0]


@pytest.mark.parametrize("rule", [Assignment.LONGEST_IDLE, Assignment.MOST_SKILLED])
def test_the_longest_idle_of_all_pools_goes_first_among_equals(rule):
    tickets = [Ticket(0.0, (Touch(work=5.0),)), Ticket(1.0, (Touch(work=1.0),)), Ticket(10.0)]
    outcome = played(desk(team(name="a"), team(name="b"), assignment=rule), tickets)
    assert [row[1] for row in stretches(outcome)] == [0, 1, 1]


@pytest.mark.parametrize("rule", [Assignment.LONGEST_IDLE, Assignment.MOST_SKILLED])
def test_of_those_who_are_free_since_one_instant_the_lowest_number_goes_first(rule):
    on = [[(10.0, LONG[1])], [LONG], [LONG]]
    tickets = [Ticket(0.0), Ticket(0.0), Ticket(20.0)]
    outcome = played(desk(team(agents=3), assignment=rule), tickets, on=on)
    assert [row[1] for row in stretches(outcome)] == [1, 2, 0]


@pytest.mark.parametrize("rule", [Assignment.LEAST_BUSY, Assignment.ROUND_ROBIN])
def test_of_two_who_have_done_nothing_yet_the_lower_number_goes_first(rule):
    on = [[(10.0, LONG[1])], [LONG]]
    outcome = played(desk(team(agents=2), assignment=rule), [Ticket(20.0)], on=on)
    assert [row[1] for row in stretches(outcome)] == [0]


@pytest.mark.parametrize("rule", list(Assignment))
def test_whose_shift_ends_at_the_instant_is_passed_over_for_the_next(rule):
    moved = Ticket(0.0, (Touch(work=50.0, end=TouchEnd.TRANSFER), Touch(tier=1)))
    on = [[LONG], [(0.0, 50.0)], [(10.0, LONG[1])]]
    scenario = desk(team(), team(name="b", tier=1, agents=2), assignment=rule)
    assert [row[1] for row in stretches(played(scenario, [moved], on=on))] == [0, 2]


def test_least_busy_is_least_touch_time_so_far():
    tickets = [Ticket(0.0, (Touch(work=5.0),)), Ticket(1.0, (Touch(work=2.0),)), Ticket(20.0), Ticket(40.0)]
    outcome = played(desk(team(agents=2), assignment=Assignment.LEAST_BUSY), tickets)
    assert [row[1] for row in stretches(outcome)] == [0, 1, 1, 0]


def test_round_robin_goes_on_from_the_last_one_handed_work():
    tickets = [Ticket(20.0 * k) for k in range(5)]
    outcome = played(desk(team(agents=3), assignment=Assignment.ROUND_ROBIN), tickets)
    assert [row[1] for row in stretches(outcome)] == [0, 1, 2, 0, 1]


def strict(scenario, size, overflow):
    return replace(first_come(scenario, size), strict=True, overflow=overflow)


def others_desk():
    a, b = team(name="a", skills={0: 1.0}), team(name="b", skills={1: 1.0}, others=0.5)
    return desk(a, b, levels={"skill": ("x", "y")})


def test_under_strict_skills_others_leave_the_ticket_alone():
    scenario = others_desk()
    outcome = played(scenario, [Ticket(0.0), Ticket(1.0)], strict(scenario, 2, np.inf))
    assert [row[1] for row in stretches(outcome)] == [0, 0]


def test_after_the_overflow_a_free_agent_takes_it():
    scenario = others_desk()
    outcome = played(scenario, [Ticket(0.0), Ticket(1.0)], strict(scenario, 2, 4.0))
    assert stretches(outcome)[1] == (1, 1, 5.0, 25.0, Ended.SOLVED)


def test_the_overflow_counts_from_joining_the_queue():
    scenario = others_desk()
    tickets = [Ticket(0.0, (Touch(end=TouchEnd.REPLY, gap=50.0), Touch())), Ticket(55.0, (Touch(work=90.0),))]
    outcome = played(scenario, tickets, strict(scenario, 2, 7.0))
    assert stretches(outcome)[2] == (0, 1, 67.0, 87.0, Ended.SOLVED)


def test_who_has_left_before_the_overflow_is_not_taken_then():
    scenario = others_desk()
    outcome = played(scenario, [Ticket(0.0), Ticket(1.0, patience=2.0)], strict(scenario, 2, 4.0))
    assert outcome.left[1] == 3.0
    assert [row[0] for row in stretches(outcome)] == [0]


def test_strict_skills_do_not_strand_a_skill_that_nobody_lists():
    scenario = desk(team(skills={0: 1.0}, others=0.5), levels={"skill": ("x", "y")})
    assert played(scenario, [Ticket(0.0, skill=1)], strict(scenario, 1, np.inf)).last_solve.tolist() == [20.0]


def test_an_agent_who_picks_takes_the_class_they_like_best():
    short, long = (
        tiny_request("short"),
        tiny_request("long", path={0: tiny_step(work=replace(tiny_step().work, mean=50.0))}),
    )
    scenario = replace(desk(), requests=(long, short))
    tickets = [Ticket(0.0), Ticket(1.0), Ticket(2.0, request=1)]
    ranking = replace(first_come(scenario, 3), pick_strength=0.6)
    assert [row[0] for row in stretches(played(scenario, tickets, ranking))] == [0, 2, 1]
    ranking = replace(first_come(scenario, 3), pick_strength=0.4)
    assert [row[0] for row in stretches(played(scenario, tickets, ranking))] == [0, 1, 2]
