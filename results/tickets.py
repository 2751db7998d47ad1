"""The tickets of one replication as they were played, whole or a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from results.fates import Fates
from sim.lives import Lives
from sim.outcome import Ended, Outcome
from sim.vocabulary import Floats
from sim.workload import Workload

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Tickets:
    """The tickets of one replication as they were played."""

    workload: Workload
    outcome: Outcome

    @cached_property
    def _lives(self) -> Lives:
        return Lives(self.workload, self.outcome)

    def batches(self, since: float, until: float) -> Iterator[Fates]:
        """All tickets in order, a batch at a time, with what falls into a period."""
        return (Fates(batch, since, until) for batch in self._lives.batches())

    @property
    def solved(self) -> Flags:
        """Solved in the end: not reopened again when the run stopped."""
        work = self.outcome.work
        solves = np.bincount(work.ticket[work.ended == Ended.SOLVED], minlength=self.workload.size)
        return (solves > 0) & (solves > self.outcome.reopenings)

    @property
    def touched(self) -> Flags:
        """Had a first touch."""
        return ~np.isnan(self.outcome.first_touch)

    @property
    def wait(self) -> Floats:
        """Creation to the first touch, to leaving, or to the run's end [min]."""
        outcome = self.outcome
        until = np.where(self.touched, outcome.first_touch, outcome.left)
        return np.where(np.isnan(until), outcome.end, until) - self.workload.created
