"""How the desk is loaded over the hours of the week: queue, backlog, people on duty and at work.

The queue of all tiers includes tickets that wait for manual triage.

One value per hour of the measured period, its time average; all of them are counted in bins by hour of the
week, so that memory is constant and the spread is that over weeks and replications.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.bins import BINS, EMPTY, Histogram, bins_of, durations_of, merged, rounded
from results.fates import Fates
from results.groups import HOURS, WEEKDAYS, Groups
from results.hour_passes import HOUR, count_hours
from results.share import Grouped
from sim.vocabulary import Floats

FAMILY = "load by hour"
QUEUE, BACKLOG, ON_DUTY, AT_WORK = "queue", "backlog", "on duty", "at work"
LOW, HIGH = 0.1, 0.9
"""The spread told: one hour in ten is below, one above."""
LOAD = ("what_if", "strategy", "series", "by", "group", "hour_of_week", "mean", "low", "high")

HOURS_OF_WEEK = tuple(f"{day} {hour}" for day in WEEKDAYS for hour in HOURS)


def series_of(groups: Groups) -> list[tuple[str, str, str]]:
    """`series, by, group` of everything that is told by hour of the week."""
    tiers = [("all", "all"), *(("tier", tier) for tier in groups.scenario.tiers)]
    people = [*tiers, *(("pool", pool.name) for pool in groups.scenario.pools)]
    return [
        (BACKLOG, "all", "all"),
        *((QUEUE, *tier) for tier in tiers),
        *((ON_DUTY, *one) for one in people),
        *((AT_WORK, *one) for one in people),
    ]


class LoadByHour:
    """Averages of each hour of the measured period, added up batch after batch."""

    def __init__(self, grouped: Grouped) -> None:
        self.grouped = grouped
        self._hours = _Hours(grouped.groups)
        self._backlog = np.zeros((1, self._hours.number))
        self._queue = np.zeros((len(grouped.groups.scenario.tiers) + 1, self._hours.number))

    def add(self, fates: Fates) -> None:
        """Takes in a batch of tickets."""
        hours, batch = self._hours, fates.batch
        self._backlog[0] += hours.after(fates.created) + hours.after(fates.reopened_at)
        self._backlog[0] -= hours.after(fates.closed_at)
        self._queue += hours.during(batch.stay_tier + 1, batch.joined, batch.stayed_until, len(self._queue))

    def histogram(self) -> Histogram:
        """All of them, counted by series and hour of the week."""
        tickets, groups, hours = self.grouped.tickets, self.grouped.groups, self._hours
        pool = np.array([place for place, p in enumerate(groups.scenario.pools) for _ in p.rosters], np.int64)
        there, work = tickets.workload.attendance, tickets.outcome.work
        present = np.repeat(np.arange(len(there.on_first) - 1), np.diff(there.on_first))
        on_duty = hours.during(pool[present], there.on_start, there.on_end, len(groups.scenario.pools))
        at_work = hours.during(pool[work.agent], work.start, work.end, len(groups.scenario.pools))
        queues = [self._queue.sum(axis=0, keepdims=True), self._queue[1:]]
        return hours.counted(
            np.concatenate([self._backlog, *queues, _people(on_duty, groups), _people(at_work, groups)])
        )


def load_table(sections: Sequence[Histogram], groups: Groups) -> pd.DataFrame:
    """`series, by, group, hour_of_week, mean, low, high`; hours that no measured week has are left out."""
    told = series_of(groups)
    size = len(told) * len(HOURS_OF_WEEK)
    pooled = merged(list(sections)) if sections else EMPTY
    row, value = pooled.keys // BINS, durations_of(pooled.keys % BINS)
    counts = np.bincount(row, pooled.counts, minlength=size)
    sums = np.bincount(row, pooled.counts * value, minlength=size)
    low, high = (pooled.quantiles(p, size)[0] for p in (LOW, HIGH))
    seen = np.flatnonzero(counts)
    names = np.array(told, dtype=object)[seen // len(HOURS_OF_WEEK)]
    columns = {
        "series": names[:, 0],
        "by": names[:, 1],
        "group": names[:, 2],
        "hour_of_week": np.array(HOURS_OF_WEEK, dtype=object)[seen % len(HOURS_OF_WEEK)],
        "mean": rounded(sums[seen] / counts[seen]),
        "low": rounded(low[seen]),
        "high": rounded(high[seen]),
    }
    return pd.DataFrame(columns)


def _people(pools: Floats, groups: Groups) -> Floats:
    """All together, then tiers, then pools."""
    tiers = np.zeros((len(groups.scenario.tiers), pools.shape[1]))
    np.add.at(tiers, [pool.tier for pool in groups.scenario.pools], pools)
    return np.concatenate([pools.sum(axis=0, keepdims=True), tiers, pools])


class _Hours:
    """The whole hours of the measured period, counted from the scenario's start."""

    def __init__(self, groups: Groups) -> None:
        run = groups.scenario.run
        self.first = int(np.ceil(run.warmup / HOUR))
        self.number = max(int(np.floor(run.measured_until / HOUR)) - self.first, 0)
        middles = np.asarray((self.first + np.arange(self.number) + 0.5) * HOUR, np.float64)
        self._hour = groups.of_time("hour_of_week", middles).astype(np.int64)

    def after(self, at: Floats) -> Floats:
        """[hour] how many of these instants have passed, averaged over each hour."""
        passed: Floats = self._after(np.zeros(len(at), np.int64), at, 1)[0]
        return passed

    def during(self, row: NDArray[np.signedinteger], start: Floats, end: Floats, rows: int) -> Floats:
        """[row, hour] how many of these intervals are on, averaged over each hour."""
        return self._after(row, start, rows) - self._after(row, end, rows)

    def _after(self, row: NDArray[np.signedinteger], at: Floats, rows: int) -> Floats:
        inside, whole = np.zeros((rows, self.number + 1)), np.zeros((rows, self.number + 1), np.int64)
        count_hours(row.astype(np.int64), np.ascontiguousarray(at), self.first, inside, whole)
        inside[:, 1:] += np.cumsum(whole[:, :-1], axis=1)
        return inside[:, : self.number]

    def counted(self, values: Floats) -> Histogram:
        """How often each average occurs, by row and hour of the week."""
        bins = bins_of(np.where(values < 1e-9, 0.0, values).ravel()).astype(np.int64)
        row = np.repeat(np.arange(len(values)), self.number) * len(HOURS_OF_WEEK)
        keys = (row + np.tile(self._hour, len(values))) * BINS + bins
        return Histogram(*np.unique(keys, return_counts=True))
