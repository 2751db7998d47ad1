"""Networks of queues, and tickets that return: cases D."""

from __future__ import annotations

from dataclasses import replace

from sim.distributions import Constant, Distribution
from sim.vocabulary import SOLVED, EntryRule, Reopen, Scenario
from tests.cases.measure import in_system, sojourn, visit_wait
from tests.cases.queues import WARM, Case, exponential, queue, step
from tests.sim.desks import tiny_pool


def jackson(tickets: int) -> Case:
    """D02: four stations with feedback."""
    rates = (14.0, 9.0, 17.0, 7.0)
    tiers = ("L1", "L2", "L3", "L4")
    scenario = queue([8.0, 6.0], [exponential(14.0), exponential(17.0)], 1, tickets)
    ways = {
        0: ((1, 2, 3), (0.2, 0.56, 0.24)),
        1: ((0,), (1.0,)),
        2: ((SOLVED,), (1.0,)),
        3: ((SOLVED,), (1.0,)),
    }
    path = {t: step(exponential(rates[t]), next=ways[t][0], next_shares=ways[t][1]) for t in range(4)}
    first, second = scenario.requests
    scenario = replace(
        scenario,
        tiers=tiers,
        requests=(replace(first, path=path), replace(second, path={2: path[2]}, entry=(EntryRule((), 2),))),
        pools=tuple(tiny_pool(f"p{t}", horizon=scenario.run.horizon, tier=t) for t in range(4)),
        levels={**scenario.levels, "tier": tiers, "pool": ("p0", "p1", "p2", "p3")},
    )
    numbers = (2.5, 0.2857142857, 2.148148148, 0.5217391304)
    exact = {f"L{t + 1}": (in_system(tier=t), value) for t, value in enumerate(numbers)}
    return Case(scenario, ["fcfs"], {**exact, "T_total": (sojourn(), 0.389685826)})


def returning(rate: float, agents: int, share: float, after: Distribution, tickets: int) -> Scenario:
    scenario = queue([rate], [exponential(1.0)], agents, tickets, warm=2 * WARM)
    (request,) = scenario.requests
    return replace(scenario, requests=(replace(request, reopen=Reopen(share, after)),))


def immediate_reopening(tickets: int) -> Case:
    """D03: M/M/5, a quarter comes back at once (Takács 1963)."""
    scenario = returning(3.0, 5, 0.25, Constant(0.0), tickets)
    exact = {"T_total": (sojourn(), 2.072150072), "Wq_per_visit": (visit_wait(), 0.5541125541)}
    return Case(scenario, ["fcfs"], exact)


def erlang_r(tickets: int) -> Case:
    """D04: M/M/12, 40 % come back after 10 on average (Yom-Tov and Mandelbaum 2014)."""
    scenario = returning(6.0, 12, 0.4, exponential(0.1), tickets)
    exact = {"T_total": (sojourn(), 8.70782352), "Wq_per_visit": (visit_wait(), 0.2246941121)}
    return Case(scenario, ["fcfs"], exact)
