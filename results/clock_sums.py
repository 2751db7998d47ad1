"""What one replication adds to the measures of promises.

Clocks belong to the period in which they are decided: when they stop or at the breach, whichever is first.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from results.cells import Cells
from results.clock_passes import FLAGS, KINDS, ToldClocks, tell_clocks
from results.fates import Fates
from results.groups import GROUPS_AT_ONCE, Groups, Places
from results.life_passes import SOLVED
from results.passes import Codes, Counts
from results.promises import ClockCounts, promises_of
from results.share import OF_DURATIONS, Flagged, Grouped, Share, Tally, Timed
from sim.clock_history import Instances
from sim.vocabulary import METRICS

TARGETS = ("policy", "priority", "policy×priority")
"""Groupings in which a clock is where its target is, not its ticket."""
COUNTED = 4
"""So many flags are counted of clocks of all metrics together."""


class ClockSums:
    """Attainment in its populations, breaches, and how late breached clocks stop, added up batch by batch.

    `owed` ends the names of the measures: `_owed` for the targets of the true priority, else empty.
    """

    def __init__(self, grouped: Grouped, tally: Tally, owed: str) -> None:
        self._groups, self._of_tickets, self._owed = grouped.groups, tally, owed
        self._flags = tuple(f"{flag}{owed}" for flag in FLAGS)
        self._verdicts = f"tickets_due{owed}", f"tickets_broken{owed}"
        self._of_targets, self._of_weeks = Tally(_targets(grouped.groups)), Tally(_weeks(grouped.groups))
        low, high = grouped.groups.span("week")
        self._other_week = high - low
        self.counts = ClockCounts(grouped.groups, promises_of(grouped.groups.scenario))

    def add(self, fates: Fates, clocks: Instances) -> None:
        """Takes in the clocks of a batch; their tickets are counted from its first."""
        told = self._told(fates, clocks)
        flagged = Flagged(self._flags, told.codes, KINDS)
        overdue = Timed.of(told.late)
        for tally, item in self._tallies(fates, clocks):
            tally.count(item, flagged)
            tally.add_durations((f"overdue{self._owed}",), item[told.breached], overdue)
        own = fates.measured
        self._of_tickets.count(fates.batch.numbers[own], Flagged(self._verdicts, told.verdicts[own]))
        self.counts.add(clocks, told.decided)

    def complete(self, share: Share) -> None:
        """Completes what the tally found: clocks by metric, and those of targets and weeks by their own.

        Of how late clocks stop only quantiles are told.
        """
        for tally, names in ((self._of_targets, TARGETS), (self._of_weeks, ("week",))):
            own = tally.share()
            for name in names:
                _replace(share, own, *self._groups.span(name))
        for flag in self._flags:
            values = share.sums.pop(flag)
            if flag in self._flags[:COUNTED]:
                share.sums[flag] = values.sum(axis=1)
            else:
                share.sums.update({f"{metric}_{flag}": values[:, k] for k, metric in enumerate(METRICS)})
        for what in OF_DURATIONS:
            del share.sums[f"overdue{self._owed}{what}"]
        due, broken = self._verdicts
        share.sums[f"tickets_kept{self._owed}"] = share.sums[due] - share.sums.pop(broken)

    def _told(self, fates: Fates, clocks: Instances) -> ToldClocks:
        """What the clocks show."""
        run, measured = self._groups.scenario.run, fates.measured
        told = ToldClocks.room(len(clocks.ticket), fates.size)
        breaches, decisions = tell_clocks(
            clocks,
            np.array([run.warmup, run.measured_until]),
            np.array([measured.start, measured.stop]),
            fates.told.codes,
            SOLVED,
            fates.last_solve,
            told,
        )
        return told._replace(
            breached=told.breached[:breaches], late=told.late[:breaches], decided=told.decided[:decisions]
        )

    def _tallies(self, fates: Fates, clocks: Instances) -> list[tuple[Tally, Codes]]:
        """Where clocks are added up, and what stands there for each."""
        found = [(self._of_tickets, clocks.ticket + np.int32(fates.batch.begin))]
        if self._of_targets.cells.number:
            found.append((self._of_targets, clocks.row))
        if self._of_weeks.cells.number:
            decided = clocks.decided
            week = self._groups.of_time("week", np.nan_to_num(decided))
            other = np.isnan(decided) | (week < 0) | (week > self._other_week)
            found.append((self._of_weeks, np.where(other, self._other_week, week).astype(np.int32)))
        return found


def members_of_clocks(grouped: Grouped, clocks: Instances, by: str) -> Places:
    """The place of each clock's group in one grouping; `groups.size` where it is in none."""
    groups = grouped.groups
    if by in TARGETS:
        codes = _target_codes(groups)[by][clocks.row]
    elif by == "week":
        decided = clocks.decided
        codes = np.where(np.isnan(decided), -1, groups.of_time(by, np.nan_to_num(decided)))
    else:
        codes = groups.codes(by, grouped.tickets.workload)[clocks.ticket]
    return groups.placed(by, codes)


@lru_cache(maxsize=GROUPS_AT_ONCE)
def _target_codes(groups: Groups) -> dict[str, Counts]:
    """Codes of target rows in the groupings in which a clock is where its target is."""
    policies, priorities = len(groups.scenario.policies), len(groups.scenario.priorities)
    row = np.arange(policies * priorities + 1)
    codes = {"policy": row // priorities, "priority": row % priorities, "policy×priority": row}
    return {by: np.where(row < row[-1], code, -1) for by, code in codes.items()}


@lru_cache(maxsize=GROUPS_AT_ONCE)
def _targets(groups: Groups) -> Cells:
    """Cells of target rows."""
    codes = _target_codes(groups)
    return _cells(groups, codes, len(codes["policy"]))


@lru_cache(maxsize=GROUPS_AT_ONCE)
def _weeks(groups: Groups) -> Cells:
    """Cells of the weeks of the measured period, and one more for any other."""
    low, high = groups.span("week")
    return _cells(groups, {"week": np.arange(high - low + 1)}, high - low + 1)


def _cells(groups: Groups, codes: dict[str, Counts], items: int) -> Cells:
    columns = [groups.split(by, own) for by, own in codes.items() if by in groups.names]
    return Cells.of(columns, items, groups.size)


def _replace(found: Share, own: Share, low: int, high: int) -> None:
    """Puts other sums and histograms in the place of those of some groups."""
    for name, values in own.sums.items():
        found.sums[name][low:high] = values[low:high]
    for family, histogram in own.histograms.items():
        found.histograms[family] = found.histograms[family].replaced(histogram, low, high)
