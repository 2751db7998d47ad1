"""Shifts for a small desk: what hours need, covers that keep the promises, and the roster taken back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import results
from results.crew import Crew
from results.files import Folder
from results.running import Options
from results.sizing.hours import _cheaper, weak_hours
from results.sizing.question import SizeQuestion, asked_of
from results.sizing.requirements import NEAR, Bench, BeyondReachError, load_of, needs_of
from results.sizing.rotas import Looked, Rotas
from results.sizing.shift_text import as_json, as_text, verdict
from results.sizing.shifted import ShiftResults, shifts_asked, size_shifts
from results.sizing.shifts import Cover, tours_of
from scenarios import Plan
from scenarios.plan import plan_of
from scenarios.shifts import ShiftKind
from tests.plain import needs_compiling
from tests.results.sizing.weeks import OFFICE, week

SHIFTS = """\
sizing:
  shifts:
    L1.people:
      - {starts: "08:00", length: 9 h, break: 1 h after 4 h, days: mon-fri, wage: 20 per hour}
      - {starts: ["09:00", "13:00"], length: 4 h, days: mon-fri, wage: 22 per hour}
"""
QUESTION = SizeQuestion(Options(replications=2), budget=8)


def office(shifts: str = SHIFTS, pool: str = "{agents: 2, roster: office}", **changes: Any) -> Plan:
    given: dict[str, Any] = {"profile": OFFICE, "rate": 300, "limit": "1 h", "calendar": "office", **changes}
    return week(pool=pool, end=shifts, **given)


def bench_of(plan: Plan) -> Bench:
    asked = asked_of(plan, QUESTION)
    rotas = Rotas(plan, asked.player, "fifo", asked.requirements, Crew(), 2)
    return Bench(plan, shifts_asked(plan), rotas)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return office()


@pytest.fixture(scope="module")
def found(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> ShiftResults:
    return size_shifts(plan, QUESTION, Folder.prepared(tmp_path_factory.mktemp("shifts") / "run"))


def test_the_load_is_who_is_at_work_when_there_is_plenty(plan: Plan) -> None:
    load = load_of(bench_of(plan)).load["people"]
    assert load.sum() == pytest.approx(300 * 10 / 60, rel=0.1)
    assert load[[0, 7, 17, 130]].tolist() == [0, 0, 0, 0]


def test_the_level_is_the_lowest_that_keeps_everything() -> None:
    bench = bench_of(office(rate=200))
    needs = needs_of(bench, load_of(bench))

    def holds(beta: float) -> bool:
        level = needs.at(beta)
        return bench.rotas.look(bench.by_hour({"people": bench.rostered(level, "people")})).holds

    assert holds(needs.beta)
    assert not holds(needs.beta - NEAR)


def test_absent_people_are_on_the_roster_all_the_same() -> None:
    bench = bench_of(office(pool="{agents: 2, roster: office, absence: 0.1, shrinkage: 0.2}"))
    needs = load_of(bench)
    assert bench.rostered(needs, "people") == pytest.approx(needs.on_duty("people") / 0.72)


def test_hours_of_the_desk_are_hours_of_the_pool() -> None:
    pool = "{agents: {hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}, timezone: Asia/Tokyo}"
    bench = bench_of(office(pool=pool))
    wanted = np.zeros(168)
    wanted[0] = 1.0
    assert np.flatnonzero(bench.local(wanted, "people")).tolist() == [9]


def test_the_roster_keeps_the_promises_on_fresh_tickets(found: ShiftResults) -> None:
    assert (found.requirements["value"] >= found.requirements["bound"]).all()
    assert found.sizing["status"].isin(["sized", "undecided"]).all()


def test_heads_paid_time_and_duty_are_told_apart() -> None:
    desk = office(pool="{agents: 2, roster: office, absence: 0.1, shrinkage: 0.2}")
    (row,) = size_shifts(desk, QUESTION).sizing.to_dict("records")
    assert row["full_time"] == pytest.approx(row["paid_hours"] / 37.5)
    assert row["most_on_duty"] == pytest.approx(row["most_rostered"] * 0.72)
    assert row["agents"] >= row["most_rostered"]


def test_no_cheaper_roster_is_found_by_taking_one_person_away(found: ShiftResults) -> None:
    desk = found.desks["fifo"]
    cover = desk.covers["people"]
    tried = [one for one in desk.rounds if one.people == cover.people - 1]
    assert tried
    assert not any(
        one.holds and one.cost < desk.cost for one in desk.rounds if one.what == "one person fewer"
    )


def test_cheaper_shifts_at_the_same_hours_are_tried_and_none_that_holds_is_left(found: ShiftResults) -> None:
    tried = found.rounds[found.rounds["what"] == "a cheaper shift instead"]
    desk = found.desks["fifo"]
    assert len(tried)
    assert (tried.loc[tried["holds"], "cost"] >= desk.cost).all()


def test_weak_hours_are_the_few_that_bring_half_of_what_breaks() -> None:
    excess = np.zeros((2, 168))
    excess[0, [9, 10, 30]] = [6.0, 3.0, 2.0]
    excess[1, 100] = 50.0
    looked = Looked((0,), np.array([-0.1, 0.2]), [], excess)
    assert np.flatnonzero(weak_hours(looked)).tolist() == [9, 10]
    other = Looked((0,), np.array([-0.1]), [], np.full((1, 168), np.nan))
    assert weak_hours(other).all()


def test_a_cheaper_tour_shares_most_hours() -> None:
    kinds = [
        ShiftKind((480, 540, 720), 240.0, days=((0,),), wage=20.0),
        ShiftKind((500,), 240.0, days=((0,),), wage=30.0),
    ]
    tours = tours_of(kinds)
    cover = Cover(tours, np.array([0, 0, 0, 1]), np.array([80.0, 80.0, 80.0, 120.0]), np.zeros(168))
    assert [tours[place].start for place in _cheaper(cover, 3)] == [480, 540]
    assert _cheaper(cover, 0) == []


def test_less_safety_is_asked_for_until_something_breaks(found: ShiftResults) -> None:
    lower = found.rounds[found.rounds["what"] == "less safety in every hour"]
    assert lower["holds"].iloc[:-1].all()
    assert lower["cost"].is_monotonic_decreasing


def test_the_roster_is_tried_on_more_and_less_work_too(found: ShiftResults) -> None:
    told = found.sensitivity.set_index("change")
    planned = told.loc["as planned"]
    assert planned["people_by_theory"] == 0
    assert planned["value"] == pytest.approx(found.requirements["value"].iloc[0], abs=0.03)
    assert told.loc["handling time +10 %", "value"] < planned["value"] < told.loc["volume −10 %", "value"]


def test_the_hours_table_has_what_is_needed_and_what_is_there(found: ShiftResults) -> None:
    hours = found.hours
    assert len(hours) == 168
    paid = float(found.sizing["paid_hours"].sum())
    assert hours["on_roster"].sum() == pytest.approx(paid)
    assert (hours["on_duty"] == hours["on_roster"]).all()


def test_shifts_add_up_to_the_people_and_their_cost(found: ShiftResults) -> None:
    assert found.shifts["agents"].sum() == found.sizing["agents"].sum()
    assert found.shifts["cost_per_week"].sum() == pytest.approx(found.sizing["cost_per_week"].sum())


def test_the_written_roster_is_taken_back_and_costs_the_same(plan: Plan, found: ShiftResults) -> None:
    assert found.folder is not None
    roster = {"tiers.L1.people": {"roster": {"file": "roster.csv"}}}
    again = plan_of(plan.source, found.folder / "week.yaml", changes=roster)
    (pool,) = again.scenario.pools
    run = again.scenario.run
    paid = sum(
        np.clip(r.end, run.warmup, run.measured_until).sum()
        - np.clip(r.start, run.warmup, run.measured_until).sum()
        for r in pool.rosters
    )
    assert len(pool.rosters) == found.sizing["agents"].sum()
    assert paid / 60 == pytest.approx(found.sizing["paid_hours"].sum())


def test_taking_it_back_plays_what_was_simulated(plan: Plan, found: ShiftResults) -> None:
    assert found.folder is not None
    desk = found.desks["fifo"]
    roster = {"tiers.L1.people": {"roster": {"file": "roster.csv"}}}
    (pool,) = plan_of(plan.source, found.folder / "week.yaml", changes=roster).scenario.pools
    mine = desk.bench.rotas.box.desk(desk.confirmed.counts).scenario.pools[0]
    for one, other in zip(pool.rosters, mine.rosters, strict=True):
        assert one.start.tolist() == other.start.tolist()
        assert one.end.tolist() == other.end.tolist()
        assert one.shift.tolist() == other.shift.tolist()


def test_the_folder_holds_tables_rosters_and_what_was_asked(found: ShiftResults) -> None:
    assert found.folder is not None
    names = {path.name for path in found.folder.iterdir()}
    assert {"sizing.csv", "hours.csv", "shifts.csv", "rounds.csv", "roster.csv", "manifest.json"} <= names
    manifest = json.loads((found.folder / "manifest.json").read_text())
    assert manifest["rosters"] == {"roster.csv": "fifo"}


def test_people_and_programs_are_told_the_same(found: ShiftResults) -> None:
    text = as_text(found)
    assert verdict(found)[0].split(".")[0] in " ".join(text.split())
    assert "full time" in text
    assert json.loads(as_json(found))["verdict"] == verdict(found)


def test_a_notebook_shows_the_roster(plan: Plan, found: ShiftResults) -> None:
    again = results.size_shifts(plan, replications=2, budget=8)
    assert again.shifts.equals(found.shifts)
    shown = again._repr_html_()
    assert verdict(found)[0].split(",")[0] in shown
    assert "full time" in shown


def test_what_no_number_of_people_keeps_is_refused() -> None:
    short = SHIFTS.replace('"08:00", length: 9 h', '"09:00", length: 7 h')
    desk = office(shifts=short, limit="15 min")
    with pytest.raises(BeyondReachError, match="let shifts start at other hours too"):
        load_of(bench_of(desk))
    refused = size_shifts(desk, QUESTION)
    assert "fifo: no number of people on these shifts keeps" in verdict(refused)[0]
    assert refused.sizing["status"].tolist() == ["above the ceiling"]


@needs_compiling("20,000 tickets")
def test_bounds_that_are_too_tight_are_told_by_what_breaks() -> None:
    tight = SHIFTS.replace("days: mon-fri,", "days: mon-fri, between: 0..1,", 2).replace(
        '["09:00", "13:00"]', '"13:00"'
    )
    (told,) = verdict(size_shifts(office(shifts=tight, rate=600), QUESTION))
    assert "It is the best roster found, but after" in told
    assert "first_reply_attainment" in told


def test_shifts_and_bounds_together_are_a_mistake() -> None:
    with pytest.raises(Exception, match="found shifts beside vary, allowed: one of them"):
        office(shifts=SHIFTS + "  vary: {L1.people: 1..3}\n")
