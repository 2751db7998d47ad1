from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from results.compared import Compared
from results.groups import Groups
from results.player import Player, contribution_of
from results.share import Grouped
from results.tickets import Tickets
from results.week_load import BACKLOG, ON_DUTY, QUEUE, LoadByHour, load_table
from sim.compiled_engine import play
from sim.desk import desk_of
from sim.draw import draw
from sim.outcome import Ended
from strategies import rank
from tests.results.outcomes import outcome_of, small_desk
from tests.results.plans import small_plan
from tests.sim.plays import Ticket, workload_of


@pytest.fixture(scope="module")
def grouped():
    plan = small_plan()
    scenario = plan.scenario
    workload, groups = draw(scenario, 0), Groups.of(scenario)
    outcome = play(workload, desk_of(scenario), rank(plan.strategies["fifo"], scenario, workload))
    return Grouped(Tickets(workload, outcome), groups, groups.members(workload))


@pytest.fixture(scope="module")
def table(grouped):
    load = LoadByHour(grouped)
    contribution_of(grouped, load=load)
    return load_table([load.histogram()], grouped.groups)


def test_the_mean_over_the_week_is_the_time_average_of_the_summary(grouped, table):
    sums, minutes = contribution_of(grouped).sums, grouped.run.measure
    means = table[table["by"] == "all"].groupby("series")["mean"].mean()
    assert means[BACKLOG] == pytest.approx(sums["open_minutes"][0] / minutes, rel=0.006)
    assert means[QUEUE] == pytest.approx(sums["waiting"][0] / minutes, rel=0.006)
    assert means[ON_DUTY] * minutes == pytest.approx(sums["available"][0], rel=0.01)


def test_every_hour_of_the_week_is_told_with_a_spread_around_its_mean(table):
    backlog = table[table["series"] == BACKLOG]
    assert len(backlog) == 168
    assert (backlog["low"] <= backlog["mean"] * 1.01).all()
    assert (backlog["high"] >= backlog["mean"] * 0.99).all()
    assert (backlog["high"] > backlog["low"]).any()


def test_a_queue_is_counted_in_the_hours_in_which_tickets_wait(grouped, table):
    outcome = grouped.tickets.outcome
    run = grouped.run
    edges = np.arange(run.warmup, run.measured_until + 1, 60.0)
    joined, left = outcome.stays.joined, np.nan_to_num(outcome.stays.left, nan=np.inf)
    inside = [
        np.clip(np.minimum(left, high) - np.maximum(joined, low), 0, None).sum() / 60
        for low, high in pairwise(edges)
    ]
    by_hour = np.zeros(168)
    np.add.at(by_hour, grouped.groups.of_time("hour_of_week", edges[:-1] + 30), inside)
    queue = table[(table["series"] == QUEUE) & (table["by"] == "tier")]["mean"].to_numpy()
    np.testing.assert_allclose(queue, by_hour / 2, rtol=0.006, atol=1e-6)


def test_people_of_all_tiers_are_those_of_the_pools_together(table):
    duty = table[table["series"] == ON_DUTY].pivot_table(index="hour_of_week", columns="by", values="mean")
    np.testing.assert_allclose(duty["all"], duty["pool"], rtol=0.006)
    np.testing.assert_allclose(duty["all"], duty["tier"], rtol=0.006)


def test_nothing_played_gives_an_empty_table(grouped):
    assert load_table([], grouped.groups).empty


def test_a_run_tells_the_load_only_where_it_is_asked_for():
    plan = small_plan()
    player = Player(plan.scenario, plan.strategies)
    without, with_it = (
        one.play(0).strategies["fifo"].histograms for one in (player, replace(player, load_by_hour=True))
    )
    assert "load by hour" not in without
    assert "load by hour" in with_it


def test_a_comparison_always_tells_the_load():
    plan = small_plan()
    played = Player(plan.scenario, plan.strategies, compared=Compared()).play(0)
    assert all(list(one.histograms)[-1] == "load by hour" for one in played.strategies.values())


def test_a_ticket_is_in_the_backlog_until_it_is_solved_and_again_once_it_is_reopened():
    desk = small_desk()
    workload, groups = workload_of(desk, [Ticket(130.0)]), Groups.of(desk)
    outcome = outcome_of(
        1,
        work=[(0, 0, 130.0, 150.0, Ended.SOLVED), (0, 0, 330.0, 350.0, Ended.SOLVED)],
        stays=[(0, 0, 130.0, 130.0), (0, 0, 310.0, 330.0)],
        messages=[(0, 310.0)],
        first_touch={0: 130.0},
        last_solve={0: 350.0},
        reopenings={0: 1},
    )
    grouped = Grouped(Tickets(workload, outcome), groups, groups.members(workload))
    load = LoadByHour(grouped)
    contribution_of(grouped, load=load)
    table = load_table([load.histogram()], groups)
    backlog = table[table["series"] == BACKLOG].set_index("hour_of_week")["mean"]
    assert backlog["Mon 02:00"] == pytest.approx(20 / 60, rel=0.006)
    assert backlog["Mon 05:00"] == pytest.approx(40 / 60, rel=0.006)
    assert backlog.drop(["Mon 02:00", "Mon 05:00"]).eq(0).all()
