from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.clock_history import ClockReplay, clock_history
from sim.compiled_engine import play
from sim.desk import desk_of
from sim.draw import draw
from sim.lives import Lives
from sim.outcome import Ended
from sim.targets import promise_table, target_rows
from sim.vocabulary import Scenario
from sim.workload import CORRECTED, OBSERVED, TouchEnd
from tests.sim.clock_board import (
    DAY,
    FIRST_REPLY,
    FULL_RESOLUTION,
    HIGH,
    LOW,
    NEXT_REPLY,
    NORMAL,
    REQUESTER_WAIT,
    URGENT,
    promising,
    weekdays,
)
from tests.sim.clock_lives import ACHIEVED, BREACHED, HOURS_2, TICK, UNDECIDED, history, only, rows, told
from tests.sim.desks import tiny_pool, tiny_run
from tests.sim.plays import Ticket, Touch, first_come, played, workload_of
from tests.sim.random_desks import random_scenario


def test_a_clock_that_stops_exactly_on_its_limit_is_achieved():
    found = history(HOURS_2, told([(90.0, 120.0, Ended.SOLVED)]))
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 120.0, 120.0)
    assert found.due.tolist() == [120.0] * 4


def test_a_clock_that_stops_a_tick_too_late_is_breached_when_it_was_due():
    found = history(HOURS_2, told([(90.0, 120.0 + TICK, Ended.SOLVED)]))
    assert only(found, FIRST_REPLY) == (BREACHED, 0.0, 120.0 + TICK, 120.0)
    assert found.due.tolist() == [120.0] * 4


def test_a_clock_that_stops_after_hours_with_its_limit_just_used_is_late():
    scenario = promising(8, weekdays(9, 17))
    found = history(scenario, told([(900.0, 1030.0, Ended.SOLVED)]), ticket=Ticket(540.0, policy=0))
    assert only(found, FULL_RESOLUTION) == (BREACHED, 540.0, 1030.0, 1020.0)


def test_a_clock_without_a_limit_is_no_instance():
    found = history(promising({URGENT: 1}), told([(90.0, 120.0, Ended.SOLVED)]))
    assert found.ticket.size == 0


def test_a_ticket_without_a_policy_has_no_instance():
    found = history(HOURS_2, told([(90.0, 120.0, Ended.SOLVED)]), ticket=Ticket(0.0, policy=-1))
    assert found.ticket.size == 0


def test_a_row_names_the_target_that_decided():
    found = history(HOURS_2, told([(90.0, 120.0, Ended.SOLVED)]), ticket=Ticket(0.0, priority=LOW, policy=0))
    assert found.row.tolist() == [LOW] * 4


@pytest.mark.parametrize(("end", "achieved"), [(119.0, UNDECIDED), (120.0, UNDECIDED), (121.0, BREACHED)])
def test_a_clock_that_runs_at_the_end_is_decided_only_if_it_is_past_due(end, achieved):
    found = history(HOURS_2, told([], end=end))
    kept, start, stop, decided = only(found, FIRST_REPLY)
    assert (kept, start) == (achieved, 0.0)
    assert np.isnan(stop)
    assert decided == 120.0 if achieved == BREACHED else np.isnan(decided)


def test_work_that_the_end_of_the_run_cuts_decides_nothing():
    found = history(HOURS_2, told([(90.0, 110.0, Ended.CUT)], end=110.0))
    assert set(found.achieved.tolist()) == {UNDECIDED}


# ---------------------------------------------------------------- conversations


def test_every_unanswered_message_has_its_own_next_reply():
    work = [(0.0, 10.0, Ended.REPLY), (100.0, 110.0, Ended.REPLY), (500.0, 510.0, Ended.SOLVED)]
    found = history(HOURS_2, told(work, messages=(60.0, 300.0)))
    assert rows(found, NEXT_REPLY) == [(ACHIEVED, 60.0, 110.0, 110.0), (BREACHED, 300.0, 510.0, 420.0)]


def test_a_next_reply_runs_through_a_transfer_without_a_reply():
    work = [(0.0, 10.0, Ended.REPLY), (100.0, 110.0, Ended.TRANSFER), (150.0, 160.0, Ended.SOLVED)]
    found = history(HOURS_2, told(work, messages=(60.0,)))
    assert rows(found, NEXT_REPLY) == [(ACHIEVED, 60.0, 160.0, 160.0)]


def test_an_answer_at_the_very_instant_of_the_reply_comes_after_it():
    found = history(HOURS_2, told([(0.0, 10.0, Ended.REPLY), (10.0, 30.0, Ended.SOLVED)], messages=(10.0,)))
    assert rows(found, NEXT_REPLY) == [(ACHIEVED, 10.0, 30.0, 30.0)]


def test_the_requesters_wait_stands_still_while_pending():
    work = [(0.0, 60.0, Ended.REPLY), (1000.0, 1060.0, Ended.SOLVED)]
    found = history(HOURS_2, told(work, messages=(1000.0,)))
    assert only(found, REQUESTER_WAIT) == (ACHIEVED, 0.0, 1060.0, 1060.0)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 1060.0, 120.0)


def test_a_ticket_pending_at_the_end_is_undecided():
    found = history(HOURS_2, told([(0.0, 60.0, Ended.REPLY)]))
    assert only(found, REQUESTER_WAIT)[0] == UNDECIDED


def test_a_hold_ends_when_the_ticket_joins_its_next_queue():
    work = [(0.0, 60.0, Ended.HELD), (2010.0, 2030.0, Ended.SOLVED)]
    found = history(promising(2, rules="servicenow"), told(work, joins=(0.0, 2000.0)))
    assert only(found, FULL_RESOLUTION) == (ACHIEVED, 0.0, 2030.0, 2030.0)
    assert only(found, FIRST_REPLY) == (BREACHED, 0.0, 2030.0, 120.0)


def test_a_hold_may_end_at_the_instant_it_began():
    work = [(0.0, 60.0, Ended.HELD), (100.0, 130.0, Ended.SOLVED)]
    found = history(promising(2, rules="servicenow"), told(work, joins=(0.0, 60.0)))
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 130.0, 120.0)


# ---------------------------------------------------------------- phone and chat


def test_on_the_phone_the_reply_begins_the_touch():
    found = history(
        HOURS_2,
        told([(100.0, 150.0, Ended.SOLVED)], first_reply=100.0),
        ticket=Ticket(0.0, policy=0, live=True),
    )
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 100.0, 100.0)
    assert only(found, FULL_RESOLUTION) == (BREACHED, 0.0, 150.0, 120.0)


def test_on_the_phone_neither_triage_nor_diagnosis_is_a_reply():
    work = [(0.0, 10.0, Ended.TRIAGED), (20.0, 30.0, Ended.DIAGNOSED), (50.0, 90.0, Ended.SOLVED)]
    found = history(HOURS_2, told(work, first_reply=50.0), ticket=Ticket(0.0, policy=0, live=True))
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 50.0, 50.0)


def test_on_the_phone_a_touch_that_the_end_of_the_run_cuts_has_replied():
    found = history(
        HOURS_2,
        told([(100.0, 110.0, Ended.CUT)], first_reply=100.0, end=110.0),
        ticket=Ticket(0.0, policy=0, live=True),
    )
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 100.0, 100.0)
    assert only(found, FULL_RESOLUTION)[0] == UNDECIDED


def test_on_the_phone_a_call_that_is_taken_at_once_is_answered_at_once():
    found = history(
        HOURS_2,
        told([(0.0, 10.0, Ended.SOLVED), (500.0, 520.0, Ended.SOLVED)], messages=(500.0,), first_reply=0.0),
        ticket=Ticket(0.0, policy=0, live=True),
    )
    assert only(found, NEXT_REPLY) == (ACHIEVED, 500.0, 500.0, 500.0)


def test_a_customer_who_leaves_within_the_limit_decides_nothing():
    found = history(HOURS_2, told([], left=30.0), ticket=Ticket(0.0, policy=0, patience=30.0))
    kept, start, stop, decided = only(found, FIRST_REPLY)
    assert (kept, start, stop) == (UNDECIDED, 0.0, 30.0)
    assert np.isnan(decided)


def test_a_customer_who_leaves_after_the_limit_has_been_let_down():
    found = history(HOURS_2, told([], left=150.0), ticket=Ticket(0.0, policy=0, patience=150.0))
    assert only(found, FIRST_REPLY) == (BREACHED, 0.0, 150.0, 120.0)


def test_the_clocks_of_a_customer_lost_in_silence_run_on():
    scenario, ticket = HOURS_2, Ticket(0.0, policy=0, patience=30.0)
    work = workload_of(scenario, [ticket])
    silent = replace(work, leaves=np.zeros(1, np.bool_))
    found = clock_history(silent, told([(50.0, 60.0, Ended.SOLVED)], left=30.0), scenario, False)
    assert only(found, FIRST_REPLY) == (ACHIEVED, 0.0, 60.0, 60.0)


# ---------------------------------------------------------------- whole desks


def desk_at_play() -> tuple[Scenario, list[Ticket]]:
    """Two agents and 60 tickets with replies, holds, reopenings and wrong priorities."""
    scenario = replace(
        promising({URGENT: 1, HIGH: 2, NORMAL: 4, LOW: 8}, weekdays(9, 17)),
        pools=(tiny_pool(agents=2),),
        run=tiny_run(warmup=0.0, measure=7 * DAY),
    )
    rng = np.random.default_rng(7)
    tickets = []
    for created in np.sort(rng.integers(0, 5000, 60)).astype(float):
        replies = [Touch(work=30.0, end=TouchEnd.REPLY, gap=200.0)] * int(rng.integers(0, 3))
        holds = [Touch(work=20.0, end=TouchEnd.HELD, gap=500.0)] * int(rng.integers(0, 2))
        again = [Touch(work=40.0, end=TouchEnd.SOLVED, gap=700.0)] * int(rng.integers(0, 2))
        seen, true = rng.integers(0, 4, 2).tolist()
        touches = (*holds, *replies, *again, Touch(work=60.0))
        tickets.append(Ticket(created, touches, priority=seen, true_priority=true, policy=0))
    return scenario, tickets


@pytest.mark.parametrize("owed", [False, True])
def test_clocks_of_a_played_desk_stop_when_its_tickets_say_so(owed):
    scenario, tickets = desk_at_play()
    outcome = played(scenario, tickets)
    found = clock_history(workload_of(scenario, tickets), outcome, scenario, owed)
    for metric, stops in ((FIRST_REPLY, outcome.first_reply), (FULL_RESOLUTION, outcome.last_solve)):
        chosen = found.metric == metric
        assert found.ticket[chosen].tolist() == list(range(60))
        assert found.stop[chosen].tolist() == stops.tolist()
    assert np.count_nonzero(found.metric == NEXT_REPLY) == len(outcome.messages.time)


def test_owed_first_replies_of_a_played_desk_are_kept_by_plain_arithmetic():
    scenario, tickets = desk_at_play()
    everyday = replace(scenario, calendars=(scenario.calendars[0], scenario.calendars[0]))
    outcome = played(everyday, tickets)
    work = workload_of(everyday, tickets)
    found = clock_history(work, outcome, everyday, owed=True)
    limit = 60.0 * np.array([1, 2, 4, 8])[work.priority[OBSERVED + 2]]
    kept = outcome.first_reply - work.created <= limit
    assert found.achieved[found.metric == FIRST_REPLY].tolist() == kept.astype(int).tolist()
    assert 0 < kept.sum() < 60


def test_every_instance_is_decided_by_the_earlier_of_stop_and_breach():
    scenario, tickets = desk_at_play()
    found = clock_history(workload_of(scenario, tickets), played(scenario, tickets), scenario, False)
    breached = found.achieved == BREACHED
    assert np.all(found.decided[breached] == found.due[breached])
    assert np.all(found.stop[breached] > found.due[breached])
    assert np.all(found.decided[~breached] == found.stop[~breached])
    assert np.all(found.stop[~breached] <= found.due[~breached])
    assert 0 < breached.sum() < len(breached)


@settings(max_examples=40, deadline=None, suppress_health_check=(HealthCheck.too_slow,))
@given(st.integers(0, 2**32 - 1))
def test_plain_lives_told_in_one_go_are_those_told_event_by_event(seed):
    scenario = random_scenario(np.random.default_rng(seed))
    workload = draw(scenario, 0)
    outcome = play(workload, desk_of(scenario), first_come(scenario, workload.size))
    rows = target_rows(workload, scenario)[[OBSERVED, CORRECTED]]
    batch = Lives(workload, outcome).batch(0, workload.size)
    at_once, one_by_one = (
        ClockReplay(promise_table(scenario), shortcut).instances(batch, *rows) for shortcut in (True, False)
    )
    for name, values in one_by_one._asdict().items():
        assert getattr(at_once, name).tobytes() == values.tobytes(), name
