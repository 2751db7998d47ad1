from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.promises import promise_table, target_rows
from sim.vocabulary import ALWAYS, Policy, Target
from tests.sim.clock_board import FIRST_REPLY, FULL_RESOLUTION, HIGH, LOW, promising, weekdays
from tests.sim.desks import ALWAYS_OPEN, tiny_scenario
from tests.sim.plays import Ticket, workload_of

TWO_POLICIES = tiny_scenario(
    calendars=(ALWAYS_OPEN, weekdays(9, 17)),
    policies=(
        Policy("premium", (), {(FIRST_REPLY, HIGH): Target(60.0, ALWAYS)}),
        Policy("standard", (), {(FULL_RESOLUTION, LOW): Target(480.0, 1)}),
    ),
)


def test_each_policy_and_priority_has_its_row_of_limits_and_calendars():
    table = promise_table(TWO_POLICIES)
    assert table.limit.shape == (2 * 4 + 1, 5)
    assert table.limit[HIGH, FIRST_REPLY] == 60.0
    assert (table.limit[4 + LOW, FULL_RESOLUTION], table.calendar[4 + LOW, FULL_RESOLUTION]) == (480.0, 1)


def test_what_is_not_promised_has_no_limit_and_runs_always():
    table = promise_table(TWO_POLICIES)
    assert np.isinf(table.limit).sum() == 9 * 5 - 2
    assert table.calendar.sum() == 1


def test_pauses_are_those_of_the_rules():
    table = promise_table(promising(8, rules="servicenow"))
    assert table.pauses.tolist() == [
        [False] * 5,
        [False, False, True, False, False],
        [False, False, True, True, True],
    ]


def test_rows_follow_policy_and_priority_in_each_phase():
    work = workload_of(TWO_POLICIES, [Ticket(0.0, priority=LOW, true_priority=HIGH, policy=1)])
    assert target_rows(work, TWO_POLICIES).tolist() == [[4 + LOW], [4 + HIGH], [4 + HIGH]]


def test_tickets_without_a_policy_or_priority_have_the_last_row():
    work = workload_of(TWO_POLICIES, [Ticket(0.0, policy=-1), Ticket(0.0, policy=0, priority=-1)])
    assert target_rows(work, TWO_POLICIES)[0].tolist() == [8, 8]


def test_a_desk_without_policies_has_one_row_without_limits():
    table = promise_table(replace(TWO_POLICIES, policies=()))
    assert table.limit.tolist() == [[np.inf] * 5]
