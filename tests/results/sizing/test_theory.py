"""What theory asks for, and from which desk a search starts."""

from __future__ import annotations

import numpy as np
import pytest

from results.sizing.desks import Box
from results.sizing.erlang import Queue
from results.sizing.start import start_counts
from results.sizing.theory import put_off, theory
from results.sizing.theory_table import theory_frame
from results.sizing.theory_text import theory_text
from scenarios import Plan
from scenarios.plan import plan_of
from scenarios.sizing import Variable
from scenarios.weeks import HOURS
from tests.results.sizing.weeks import OFFICE, week

CALLS = "{work: {exponential: {mean: 3 min}}, next: {solved: 1}}"
IMPATIENT = "patience: {exponential: {mean: 5 min}, then: leaves}"
PUBLISHED = 100 * 2 * HOURS
"""Calls per week: 100 in half an hour."""


def calls(more: str = "", pool: str = "{agents: 14, roster: always}") -> Plan:
    return week(CALLS, rate=PUBLISHED, channel="phone", limit="20 s", more=more, pool=pool)


def test_a_steady_hour_of_calls_is_erlangs_queue() -> None:
    (found,) = theory(calls().scenario)
    assert (found.formula, found.aim.words) == ("Erlang C", "90 % within 20 s (promised)")
    fewest = next(c for c in range(11, 40) if Queue(c, 100 / 30, 3.0).within(1 / 3) >= 0.9)
    assert set(found.on_duty) == {fewest}
    assert abs(found.square_root - fewest) <= 1


def test_customers_who_leave_make_it_erlang_a() -> None:
    (found,) = theory(calls(IMPATIENT).scenario)
    fewest = next(c for c in range(1, 40) if Queue(c, 100 / 30, 3.0, 5.0).within(1 / 3) >= 0.9)
    assert (found.formula, found.patience) == ("Erlang A", pytest.approx(5.0, rel=1e-3))
    assert set(found.on_duty) == {fewest}


def test_customers_lost_in_silence_are_worked_on_all_the_same() -> None:
    silent = "patience: {exponential: {mean: 5 min}, then: silent}"
    (found,) = theory(week(more=silent).scenario)
    assert found.formula == "Erlang C"


def test_faster_people_are_needed_less() -> None:
    fast = "{agents: 14, roster: always, skills: {general: 2.0}}"
    (slow,), (found,) = theory(calls().scenario), theory(calls(pool=fast).scenario)
    assert found.handling == pytest.approx(slow.handling / 2)
    assert max(found.on_duty) < max(slow.on_duty)


def test_absence_is_not_on_duty_but_on_the_roster() -> None:
    away = "{agents: 20, roster: always, absence: 0.1, shrinkage: 0.2}"
    (found,) = theory(calls(pool=away).scenario)
    assert found.available == pytest.approx(0.9 * 0.8)
    assert found.rostered[5] == pytest.approx(found.on_duty[5] / 0.72)


def test_work_of_the_night_waits_for_people() -> None:
    opens = np.zeros(HOURS, np.bool_)
    opens[8:16] = True
    work = np.zeros(HOURS)
    work[[3, 9]] = [4.0, 2.0]
    found = put_off(work, opens, 2)
    assert found[8:12].tolist() == [1.0, 2.0, 2.0, 1.0]
    assert found.sum() == pytest.approx(6.0)


def test_work_after_the_last_hour_waits_for_next_week() -> None:
    opens = np.zeros(HOURS, np.bool_)
    opens[8] = True
    work = np.zeros(HOURS)
    work[100] = 3.0
    assert put_off(work, opens, 1)[8] == pytest.approx(3.0)


def test_a_long_limit_spreads_the_work_over_half_of_it() -> None:
    plan = week(profile=OFFICE, pool="{agents: 2, roster: office}", limit="8 h", calendar="office", rate=200)
    (found,) = theory(plan.scenario)
    assert found.spread == 4
    assert max(found.smoothed) < max(found.offered)
    assert sum(found.smoothed) == pytest.approx(sum(found.offered))
    assert [at for at in range(24) if found.smoothed[at]] == list(range(8, 17))


def test_a_desk_without_work_needs_nobody() -> None:
    (found,) = theory(week(rate=0).scenario)
    assert set(found.on_duty) == {0}
    assert "nobody of this tier is ever asked for" in theory_text([found])


def test_the_text_says_what_is_left_out() -> None:
    plan = week(pool="{agents: 3, roster: always, absence: 0.1, end_of_shift: pause}")
    text = theory_text(theory(plan.scenario))
    assert "of whom 90 % of the paid time are there" in text
    assert "! work is paused or handed back at the end of a shift" in text
    assert all(len(line) <= 100 for line in text.splitlines())


def test_the_check_of_a_file_that_asks_shows_theory_too() -> None:
    from results.check import render, report  # noqa: PLC0415

    asked = report(week(end="sizing: {vary: {L1.people: 1..6}}\n"))
    assert "What theory asks for" in render(asked)
    assert asked.as_data()["theory"][0]["patience"] is None
    assert "What theory asks for" not in render(report(week()))


def test_the_frame_has_a_row_for_every_hour_of_the_week() -> None:
    frame = theory_frame(theory(calls().scenario))
    assert len(frame) == HOURS
    assert frame["hour_of_week"].is_unique
    assert (frame["rostered"] == frame["on_duty"]).all()


def test_the_search_starts_from_the_people_that_theory_asks_for() -> None:
    plan = calls()
    (found,) = theory(plan.scenario)
    box = Box.of(plan, [Variable("L1", "people", 1, 40)])
    assert start_counts(box) == (max(found.on_duty),)


def test_where_no_first_reply_is_promised_the_start_has_time_for_the_week() -> None:
    plan = week(rate=168 * 6 * 3.5)
    other = plan_of(plan.source.replace(b"first_reply", b"full_resolution"), plan.path)
    assert start_counts(Box.of(other, [Variable("L1", "people", 0, 9)])) == (4,)


def test_the_start_stays_within_its_bounds() -> None:
    assert start_counts(Box.of(calls(), [Variable("L1", "people", 1, 5)])) == (5,)
    assert start_counts(Box.of(calls(), [Variable("L1", "people", 30, 40)])) == (30,)


def test_the_start_chooses_the_cheaper_of_two_pools_that_may_do_the_work() -> None:
    pool = "{{agents: 3, roster: always, wage: {} per hour}}"
    plan = week(pool=f"{pool.format(20)}\n    dear: {pool.format(30)}", rate=1000)
    cheap, dear = start_counts(Box.of(plan, [Variable("L1", "people", 0, 9), Variable("L1", "dear", 0, 9)]))
    assert cheap >= 1
    assert dear == 0
