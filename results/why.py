"""Why tickets waited, and what else their time was spent on: what a play adds, and the table made of it.

Of tickets created in the measured period, up to the last solve, leaving or the run's end. By tier only the
queues are told, per ticket that came to the tier; those that outrank are told by their segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.estimates import Ratios
from results.groups import HOURS
from results.hour_passes import add_to_places
from results.share import Grouped
from results.words import duration, percent
from sim.desk import desk_of
from sim.outcome import Stays
from sim.reasons import Outrankers, Part, Reason, lives_of, waits_of
from sim.vocabulary import Floats, Scenario

WHY = "why"
"""The name of its sums among those of a play: [place, tickets and minutes by cause]."""

OUTRANKED = "outranked"
IN_QUEUE = {
    Reason.NOBODY_ON_DUTY: "nobody on duty",
    Reason.NOBODY_WHO_MAY: "nobody on duty who may serve it",
    Reason.LEFT_TO_OTHERS: "left to others' skill",
    Reason.ALL_BUSY: "all busy",
}
QUEUE = (*IN_QUEUE.values(), OUTRANKED)
"""Reasons for waiting in a queue."""
ELSEWHERE = {
    Part.AT_WORK: "in work",
    Part.PENDING: "pending",
    Part.ON_HOLD: "on hold",
    Part.PAUSED: "paused",
    Part.SOLVED: "solved, later reopened",
}
"""What the rest of the time to the resolution is spent on."""
WHYS = ("what_if", "strategy", "by", "group", "reason", "of", "minutes", "low", "high", "share", "tickets")


def places_of(scenario: Scenario) -> list[tuple[str, str]]:
    """`by, group` of every row of the sums."""
    groups = {
        "all": ("all",),
        "segment": tuple(segment.name for segment in scenario.segments),
        "hour": HOURS,
        "tier": scenario.tiers,
    }
    return [(by, label) for by, labels in groups.items() for label in labels]


def causes_of(scenario: Scenario) -> list[tuple[str, str]]:
    """`reason, of` of every column of the sums but the first."""
    return [
        *((name, "") for name in IN_QUEUE.values()),
        *((OUTRANKED, segment.name) for segment in scenario.segments),
        *((name, "") for name in ELSEWHERE.values()),
    ]


def why_sums(grouped: Grouped) -> Floats:
    """What one play adds: tickets, and their minutes by cause, at every place."""
    scenario, run = grouped.groups.scenario, grouped.run
    workload, outcome = grouped.tickets.workload, grouped.tickets.outcome
    low, high = np.searchsorted(workload.created, (run.warmup, run.measured_until))
    own = slice(int(low), int(high))
    tickets = _Tickets.of(grouped)
    by = Outrankers(tickets.segment, len(scenario.segments))
    at_tiers = np.zeros((len(scenario.tiers), len(causes_of(scenario))))
    queue = np.zeros((tickets.places, int(Reason.OUTRANKED) + by.groups))
    lives = lives_of(workload, outcome)
    for waits in waits_of(workload, outcome, desk_of(scenario), own, by, lives):
        found = tickets.by_place(waits.ticket, waits.minutes)
        queue += found
        at_tiers[waits.tier, : queue.shape[1]] += found[0]
    rest = tickets.by_place(np.arange(own.start, own.stop, dtype=np.int32), lives.parts[own])
    number = np.bincount(tickets.place[own].ravel(), minlength=tickets.places)
    came = _came(outcome.stays, own, len(scenario.tiers))
    minutes = np.concatenate([np.concatenate([queue, rest], axis=1), at_tiers])
    return np.column_stack([np.concatenate([number, came]), minutes])


@dataclass(frozen=True)
class _Tickets:
    """The segment of every ticket, and the places at which it is told."""

    segment: NDArray[np.int16]
    place: NDArray[np.int32]
    """[ticket, 3]: among all, by segment, by the hour of creation."""
    places: int
    """How many places there are but the tiers."""

    @classmethod
    def of(cls, grouped: Grouped) -> _Tickets:
        """Those of a play."""
        workload, groups = grouped.tickets.workload, grouped.groups
        segment, segments = workload.codes("segment"), len(groups.scenario.segments)
        place = np.zeros((workload.size, 3), np.int32)
        place[:, 1] = 1 + segment
        place[:, 2] = 1 + segments + groups.of_time("hour", workload.created)
        return cls(segment, place, 1 + segments + len(HOURS))

    def by_place(self, ticket: NDArray[np.int32], values: Floats) -> Floats:
        """Sums [place, column] of values [row, column] of some tickets."""
        sums = np.zeros((self.places, values.shape[1]))
        add_to_places(ticket, self.place, values, sums)
        return sums


def _came(stays: Stays, own: slice, tiers: int) -> Floats:
    """Tickets of a range that ever came to each tier."""
    mine = (stays.ticket >= own.start) & (stays.ticket < own.stop)
    came = np.zeros((own.stop - own.start, tiers), np.bool_)
    came[stays.ticket[mine] - own.start, stays.tier[mine]] = True
    return np.asarray(came.sum(axis=0), np.float64)


class WhyRecord:
    """The sums of all replications of one strategy."""

    def __init__(self) -> None:
        self._ratios = Ratios()

    def add(self, sums: Floats) -> None:
        """Takes in one replication."""
        self._ratios.add(sums[:, 1:], np.repeat(sums[:, :1], sums.shape[1] - 1, axis=1))

    def table(self, scenario: Scenario) -> pd.DataFrame:
        """`by, group, reason, of, minutes, low, high, share, tickets`; causes that never occur are left out.

        `minutes` are per ticket, `share` is that of all minutes of the group; by tier, of those in its queue.
        """
        if not self._ratios.replications:
            return pd.DataFrame(columns=list(WHYS[2:]))
        found, tickets = self._ratios.estimates(), self._ratios.denominators
        place, cause = np.nonzero(found.value > 0)
        minutes = found.value[place, cause]
        whole = np.nansum(found.value, axis=1)[place]
        names = [np.array(column, dtype=object) for column in zip(*places_of(scenario), strict=True)]
        causes = [np.array(column, dtype=object) for column in zip(*causes_of(scenario), strict=True)]
        return pd.DataFrame(
            {
                "by": names[0][place],
                "group": names[1][place],
                "reason": causes[0][cause],
                "of": causes[1][cause],
                "minutes": minutes,
                "low": np.maximum(found.low[place, cause], 0.0),
                "high": found.high[place, cause],
                "share": minutes / whole,
                "tickets": tickets[place, cause].astype(np.int64),
            }
        )


def why_table(records: Mapping[str, WhyRecord], scenario: Scenario, what_if: str) -> pd.DataFrame:
    """The rows of `why.csv`: every strategy of a what-if."""
    tables = [
        record.table(scenario).assign(what_if=what_if, strategy=name)[list(WHYS)]
        for name, record in records.items()
    ]
    return pd.DataFrame(pd.concat(tables, ignore_index=True))


def in_words(frame: pd.DataFrame, tier: str) -> str:
    """`L1: 35 min in the queue per ticket: nobody on duty 60 %, …`, of one candidate; empty: no waiting."""
    own = frame[(frame["by"] == "tier") & (frame["group"] == tier)]
    if own.empty:
        return ""
    shares = own.groupby("reason", sort=False)["share"].sum().sort_values(ascending=False)
    told = ", ".join(f"{reason} {percent(float(share), 0)}" for reason, share in shares.items())
    return f"{tier}: {duration(float(own['minutes'].sum()))} in the queue per ticket that came there: {told}."
