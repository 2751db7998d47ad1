"""Every shipped scenario, under each of its strategies, gives the same bytes on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import Plan, read, shipped
from sim import compiled_engine, simpy_engine
from sim.desk import desk_of
from sim.draw import draw
from strategies import rank
from tests.sim.test_same_bytes import differences


def three_weeks(path: Path) -> Plan:
    """Two weeks measured and one after, without goals, whose periods would be longer."""
    policies = read(path).data["sla"]["policies"]
    goals = {f"sla.policies.{name}.goal": None for name, policy in policies.items() if "goal" in policy}
    weeks = {"run.warmup": "0 days", "run.measure": "2 weeks", "run.cooldown": "1 week"}
    return read(path, changes={**weeks, **goals})


@pytest.mark.slow
@pytest.mark.parametrize("path", shipped().values(), ids=list(shipped()))
def test_both_engines_tell_the_same_of_a_shipped_scenario(path: Path) -> None:
    plan = three_weeks(path)
    work, desk = draw(plan.scenario, 0), desk_of(plan.scenario)
    for name, strategy in plan.strategies.items():
        ranking = rank(strategy, plan.scenario, work)
        defined = simpy_engine.play(work, desk, ranking)
        assert len(defined.work.ticket) > 500, name
        assert differences(defined, compiled_engine.play(work, desk, ranking)) == [], name
