"""What one replication under one strategy adds to the measures, and the tickets it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from results.bins import Histogram, bins_of
from results.groups import Groups, Places, largest, summed
from results.tickets import Tickets
from sim.vocabulary import Floats, RunPlan

Column = Floats | NDArray[np.bool_] | NDArray[np.signedinteger]


@dataclass(frozen=True)
class Grouped:
    """The tickets of one replication as they were played, and the groups that they belong to."""

    tickets: Tickets
    groups: Groups
    members: Places
    """[ticket, grouping] places of groups."""

    @property
    def run(self) -> RunPlan:
        """How long was played."""
        return self.groups.scenario.run


def within(instants: Floats, run: RunPlan) -> NDArray[np.bool_]:
    """Which instants lie in the measured period (NaN does not)."""
    return (instants >= run.warmup) & (instants < run.measured_until)


@dataclass
class Share:
    """What one replication adds to the measures."""

    sums: dict[str, Floats] = field(default_factory=dict)
    """Name of a sum → its value per group."""
    histograms: dict[str, Histogram] = field(default_factory=dict)
    """Durations → their histogram."""

    def add(self, members: Places, columns: Mapping[str, Column], groups: Groups) -> None:
        """Sums columns [item] over the groups that the items belong to."""
        table = np.stack([np.asarray(column, np.float64) for column in columns.values()], axis=1)
        totals = summed(members, table, groups.size)
        self.sums.update(zip(columns, totals.T, strict=True))

    def add_durations(self, family: str, members: Places, durations: Floats, groups: Groups) -> None:
        """Counts durations, ∞ for what had not ended, in the groupings that report quantiles."""
        names = groups.names
        kept = [k for k, by in enumerate(names) if by not in {"pool", "hour_of_week", "customer"}]
        spans = [groups.groupings[k].span for k in kept]
        self.histograms[family] = Histogram.of(members[:, kept], spans, bins_of(durations))

    def add_longest(self, family: str, members: Places, durations: Floats, groups: Groups) -> None:
        """Notes the longest duration of each group."""
        most = largest(members, durations, groups.size)
        self.sums[f"{family}_max"] = np.nan_to_num(most, nan=0.0, posinf=np.inf)
        self.sums[f"{family}_max_n"] = (~np.isnan(most)).astype(np.float64)


def gini(ordered: Floats) -> float:
    """Gini coefficient of values in ascending order; 0 where all are equal, also where all are zero."""
    total = float(ordered.sum())
    if total == 0:
        return 0.0
    rank = np.arange(1, len(ordered) + 1)
    return float(2 * np.sum(rank * ordered) / (len(ordered) * total) - (len(ordered) + 1) / len(ordered))
