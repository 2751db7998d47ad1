"""Why tickets waited: each rule by a small desk, and all of them against plain Python at random desks."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.compiled_engine import play
from sim.desk import Desk, desk_of
from sim.distributions import Constant
from sim.draw import draw
from sim.outcome import Ended, Outcome
from sim.reasons import Outrankers, Part, Reason, lives_of, waits_of
from sim.reasons_sweep import BUSY, LEFT, OFF, OUTRANKED, PAUSED, POSTPONED, UNABLE
from sim.simpy_engine import play as play_in_simpy
from sim.vocabulary import Scenario, Triage, TriageMode
from sim.workload import Workload
from strategies import build, rank
from tests.sim.desks import on_duty, tiny_pool, tiny_scenario
from tests.sim.plays import Ticket, Touch, TouchEnd, by_priority, workload_of
from tests.sim.random_desks import random_scenario, random_strategy

NOT_TOUCHED = (Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK, Ended.CUT)


def minutes_by_stay(workload: Workload, outcome: Outcome, desk: Desk, group: Any, groups: int) -> Any:
    """{(ticket, tier): minutes by reason}, stays of one ticket at one tier together."""
    found: dict[tuple[int, int], Any] = {}
    by, lives = Outrankers(group, groups), lives_of(workload, outcome)
    for waits in waits_of(workload, outcome, desk, slice(0, workload.size), by, lives):
        for ticket, minutes in zip(waits.ticket.tolist(), waits.minutes, strict=True):
            key = ticket, waits.tier
            found[key] = found.get(key, 0.0) + minutes
    return found


def by_hand(workload: Workload, outcome: Outcome, desk: Desk, group: Any, groups: int) -> Any:
    """The same in plain Python: every stay, every instant at which anything changes, every agent."""
    stays, work, there = outcome.stays, outcome.work, workload.attendance
    until = np.where(np.isnan(stays.left), outcome.end, stays.left)
    cuts = np.unique(
        np.concatenate([stays.joined, until, work.start, work.end, there.on_start, there.on_end])
    )
    found: dict[tuple[int, int], Any] = {}
    for row in range(len(stays.ticket)):
        ticket, tier = int(stays.ticket[row]), int(stays.tier[row])
        pools, able = who(workload, outcome, desk, row)
        for begin, end in itertools.pairwise(cuts):
            if begin >= stays.joined[row] and end <= until[row] and end > begin:
                reason = reason_at(
                    begin, end, float(stays.joined[row]), pools, able, group, workload, outcome, desk
                )
                minutes = found.setdefault((ticket, tier), np.zeros(OUTRANKED + groups))
                minutes[reason] += end - begin
    return found


def who(workload: Workload, outcome: Outcome, desk: Desk, row: int) -> tuple[int, int]:
    """The pools of the tier, and of them those that may serve a ticket during a stay."""
    stays, work = outcome.stays, outcome.work
    ticket, tier = int(stays.ticket[row]), int(stays.tier[row])
    if stays.group[row] < 0:
        return desk.triage_pools, desk.triage_pools
    ends = [
        work.end[w]
        for w in range(len(work.ticket))
        if work.ticket[w] == ticket and work.ended[w] not in NOT_TOUCHED
    ]
    phase = int(bool(ends) and min(ends) <= stays.joined[row])
    pools = int(desk.serving[tier])
    skill, admitted = int(workload.skill[phase][ticket]), int(workload.admitted[phase][ticket])
    return pools, pools & int(desk.capable[skill]) & admitted


def reason_at(  # noqa: PLR0917
    begin: float, end: float, joined: float, pools: int, able: int, group: Any,
    workload: Workload, outcome: Outcome, desk: Desk,
) -> int:  # fmt: skip
    """The reason for one stretch of time in which nothing changes."""
    there, work, stays = workload.attendance, outcome.work, outcome.stays
    on = [
        agent
        for agent in range(len(desk.agent_pool))
        if any(
            there.on_start[k] <= begin and end <= there.on_end[k]
            for k in range(there.on_first[agent], there.on_first[agent + 1])
        )
    ]
    if not any(pools >> desk.agent_pool[agent] & 1 for agent in on):
        return OFF
    may = [agent for agent in on if able >> desk.agent_pool[agent] & 1]
    if not may:
        return UNABLE
    hands: list[tuple[float, int, int]] = []
    free = False
    for agent in may:
        rows = np.flatnonzero((work.agent == agent) & (work.start <= begin) & (end <= work.end))
        free |= not len(rows)
        for row in rows.tolist():
            ticket = work.ticket[row]
            joins = stays.joined[(stays.ticket == ticket) & (stays.joined <= work.start[row])]
            hands.append((float(joins.max()), -agent, int(ticket)))
    last = max(hands, default=(-np.inf, 0, 0))
    if last[0] > joined:
        return OUTRANKED + int(group[last[2]])
    return LEFT if free else BUSY


def assert_same(found: Any, expected: Any) -> None:
    assert found.keys() == expected.keys()
    for key, minutes in expected.items():
        assert np.array_equal(found[key], minutes), key


def played(scenario: Scenario, tickets: list[Ticket]) -> tuple[Workload, Outcome, Desk]:
    workload, desk = workload_of(scenario, tickets), desk_of(scenario)
    return workload, play_in_simpy(workload, desk, by_priority(scenario, tickets)), desk


def reasons(scenario: Scenario, tickets: list[Ticket], ticket: int, group: tuple[int, ...] = ()) -> Any:
    """Minutes of one ticket at the first tier, by reason."""
    workload, outcome, desk = played(scenario, tickets)
    groups = np.array(group or (0,) * len(tickets), np.int16)
    return minutes_by_stay(workload, outcome, desk, groups, int(groups.max()) + 1)[ticket, 0].tolist()


def desk_with(*pools: Any) -> Scenario:
    return tiny_scenario(pools=pools)


def pool(*intervals: tuple[float, float], agents: int = 1, **changes: Any) -> Any:
    return replace(tiny_pool(), rosters=(on_duty(*intervals),) * agents, **changes)


def test_names_of_the_sweep_are_those_of_the_vocabulary():
    assert tuple(Reason) == (OFF, UNABLE, LEFT, BUSY, OUTRANKED)
    assert (Part.PAUSED, len(Part)) == (PAUSED, POSTPONED)


def test_nobody_is_on_duty_until_the_shift_begins():
    assert reasons(desk_with(pool((60.0, 500.0))), [Ticket(10.0)], 0) == [50.0, 0.0, 0.0, 0.0, 0.0]


def test_somebody_is_there_who_may_not_serve_the_ticket():
    scenario = desk_with(pool((0.0, 500.0)), pool((90.0, 500.0), name="second"))
    assert reasons(scenario, [Ticket(10.0, admitted=0b10)], 0) == [0.0, 80.0, 0.0, 0.0, 0.0]


def test_all_are_busy_with_what_joined_earlier():
    first = Ticket(0.0, (Touch(work=30.0),))
    assert reasons(desk_with(pool((0.0, 500.0))), [first, Ticket(10.0)], 1) == [0.0, 0.0, 0.0, 20.0, 0.0]


def test_a_ticket_is_outranked_by_the_group_of_what_joined_later():
    tickets = [
        Ticket(0.0, (Touch(work=30.0),)),
        Ticket(10.0, priority=3),
        Ticket(20.0, (Touch(work=25.0),), priority=0),
    ]
    found = reasons(desk_with(pool((0.0, 500.0))), tickets, 1, (0, 0, 1))
    assert found == [0.0, 0.0, 0.0, 20.0, 0.0, 25.0]


def test_of_several_that_outrank_the_one_that_joined_last_counts():
    tickets = [
        Ticket(0.0, (Touch(work=30.0),)),
        Ticket(0.0, (Touch(work=30.0),)),
        Ticket(10.0, priority=3),
        Ticket(15.0, (Touch(work=20.0),), priority=0),
        Ticket(20.0, (Touch(work=20.0),), priority=0),
    ]
    scenario = desk_with(pool((0.0, 500.0), agents=2))
    found = reasons(scenario, tickets, 2, (0, 0, 0, 1, 2))
    assert found == [0.0, 0.0, 0.0, 20.0, 0.0, 0.0, 20.0]


def test_who_joined_at_the_same_instant_outranks_nobody():
    busy = Ticket(0.0, (Touch(work=30.0),))
    tickets = [busy, Ticket(10.0, priority=3), Ticket(10.0, (Touch(work=25.0),), priority=0)]
    assert reasons(desk_with(pool((0.0, 500.0))), tickets, 1) == [0.0, 0.0, 0.0, 45.0, 0.0]


def test_work_after_the_shift_outranks_nobody():
    tickets = [Ticket(0.0, (Touch(work=30.0),)), Ticket(5.0, priority=3), Ticket(10.0, (Touch(work=100.0),))]
    found = reasons(desk_with(pool((0.0, 60.0), (400.0, 500.0))), tickets, 1)
    assert found == [340.0, 0.0, 0.0, 25.0, 30.0]


def test_work_that_lasts_into_the_next_shift_outranks_again():
    tickets = [
        Ticket(0.0, (Touch(work=30.0),)),
        Ticket(0.0, (Touch(work=400.0),)),
        Ticket(5.0, priority=3),
        Ticket(10.0, (Touch(work=100.0),), priority=0),
    ]
    pools = pool((0.0, 60.0), (80.0, 500.0), name="first"), pool((0.0, 500.0), name="second")
    assert reasons(desk_with(*pools), tickets, 2) == [0.0, 0.0, 0.0, 45.0, 80.0]


def test_after_a_diagnosis_those_of_the_true_skill_are_waited_for():
    scenario = tiny_scenario(
        pools=(
            pool((0.0, 500.0), name="first", skills={0: 1.0}),
            pool((90.0, 500.0), name="second", skills={1: 1.0}),
        ),
        levels={"skill": ("x", "y")},
    )
    tickets = [Ticket(10.0, skill=0, true_skill=1, diagnosis=5.0)]
    assert reasons(scenario, tickets, 0) == [0.0, 75.0, 0.0, 0.0, 0.0]


def test_triage_by_hand_waits_for_those_who_do_it():
    scenario = tiny_scenario(
        pools=(pool((0.0, 500.0), name="first"), pool((90.0, 500.0), name="second")),
        triage=Triage(TriageMode.MANUAL, work=Constant(5.0), by=(1,)),
    )
    tickets = [Ticket(10.0, triage_work=5.0)]
    assert reasons(scenario, tickets, 0) == [80.0, 0.0, 0.0, 0.0, 0.0]


def test_a_free_agent_leaves_a_ticket_to_those_of_its_skill():
    dice = np.random.default_rng(3)
    left = 0.0
    for _ in range(12):
        scenario = random_scenario(dice)
        workload, desk = draw(scenario, 0), desk_of(scenario)
        strategy = build([{"skill_based": {"overflow": "2 h"}}, "fcfs"], scenario)
        outcome = play(workload, desk, rank(strategy, scenario, workload))
        group = np.zeros(workload.size, np.int16)
        left += sum(m[LEFT] for m in minutes_by_stay(workload, outcome, desk, group, 1).values())
    assert left > 0


def test_life_outside_of_queues_is_told_by_what_it_is_spent_on():
    touches = (
        Touch(work=10.0, end=TouchEnd.REPLY, gap=30.0),
        Touch(work=5.0, end=TouchEnd.HELD, gap=40.0),
        Touch(work=15.0, gap=50.0),
        Touch(work=20.0),
    )
    workload, outcome, _ = played(desk_with(pool((0.0, 500.0))), [Ticket(0.0, touches)])
    assert lives_of(workload, outcome).parts.tolist() == [[50.0, 30.0, 40.0, 0.0, 50.0]]


def test_what_a_ticket_does_lasts_until_the_end_of_the_run():
    touches = (Touch(work=10.0, end=TouchEnd.REPLY, gap=1e7),)
    workload, outcome, _ = played(desk_with(pool((0.0, 500.0))), [Ticket(0.0, (*touches, Touch()))])
    assert lives_of(workload, outcome).parts[0, Part.PENDING] == outcome.end - 10.0


def random_play(seed: int) -> tuple[Workload, Outcome, Desk]:
    dice = np.random.default_rng(seed)
    scenario = random_scenario(dice)
    workload, desk = draw(scenario, 0), desk_of(scenario)
    strategy = build(random_strategy(dice, scenario), scenario)
    return workload, play(workload, desk, rank(strategy, scenario, workload)), desk


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=10, deadline=None, suppress_health_check=(HealthCheck.too_slow,))
def test_random_desks_wait_for_the_reasons_that_plain_python_finds(seed: int):
    workload, outcome, desk = random_play(seed)
    group = (np.arange(workload.size) % 3).astype(np.int16)
    assert_same(
        minutes_by_stay(workload, outcome, desk, group, 3), by_hand(workload, outcome, desk, group, 3)
    )


@pytest.mark.parametrize("seed", range(30))
def test_the_parts_of_every_ticket_add_up_to_its_whole_time(seed: int):
    workload, outcome, desk = random_play(seed)
    parts = lives_of(workload, outcome).parts.sum(axis=1)
    for (ticket, _), minutes in minutes_by_stay(
        workload, outcome, desk, np.zeros(workload.size, np.int16), 1
    ).items():
        assert np.all(minutes >= 0)
        parts[ticket] += minutes.sum()
    solves = np.bincount(outcome.work.ticket[outcome.work.ended == Ended.SOLVED], minlength=workload.size)
    solved = (solves > 0) & (solves > outcome.reopenings)
    last = np.zeros(workload.size)
    np.maximum.at(last, outcome.work.ticket, outcome.work.end)
    until = np.where(solved, outcome.last_solve, outcome.end)
    until = np.where(np.isnan(outcome.left), until, np.maximum(outcome.left, last))
    arrived = workload.created <= outcome.end
    assert np.array_equal(parts[arrived], (until - workload.created)[arrived])
