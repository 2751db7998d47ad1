"""Whatever the order of work, one agent is busy at the same times and the work left is the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import strategies
from sim.desk import desk_of
from sim.draw import draw
from sim.simpy_engine import play
from sim.vocabulary import Condition
from tests.laws import assert_all_laws
from tests.sim.desks import WEEK, tiny_run, tiny_scenario, tiny_segment, tiny_step

ORDERS = [
    ["fcfs"],
    ["priority"],
    ["shortest_work", "fcfs"],
    [{"aging": {"per_hour": 1}}],
    [{"fcfs": {"since": "last_message"}}],
]


def busy_desk():
    """One agent at 90 % load, with priorities and a second touch for some."""
    segments = (tiny_segment("calm", per_hour=2.0), tiny_segment("loud", per_hour=1.0))
    scenario = tiny_scenario(
        segments=segments,
        priority_rules=(((Condition("segment", ("loud",)),), 0),),
        run=tiny_run(warmup=0.0, measure=2 * WEEK, cooldown=WEEK),
    )
    step = tiny_step(work=replace(tiny_step().work, mean=18.0))
    (request,) = scenario.requests
    return replace(scenario, requests=(replace(request, path={0: step}),))


@pytest.fixture(scope="module")
def plays():
    scenario = busy_desk()
    work, desk = draw(scenario, 0), desk_of(scenario)
    rankings = [strategies.rank(strategies.build(spec, scenario), scenario, work) for spec in ORDERS]
    return work, desk, rankings, [play(work, desk, ranking) for ranking in rankings]


def busy_periods(outcome):
    """Starts and ends of the times at work, with what follows at once made one."""
    start, end = outcome.work.start, outcome.work.end
    breaks = np.flatnonzero(start[1:] > end[:-1])
    return np.r_[start[:1], start[breaks + 1]], np.r_[end[breaks], end[-1:]]


def test_busy_periods_do_not_depend_on_the_order(plays):
    first, *others = [busy_periods(outcome) for outcome in plays[3]]
    for other in others:
        assert np.array_equal(first[0][:100], other[0][:100])
        assert np.array_equal(first[1][:100], other[1][:100])


def test_orders_do_differ(plays):
    waits = [
        float(np.nanmean((o.first_touch - plays[0].created)[plays[0].priority[0] == 0])) for o in plays[3]
    ]
    assert waits[1] < 0.5 * waits[0], "urgent first serves the urgent much earlier than first come"


def test_the_work_that_waits_is_the_same_at_every_instant(plays):
    work, _, _, outcomes = plays
    instants = np.linspace(0, WEEK, 500)
    lengths = work.touches.work
    curves = []
    for outcome in outcomes:
        begun = np.where(np.isnan(outcome.first_touch), np.inf, outcome.first_touch)
        came = work.created[None, :] <= instants[:, None]
        not_begun = begun[None, :] > instants[:, None]
        log = outcome.work
        left = np.clip(log.end[None, :] - np.maximum(log.start, instants[:, None]), 0, None)
        in_hand = np.where(log.start[None, :] <= instants[:, None], left, 0).sum(axis=1)
        curves.append((came & not_begun) @ lengths + in_hand)
    for curve in curves[1:]:
        assert np.allclose(curve, curves[0], atol=1e-6)


def test_the_laws_hold_under_every_order(plays):
    work, desk, rankings, outcomes = plays
    for ranking, outcome in zip(rankings, outcomes, strict=True):
        assert_all_laws(work, desk, ranking, outcome)


def test_the_mean_wait_weighted_by_work_is_conserved():
    """Σ ρₖ Wₖ is the same for all orders that are blind to the work of a ticket (Kleinrock 1965)."""
    scenario = busy_desk()
    desk = desk_of(scenario)
    sums = np.zeros((2, 12))
    for replication in range(12):
        work = draw(scenario, replication)
        for place, spec in enumerate((["fcfs"], ["priority"])):
            outcome = play(work, desk, strategies.rank(strategies.build(spec, scenario), scenario, work))
            measured = work.created < scenario.run.measured_until
            sums[place, replication] = np.nansum((outcome.first_touch - work.created)[measured])
    difference = sums[1] - sums[0]
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    assert abs(difference.mean()) <= 4 * error
    assert error <= 0.05 * sums[0].mean(), "the comparison is sharp enough to mean something"
