"""How a queue with exact answers is set up as a desk.

One unit of a case's time is `HOUR` minutes, so that the grid of time is far finer than any duration.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sim.distributions import Distribution, Exponential
from sim.vocabulary import (
    SOLVED,
    Condition,
    EntryRule,
    Mix,
    Pool,
    RateArrivals,
    RequestType,
    Scenario,
    Segment,
    Step,
)
from tests.cases.measure import Measure
from tests.sim.desks import tiny_pool, tiny_run, tiny_scenario

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
