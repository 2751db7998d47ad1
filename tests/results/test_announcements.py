from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from results.announcements import PREDICTORS, SUMS, Coming, Duty, announcement_sums, predictions
from results.groups import Groups
from results.tickets import Tickets
from sim.compiled_engine import play
from sim.desk import desk_of
from sim.draw import draw
from strategies import build, rank
from tests.plain import needs_compiling
from tests.results.outcomes import outcome_of, small_desk
from tests.sim.desks import tiny_pool, tiny_scenario, tiny_segment
from tests.sim.plays import Ticket, workload_of

MEAN = 10.0
BUSY = tiny_scenario(segments=(tiny_segment(per_hour=54.0),), pools=(tiny_pool(agents=10),))
"""M/M/10 with nine tickets per mean length of work."""


@cache
def waited() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(wait, by queue length, by last served) of tickets that had to wait, in mean lengths of work."""
    parts = []
    for replication in range(6):
        workload = draw(BUSY, replication)
        outcome = play(workload, desk_of(BUSY), rank(build(["fcfs"], BUSY), BUSY, workload))
        tickets = Tickets(workload, outcome)
        said = predictions(tickets, BUSY)
        chosen = (tickets.wait > 0) & tickets.touched & np.isfinite(said[1]) & (workload.created > 10_080)
        parts.append(np.stack([tickets.wait, *said])[:, chosen] / MEAN)
    wait, queue_length, last_served = np.concatenate(parts, axis=1)
    return wait, queue_length, last_served


@needs_compiling("300,000 tickets")
def test_the_queue_length_predictor_meets_the_reference_case():
    wait, queue_length, _ = waited()
    assert np.square(queue_length - wait).mean() == pytest.approx(0.1, abs=0.01)
    assert wait.mean() == pytest.approx(1, abs=0.1)
    assert np.square(wait - wait.mean()).mean() == pytest.approx(1, abs=0.2)


@needs_compiling("300,000 tickets")
def test_what_is_announced_by_queue_length_is_right_on_average():
    wait, queue_length, _ = waited()
    assert queue_length.mean() == pytest.approx(wait.mean(), rel=0.02)


def test_the_last_one_served_predicts_worse_than_the_queue_but_better_than_nothing():
    wait, queue_length, last_served = waited()
    errors = [np.square(said - wait).mean() for said in (queue_length, last_served, wait.mean())]
    assert errors == sorted(errors)


def test_duty_counts_who_is_there():
    duty = Duty.of(np.array([0.0, 10.0, 100.0]), np.array([30.0, 30.0, 130.0]))
    assert duty.on_duty(np.array([-1.0, 0.0, 10.0, 30.0, 110.0])).tolist() == [0, 1, 2, 0, 1]


def test_work_waits_for_somebody_on_duty():
    duty = Duty.of(np.array([0.0, 100.0]), np.array([30.0, 130.0]))
    at = np.array([0.0, 20.0, 20.0, 120.0])
    assert duty.after(at, np.array([10.0, 10.0, 15.0, 20.0])).tolist() == [10.0, 30.0, 105.0, np.inf]


def test_the_next_opening_is_now_where_somebody_is_there():
    duty = Duty.of(np.array([10.0, 100.0]), np.array([30.0, 130.0]))
    assert duty.opening(np.array([0.0, 10.0, 30.0, 130.0])).tolist() == [10.0, 10.0, 100.0, np.inf]


def test_where_nobody_ever_comes_nobody_is_on_duty():
    duty = Duty.of(np.array([]), np.array([]))
    assert duty.on_duty(np.array([0.0, 10.0])).tolist() == [0, 0]
    assert duty.opening(np.array([0.0, 10.0])).tolist() == [np.inf, np.inf]


def hand_made() -> tuple[Tickets, Groups]:
    """One agent; tickets at 200, 210 and 220 begun at 200, 230 and 260, each 30 minutes long."""
    desk = small_desk(agents=1)
    created, begun = [200.0, 210.0, 220.0], [200.0, 230.0, 260.0]
    outcome = outcome_of(
        3,
        work=[(i, 0, at, at + 30, 4) for i, at in enumerate(begun)],
        stays=[(i, 0, created[i], begun[i]) for i in range(3)],
        first_touch=dict(enumerate(begun)),
    )
    return Tickets(workload_of(desk, [Ticket(at) for at in created]), outcome), Groups.of(desk)


def test_everyone_ahead_takes_a_length_of_work():
    tickets, groups = hand_made()
    queue_length, last_served = predictions(tickets, groups.scenario)
    assert queue_length.tolist() == [0.0, 30.0, 60.0]
    assert last_served[1:].tolist() == [0.0, 0.0]
    assert np.isnan(last_served[0])


def test_nothing_is_announced_by_queue_length_where_nobody_ever_comes():
    tickets, groups = hand_made()
    there = tickets.workload.attendance
    none = replace(there, on_first=0 * there.on_first, on_start=np.empty(0), on_end=np.empty(0))
    nothing = Tickets(replace(tickets.workload, attendance=none), outcome_of(3))
    queue_length, last_served = predictions(nothing, groups.scenario)
    assert np.isnan(queue_length).all()
    assert np.isnan(last_served).all()


def test_those_who_open_later_are_free_when_they_open():
    tickets, groups = hand_made()
    there = tickets.workload.attendance
    later = replace(tickets.workload, attendance=replace(there, on_start=np.array([230.0])))
    queue_length, _ = predictions(Tickets(later, tickets.outcome), groups.scenario)
    assert queue_length.tolist() == [30.0, 50.0, 70.0]


def test_only_those_of_the_tier_count_as_busy():
    tickets, groups = hand_made()
    (known,) = Coming.of(tickets.workload, groups.scenario)
    others = replace(tickets.outcome.work, agent=np.array([1, 0, 0], np.int32))
    elsewhere = replace(tickets, outcome=replace(tickets.outcome, work=others))
    known = replace(known, own=np.array([True, False]))
    queue_length, _ = predictions(elsewhere, groups.scenario, [known])
    assert queue_length.tolist() == [0.0, 0.0, 30.0]
    assert Coming.of(tickets.workload, groups.scenario)[0].own.tolist() == [True]


def test_what_is_known_of_those_who_come_is_not_found_again():
    tickets, groups = hand_made()
    known = Coming.of(tickets.workload, groups.scenario)
    members = groups.members(tickets.workload)
    later = [replace(one, on_duty=one.on_duty + 1) for one in known]
    usual, same, other = (announcement_sums(tickets, members, groups, who) for who in (None, known, later))
    assert usual.tolist() == same.tolist()
    assert usual.tolist() != other.tolist()


def test_scores_are_sums_over_what_could_be_announced():
    tickets, groups = hand_made()
    sums = announcement_sums(tickets, groups.members(tickets.workload), groups)
    found = dict(zip(SUMS, sums[:, 0], strict=True))
    assert len(PREDICTORS) * 8 == len(SUMS)
    assert found["announced queue_length: tickets"] == 3
    assert found["announced queue_length: error²"] == 10**2 + 20**2
    assert found["announced queue_length: in time"] == 3
    assert found["announced last_served: tickets"] == 2
    assert found["announced last_served: in time"] == 0
