"""What one replication adds to the measures of promises.

Clocks belong to the period in which they are decided: when they stop or at the breach, whichever is first.
"""

from __future__ import annotations

import numpy as np

from results.groups import Places
from results.share import Column, Grouped, Share, within
from sim.clock_history import ACHIEVED, BREACHED, UNDECIDED, Instances
from sim.vocabulary import METRICS


def clock_share(grouped: Grouped, clocks: Instances, owed: str) -> Share:
    """Attainment in its populations, breaches, and how late breached clocks stop.

    `owed` is the suffix of the measures: `_owed` for the targets of the true priority, else empty.
    """
    share = Share()
    run, groups = grouped.run, grouped.groups
    rows = members_of_clocks(grouped, clocks)
    started = within(clocks.start, run)
    breached = within(clocks.decided, run) & (clocks.achieved == BREACHED)
    gone_inside_limit = (clocks.achieved == UNDECIDED) & ~np.isnan(clocks.stop)
    columns: dict[str, Column] = {
        "clocks_kept": started & (clocks.achieved == ACHIEVED),
        "clocks_started": started,
        "clocks_undecided": started & (clocks.achieved == UNDECIDED) & ~gone_inside_limit,
        "breaches": breached,
        **_attainment(grouped, clocks),
    }
    share.add(rows, {f"{name}{owed}": column for name, column in columns.items()}, groups)
    kept = {f"{name}{owed}": column for name, column in _tickets_kept(grouped, clocks).items()}
    share.add(grouped.members, kept, groups)
    late = np.where(np.isnan(clocks.stop), np.inf, clocks.stop) - clocks.due
    share.add_durations(f"overdue{owed}", rows[breached], late[breached], groups)
    return share


def members_of_clocks(grouped: Grouped, clocks: Instances) -> Places:
    """A clock's groups are its ticket's, but for policy and priority (its target's) and week (decided)."""
    groups = grouped.groups
    rows = grouped.members[clocks.ticket]
    priorities = len(groups.scenario.priorities)
    targets = {
        "policy": clocks.row // priorities,
        "priority": clocks.row % priorities,
        "policy×priority": clocks.row,
        "week": groups.of_time("week", np.nan_to_num(clocks.decided, nan=-1.0)),
    }
    for by, codes in targets.items():
        if groups.column(by) >= 0:
            rows[:, groups.column(by)] = groups.placed(by, codes)
    return rows


def _attainment(grouped: Grouped, clocks: Instances) -> dict[str, Column]:
    run, tickets = grouped.run, grouped.tickets
    achieved, ever_decided = clocks.achieved == ACHIEVED, ~np.isnan(clocks.decided)
    resolved = tickets.solved & within(tickets.outcome.last_solve, run)
    created = within(tickets.workload.created, run)
    populations = {
        "": within(clocks.decided, run),
        "_resolved": ever_decided & resolved[clocks.ticket],
        "_created": ever_decided & created[clocks.ticket],
    }
    columns: dict[str, Column] = {}
    for metric in np.unique(clocks.metric):
        for name, chosen in populations.items():
            counted = chosen & (clocks.metric == metric)
            columns[f"{METRICS[metric]}_achieved{name}"] = counted & achieved
            columns[f"{METRICS[metric]}_decided{name}"] = counted
    return columns


def _tickets_kept(grouped: Grouped, clocks: Instances) -> dict[str, Column]:
    size = grouped.tickets.workload.size
    decided = np.bincount(clocks.ticket[~np.isnan(clocks.decided)], minlength=size) > 0
    broken = np.bincount(clocks.ticket[clocks.achieved == BREACHED], minlength=size) > 0
    due = decided & within(grouped.tickets.workload.created, grouped.run)
    return {"tickets_kept": due & ~broken, "tickets_due": due}
