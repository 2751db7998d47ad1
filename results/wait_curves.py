"""How waits are distributed: the share of tickets served within each time, with the promise's limits."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.bins import BINS, EMPTY, durations_of, merged, rounded
from results.groups import CROSS
from results.record import Record
from sim.vocabulary import METRICS, Scenario

WAITS = ("what_if", "strategy", "measure", "by", "group", "minutes", "share", "tickets", "limit")
TOLD = {
    "wait": ("all", "segment", "priority"),
    "first_reply": ("all", "segment", "priority"),
    "first_reply_open": (f"policy{CROSS}priority",),
    "full_resolution_open": (f"policy{CROSS}priority",),
}
"""Durations → the groupings by which their distribution is told."""
POINTS = 80
"""Points of a curve at most."""
_METRIC_OF = {"first_reply_open": "first_reply", "full_resolution_open": "full_resolution"}


def wait_table(records: Mapping[str, Record], what_if: str) -> pd.DataFrame:
    """One row per point of each curve: `share` of `tickets` was served within `minutes`.

    Durations that had not ended when the run did are in `tickets`, and never in `share`. `limit` is the
    promise's, where the group has a single one on the clock that is shown; NaN elsewhere.
    """
    parts = [
        _curves(record, family, by).assign(what_if=what_if, strategy=strategy)
        for strategy, record in records.items()
        for family, groupings in TOLD.items()
        for by in groupings
        if by in record.groups.names
    ]
    return pd.DataFrame(pd.concat(parts, ignore_index=True)[list(WAITS)])


def _curves(record: Record, family: str, by: str) -> pd.DataFrame:
    groups, sections = record.groups, record.sections(family)
    low, high = groups.span(by)
    pooled = merged(sections) if sections else EMPTY
    labels = groups.labels[1]
    parts = []
    for place in range(low, high):
        begin, end = np.searchsorted(pooled.keys, (place * BINS, (place + 1) * BINS))
        if end > begin:
            curve = _curve(pooled.keys[begin:end] - place * BINS, pooled.counts[begin:end])
            limit = _limit(groups.scenario, family, str(labels[place]))
            parts.append(curve.assign(measure=family, by=by, group=labels[place], limit=limit))
    if not parts:
        return pd.DataFrame(columns=[name for name in WAITS if name not in {"what_if", "strategy"}])
    return pd.concat(parts, ignore_index=True)


def _curve(bins: NDArray[np.int64], counts: NDArray[np.int64]) -> pd.DataFrame:
    """The cumulated shares at evenly spread ranks; the last finite duration is always there."""
    minutes = durations_of(bins)
    total = int(counts.sum())
    finite = np.isfinite(minutes)
    share = np.cumsum(counts[finite]) / total
    if not len(share):
        return pd.DataFrame({"minutes": [np.nan], "share": [0.0], "tickets": [total]})
    wanted = np.linspace(0, share[-1], POINTS)
    kept = np.unique(np.searchsorted(share, wanted - 1e-12).clip(max=len(share) - 1))
    minutes, share = rounded(minutes[finite][kept]), rounded(share[kept])
    return pd.DataFrame({"minutes": minutes, "share": share, "tickets": total})


def _limit(scenario: Scenario, family: str, group: str) -> float:
    """The limit of a policy × priority on the promise's own calendar [min]."""
    if family not in _METRIC_OF:
        return math.nan
    metric = METRICS.index(_METRIC_OF[family])
    for policy in scenario.policies:
        for place, priority in enumerate(scenario.priorities):
            if f"{policy.name}{CROSS}{priority}" == group and (metric, place) in policy.targets:
                return float(policy.targets[metric, place].limit)
    return math.nan
