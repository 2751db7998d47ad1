"""Queues with priorities: cases B."""

from __future__ import annotations

import numpy as np

from sim.distributions import Gamma
from tests.cases.measure import P_wait, P_wait_over, cost_rate, given_up, sojourn, wait
from tests.cases.queues import HOUR, PRIORITIES, Case, exponential, queue


def two_classes(tickets: int) -> Case:
    """B01: M/M/1, two classes."""
    scenario = queue([0.2, 0.6], [exponential(1.0)] * 2, 1, tickets)
    return Case(
        scenario,
        ["priority", "fcfs"],
        {"T0": (sojourn(0), 2.0), "T1": (sojourn(1), 6.0), "Wq0": (wait(0), 1.0), "Wq1": (wait(1), 5.0)},
    )


def triage_classes(tickets: int, servers: int) -> Case:
    """B02: County Hospital with three classes (Cobham 1954)."""
    exact = {
        1: (0.2380952381, 0.3246753247, 0.9090909091),
        2: (0.02873563218, 0.03315649867, 0.04807692308),
    }[servers]
    scenario = queue([0.2, 0.6, 1.2], [exponential(3.0)] * 3, servers, tickets)
    return Case(scenario, ["priority", "fcfs"], {f"Wq{k}": (wait(k), w) for k, w in enumerate(exact)})


def tails_by_class(tickets: int) -> Case:
    """B03: M/M/5, three classes: means and tails (Davis 1966; Kella and Yechiali 1985)."""
    means = (0.1385281385, 0.2770562771, 1.108225108)
    tails = (0.01014892544, 0.07836822562, 0.2999021698)
    scenario = queue([1.0, 1.5, 1.5], [exponential(1.0)] * 3, 5, tickets)
    exact = {f"Wq{k}": (wait(k), w) for k, w in enumerate(means)}
    exact |= {f"P_W_gt_1_{k}": (P_wait_over(1.0, k), p) for k, p in enumerate(tails)}
    return Case(scenario, ["priority", "fcfs"], {"P_wait": (P_wait(), 0.5541125541), **exact})


def work_by_class(tickets: int) -> Case:
    """B05: M/M/4 whose classes differ in work (truncated Markov chain)."""
    scenario = queue([1.0, 1.0], [exponential(1.0), exponential(0.5)], 4, tickets)
    exact = {
        "Wq0": (wait(0), 0.2949867233),
        "Wq1": (wait(1), 1.129437628),
        "P_wait": (P_wait(), 0.5089963908),
    }
    return Case(scenario, ["priority", "fcfs"], exact)


def impatient_classes(tickets: int, *, equal: bool) -> Case:
    """B06: M/M/4 with priorities and abandonment (truncated Markov chain)."""
    works = [exponential(1.0), exponential(1.0 if equal else 0.8)]
    scenario = queue([2.0, 2.0], works, 4, tickets, patience=[0.5, 0.25])
    waits, lost, delayed = (
        ((0.2254269151, 0.6828513596), (0.1127134575, 0.1707128399), 0.6855739513)
        if equal
        else ((0.2875897748, 0.9419172676), (0.1437948874, 0.2354793169), 0.7804906128)
    )
    exact = {f"Wq{k}": (wait(k), w) for k, w in enumerate(waits)}
    exact |= {f"P_ab{k}": (given_up(k), p) for k, p in enumerate(lost)}
    return Case(scenario, ["priority", "fcfs"], {"P_wait": (P_wait(), delayed), **exact})


def aging(*rates: float) -> dict[str, object]:
    """Accumulating priority: so many points an hour for each class."""
    per_hour = dict(zip(PRIORITIES, (*rates, *[rates[-1]] * 4), strict=False))
    return {"aging": {"by": "priority", "per_hour": per_hour}}


def accumulating_general_work(tickets: int) -> Case:
    """B07: M/G/1, three classes that gain priority at 3 : 1.5 : 1 (Kleinrock 1964)."""
    works = [exponential(1.0), Gamma(1.2 * HOUR, 0.5), Gamma(2 * HOUR, np.sqrt(0.5))]
    scenario = queue([0.2, 0.25, 0.15], works, 1, tickets)
    exact = (2.599637681, 4.22705314, 5.706521739)
    return Case(scenario, [aging(3.0, 1.5, 1.0)], {f"Wq{k}": (wait(k), w) for k, w in enumerate(exact)})


def accumulating_tails(tickets: int) -> Case:
    """B08: M/M/1, two classes that gain priority at 1 : 0.25 (after Stanford, Taylor and Ziedins 2014)."""
    scenario = queue([0.4, 0.4], [exponential(1.0)] * 2, 1, tickets)
    tails = {
        1.0: (0.6103977336, 0.6693744727),
        3.0: (0.2966027854, 0.4970823956),
        8.0: (0.03444204259, 0.2558966512),
    }
    exact = {"W0": (wait(0), 2.285714286), "W1": (wait(1), 5.714285714)}
    for limit, shares in tails.items():
        exact |= {f"P_W_gt_{limit:g}_{k}": (P_wait_over(limit, k), p) for k, p in enumerate(shares)}
    return Case(scenario, [aging(1.0, 0.25)], exact)


def cost_of_orders(tickets: int) -> Case:
    """B12: the cμ rule is the best of all six orders (Cox and Smith 1961)."""
    scenario = queue([0.2, 0.25, 0.3], [exponential(1.0), exponential(2.0), exponential(1.5)], 1, tickets)
    costs = (3.0, 1.0, 2.5)
    exact = {
        "1-2-3": 2.631057099,
        "1-3-2": 2.487586806,
        "2-1-3": 2.666137566,
        "2-3-1": 2.581481481,
        "3-1-2": 2.438107639,
        "3-2-1": 2.520090664,
    }
    orders = {
        name: [{"order": {"of": "segment", "values": [f"c{int(k) - 1}" for k in name.split("-")]}}, "fcfs"]
        for name in exact
    }
    rule = {"cost": {"by": "segment", "per_hour": {f"c{k}": c for k, c in enumerate(costs)}}}
    return Case(
        scenario,
        [rule, "fcfs"],
        {"cost of the rule": (cost_rate(costs), exact["3-1-2"])}
        | {name: (cost_rate(costs, variant=name), value) for name, value in exact.items()},
        variants=orders,
    )


def general_work_by_class(tickets: int) -> Case:
    """B15: M/G/1, two classes (Cobham 1954)."""
    works = [Gamma(HOUR, np.sqrt(0.5)), Gamma(2 * HOUR, np.sqrt(2.0))]
    scenario = queue([0.3, 0.2], works, 1, tickets)
    return Case(
        scenario, ["priority", "fcfs"], {"T0": (sojourn(0), 3.035714286), "T1": (sojourn(1), 8.785714286)}
    )
