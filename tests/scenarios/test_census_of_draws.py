"""The census against workloads that were drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenarios.census import census
from sim.distributions import Constant, Exponential, Lognormal
from sim.draw import draw
from sim.vocabulary import (
    SOLVED,
    Condition,
    EntryRule,
    Hold,
    Mix,
    Policy,
    Reopen,
    Scenario,
    SelfService,
    Triage,
    TriageMode,
)
from tests.scenarios.test_census import ITIL, plan_segment, policy
from tests.sim.desks import tiny_pool, tiny_request, tiny_scenario, tiny_step


def drawn_scenario() -> Scenario:
    """A bit of everything that the census counts."""
    wrong = np.full((4, 4), 0.05) + 0.8 * np.eye(4)
    wrong_skill = np.array([[[0.9, 0.1], [0.3, 0.7]], [[1.0, 0.0], [0.2, 0.8]]])
    levels = ("high", "medium", "low")
    path = {
        0: tiny_step(
            touches=(1, 2),
            touch_shares=(0.6, 0.4),
            hold=Hold(0.1, Constant(600.0)),
            customer_reply=Constant(60.0),
            next=(SOLVED, 1),
            next_shares=(0.7, 0.3),
        ),
        1: tiny_step(work=Exponential(30.0), next=(SOLVED, 0), next_shares=(0.8, 0.2)),
    }
    incident = tiny_request(
        "incident",
        skill=1,
        entry=(
            EntryRule((Condition("plan", ("premium",)), Condition("priority", ("urgent",))), 1),
            EntryRule((), 0),
        ),
        path=path,
        impact=Mix(levels, (0.1, 0.3, 0.6)),
        urgency=Mix(levels, (0.2, 0.4, 0.4)),
        reopen=Reopen(0.1, Constant(600.0)),
        handover=Constant(5.0),
        self_service=SelfService(0.3, 0.4, Constant(60.0)),
    )
    seats = {"fields.seats": Lognormal(400.0, 1.5)}
    segments = (
        replace(plan_segment(0.3, "a"), numbers=seats, requests=Mix(("help", "incident"), (0.5, 0.5))),
        replace(plan_segment(0.7, "b"), requests=Mix(("incident",), (1.0,))),
    )
    large = Policy("large", (Condition("fields.seats", operator=">=", number=500.0),), {})
    return tiny_scenario(
        segments=segments,
        requests=(tiny_request(), incident),
        tiers=("L1", "L2"),
        pools=(tiny_pool(), tiny_pool("two", tier=1, serves=(Condition("plan", ("premium",)),))),
        priority_matrix=ITIL,
        priority_rules=(((Condition("plan", ("premium",)), Condition("urgency", ("high",))), 0),),
        policies=(
            large,
            policy("premium", plan="premium", priority="urgent"),
            policy("rest", request="incident"),
        ),
        triage=Triage(
            TriageMode.AUTOMATED, coverage=0.7, priority_confusion=wrong, skill_confusion=wrong_skill
        ),
        levels={"skill": ("general", "platform")},
    )


def test_kinds_are_as_frequent_as_in_drawn_workloads() -> None:
    scenario = drawn_scenario()
    kinds = census(scenario).kinds
    told_apart = [kinds.segment, kinds.request, *kinds.priority, *kinds.skill, *kinds.policy, *kinds.admitted]
    expected: dict[tuple[int, ...], float] = {}
    for key, weight in zip(np.array(told_apart).T.tolist(), kinds.weight.tolist(), strict=True):
        expected[tuple(key)] = expected.get(tuple(key), 0.0) + weight * 4
    counted: dict[tuple[int, ...], int] = {}
    replications = 6
    for replication in range(replications):
        drawn = draw(scenario, replication)
        measured = (drawn.created >= scenario.run.warmup) & (drawn.created < scenario.run.measured_until)
        columns = [drawn.columns["segment"], drawn.columns["request"]]
        columns += [*drawn.priority, *drawn.skill, *drawn.policy, *drawn.admitted]
        keys, counts = np.unique(np.array(columns)[:, measured].T, axis=0, return_counts=True)
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            counted[tuple(key)] = counted.get(tuple(key), 0) + count
    assert set(counted) <= set(expected)
    errors = [
        (counted.get(key, 0) - replications * mean) / np.sqrt(replications * mean)
        for key, mean in expected.items()
        if replications * mean > 25
    ]
    assert len(errors) > 50
    assert np.abs(errors).max() < 4
    assert np.std(errors) == pytest.approx(1.0, abs=0.3)


def test_journeys_take_as_much_work_as_in_drawn_workloads() -> None:
    scenario = drawn_scenario()
    found = census(scenario)
    drawn = draw(scenario, 0)
    ticket = np.repeat(np.arange(drawn.size), np.diff(drawn.touches.first))
    for tier in range(2):
        there = drawn.touches.tier == tier
        for expected, value in (
            (found.journeys.touches, np.ones(len(ticket))),
            (found.journeys.work, drawn.touches.work),
            (found.journeys.handover, drawn.touches.handover),
        ):
            each = np.bincount(ticket[there], value[there], drawn.size)
            error = each.std() / np.sqrt(drawn.size)
            assert abs(each.mean() - found.per_ticket(expected)[tier]) < 4 * error
