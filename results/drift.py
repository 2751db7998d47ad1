"""What makes figures say less than they seem to: a backlog that drifts, odd weeks, too few replications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from results.estimates import SECTIONS, Ratios
from results.groups import Groups
from results.measure import Measure
from results.words import duration, listed, plural, three_figures
from sim.vocabulary import Floats, RunPlan

WEEK, HOUR = 7 * 1440.0, 60.0
FEWEST = 4
"""Ends of weeks without which nothing is said of a drift."""
NOTABLE = 0.05
"""A drift is told where over the period it comes to this share of the mean backlog."""

MOST_NAMED = 6
"""So many candidates are named."""


class DriftRecord:
    """How the backlog at the ends of weeks grows in the measured period, over replications."""

    def __init__(self, groups: Groups) -> None:
        weeks = slice(*groups.span("week"))
        edges = groups.week_edges[1:] if weeks.stop > weeks.start else np.empty(0)
        whole = np.diff(groups.week_edges) > WEEK - 2 * HOUR
        self._places = np.arange(weeks.start, weeks.stop)[whole[: len(edges)]]
        self._ends = edges[whole[: len(edges)]] / WEEK
        self._moments = Ratios()

    def add(self, sums: Mapping[str, Floats], replications: int = 1) -> None:
        """Takes in one replication, or several added up."""
        if len(self._places) >= FEWEST and "open_at_end" in sums:
            backlog = sums["open_at_end"][self._places] / replications
            away = self._ends - self._ends.mean()
            slope = float(away @ backlog / (away @ away))
            self._moments.add(np.array([slope, float(backlog.mean())]), np.ones(2))

    @property
    def slope(self) -> tuple[float, float, float]:
        """Tickets by which the backlog grows a week, with its interval; NaN where that cannot be told."""
        if self._moments.replications < 2:
            return (float("nan"),) * 3
        found = self._moments.estimates()
        return float(found.value[0]), float(found.low[0]), float(found.high[0])

    @property
    def direction(self) -> int:
        """1: it grows, −1: it shrinks, 0: it does not drift, as far as can be told and matters."""
        slope, low, high = self.slope
        if not (low > 0 or high < 0):
            return 0
        mean = float(self._moments.estimates().value[1])
        if abs(slope) * (self._ends[-1] - self._ends[0]) < max(NOTABLE * mean, 1.0):
            return 0
        return 1 if slope > 0 else -1


def drifting(records: Mapping[str, DriftRecord]) -> Iterator[str]:
    """A sentence on the candidates whose backlog grows, and one on those where it shrinks."""
    for direction, verb in (1, "grows"), (-1, "shrinks"):
        slopes = {name: one.slope for name, one in records.items() if one.direction == direction}
        if slopes:
            yield (
                f"Under {_some(list(slopes))} the backlog at the end of the week {verb} by "
                f"{_by(list(slopes.values()))}: the figures depend on how long is measured."
            )


def _some(names: list[str]) -> str:
    """All names; of many, the first and how many more."""
    more = len(names) - MOST_NAMED
    return listed(names if more < 2 else [*names[:MOST_NAMED], f"{more} more"])


def _by(slopes: list[tuple[float, float, float]]) -> str:
    """`12 tickets a week (10 … 14)`, or from the least to the most of several."""
    values = sorted(abs(value) for value, _, _ in slopes)
    ends = sorted(abs(end) for _, *both in slopes for end in both)
    told = _from_to(values) if len(values) > 1 else three_figures(values[0])
    return f"{told} tickets a week ({_from_to(ends)})"


def _from_to(ordered: list[float]) -> str:
    return f"{three_figures(ordered[0])} … {three_figures(ordered[-1])}"


def odd_weeks(measure: float) -> str:
    """What a measured period that is not whole weeks does; empty where it is, or is shorter than one."""
    rest = measure % WEEK
    if measure < WEEK or min(rest, WEEK - rest) <= HOUR:
        return ""
    return (
        f"the measured period, {duration(measure)}, is not whole weeks, "
        "so that some days of the week count more than others"
    )


def too_few(measures: Iterable[Measure], replications: int) -> str:
    """What so few replications do not tell of these measures; empty: they tell all."""
    if replications >= SECTIONS or not any(measure.kind == "quantile" for measure in measures):
        return ""
    few = plural(replications, "replication")
    return f"Quantiles have no interval with {few}: at least {SECTIONS} are needed."


def cautions(run: RunPlan, records: Mapping[str, DriftRecord]) -> list[str]:
    """Sentences on the measured period and on the candidates whose backlog drifts."""
    odd = odd_weeks(run.measure)
    return [*([f"Note that {odd}."] if odd else []), *drifting(records)]
