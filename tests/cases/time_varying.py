"""Queues whose arrivals or people vary with the time: cases E."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.vocabulary import EndOfShift, Floats, Pool, RateArrivals
from tests.cases.measure import P_wait, number_at, queue_time
from tests.cases.queues import HOUR, Case, exponential, queue
from tests.sim.desks import on_duty, tiny_pool, tiny_run


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
