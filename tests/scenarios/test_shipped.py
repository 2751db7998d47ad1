"""The shipped scenarios read, play, and are tight enough that strategies matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import results
from results.findings import Results
from results.promises import BROKEN, CLOSE, KEPT
from scenarios import Plan, read, shipped
from sim.desk import desk_of
from sim.draw import draw
from sim.simpy_engine import play
from sim.vocabulary import RunPlan
from strategies import rank
from tests.laws import assert_all_laws

REPLICATIONS = 8
"""Of the slow tests: fewer than the files ask for, to be quick."""
FOR_SPEED = "bench"
"""The scenario that says nothing about strategies."""
ATTAINMENTS = (
    "first_reply_attainment",
    "next_reply_attainment",
    "full_resolution_attainment",
    "kept_share",
)
every_scenario = pytest.mark.parametrize("path", shipped().values(), ids=list(shipped()))


@cache
def as_written(path: Path) -> Plan:
    return read(path)


def at_least(points: float, difference: float) -> bool:
    return bool(round(100 * difference, 6) >= points)


@every_scenario
def test_it_reads_without_a_mistake(path: Path) -> None:
    assert as_written(path).strategies


@every_scenario
def test_it_begins_with_a_line_that_says_what_it_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert 20 <= len(first) <= 120


@every_scenario
def test_it_names_its_baseline_and_its_objective(path: Path) -> None:
    plan = as_written(path)
    assert plan.data["baseline"] in plan.strategies
    assert plan.data["objective"] == plan.objective


@every_scenario
def test_its_comments_tell_what_is_an_assumption_and_why_this_volume(path: Path) -> None:
    comments = " ".join(re.findall(r"(?:^|\s)#(.*)", path.read_text(encoding="utf-8"))).lower()
    assert "assum" in comments
    assert "volume" in comments


@every_scenario
def test_the_laws_hold_under_all_its_strategies_in_a_short_run(path: Path) -> None:
    plan = short(path)
    desk, work = desk_of(plan.scenario), draw(plan.scenario, 0)
    for strategy in plan.strategies.values():
        ranking = rank(strategy, plan.scenario, work)
        outcome = play(work, desk, ranking)
        assert len(outcome.work.ticket) > 50
        assert_all_laws(work, desk, ranking, outcome)


def short(path: Path) -> Plan:
    """The plan of a Monday and what follows from it, without goals, whose periods would be longer."""
    policies = as_written(path).data["sla"]["policies"]
    goals = {f"sla.policies.{name}.goal": None for name, policy in policies.items() if "goal" in policy}
    days = {"run.warmup": "0 days", "run.measure": "1 day", "run.cooldown": "6 days"}
    return read(path, changes={**days, **goals})


@dataclass(frozen=True)
class Played:
    """A scenario that was played with fewer replications."""

    plan: Plan
    found: Results
    tickets: pd.DataFrame
    """One row per ticket under the baseline."""

    @property
    def run(self) -> RunPlan:
        return self.plan.scenario.run


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=name, marks=pytest.mark.slow)
        for name, path in shipped().items()
        if name != FOR_SPEED
    ],
)
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Played:
    plan = as_written(request.param)
    folder = tmp_path_factory.mktemp(request.param.stem)
    results.run(
        plan,
        strategies=[plan.baseline],
        replications=REPLICATIONS,
        out=folder / "baseline",
        keep_tickets=True,
    )
    tickets = pd.read_parquet(folder / "baseline" / "tickets.parquet")
    return Played(plan, results.run(plan, replications=REPLICATIONS), tickets)


def test_the_busiest_tier_is_busy_but_not_overloaded(played: Played) -> None:
    """Under an order that drives customers away it may be less busy: they take their work with them."""
    customers_leave = any(request.leaves for request in played.plan.scenario.requests)
    for strategy in played.found.strategies:
        tiers = played.found.selected(("occupancy",), "tier")
        busiest = tiers.loc[tiers["strategy"] == strategy, "estimate"].max()
        assert busiest <= 0.92, strategy
        if strategy == played.plan.baseline or not customers_leave:
            assert busiest >= 0.80, strategy


def test_the_backlog_does_not_grow(played: Played) -> None:
    """The number open in the second half of the measured time is about that in the first."""
    run = played.run
    half = run.measure / 2
    growth, level = [], []
    for _, tickets in played.tickets.groupby("replication"):
        over = tickets["last_solve"].fillna(tickets["left"]).fillna(np.inf)
        first, second = (
            float(
                np.clip(np.minimum(over, start + half) - np.maximum(tickets["created"], start), 0, None).sum()
            )
            / half
            for start in (run.warmup, run.warmup + half)
        )
        growth.append(second - first)
        level.append((first + second) / 2)
    error = float(np.std(growth, ddof=1)) / len(growth) ** 0.5
    assert np.mean(growth) <= 0.1 * np.mean(level) + 3 * error


def test_hardly_anything_is_undecided(played: Played) -> None:
    for strategy in played.found.strategies:
        for measure in ("clocks_undecided", "wait_undecided", "first_reply_undecided"):
            assert not played.found.value(strategy, measure) >= 0.01, (strategy, measure)


def test_the_baseline_keeps_one_promise_but_not_all(played: Played) -> None:
    own = played.found.judged
    verdicts = set(own[own["strategy"] == played.plan.baseline]["verdict"])
    assert KEPT in verdicts
    assert verdicts & {BROKEN, CLOSE}


def test_the_best_strategy_is_clearly_better_than_the_worst(played: Played) -> None:
    """By five points, and by four half-widths of the file's own number of replications."""
    values = {name: objective(played.found, name) for name in played.found.strategies}
    best, worst = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    difference, error = paired(played.found, best, worst)
    half = error * float(stats.t.ppf(0.975, played.run.replications - 1))
    half *= (REPLICATIONS / played.run.replications) ** 0.5
    assert at_least(5, difference)
    assert difference >= 4 * half


def test_the_winner_makes_somebody_worse_off(played: Played) -> None:
    """By three points in some attainment that the promises or the summary tell by group."""
    found, plan = played.found, played.plan
    values = {name: objective(found, name) for name in found.strategies}
    ranked = sorted(values, key=values.__getitem__)
    best = ranked[-1]
    other = plan.baseline if best != plan.baseline else ranked[0]
    table = found.summary[found.summary["measure"].str.removesuffix("_owed").isin(ATTAINMENTS)]
    table = table[~table["by"].isin(["week", "weekday", "hour", "hour_of_week"])]
    wide = table.pivot_table(index=["measure", "by", "group"], columns="strategy", values="estimate")
    assert at_least(3, float((wide[other] - wide[best]).max()))


def objective(found: Results, strategy: str) -> float:
    return found.value(strategy, *place_of(found.objective))


def place_of(objective_text: str) -> tuple[str, str, str]:
    """Measure, grouping and group of `measure[by=group]`."""
    match = re.fullmatch(r"(\w+)(?:\[([^=]+)=(.+)\])?", objective_text)
    assert match
    measure, by, group = match.groups()
    return measure, by or "all", group or "all"


def paired(found: Results, one: str, other: str) -> tuple[float, float]:
    """Difference of two strategies in the objective, and its standard error over replications."""
    measure, by, group = place_of(found.objective)
    rows = found.replications
    rows = rows[(rows["measure"] == measure) & (rows["by"] == by) & (rows["group"] == group)]
    sums, counts = (
        rows.pivot_table(index="replication", columns="strategy", values=v) for v in ("sum", "count")
    )
    value = sums.sum() / counts.sum()
    deviation = (sums - counts * value) / counts.mean()
    spread = (deviation[one] - deviation[other]).to_numpy()
    return float(value[one] - value[other]), float(np.std(spread, ddof=1)) / len(spread) ** 0.5
