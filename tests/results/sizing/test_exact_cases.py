"""Sizings whose answer theory knows: an N-design by exact enumeration, single pools by Erlang's formulas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from results.running import Options
from results.sizing.course import SIZED
from results.sizing.played import SizeResults, size_plan
from results.sizing.question import SizeQuestion
from scenarios.plan import plan_of
from tests.results.sizing.n_design import n_design

POINTS = 0.002
"""The standard error that an estimate of attainment may have."""


def desk_of(found: SizeResults) -> tuple[int, ...]:
    """The only strategy's sized desk."""
    (course,) = found.courses
    assert course.status == SIZED
    assert course.desk is not None
    return course.desk


@pytest.mark.slow
def test_the_n_design_is_staffed_as_exact_enumeration_staffs_it() -> None:
    found = size_plan(n_design(days=21, replications=30), SizeQuestion(Options(workers=2), budget=120))
    assert desk_of(found) == (5, 6)
    assert found.sizing["cost_per_week"].sum() == pytest.approx(12.2 * 168)
    exact = {"a": 0.8699517347, "b": 0.8075600975}
    for policy, value in exact.items():
        row = found.requirements[found.requirements["requirement"].str.contains(f"policy={policy}]")].iloc[0]
        error = (row["high"] - row["low"]) / 2 / 2
        assert error <= POINTS
        assert row["value"] == pytest.approx(value, abs=4 * error)


@dataclass(frozen=True)
class Single:
    """One pool: calls per hour, handling [min], limit, patience, and the fewest agents that keep 80 %."""

    rate: float
    handling: float
    limit: str
    patience: str
    agents: int


SINGLE = {
    "C, 10 Erlangs": Single(200, 3, "20 s", "", 14),
    "A, 10 Erlangs": Single(200, 3, "20 s", "patience: {exponential: {mean: 5 min}}, ", 13),
    "A, 30 Erlangs": Single(120, 15, "5 min", "patience: {exponential: {mean: 5 min}}, ", 26),
}

POOL = """\
name: One pool
start: 2026-01-05
run: {{warmup: 1 day, measure: 14 days, cooldown: 1 day, replications: 12, seed: 1}}
profiles:
  even: {{days: [1, 1, 1, 1, 1, 1, 1], hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}}
segments:
  all: {{arrivals: {{rate: {one.rate} per hour, profile: even}}, requests: {{call: 1}}}}
requests:
  call:
    {{skill: calls, channel: phone, entry: L1, {one.patience}
      path: {{L1: {{work: {{exponential: {{mean: {one.handling} min}}}}, next: {{solved: 1}}}}}}}}
tiers:
  L1:
    people: {{agents: {one.agents}, roster: always, wage: 20 per hour}}
sla:
  policies:
    all: {{first_reply: {one.limit}}}
strategies:
  fifo: [fcfs]
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", SINGLE)
def test_a_single_pool_is_staffed_as_erlang_staffs_it(name: str) -> None:
    one = SINGLE[name]
    plan = plan_of(POOL.format(one=one).encode(), Path("pool.yaml"))
    question = SizeQuestion(
        vary=(f"L1.people={one.agents - 6}..{one.agents + 6}",),
        subject_to=("kept_share >= 80 %",),
    )
    assert desk_of(size_plan(plan, question)) == (one.agents,)
