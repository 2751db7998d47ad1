from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import results
from results.asking import Question, setup_of
from results.blocks import Units, united
from results.contest import Contest
from results.player import Player
from results.precision import Precision
from results.running import Options, player_of
from scenarios import Plan
from scenarios.plan import plan_of
from tests.results.hall import hall_interval, hall_p
from tests.results.plans import TWINS, small_plan

DESK = (
    TWINS.replace("measure: 2 weeks", "measure: 1 week")
    .replace("warmup: 1 day", "warmup: 0 days")
    .replace("profile: flat}", "profile: flat, day_cv: 0.3}")
)


def plan() -> Plan:
    return plan_of(DESK.encode(), Path("desk.yaml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("out") / "run"


@pytest.fixture(scope="module")
def found(folder):
    return results.compare(
        plan(), strategies=["contract"], replications=100, stratify=True, confirm=0, out=folder
    )


def blocks(found, strategy: str, measure: str, by: str = "all", group: str = "all") -> np.ndarray:
    """[numerator and denominator, block] of one measure."""
    rows = found.replications
    keys = {"strategy": strategy, "measure": measure, "by": by, "group": group}
    own = rows[np.logical_and.reduce([rows[name] == value for name, value in keys.items()])]
    sums = own.set_index("replication")[["sum", "count"]].reindex(range(100), fill_value=0.0)
    return sums.to_numpy().reshape(10, 10, 2).sum(axis=1).T


def linearised(sums: np.ndarray) -> np.ndarray:
    top, bottom = sums
    return (top - top.sum() / bottom.sum() * bottom) / bottom.mean()


def row(table: pd.DataFrame, **wanted: str) -> pd.Series:
    for name, value in wanted.items():
        table = table[table[name] == value]
    (one,) = table.index
    return table.loc[one]


@pytest.mark.slow
def test_intervals_are_over_blocks(found):
    sums = blocks(found, "fifo", "wait_mean")
    told = row(found.summary, strategy="fifo", measure="wait_mean", by="all")
    value = sums[0].sum() / sums[1].sum()
    assert told["estimate"] == pytest.approx(value)
    assert (told["low"], told["high"]) == pytest.approx(hall_interval(value + linearised(sums), 0.025))
    assert told["replications"] == 100


@pytest.mark.slow
def test_differences_and_their_tests_are_over_blocks(found):
    sides = [blocks(found, name, "wait_mean", "plan", "premium") for name in ("contract", "fifo")]
    ours, theirs = (side[0].sum() / side[1].sum() + linearised(side) for side in sides)
    told = row(found.comparison, family="objective")
    assert (told["low"], told["high"]) == pytest.approx(hall_interval(ours - theirs, 0.025))
    assert told["p_value"] == pytest.approx(hall_p(ours - theirs))


@pytest.mark.slow
def test_what_is_counted_per_run_stays_so(found):
    told = row(found.summary, strategy="fifo", measure="tickets", by="all")
    assert told["estimate"] == pytest.approx(1.25 * 168, rel=0.05)
    gains = row(found.gains, strategy="contract", by="all")
    assert gains["tickets"] == pytest.approx(told["estimate"])


@pytest.mark.slow
def test_it_is_said_and_written_down(folder, found):
    assert any(
        "in blocks of 10 replications: every interval and test is of 10 blocks" in s for s in found.verdict
    )
    assert json.loads((folder / "manifest.json").read_text())["stratified"] is True


@pytest.mark.slow
def test_a_run_is_measured_by_blocks_too(found):
    ran = results.run(plan(), strategies=["fifo"], replications=100, stratify=True)
    ours, theirs = (row(one.summary, strategy="fifo", measure="wait_mean", by="all") for one in (ran, found))
    assert (ours["estimate"], ours["low"]) == (theirs["estimate"], theirs["low"])
    assert any("of 10 blocks" in sentence for sentence in ran.cautions)
    assert ran.replications_done == 100


@pytest.mark.parametrize("replications", [20, 105])
def test_blocks_are_whole_and_ten_at_least(replications):
    with pytest.raises(ValueError, match=f"100 replications or more, in tens .{replications} are asked for"):
        player_of(plan(), Options(replications=replications, stratify=True))


def test_fresh_replications_are_whole_blocks_too():
    with pytest.raises(ValueError, match=r"in tens \(20 are asked for\)"):
        setup_of(plan(), Question(options=Options(replications=100, stratify=True), confirm=20))


@pytest.mark.slow
def test_certainty_is_sought_block_by_block():
    asked = {"until_sure": "95 %", "worth": "0.001 min", "objective": "wait_mean", "confirm": 0}
    found = results.compare(
        plan(), strategies=["contract"], replications=100, stratify=True, budget=125, **asked
    )
    assert any("After 120 replications the budget ended" in sentence for sentence in found.verdict)
    assert found.replications["replication"].nunique() == 120


def player() -> Player:
    return player_of(small_plan(), Options(strategies=("fifo",)))


def test_a_block_counts_when_it_is_whole_whatever_was_missing_before():
    units = Units(10)
    played = {number: player().play(number) for number in (3, 10)}
    told = [units.complete(played[3]), *(units.complete(played[10]) for _ in range(9))]
    assert told == [None] * 10
    assert units.complete(played[10]).replication == 10


def test_what_is_united_adds_up():
    parts = [player().play(number) for number in range(3)]
    whole = united(parts)
    all_ = whole.strategies["fifo"]
    assert whole.tickets == sum(part.tickets for part in parts)
    assert all_.replications == 3
    sums = [part.strategies["fifo"].sums["wait"] for part in parts]
    assert all_.sums["wait"].tolist() == (sums[0] + sums[1] + sums[2]).tolist()
    assert all_.histograms["wait"].counts.sum() == sum(
        part.strategies["fifo"].histograms["wait"].counts.sum() for part in parts
    )
    assert all_.kept.decided.tolist() == sum(part.strategies["fifo"].kept.decided for part in parts).tolist()


def test_more_is_played_in_whole_blocks():
    question = Question(
        options=Options(replications=100, stratify=True), precision=("wait_mean ±0.001%",), lean=True
    )
    setup = setup_of(plan(), question)
    contest = Contest(setup.players, setup.baseline, setup.watched, 100)
    (one,) = setup.players
    played = one.play(0)
    for number in range(100):
        contest.take(one.what_if, replace(played, replication=number))
    precision = Precision(setup.precision, contest, 155)
    assert (contest.done, contest.units) == (100, 10)
    contest.entries[setup.baseline].candidate.series._sums["wait_mean"][0] = (1.0, 1.0)
    assert precision.wanted() == 50
    assert Precision(setup.precision, contest, 137).wanted() == 30
