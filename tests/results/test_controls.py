from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import results
from results.controls import FEWEST, controlled, expected_work, offered_work
from results.noise import saved
from scenarios.plan import plan_of
from sim.distributions import Constant, Exponential
from sim.draw import draw
from sim.vocabulary import SOLVED, Hold, Reopen, ReplayArrivals, Scenario, SelfService
from tests.results.plans import TWINS
from tests.sim.desks import (
    DAY,
    tiny_pool,
    tiny_request,
    tiny_run,
    tiny_scenario,
    tiny_segment,
    tiny_step,
)

DESK = TWINS.replace("measure: 2 weeks", "measure: 1 week").replace("warmup: 1 day", "warmup: 0 days")


def winding(warmup: float = DAY) -> Scenario:
    """Two tiers, holds, reopenings, reading after transfers, and customers who come back after a day."""
    path = {
        0: tiny_step(next=(SOLVED, 1), next_shares=(0.6, 0.4), hold=Hold(0.3, Constant(60.0))),
        1: tiny_step(work=Exponential(30.0), touches=(1, 3), touch_shares=(0.5, 0.5)),
    }
    request = tiny_request(
        path=path,
        handover=Exponential(5.0),
        reopen=Reopen(0.2, Constant(100.0)),
        self_service=SelfService(0.5, 0.6, Exponential(0.7 * DAY)),
    )
    return tiny_scenario(
        run=tiny_run(warmup=warmup, measure=2 * DAY, cooldown=DAY, forecast_cv=0.1, stratify=True),
        requests=(request,),
        tiers=("L1", "L2"),
        pools=(tiny_pool(agents=2), tiny_pool("engineers", agents=1, tier=1)),
        segments=(tiny_segment("one", 6.0), tiny_segment("two", 3.0)),
        busyness_cv=0.2,
    )


@pytest.mark.parametrize("warmup", [0.0, pytest.param(DAY, marks=pytest.mark.slow)])
def test_the_mean_of_the_work_is_what_the_scenario_says(warmup):
    """Without warm-up, those who come back late are missing at the start."""
    scenario = winding(warmup)
    seen = np.array([offered_work(draw(scenario, number), scenario) for number in range(200)])
    blocks = seen.reshape(20, 10).mean(axis=1)
    error = blocks.std(ddof=1) / np.sqrt(20)
    assert error < 0.01 * blocks.mean()
    assert abs(blocks.mean() - expected_work(scenario)) < 4 * error


def test_work_is_that_of_tickets_of_the_measured_period():
    scenario = winding()
    workload = draw(scenario, 0)
    ticket = np.repeat(np.arange(workload.size), np.diff(workload.touches.first))
    run = scenario.run
    inside = (workload.created >= run.warmup) & (workload.created < run.measured_until)
    work = (workload.touches.work + workload.touches.handover)[inside[ticket]].sum()
    assert offered_work(workload, scenario) == pytest.approx(work, rel=1e-12)


def test_replayed_tickets_have_no_mean_that_is_known():
    segment = replace(tiny_segment("old"), arrivals=ReplayArrivals(np.array([1.0, 2.0]), {}))
    with pytest.raises(ValueError, match="segment old replays tickets"):
        expected_work(tiny_scenario(segments=(segment,)))


def drawn(units: int, seed: int = 1):
    """An estimate whose units depend on their work, with the work less what was expected."""
    rng = np.random.default_rng(seed)
    work = rng.gamma(4.0, 25.0, units) - 100.0
    value = 55 + 0.3 * work + rng.normal(0, 5, units)
    return value, work


def test_what_is_left_is_the_regression_at_the_expected_work():
    value, work = drawn(40)
    found = controlled(float(value.mean()), value - value.mean(), work)
    fit = stats.linregress(work, value)
    assert found.coefficient == pytest.approx(fit.slope)
    assert found.value == pytest.approx(fit.intercept)
    error = np.sqrt(np.square(found.deviations).sum() / (40 * 39))
    assert error == pytest.approx(fit.intercept_stderr)
    assert found.deviations.sum() == pytest.approx(0, abs=1e-9)


def test_what_is_saved_is_the_share_of_the_variance_that_is_gone():
    before = np.array([2.0, -2.0, 4.0, -4.0])
    assert saved(before, before / 2) == pytest.approx(0.75)
    assert saved(before, 2 * before) == pytest.approx(-3)
    assert np.isnan(saved(np.zeros(4), np.zeros(4)))


def test_few_units_go_without():
    value, work = drawn(FEWEST - 1)
    found = controlled(float(value.mean()), value - value.mean(), work)
    assert found.value == value.mean()
    assert np.isnan(found.coefficient)
    value, work = drawn(FEWEST)
    assert controlled(float(value.mean()), value - value.mean(), work).value != value.mean()


def test_work_that_never_varies_explains_nothing():
    value, _ = drawn(40)
    found = controlled(float(value.mean()), value - value.mean(), np.zeros(40))
    assert found.value == value.mean()


@pytest.mark.parametrize("units", [20, 60])
def test_intervals_cover_and_are_shorter(units):
    hits, widths = [], []
    for seed in range(2000):
        value, work = drawn(units, seed)
        found = controlled(float(value.mean()), value - value.mean(), work)
        error = np.sqrt(np.square(found.deviations).sum() / (units * (units - 1)))
        hits.append(abs(found.value - 55) <= stats.t.isf(0.025, units - 2) * error)
        widths.append(error / (value.std(ddof=1) / np.sqrt(units)))
    assert np.mean(hits) > 0.95 - 3.5 * np.sqrt(0.95 * 0.05 / 2000)
    assert np.mean(widths) < 0.5


@pytest.fixture(scope="module")
def found():
    text = DESK.replace("replications: 12", "replications: 24")
    return results.compare(plan_of(text.encode(), Path("desk.yaml")), control=True, confirm=0)


def objective_rows(found):
    table = found.comparison
    return table[(table["family"] == "objective") & (table["stage"] == "search")].set_index("strategy")


def test_differences_are_those_of_the_controlled_values(found):
    told = found.control[found.control["stage"] == "search"].set_index("strategy")["controlled"]
    assert told["fifo"] == pytest.approx(found.standings[("as written", "fifo")].value)
    row = objective_rows(found).loc["contract"]
    assert row["difference"] == pytest.approx(told["contract"] - told["fifo"])
    (against,) = found.found.against
    assert against.difference == pytest.approx(row["difference"])


def test_the_objective_stands_in_the_table_once(found):
    assert objective_rows(found).index.tolist() == ["contract", "oldest"]


def test_what_it_saved_is_printed(found):
    own = found.control[found.control["strategy"] == "fifo"]
    assert (own["variance_saved"] > 0.1).all()
    assert own["variance_saved_of_difference"].isna().all()
    (said,) = (one for one in found.verdict if one.startswith("Control variate"))
    assert "h were expected). Of the variance of wait_mean[plan=premium] it saved" in said


def test_plain_values_are_those_of_the_summary(found):
    summary = found.summary
    own = summary[
        (summary["measure"] == "wait_mean") & (summary["by"] == "plan") & (summary["group"] == "premium")
    ]
    told = found.control.set_index(["stage", "strategy"])["plain"]
    assert told.to_dict() == pytest.approx(own.set_index(["stage", "strategy"])["estimate"].to_dict())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"objective": "wait_p90"}, "wait_p90 is a quantile; --control needs means and shares"),
        ({"until_sure": "95 %", "worth": "1 min"}, "leave out --control"),
    ],
)
def test_what_a_control_would_void_is_refused(asked, said):
    with pytest.raises(ValueError, match=said):
        results.compare(plan_of(DESK.encode(), Path("desk.yaml")), control=True, **asked)


def test_few_replications_are_told_to_go_without():
    plan = plan_of(DESK.encode(), Path("desk.yaml"))
    found = results.compare(plan, control=True, confirm=0, replications=3)
    assert "The control variate was left out: 3 replications are fewer than 20." in found.verdict
    assert found.control["variance_saved"].isna().all()
