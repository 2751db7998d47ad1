"""What one replication adds to the measures of promises.

Clocks belong to the period in which they are decided: when they stop or at the breach, whichever is first.
"""

from __future__ import annotations

import numpy as np

from results.cells import Cells
from results.groups import Groups, Places
from results.passes import Counts
from results.promises import ClockCounts, promises_of
from results.share import Flagged, Flags, Grouped, Share, Tally, Timed, within
from results.tickets import Fates
from sim.clock_history import ACHIEVED, BREACHED, UNDECIDED, Instances
from sim.vocabulary import METRICS

TARGETS = ("policy", "priority", "policy×priority")
"""Groupings in which a clock is where its target is, not its ticket."""
COUNTED = ("clocks_kept", "clocks_started", "clocks_undecided", "breaches")
"""What is counted of clocks of all metrics together."""


class ClockSums:
    """Attainment in its populations, breaches, and how late breached clocks stop, batch by batch.

    `owed` ends the names of the measures: `_owed` for the targets of the true priority, else empty.
    """

    def __init__(self, grouped: Grouped, owed: str) -> None:
        self._groups, self._owed = grouped.groups, owed
        self._of_tickets = Tally(grouped.members)
        self._of_targets, self._of_weeks = Tally(_targets(grouped.groups)), Tally(_weeks(grouped.groups))
        low, high = grouped.groups.span("week")
        self._other_week = high - low
        self._kept = Tally(grouped.members)
        self.counts = ClockCounts(grouped.groups, promises_of(grouped.groups.scenario))

    def add(self, fates: Fates, clocks: Instances) -> None:
        """Takes in the clocks of a batch; their tickets are counted from its first."""
        run = self._groups.scenario.run
        decided_here = within(clocks.decided, run)
        breached = decided_here & (clocks.achieved == BREACHED)
        flagged = Flagged.of(self._flags(fates, clocks, decided_here), clocks.metric, len(METRICS))
        late = np.where(np.isnan(clocks.stop), np.inf, clocks.stop)[breached] - clocks.due[breached]
        overdue = Timed.of(late)
        for tally, item in self._tallies(fates, clocks):
            tally.count(item, flagged)
            tally.add_durations(f"overdue{self._owed}", item[breached], overdue)
        self._add_tickets_kept(fates, clocks)
        self.counts.add(clocks, decided_here)

    def share(self) -> Share:
        """What all batches together add."""
        found, owed = self._of_tickets.share(), self._owed
        for tally, names in ((self._of_targets, TARGETS), (self._of_weeks, ("week",))):
            own = tally.share()
            for name in names:
                _replace(found, own, *self._groups.span(name))
        sums = self._kept.sums()
        for flag, values in found.sums.items():
            if flag in COUNTED:
                sums[f"{flag}{owed}"] = values.sum(axis=1)
            elif values.ndim == 2:
                sums.update({f"{metric}_{flag}{owed}": values[:, k] for k, metric in enumerate(METRICS)})
        return Share(sums, found.histograms)

    def _flags(self, fates: Fates, clocks: Instances, decided_here: Flags) -> dict[str, Flags]:
        run = self._groups.scenario.run
        achieved, undecided = clocks.achieved == ACHIEVED, clocks.achieved == UNDECIDED
        started, ever_decided = within(clocks.start, run), ~np.isnan(clocks.decided)
        gone_inside_limit = undecided & ~np.isnan(clocks.stop)
        resolved = fates.solved & within(fates.last_solve, run)
        created = within(fates.created, run)
        flags = {
            "clocks_kept": started & achieved,
            "clocks_started": started,
            "clocks_undecided": started & undecided & ~gone_inside_limit,
            "breaches": decided_here & ~achieved,
        }
        populations = {
            "": decided_here,
            "_resolved": ever_decided & resolved[clocks.ticket],
            "_created": ever_decided & created[clocks.ticket],
        }
        for name, counted in populations.items():
            flags[f"achieved{name}"] = counted & achieved
            flags[f"decided{name}"] = counted
        return flags

    def _tallies(self, fates: Fates, clocks: Instances) -> list[tuple[Tally, Counts]]:
        """Where clocks are added up, and what stands there for each."""
        found = [(self._of_tickets, clocks.ticket + np.int64(fates.batch.begin))]
        if self._of_targets.cells.number:
            found.append((self._of_targets, clocks.row.astype(np.int64)))
        if self._of_weeks.cells.number:
            week = self._groups.of_time("week", np.nan_to_num(clocks.decided))
            other = np.isnan(clocks.decided) | (week < 0) | (week > self._other_week)
            found.append((self._of_weeks, np.where(other, self._other_week, week)))
        return found

    def _add_tickets_kept(self, fates: Fates, clocks: Instances) -> None:
        """Tickets created in the period with a decided clock, and those whose clocks were all kept."""
        decided, broken = np.zeros((2, fates.size), np.bool_)
        decided[clocks.ticket[~np.isnan(clocks.decided)]] = True
        broken[clocks.ticket[clocks.achieved == BREACHED]] = True
        due = decided & within(fates.created, self._groups.scenario.run)
        item = np.arange(fates.batch.begin, fates.batch.end)
        names = f"tickets_kept{self._owed}", f"tickets_due{self._owed}"
        self._kept.count(item, Flagged.of(dict(zip(names, (due & ~broken, due), strict=True))))


def members_of_clocks(grouped: Grouped, clocks: Instances, by: str) -> Places:
    """The place of each clock's group in one grouping; `groups.size` where it is in none."""
    groups = grouped.groups
    if by in TARGETS:
        codes = _target_codes(groups)[by][clocks.row]
    elif by == "week":
        codes = np.where(np.isnan(clocks.decided), -1, groups.of_time(by, np.nan_to_num(clocks.decided)))
    else:
        codes = groups.codes(by, grouped.tickets.workload)[clocks.ticket]
    return groups.placed(by, codes)


def _target_codes(groups: Groups) -> dict[str, Counts]:
    """Codes of target rows in the groupings in which a clock is where its target is."""
    policies, priorities = len(groups.scenario.policies), len(groups.scenario.priorities)
    row = np.arange(policies * priorities + 1)
    codes = {"policy": row // priorities, "priority": row % priorities, "policy×priority": row}
    return {by: np.where(row < row[-1], code, -1) for by, code in codes.items()}


def _targets(groups: Groups) -> Cells:
    """Cells of target rows."""
    codes = _target_codes(groups)
    return _cells(groups, codes, len(codes["policy"]))


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
