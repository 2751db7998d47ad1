"""Queues with exact answers: how each is set up as a desk, and the numbers to meet.

One unit of a case's time is `HOUR` minutes, so that the grid of time is far finer than any duration. The
numbers were computed exactly, from the sources named; tolerances of theirs are below 1e-7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from sim.distributions import Constant, Distribution, Exponential, Gamma, Lognormal
from sim.vocabulary import (
    SOLVED,
    Condition,
    EndOfShift,
    EntryRule,
    Floats,
    Mix,
    Pool,
    RateArrivals,
    Reopen,
    RequestType,
    Scenario,
    Segment,
    Step,
)
from tests.cases.measure import (
    Measure,
    P_served_within,
    P_wait,
    P_wait_over,
    cost_rate,
    given_up,
    in_system,
    number_at,
    occupancy,
    queue_time,
    sojourn,
    visit_wait,
    wait,
)
from tests.sim.desks import on_duty, tiny_pool, tiny_run, tiny_scenario

HOUR = 60.0
WARM = 1500
"""So many tickets until a queue has forgotten that it began empty, and until all that came are served."""
PRIORITIES = ("urgent", "high", "normal", "low")


@dataclass(frozen=True)
class Case:
    """A desk, its strategy, and for each quantity how it is measured and what it is."""

    scenario: Scenario
    strategy: list[object]
    exact: Mapping[str, tuple[Measure, float]]
    variants: Mapping[str, list[object]] = field(default_factory=dict)


def exponential(rate: float) -> Distribution:
    return Exponential(HOUR / rate)


def flat(rate: float, horizon: float) -> RateArrivals:
    """So many per unit, evenly."""
    none = np.zeros(1, dtype=np.int32)
    return RateArrivals(np.array([0.0, horizon]), np.array([rate * horizon / HOUR]), none, none)


def step(work: Distribution, **changes: Any) -> Step:
    plain = Step(work, (1,), (1.0,), (SOLVED,), (1.0,))
    return replace(plain, **changes)


def queue(
    rates: list[float],
    works: list[Distribution],
    agents: int,
    tickets: int,
    *,
    patience: list[float] | None = None,
    warm: int = WARM,
    pools: tuple[Pool, ...] | None = None,
    **changes: Any,
) -> Scenario:
    """A queue with one class per rate, so many measured tickets, and `warm` before and after."""
    each = HOUR / sum(rates)
    run = tiny_run(
        warmup=warm * each, measure=tickets * each, cooldown=warm * each, replications=1, seed=20260105
    )
    horizon = run.horizon
    names = [f"c{k}" for k in range(len(rates))]
    requests = tuple(
        RequestType(
            name,
            skill=0,
            channel="email",
            live=False,
            entry=(EntryRule((), 0),),
            path={0: step(work)},
            patience=None if patience is None else exponential(patience[k]),
            leaves=True,
        )
        for k, (name, work) in enumerate(zip(names, works, strict=True))
    )
    segments = tuple(
        Segment(name, flat(rate, horizon), Mix((name,), (1.0,)))
        for name, rate in zip(names, rates, strict=True)
    )
    rules = tuple(((Condition("segment", (name,)),), min(k, 3)) for k, name in enumerate(names))
    scenario = tiny_scenario(
        run=run,
        segments=segments,
        requests=requests,
        pools=pools or (tiny_pool(agents=agents, horizon=horizon),),
        priority_rules=rules,
    )
    return replace(scenario, **changes)


# ---------------------------------------------------------------------- A: one queue, first come first served


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


# ---------------------------------------------------------------------- B: priorities


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


# ---------------------------------------------------------------------- C: skills


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


# ---------------------------------------------------------------------- D: networks and returns


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


# ---------------------------------------------------------------------- E: time-varying


def infinite_desk(tickets: int) -> Case:
    """E01: so many agents that nobody waits, λ(t) = 100 + 20 sin t (Eick, Massey and Whitt 1993)."""
    periods, steps = max(3, round(tickets / (200 * np.pi))), 240
    edges = np.arange(periods * steps + 1) * (2 * np.pi / steps)
    expected = 100 * np.diff(edges) - 20 * np.diff(np.cos(edges))
    scenario = queue([100.0], [exponential(1.0)], 200, tickets)
    horizon = periods * 2 * np.pi * HOUR
    none = np.zeros(len(expected), dtype=np.int32)
    arrivals: Floats = edges * HOUR
    (segment,) = scenario.segments
    scenario = replace(
        scenario,
        segments=(replace(segment, arrivals=RateArrivals(arrivals, expected, none, none)),),
        pools=(tiny_pool(agents=200, horizon=horizon),),
        run=tiny_run(warmup=0.0, measure=horizon, cooldown=0.0, seed=20260105),
    )
    turn = 2 * np.pi * HOUR
    instants = np.arange(2, periods) * turn
    exact = {
        name: (number_at(instants + part * turn), value)
        for name, part, value in (
            ("m(0)", 0, 90.0),
            ("m(π/2)", 0.25, 110.0),
            ("m(π)", 0.5, 110.0),
            ("m(3π/2)", 0.75, 90.0),
        )
    }
    return Case(scenario, ["fcfs"], exact)


def three_shifts(tickets: int) -> Case:
    """E05: 3, 8 and 5 agents in turn, who hand back what they have in hand (periodic Markov chain)."""
    shift = 8 * HOUR
    days = 6 + max(1, round(tickets / 192))
    counts, rates = (3, 8, 5), (4.0, 12.0, 8.0)
    edges = np.arange(days * 3 + 1) * shift
    none = np.zeros(days * 3, dtype=np.int32)
    expected = np.tile(np.array(rates) * 8, days)
    rosters = tuple(
        on_duty(*_joined([(edges[s], edges[s + 1]) for s in range(days * 3) if counts[s % 3] > k]))
        for k in range(8)
    )
    scenario = queue([8.0], [exponential(2.0)], 1, 100)
    (segment,) = scenario.segments
    scenario = replace(
        scenario,
        segments=(replace(segment, arrivals=RateArrivals(edges, expected, none, none)),),
        pools=(Pool("people", 0, rosters, end_of_shift=EndOfShift.HAND_BACK),),
        run=tiny_run(
            warmup=4 * 3 * shift, measure=(days - 6) * 3 * shift, cooldown=2 * 3 * shift, seed=20260105
        ),
    )
    exact = {"Wq": (queue_time(), 0.2062727152), "P_wait": (P_wait(), 0.4387111797)}
    return Case(scenario, ["fcfs"], exact)


def _joined(intervals: list[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for start, end in intervals:
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


CASES: dict[str, tuple[int, int, Callable[[int], Case]]] = {
    "A02": (100, 154_000, erlang_c_interval),
    "A03 s=1": (100, 4_000, partial(county_hospital, servers=1)),
    "A03 s=2": (100, 10_000, partial(county_hospital, servers=2)),
    "A04 c=3": (100, 5_000, partial(bank, servers=3)),
    "A04 c=4": (100, 33_000, partial(bank, servers=4)),
    "A05 Erlang A": (100, 113_000, busy_erlang_a),
    "A05 Erlang C": (100, 80_000, busy_erlang_c),
    "A06 c=13": (100, 53_000, partial(erlang_a_interval, agents=13)),
    "A06 c=14": (100, 79_000, partial(erlang_a_interval, agents=14)),
    "A13": (100, 4_000, fixed_work),
    "A15": (100, 4_000, lognormal_work),
    "B01": (100, 7_000, two_classes),
    "B02 s=1": (100, 32_000, partial(triage_classes, servers=1)),
    "B02 s=2": (100, 174_000, partial(triage_classes, servers=2)),
    "B03": (100, 32_000, tails_by_class),
    "B05": (100, 23_000, work_by_class),
    "B06 equal": (100, 17_000, partial(impatient_classes, equal=True)),
    "B06 unequal": (100, 15_000, partial(impatient_classes, equal=False)),
    "B07": (100, 5_000, accumulating_general_work),
    "B08": (100, 20_000, accumulating_tails),
    "B12": (100, 4_000, cost_of_orders),
    "B15": (100, 8_000, general_work_by_class),
    "C01": (100, 31_000, n_design),
    "D02": (100, 65_000, jackson),
    "D03": (100, 12_000, immediate_reopening),
    "D04": (100, 120_000, erlang_r),
    "E01": (100, 11_000, infinite_desk),
    "E05": (100, 129_000, three_shifts),
}
"""Name → replications, measured tickets of each, and the case."""
