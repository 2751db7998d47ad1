"""How waits are distributed: the share of tickets served within each time, with the promise's limits."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.bins import BINS, durations_of, rounded
from results.groups import CROSS
from results.record import Record
from sim.vocabulary import METRICS, Floats, Scenario

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
    groups, pooled = record.groups, record.pooled(family)
    low, high = groups.span(by)
    edges = np.searchsorted(pooled.keys, np.arange(low, high + 1) * BINS)
    seen = np.flatnonzero(np.diff(edges))
    if not len(seen):
        return pd.DataFrame(columns=[name for name in WAITS if name not in {"what_if", "strategy"}])
    spans = [slice(edges[place], edges[place + 1]) for place in seen]
    curves = [_curve(pooled.keys[span] % BINS, pooled.counts[span]) for span in spans]
    points = [len(minutes) for minutes, _ in curves]
    labels = groups.labels[1][low:high][seen]
    limits = np.array([_limit(groups.scenario, family, str(label)) for label in labels])
    columns = {
        "minutes": np.concatenate([minutes for minutes, _ in curves]),
        "share": np.concatenate([share for _, share in curves]),
        "tickets": np.repeat([int(pooled.counts[span].sum()) for span in spans], points),
        "measure": family,
        "by": by,
        "group": np.repeat(labels, points),
        "limit": np.repeat(limits, points),
    }
    return pd.DataFrame(columns)


def _curve(bins: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Minutes and cumulated shares at evenly spread ranks; the last finite duration is always there."""
    minutes = durations_of(bins)
    finite = np.isfinite(minutes)
    share = np.cumsum(counts[finite]) / counts.sum()
    if not len(share):
        return np.array([np.nan]), np.array([0.0])
    wanted = np.linspace(0, share[-1], POINTS)
    kept = np.unique(np.searchsorted(share, wanted - 1e-12).clip(max=len(share) - 1))
    return rounded(minutes[finite][kept]), rounded(share[kept])


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
