"""One queue, first come first served: cases A."""

from __future__ import annotations

from sim.distributions import Constant, Lognormal
from tests.cases.measure import (
    P_served_within,
    P_wait,
    P_wait_over,
    given_up,
    in_system,
    occupancy,
    sojourn,
    wait,
)
from tests.cases.queues import HOUR, Case, exponential, queue


def erlang_c_interval(tickets: int) -> Case:
    """A02: 100 tickets in 30 min, 3 min each, 14 agents (minute as unit)."""
    scenario = queue([100 / 30], [exponential(1 / 3)], 14, tickets)
    return Case(
        scenario,
        ["fcfs"],
        {
            "P_wait": (P_wait(), 0.1741319336),
            "Wq": (wait(), 0.1305989502),
            "SL": (P_served_within(1 / 3), 0.8883500192),
            "occupancy": (occupancy(), 0.7142857143),
        },
    )


def county_hospital(tickets: int, servers: int) -> Case:
    """A03: M/M/s of Hillier and Lieberman."""
    exact = {1: (0.6666666667, 1.0, 2.0), 2: (0.04166666667, 0.375, 0.75)}[servers]
    scenario = queue([2.0], [exponential(3.0)], servers, tickets)
    return Case(
        scenario,
        ["fcfs"],
        {"Wq": (wait(), exact[0]), "W": (sojourn(), exact[1]), "L": (in_system(), exact[2])},
    )


def bank(tickets: int, servers: int) -> Case:
    """A04: M/M/3 and M/M/4 of the Ciw tutorial (exact values)."""
    exact = {3: (0.4444444444, 4.444444444), 4: (0.1739130435, 0.8695652174)}[servers]
    scenario = queue([0.2], [exponential(0.1)], servers, tickets)
    return Case(scenario, ["fcfs"], {"P_wait": (P_wait(), exact[0]), "Wq": (wait(), exact[1])})


def busy_erlang_a(tickets: int) -> Case:
    """A05: 48 calls a minute, 50 agents, patience 2 min (Garnett, Mandelbaum and Reiman 2002)."""
    exact = {
        "P_wait": (P_wait(), 0.4677740686),
        "P_ab": (given_up(), 0.03091224916),
        "W": (wait(), 3.709469899 / 60),
        "occupancy": (occupancy(), 0.9303242408),
        "P_W_gt_5s": (P_wait_over(5 / 60), 0.2751389726),
        "P_served_within_5s": (P_served_within(5 / 60), 0.7095893363),
    }
    return Case(queue([48.0], [exponential(1.0)], 50, tickets, patience=[0.5]), ["fcfs"], exact)


def busy_erlang_c(tickets: int) -> Case:
    """A05: the same with patience for ever."""
    scenario = queue([48.0], [exponential(1.0)], 50, tickets, warm=20_000)
    exact = {"P_wait": (P_wait(), 0.6944556112), "Wq": (wait(), 20.83366834 / 60)}
    return Case(scenario, ["fcfs"], exact)


def erlang_a_interval(tickets: int, agents: int) -> Case:
    """A06: as A02 with patience of 5 min."""
    exact = {
        13: (0.225797084, 0.02496330363, 0.750028228, 0.1248165182, 0.8581777),
        14: (0.1452601143, 0.01398374412, 0.7042973256, 0.06991872061, 0.9167920919),
    }[agents]
    scenario = queue([100 / 30], [exponential(1 / 3)], agents, tickets, patience=[1 / 5])
    measures = (P_wait(), given_up(), occupancy(), wait(), P_served_within(1 / 3))
    names = ("P_wait", "P_ab", "occupancy", "mean_wait_all", "P_served_within_awt")
    return Case(scenario, ["fcfs"], dict(zip(names, zip(measures, exact, strict=True), strict=True)))


def fixed_work(tickets: int) -> Case:
    """A13: M/D/2 (Crommelin 1932)."""
    return Case(queue([1.8], [Constant(HOUR)], 2, tickets), ["fcfs"], {"Wq": (wait(), 2.146923215)})


def lognormal_work(tickets: int) -> Case:
    """A15: M/G/1 with lognormal work (Pollaczek and Khinchine)."""
    scenario = queue([0.08], [Lognormal(10 * HOUR, 1.5)], 1, tickets)
    return Case(scenario, ["fcfs"], {"Wq": (wait(), 65.0)})
