"""How fast an engine plays, and how much memory a ticket takes."""

from __future__ import annotations

import math
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import fmean, median, stdev

from benchmarks.engines import ENGINES


@dataclass
class Timed:
    """The runs of one engine."""

    speeds: list[float] = field(default_factory=list)
    """Tickets per second of processor time."""
    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Priority → mean wait of each run [min]."""
    bytes_per_ticket: float = 0.0

    @property
    def speed(self) -> float:
        """The usual speed [tickets/s]."""
        return median(self.speeds)

    def wait(self, priority: str) -> tuple[float, float]:
        """Mean over all runs and its standard error [min]."""
        runs = self.waits[priority]
        return fmean(runs), stdev(runs) / math.sqrt(len(runs))


def side_by_side(weeks: int, repeats: int, told: Callable[[], None]) -> dict[str, Timed]:
    """All engines in turn, A B A B, one run each at a time; a short run first that is not counted."""
    runners = {name: ready(weeks) for name, ready in ENGINES.items()}
    found = {name: Timed() for name in ENGINES}
    for ready in ENGINES.values():
        ready(1)(0)
    for repeat in range(repeats):
        for name, run in runners.items():
            began = time.process_time()
            played = run(repeat + 1)
            found[name].speeds.append(played.tickets / (time.process_time() - began))
            for priority, wait in played.waits().items():
                found[name].waits[priority].append(wait)
            told()
    return found


def bytes_per_ticket(name: str, weeks: int) -> float:
    """The height of what one run holds at a time, over its tickets."""
    run = ENGINES[name](weeks)
    tracemalloc.start()
    try:
        played = run(0)
        return tracemalloc.get_traced_memory()[1] / played.tickets
    finally:
        tracemalloc.stop()
