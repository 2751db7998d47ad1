"""What a measure is.

A ratio is one sum over another (or over a constant of the run); both are kept per replication and group. A
quantile is read from a histogram of durations.
"""

from __future__ import annotations

from dataclasses import dataclass

RUNS, WEEKS, MINUTES = "#runs", "#weeks", "#minutes"
"""Denominators that are the same in every replication: 1, the measured weeks and minutes of a group."""


@dataclass(frozen=True)
class Measure:
    """One number that a run reports for every group."""

    name: str
    what: str
    unit: str
    """min, share, or what is counted."""
    worse: str
    """`high` or `low`: the direction in which it is worse; empty: neither."""
    top: str = ""
    bottom: str = ""
    """Sums whose ratio it is; both empty: a quantile."""
    p: float = 0.0
    """Of a quantile."""
    family: str = ""
    """The durations whose quantile or mean it is."""
    over: str = "tickets"
    """`tickets`: any grouping but by pool; `desk`: all, tier and pool; `queue`: all and tier."""

    @property
    def kind(self) -> str:
        """How it is estimated: ratio, quantile, or largest."""
        return "ratio" if self.bottom else "quantile"


PERCENTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
