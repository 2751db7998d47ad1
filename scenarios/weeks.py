"""The measured period in quarters of an hour, and which local hour of the week each lies in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.localtime import HOURS, WEEK, local_time
from sim.vocabulary import Floats, Scenario

__all__ = ["HOURS", "Quarters", "hours_of_week", "measured_quarters"]

QUARTER = 15.0


@dataclass(frozen=True)
class Quarters:
    """Successive steps of 15 minutes."""

    edges: Floats
    """Instants between steps [min], one more than steps."""
    hour: NDArray[np.int64]
    """Local hour of the week of each step, 0 … 167."""

    @property
    def middles(self) -> Floats:
        """The instant in the middle of each step [min]."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    def mean_by_hour(self, per_step: Floats) -> Floats:
        """[…, hour of the week] mean of a quantity given per step [… , step]; 0 for hours that never come."""
        steps = np.bincount(self.hour, minlength=HOURS)
        rows = per_step.reshape(-1, len(self.hour))
        sums = np.array([np.bincount(self.hour, row, HOURS) for row in rows])
        return (sums / np.maximum(steps, 1)).reshape(*per_step.shape[:-1], HOURS)


def measured_quarters(scenario: Scenario, weeks: float = np.inf) -> Quarters:
    """The steps of the measured period, or of its first weeks."""
    run = scenario.run
    until = min(run.measured_until, run.warmup + weeks * WEEK)
    edges = np.append(np.arange(run.warmup, until - 1e-9, QUARTER), until)
    return Quarters(edges, hours_of_week(scenario, edges[:-1]))


def hours_of_week(scenario: Scenario, instants: Floats) -> NDArray[np.int64]:
    """Local hour of the week of each instant, 0 (from Monday 00:00) … 167."""
    first, last = (float(end) for end in (instants.min(initial=0.0), instants.max(initial=0.0)))
    return local_time(scenario.timezone, scenario.start, first, last).hour_of_week(instants)
