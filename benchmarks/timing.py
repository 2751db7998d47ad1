"""How fast engines play, in one run side by side."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, median, stdev

from benchmarks.bench_desk import DAY
from benchmarks.engines import CONTENDERS, EVERYTHING, Run
from benchmarks.pipeline import STAGES

SHORTEST = 3 * DAY
"""The first and the last day do not count."""


@dataclass(frozen=True)
class Timed:
    """The runs of one engine, one per round."""

    runs: tuple[Run, ...]

    def speeds(self, stage: str = EVERYTHING) -> list[float]:
        """Tickets per second of each run."""
        return [run.speed(stage) for run in self.runs]

    def ratio(self, other: Timed, stage: str = EVERYTHING) -> float:
        """How many times as fast as another, which played in the same rounds."""
        return median(a / b for a, b in zip(self.speeds(stage), other.speeds(), strict=True))

    def wait(self, priority: str) -> tuple[float, float]:
        """Mean wait over all runs and its standard error [min]."""
        waits = [run.waits[priority] for run in self.runs]
        return fmean(waits), stdev(waits) / math.sqrt(len(waits))

    def nanoseconds(self) -> dict[str, float]:
        """Stage → processor time per ticket [ns]."""
        return {stage: 1e9 / median(self.speeds(stage)) for stage in STAGES}


def side_by_side(
    minutes: float, repeats: int, told: Callable[[], None] = lambda: None
) -> Mapping[str, Timed]:
    """All engines in turn, A B A B, one run each at a time; a short run first that is not counted."""
    for contender in CONTENDERS.values():
        contender.ready(SHORTEST)(0)
    runners = {
        name: contender.ready(max(minutes * contender.length, SHORTEST))
        for name, contender in CONTENDERS.items()
    }
    found: dict[str, list[Run]] = {name: [] for name in CONTENDERS}
    for repeat in range(repeats):
        for name, run in runners.items():
            gc.collect()  # what the one before has left behind is not this one's work
            found[name].append(run(repeat + 1))
            told()
    return {name: Timed(tuple(runs)) for name, runs in found.items()}
