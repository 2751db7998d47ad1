"""What one replication adds to the measures of the backlog and of queues over the measured period."""

from __future__ import annotations

import numpy as np

from results.fates import Fates
from results.life_passes import AMOUNTS, OPEN
from results.share import Grouped, Share, Tally, Timed
from sim.vocabulary import Floats


class BacklogSums:
    """Open and waiting tickets: their time averages, and those open at the end with their age."""

    def __init__(self, grouped: Grouped, tally: Tally) -> None:
        self._groups, self._run, self._tally = grouped.groups, grouped.run, tally
        low, high = grouped.groups.span("week")
        self._weeks = np.zeros((2, high - low))
        self._waiting = np.zeros(len(grouped.groups.scenario.tiers) + 1)

    def add(self, fates: Fates) -> None:
        """Takes in a batch."""
        if len(self._weeks[0]):
            edges = self._groups.week_edges
            self._weeks += _by_week(fates.created, edges) + _by_week(fates.reopened_at, edges)
            self._weeks -= _by_week(fates.closed_at, edges)
        item, amounts = fates.batch.numbers, fates.told.amounts[len(AMOUNTS) :]
        self._tally.add_table(item, OPEN, amounts)
        still = np.flatnonzero(amounts[OPEN.index("open_at_end")] > 0)
        age = self._run.measured_until - fates.created[still]
        self._tally.add_durations(("backlog_age",), item[still], Timed.of(age))
        self._waiting[: fates.batch.tiers + 1] += fates.told.tiers[0]

    def complete(self, share: Share) -> None:
        """Completes what the tally found; a week has the backlog of its own time, not that of its tickets."""
        groups = self._groups
        weeks = slice(*groups.span("week"))
        for name, own in zip(("open_minutes", "open_at_end"), self._weeks, strict=True):
            if name in share.sums:
                share.sums[name][weeks] = own[: weeks.stop - weeks.start]
        share.sums["waiting"] = np.zeros(groups.size)
        share.sums["waiting"][slice(*groups.span("all"))] = self._waiting.sum()
        if "tier" in groups.names:
            share.sums["waiting"][slice(*groups.span("tier"))] = self._waiting[1:]


def _by_week(at: Floats, edges: Floats) -> Floats:
    """[2, week] minutes of the week that are left after these instants, and instants before its end."""
    weeks = len(edges) - 1
    place = np.searchsorted(edges, at, side="right") - 1
    inside = (place >= 0) & (place < weeks)
    rest = np.bincount(place[inside], edges[place[inside] + 1] - at[inside], minlength=weeks)
    before_end = np.cumsum(np.bincount(place + 1, minlength=weeks + 1))[: weeks + 1]
    return np.stack([rest + before_end[:-1] * np.diff(edges), before_end[1:].astype(np.float64)])
