"""Which differences a comparison tells: those that people read, unless more is asked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.groups import CROSS, Groups, Places
from results.measures import MEASURES
from results.promises import OWED
from sim.vocabulary import METRICS

READ_BY = ("all", "segment", "policy", f"policy{CROSS}priority", "priority", "true_priority", "tier", "pool")
"""Groupings that people read; the times of creation and all other attributes are for those who ask."""

_CLOCKS = tuple(
    f"{name}{owed}"
    for name in (*(f"{metric}_attainment" for metric in METRICS), "kept_share", "ticket_attainment")
    for owed in ("", OWED)
)
READ = (
    *("wait_mean", "wait_p50", "wait_p90", "first_reply_mean", "first_reply_p50", "first_reply_p90"),
    *("full_resolution_mean", "full_resolution_p50", "full_resolution_p90", *_CLOCKS),
    *("breaches_per_week", f"breaches_per_week{OWED}", "abandoned_share", "lost_share", "wait_gini"),
    *("transfers_mean", "touches_mean", "occupancy", "utilization", "overtime", "queue_mean"),
    *("backlog_mean", "backlog_end", "cost_per_week", "cost_per_ticket"),
)
"""Measures that people read."""


@dataclass(frozen=True)
class Told:
    """What is told beside what people read."""

    measures: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    everything: bool = False

    def measure_names(self) -> frozenset[str]:
        """The measures whose differences are told."""
        return frozenset(MEASURES if self.everything else (*READ, *self.measures))

    def places(self, groups: Groups) -> Places:
        """The groups for which differences are told, in order."""
        wanted = groups.names if self.everything else (*READ_BY, *self.by)
        parts = [np.arange(*groups.span(by)) for by in groups.names if by in wanted]
        return np.concatenate(parts).astype(np.int64)
