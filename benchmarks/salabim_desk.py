"""The bench desk in salabim, as a salabim user would write it, with `yield`, which is the faster way."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from typing import Any

import salabim

from benchmarks.bench_desk import AGENTS, MU, ONWARD, PATIENCE, PER_MINUTE, SHARES, SIGMA, Wait


class Ticket(salabim.Component):  # type: ignore[misc]
    """A ticket's life."""

    def setup(self, tiers: list[Any], segment: str, waits: list[Wait]) -> None:
        self.tiers, self.segment, self.waits = tiers, segment, waits
        self.rank = list(SHARES).index(segment)

    def process(self) -> Generator[Any, Any, None]:
        first, created = self.tiers[0], self.env.now()
        yield self.request((first, 1, self.rank), fail_delay=random.expovariate(1 / PATIENCE))
        self.waits.append((self.segment, created, self.env.now() - created))
        if self.failed():
            return
        yield self.hold(random.lognormvariate(MU[0], SIGMA))
        self.release(first)
        for tier, mu in zip(self.tiers[1:], MU[1:], strict=True):
            if random.random() >= ONWARD:
                return
            yield self.request((tier, 1, self.rank))
            yield self.hold(random.lognormvariate(mu, SIGMA))
            self.release(tier)


def play(minutes: float, seed: int) -> tuple[int, Callable[[], list[Wait]]]:
    """Plays so many minutes from an empty desk: the number of tickets, and the waits for L1."""
    env = salabim.Environment(random_seed=seed, yieldless=False)
    tiers = [salabim.Resource(capacity=agents) for agents in AGENTS]
    waits: list[Wait] = []
    for segment, share in SHARES.items():
        between = salabim.Exponential(rate=PER_MINUTE * share)
        salabim.ComponentGenerator(Ticket, iat=between, tiers=tiers, segment=segment, waits=waits)
    env.run(till=minutes)
    return len(waits) + tiers[0].requesters().length(), lambda: waits
