"""What one replication adds to the measures of the backlog and of queues over the measured period."""

from __future__ import annotations

import numpy as np

from results.share import Grouped, Share


def backlog_share(grouped: Grouped) -> Share:
    """Open tickets and waiting tickets: their time averages, and those open at the end with their age."""
    share = Share()
    _add_backlog(share, grouped)
    _add_waiting(share, grouped)
    return share


def _add_backlog(share: Share, grouped: Grouped) -> None:
    tickets, groups = grouped.tickets, grouped.groups
    since, end = grouped.run.warmup, grouped.run.measured_until
    (opened, opened_at), (closed, closed_at) = tickets.openings, tickets.closings
    ticket, at = np.concatenate((opened, closed)), np.concatenate((opened_at, closed_at))
    sign = np.concatenate((np.ones(len(opened)), -np.ones(len(closed))))
    rows = grouped.members[ticket]
    rows[:, groups.column("week")] = groups.size
    minutes = sign * (end - np.clip(at, since, end))
    share.add(rows, {"open_minutes": minutes, "open_at_end": sign * (at < end)}, groups)
    first = groups.span("week")[0]
    for week, (begin, stop) in enumerate(zip(groups.week_edges[:-1], groups.week_edges[1:], strict=True)):
        share.sums["open_minutes"][first + week] = np.sum(sign * (stop - np.clip(at, begin, stop)))
        share.sums["open_at_end"][first + week] = np.sum(sign[at < stop])
    still = np.bincount(ticket, sign * (at < end), minlength=tickets.workload.size) > 0
    age = end - tickets.workload.created[still]
    share.add_durations("backlog_age", grouped.members[still], age, groups)
    share.add_longest("backlog_age", grouped.members[still], age, groups)


def _add_waiting(share: Share, grouped: Grouped) -> None:
    stays, groups, run = grouped.tickets.outcome.stays, grouped.groups, grouped.run
    left = np.where(np.isnan(stays.left), grouped.tickets.outcome.end, stays.left)
    joined, gone = (np.clip(at, run.warmup, run.measured_until) for at in (stays.joined, left))
    everywhere = np.full(len(joined), groups.span("all")[0])
    at_tier = groups.placed("tier", stays.tier)
    share.add(np.stack([everywhere, at_tier], axis=1), {"waiting": gone - joined}, groups)
