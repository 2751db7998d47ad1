"""What an engine must do with tickets that are triaged by hand or wrongly; one behaviour a test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.outcome import Ended
from sim.vocabulary import EndOfShift, Triage, TriageMode
from tests.sim.one_desk import desk, stretches, team
from tests.sim.plays import Ticket, played

pytestmark = pytest.mark.usefixtures("engine")


def triaged_desk(**changes):
    return desk(team(), triage=Triage(mode=TriageMode.MANUAL, by=(0,), **changes))


def test_manual_triage_comes_before_all_other_work_and_is_no_touch():
    tickets = [Ticket(0.0), Ticket(1.0), Ticket(2.0, triage_work=3.0)]
    outcome = played(triaged_desk(), tickets)
    assert stretches(outcome) == [
        (0, 0, 0.0, 10.0, Ended.SOLVED),
        (2, 0, 10.0, 13.0, Ended.TRIAGED),
        (1, 0, 13.0, 23.0, Ended.SOLVED),
        (2, 0, 23.0, 33.0, Ended.SOLVED),
    ]
    assert outcome.touches.tolist() == [1, 1, 1]
    assert outcome.first_touch[2] == 23.0


def test_triage_waits_where_nobody_is_on_duty():
    outcome = played(triaged_desk(), [Ticket(0.0, triage_work=3.0)], on=[[(60.0, 90.0)]])
    assert outcome.first_touch.tolist() == [63.0]
    assert outcome.stays.group.tolist() == [-1, 0]


def test_triage_given_back_goes_on_where_it_stopped():
    scenario = replace(triaged_desk(), pools=(team(end_of_shift=EndOfShift.HAND_BACK),))
    outcome = played(scenario, [Ticket(0.0, triage_work=8.0)], on=[[(0.0, 5.0), (60.0, 90.0)]])
    assert stretches(outcome)[:2] == [(0, 0, 0.0, 5.0, Ended.HANDED_BACK), (0, 0, 60.0, 63.0, Ended.TRIAGED)]


def test_a_caller_may_leave_while_being_triaged():
    outcome = played(triaged_desk(), [Ticket(0.0, triage_work=8.0, patience=5.0, live=True)])
    assert stretches(outcome) == [(0, 0, 0.0, 8.0, Ended.TRIAGED)]
    assert outcome.left.tolist() == [5.0]


def test_a_caller_who_leaves_during_triage_that_is_given_back_has_left_then():
    scenario = replace(triaged_desk(), pools=(team(end_of_shift=EndOfShift.HAND_BACK),))
    tickets = [Ticket(0.0, triage_work=8.0, patience=3.0)]
    outcome = played(scenario, tickets, on=[[(0.0, 5.0), (60.0, 90.0)]])
    assert outcome.left.tolist() == [3.0]
    assert outcome.stays.joined.tolist() == [0.0, 5.0]
    assert outcome.stays.left.tolist() == [0.0, 60.0]


def skilled_desk():
    return desk(
        team(name="a", skills={0: 1.0}), team(name="b", skills={1: 1.0}), levels={"skill": ("x", "y")}
    )


def test_an_agent_who_lacks_the_true_skill_only_diagnoses():
    outcome = played(skilled_desk(), [Ticket(0.0, skill=0, true_skill=1)])
    assert stretches(outcome) == [(0, 0, 0.0, 5.0, Ended.DIAGNOSED), (0, 1, 5.0, 15.0, Ended.SOLVED)]
    assert outcome.transfers.tolist() == [1]
    assert outcome.first_reply.tolist() == [15.0]
    assert outcome.first_touch.tolist() == [0.0]


def test_an_agent_who_has_the_true_skill_just_works():
    scenario = desk(team(skills={0: 1.0, 1: 0.5}), levels={"skill": ("x", "y")})
    outcome = played(scenario, [Ticket(0.0, skill=0, true_skill=1)])
    assert stretches(outcome) == [(0, 0, 0.0, 20.0, Ended.SOLVED)]
