"""What one replication adds to the measures of tickets: sums per group, and histograms of durations.

Tickets belong to the period in which they are created.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from results.fates import Fates
from results.life_passes import AMOUNTS, DURATIONS, FLAGS, WAIT
from results.share import OF_DURATIONS, Flagged, Grouped, Share, Tally, Timed, gini
from sim.calendars import open_times
from sim.lives import by_code
from sim.vocabulary import ALWAYS, METRICS, Floats

OPEN = {"first_reply": METRICS.index("first_reply"), "full_resolution": METRICS.index("full_resolution")}
"""Durations that are also told on the promise's calendar, and the clock whose calendar that is."""


class TicketSums:
    """What the tickets created in the measured period add to a tally, taken in batch by batch."""

    def __init__(self, grouped: Grouped, tally: Tally) -> None:
        self._grouped, self._tally = grouped, tally
        self._promises = grouped.groups.promises
        self._plain = {
            family: bool((self._promises.calendar[:, metric] == ALWAYS).all())
            for family, metric in OPEN.items()
        }
        tickets = grouped.tickets.workload.size
        self._waits, self._targets = np.empty(tickets), np.empty(tickets, np.int32)
        self._at_tier = np.zeros((2, len(grouped.groups.scenario.tiers)))

    def add(self, fates: Fates, target: NDArray[np.int32]) -> None:
        """Takes in a batch; `target` are the target rows of its tickets as observed."""
        some, told = fates.measured, fates.told
        item = fates.batch.numbers[some]
        self._tally.count(item, Flagged(FLAGS, told.codes[some]))
        self._tally.add_table(item, AMOUNTS, told.amounts, some.start)
        self._tally.add_durations(DURATIONS, item, Timed(told.lengths, told.states), some.start)
        for family, metric in OPEN.items():
            if not self._plain[family]:
                place = DURATIONS.index(family)
                own = self._open(target[some], metric, fates.created[some], told.lengths[place, some])
                timed = Timed(own[None], told.states[None, place, some])
                self._tally.add_durations((f"{family}_open",), item, timed)
        self._add_answers(fates, some)
        self._at_tier[:, : fates.batch.tiers] += told.tiers[1:, 1:]
        self._waits[fates.batch.span], self._targets[fates.batch.span] = told.lengths[WAIT], target

    def complete(self, share: Share) -> None:
        """Completes what the tally found."""
        for family, plain in self._plain.items():
            if plain and family in share.histograms:
                share.histograms[f"{family}_open"] = share.histograms[family]
                for what in OF_DURATIONS:
                    share.sums[f"{family}_open{what}"] = share.sums[f"{family}{what}"]
        low, high = self._grouped.groups.span("tier")
        for name, own in zip(("stay", "stay_n"), self._at_tier, strict=True):
            share.sums.setdefault(name, np.zeros(self._grouped.groups.size))[low:high] = own[: high - low]
        share.sums["wait_gini"], share.sums["wait_gini_n"] = self._wait_gini()
        share.sums["deflected"] = _deflected(self._grouped)

    def _open(self, target: NDArray[np.int32], metric: int, created: Floats, length: Floats) -> Floats:
        """Open time of durations on the calendars of the observed targets."""
        calendar, clocks = self._promises.calendar[target, metric], self._promises.clocks
        return open_times(clocks, calendar, created + length) - open_times(clocks, calendar, created)

    def _add_answers(self, fates: Fates, some: slice) -> None:
        """Waits for the next reply, of messages to tickets created in the period."""
        first, told = fates.batch.logs.messages_first, fates.told
        own = slice(first[some.start], first[some.stop])
        item = fates.batch.message_ticket[own] + np.int32(fates.batch.begin)
        self._tally.count(item, Flagged.of({"next_reply_undecided": told.answered[own] > 0}))
        timed = Timed(told.answers[None, own], told.answered[None, own])
        self._tally.add_durations(("next_reply",), item, timed)

    def _wait_gini(self) -> NDArray[np.float64]:
        """Unevenness of waits within each policy × priority; over several, weighted by tickets."""
        groups, run, workload = self._grouped.groups, self._grouped.run, self._grouped.tickets.workload
        measured = slice(*np.searchsorted(workload.created, [run.warmup, run.measured_until]))
        target, waits, totals = self._targets[measured], self._waits[measured], np.zeros((2, groups.size))
        priorities = len(groups.scenario.priorities)
        rows = len(groups.scenario.policies) * priorities
        first, order = by_code(target, rows + 1)
        for row in range(rows):
            own = waits.take(order[first[row] : first[row + 1]])
            own.sort()
            if len(own):
                codes = {"all": 0, "policy": row // priorities, "policy×priority": row}
                for by, code in codes.items():
                    if by in groups.names:
                        totals[:, groups.span(by)[0] + code] += len(own) * gini(own), len(own)
        return totals


def _deflected(grouped: Grouped) -> Floats:
    groups = grouped.groups
    served = np.asarray(grouped.tickets.workload.deflected, np.float64)
    sums = np.zeros(groups.size)
    for by, own in (("all", served.sum()), ("segment", served.sum(axis=1)), ("request", served.sum(axis=0))):
        if by in groups.names:
            sums[slice(*groups.span(by))] = own
    return sums
