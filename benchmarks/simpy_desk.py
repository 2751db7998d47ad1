"""The bench desk in SimPy, as short as a SimPy user would write it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random
from typing import Any

import simpy

from benchmarks.bench_desk import AGENTS, MU, ONWARD, PATIENCE, PER_MINUTE, SHARES, SIGMA, Wait


def play(minutes: float, seed: int) -> tuple[int, Callable[[], list[Wait]]]:
    """Plays so many minutes from an empty desk: the number of tickets, and the waits for L1."""
    env, chance = simpy.Environment(), Random(seed)
    tiers = [simpy.PriorityResource(env, agents) for agents in AGENTS]
    waits: list[Wait] = []
    came = 0

    def source(priority: str, rank: int, rate: float) -> Generator[Any, Any, None]:
        nonlocal came
        while True:
            yield env.timeout(chance.expovariate(rate))
            came += 1
            env.process(ticket(priority, rank))

    def ticket(priority: str, rank: int) -> Generator[Any, Any, None]:
        created = env.now
        with tiers[0].request(rank) as turn:
            yield turn | env.timeout(chance.expovariate(1 / PATIENCE))
            waits.append((priority, created, env.now - created))
            if not turn.triggered:
                return
            yield env.timeout(chance.lognormvariate(MU[0], SIGMA))
        for tier, mu in zip(tiers[1:], MU[1:], strict=True):
            if chance.random() >= ONWARD:
                return
            with tier.request(rank) as turn:
                yield turn
                yield env.timeout(chance.lognormvariate(mu, SIGMA))

    for rank, (priority, share) in enumerate(SHARES.items()):
        env.process(source(priority, rank, PER_MINUTE * share))
    env.run(minutes)
    return came, lambda: waits
