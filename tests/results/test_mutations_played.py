"""Changed scenario files that the reader accepts can be checked and played without a traceback."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import results
from results.check import render, report
from scenarios import ScenarioError, shipped
from scenarios.plan import Plan, plan_of
from scenarios.yaml_text import read_text
from sim.vocabulary import RateArrivals, ReplayArrivals, Scenario
from tests.scenarios.mutations import Mutation, mutations
from tests.scenarios.texts import SMALL

DAY = 1440.0
EXAMPLE = Path(__file__).parents[1] / "scenarios" / "example.yaml"
MOST_A_DAY = 5_000
"""A day busier than this is not played: it would only take long."""


def first_day(scenario: Scenario) -> Scenario:
    """The same desk on its first day only."""
    run = replace(scenario.run, warmup=0.0, measure=DAY, cooldown=0.0, replications=1)
    segments = tuple(replace(s, arrivals=cut(s.arrivals)) for s in scenario.segments)
    return replace(scenario, run=run, segments=segments)


def cut(arrivals: RateArrivals | ReplayArrivals) -> RateArrivals | ReplayArrivals:
    """Arrivals of the first day."""
    if isinstance(arrivals, ReplayArrivals):
        kept = arrivals.created < DAY
        known = {name: codes[kept] for name, codes in arrivals.known.items()}
        numbers = {name: values[kept] for name, values in arrivals.numbers.items()}
        return replace(arrivals, created=arrivals.created[kept], known=known, numbers=numbers)
    steps = int(np.searchsorted(arrivals.edges, DAY))
    edges = np.append(arrivals.edges[:steps], DAY)
    share = np.diff(edges) / np.diff(arrivals.edges[: steps + 1])
    shares = arrivals.request_shares
    return replace(
        arrivals,
        edges=edges,
        expected=arrivals.expected[:steps] * share,
        day=arrivals.day[:steps],
        desk_day=arrivals.desk_day[:steps],
        request_shares=None if shares is None else shares[:steps],
    )


def survives(mutation: Mutation, path: Path) -> bool:
    """Whether it was accepted; then it goes through the check and one replication of one day."""
    try:
        plan: Plan = plan_of(mutation.text.encode(), path)
    except ScenarioError:
        return False
    assert render(report(plan))
    day = first_day(plan.scenario)
    expected = sum(
        float(s.arrivals.expected.sum()) for s in day.segments if isinstance(s.arrivals, RateArrivals)
    )
    if expected <= MOST_A_DAY:
        found = results.run(replace(plan, scenario=day), replications=1)
        assert set(found.summary["strategy"]) <= set(plan.strategies)
    return True


def accepted_of(source: bytes, path: Path, count: int) -> int:
    every = list(mutations(read_text(source, "desk.yaml").data))
    chosen = random.Random(3).sample(every, min(count, len(every)))
    accepted = 0
    for mutation in chosen:
        try:
            accepted += survives(mutation, path)
        except Exception as error:
            raise AssertionError(f"{mutation.name}: {type(error).__name__}: {error}") from error
    return accepted


def test_some_changed_small_files_can_be_checked_and_played():
    assert accepted_of(SMALL.encode(), EXAMPLE, 80) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["example", *shipped()])
def test_many_changed_files_can_be_checked_and_played(name):
    path = EXAMPLE if name == "example" else shipped()[name]
    assert accepted_of(path.read_bytes(), path, 80) >= 3
