"""Queues with skills: cases C."""

from __future__ import annotations

from dataclasses import replace

from tests.cases.measure import P_wait, occupancy, wait
from tests.cases.queues import Case, exponential, queue
from tests.sim.desks import tiny_pool


def n_design(tickets: int) -> Case:
    """C01: one agent for a, one for a and b; longest wait, longest idle (Adan and Weiss 2014)."""
    scenario = queue([0.5, 0.4], [exponential(1.0)] * 2, 1, tickets)
    horizon = scenario.run.horizon
    pools = (
        tiny_pool("specialist", horizon=horizon, skills={0: 1.0}),
        tiny_pool("generalist", horizon=horizon, skills={0: 1.0, 1: 1.0}),
    )
    a, b = scenario.requests
    scenario = replace(
        scenario,
        pools=pools,
        requests=(a, replace(b, skill=1)),
        levels={**scenario.levels, "skill": ("a", "b"), "pool": ("specialist", "generalist")},
    )
    exact = {
        "Wq_a": (wait(0), 0.2134387352),
        "Wq_b": (wait(1), 0.9960474308),
        "P_wait_a": (P_wait(0), 0.2347826087),
        "P_wait_b": (P_wait(1), 0.5576086957),
        "util_1": (occupancy(agent=0), 0.3423913043),
        "util_2": (occupancy(agent=1), 0.5576086957),
    }
    return Case(scenario, ["fcfs"], exact)
