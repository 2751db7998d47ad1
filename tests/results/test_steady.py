"""Steady or not: what is cut off, what counts as more than chance, and what is said of a desk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from results.commands import check_command
from results.steady import (
    BACKLOG,
    STEADY,
    WORK,
    Steadiness,
    dates_of,
    holidays_of,
    pilot_of,
    steadiness,
    terms_of,
    work_in_queues,
)
from scenarios import read
from scenarios.plan import plan_of
from scenarios.shipped_files import shipped
from sim.desk import desk_of
from tests.results.outcomes import outcome_of, small_desk
from tests.results.plans import TEXT
from tests.sim.plays import Ticket, workload_of

HOLIDAYS = TEXT.replace(
    "segments:", 'calendars:\n  office: {mon-fri: "09:00-17:00", holidays: ["2026-01-08"]}\nsegments:'
)
OVERLOADED = TEXT.replace("rate: 1.25 per hour", "rate: 2 per hour")


def plan(text: str = TEXT):
    return plan_of(text.encode(), Path("small.yaml"))


def test_work_in_the_queues_counts_the_mean_work_of_those_who_wait():
    scenario = small_desk(agents=1)
    desk = desk_of(scenario)
    workload = workload_of(scenario, [Ticket(0.0), Ticket(0.0)])
    outcome = outcome_of(2, (), [(0, 0, 0.0, 50.0), (1, 0, 80.0, float("nan"))], end=120.0)
    found = work_in_queues(workload, outcome, desk, np.array([0.0, 100.0, 120.0]))
    assert found.tolist() == pytest.approx([desk.mean_work[0, 0] * 0.7, desk.mean_work[0, 0]])


def test_the_pilot_has_no_holidays_and_begins_empty():
    pilot = pilot_of(plan(HOLIDAYS), 60, 10)
    assert holidays_of(plan(HOLIDAYS).data) == ["calendars.office.holidays"]
    assert holidays_of(pilot.data) == []
    run = pilot.scenario.run
    assert (run.warmup, run.measure, run.replications, run.seed) == (0.0, 60 * 10080.0, 10, 1)


def test_holidays_in_the_measured_period_make_a_dated_question():
    assert list(dates_of(plan(HOLIDAYS))) == ["holidays fall into the measured period"]
    assert list(dates_of(plan(HOLIDAYS.replace("2026-01-08", "2026-06-01")))) == []


def test_a_run_without_warm_up_is_terminating_and_has_no_pilot():
    found = steadiness(plan(TEXT.replace("warmup: 1 day", "warmup: 0 days")))
    assert found.frame.empty
    assert "terminating" in found.sentences[0]
    assert found.enough


def test_a_calm_desk_settles_and_its_frame_tells_every_week():
    found = steadiness(plan(), ("fifo",), weeks=12, replications=4)
    assert found.unsettled == ()
    assert list(found.frame.columns) == list(STEADY)
    assert set(found.frame["measure"]) == {
        BACKLOG,
        WORK,
        *(term.name for term in terms_of(plan())),
    }
    assert found.frame.groupby("measure")["week"].apply(list).iloc[0] == list(range(1, 13))
    assert found.weeks <= 1


def test_an_overloaded_desk_has_no_steady_state():
    found = steadiness(plan(OVERLOADED), ("fifo",), weeks=12, replications=5)
    assert found.unsettled == ("fifo",)
    assert found.sentences == ["Under fifo there is no steady state: load too high."]
    assert not found.enough


def test_a_warm_up_that_is_too_short_is_told():
    frame = pd.DataFrame([("fifo", BACKLOG, 1, 5.0, 3), ("fifo", WORK, 1, 5.0, 2)], columns=list(STEADY))
    found = Steadiness("desk", 2 * 10080.0, frame, (), ())
    assert (found.weeks, found.enough) == (3, False)
    assert found.sentences == [
        "The desk settles within 3 weeks; the warm-up is 14 days: too short, make it 3 weeks."
    ]
    longer = replace(found, warmup=3 * 10080.0)
    assert longer.enough
    assert longer.sentences[0].endswith(": enough.")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_warm_up_of_every_shipped_scenario_is_long_enough(name):
    found = steadiness(read(shipped()[name]))
    assert found.unsettled == ()
    assert found.enough, found.sentences


def test_check_says_it_on_demand(tmp_path, capsys):
    path = tmp_path / "small.yaml"
    path.write_text(TEXT.replace("warmup: 1 day", "warmup: 0 days"), encoding="utf-8")
    check_command(str(path), "text", None, allow_code=False, steady=True)
    assert "Steady or not" in capsys.readouterr().out
    check_command(str(path), "json", None, allow_code=False, steady=True)
    told = json.loads(capsys.readouterr().out)["steady"]
    assert (told["weeks"], told["enough"], told["no_steady_state"]) == (0, True, [])
    check_command(str(path), "text", None, allow_code=False)
    assert "Steady or not" not in capsys.readouterr().out
