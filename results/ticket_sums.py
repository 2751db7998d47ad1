"""What one replication adds to the measures of tickets: sums per group, and histograms of durations.

Tickets belong to the period in which they are created.
"""

from __future__ import annotations

import numpy as np

from results.groups import Places
from results.share import Column, Grouped, Share, gini, within
from results.tickets import Tickets
from sim.calendars import open_times
from sim.targets import PromiseTable, promise_table, target_rows
from sim.vocabulary import METRICS, Floats
from sim.workload import OBSERVED

FIRST_REPLY, FULL_RESOLUTION = METRICS.index("first_reply"), METRICS.index("full_resolution")


def ticket_share(grouped: Grouped) -> Share:
    """What the tickets created in the measured period add."""
    share = Share()
    tickets, groups = grouped.tickets, grouped.groups
    measured = np.flatnonzero(within(tickets.workload.created, grouped.run))
    rows = grouped.members[measured]
    share.add(rows, {name: column[measured] for name, column in _counts(tickets).items()}, groups)
    _add_durations(share, grouped, measured)
    _add_answers(share, grouped)
    _add_visits(share, grouped)
    _add_wait_gini(share, grouped, measured)
    share.sums["deflected"] = _deflected(grouped)
    return share


def _counts(tickets: Tickets) -> dict[str, Column]:
    outcome, solved = tickets.outcome, tickets.solved
    ever_solved = ~np.isnan(outcome.last_solve)
    return {
        "tickets": np.ones(tickets.workload.size),
        "solved": solved,
        "left": tickets.left,
        "lost": tickets.lost,
        "queued": tickets.wait > 0,
        "wait_served": np.where(tickets.touched, tickets.wait, 0.0),
        "served": tickets.touched,
        "transfers": np.where(solved, outcome.transfers, 0),
        "touches": np.where(solved, outcome.touches, 0),
        "escalated": tickets.escalated,
        "reopened": ever_solved & (outcome.reopenings > 0),
        "ever_solved": ever_solved,
        "one_touch": solved & (outcome.touches == 1),
        "first_level": solved & ~tickets.moved,
        "wait_undecided": ~(tickets.touched | tickets.left),
        "first_reply_undecided": ~(tickets.replied | tickets.left),
        "full_resolution_undecided": ~(tickets.solved | tickets.left),
    }


def _add_durations(share: Share, grouped: Grouped, measured: Places) -> None:
    """Mean, histogram and maximum of each kind of duration that a ticket has once."""
    tickets, groups, rows = grouped.tickets, grouped.groups, grouped.members[measured]
    everybody, stayed = np.ones(tickets.workload.size, np.bool_), ~tickets.left
    reply_open, resolution_open = _open_durations(grouped, promise_table(groups.scenario))
    durations = {
        "wait": (tickets.wait, everybody, tickets.touched),
        "first_reply": (tickets.first_reply, everybody, tickets.replied),
        "first_reply_open": (reply_open, everybody, tickets.replied),
        "full_resolution": (tickets.resolved_at - tickets.workload.created, stayed, tickets.solved),
        "full_resolution_open": (resolution_open, stayed, tickets.solved),
        "requester_wait": (tickets.requester_wait, stayed, tickets.solved),
    }
    sums: dict[str, Column] = {}
    for family, (length, counted, ended) in durations.items():
        chosen = counted[measured]
        sums[family] = np.where(counted, length, 0.0)[measured]
        sums[f"{family}_n"] = chosen
        whole = np.where(ended | tickets.left, length, np.inf)[measured][chosen]
        share.add_durations(family, rows[chosen], whole, groups)
        share.add_longest(family, rows[chosen], whole, groups)
    share.add(rows, sums, groups)


def _open_durations(grouped: Grouped, table: PromiseTable) -> tuple[Floats, Floats]:
    """Open time of first reply and full resolution on the calendars of the observed targets."""
    tickets = grouped.tickets
    target = target_rows(tickets.workload, grouped.groups.scenario)[OBSERVED]
    created = tickets.workload.created

    def lasting(metric: int, until: Floats) -> Floats:
        calendar = table.calendar[target, metric]
        return open_times(table.clocks, calendar, until) - open_times(table.clocks, calendar, created)

    return lasting(FIRST_REPLY, created + tickets.first_reply), lasting(FULL_RESOLUTION, tickets.resolved_at)


def _add_answers(share: Share, grouped: Grouped) -> None:
    """Waits for the next reply, of messages to tickets created in the period."""
    ticket, wait, answered = grouped.tickets.answers
    chosen = within(grouped.tickets.workload.created[ticket], grouped.run)
    rows, wait, answered = grouped.members[ticket[chosen]], wait[chosen], answered[chosen]
    sums: dict[str, Column] = {"next_reply": wait, "next_reply_n": np.ones(len(wait))}
    share.add(rows, {**sums, "next_reply_undecided": ~answered}, grouped.groups)
    whole = np.where(answered, wait, np.inf)
    share.add_durations("next_reply", rows, whole, grouped.groups)
    share.add_longest("next_reply", rows, whole, grouped.groups)


def _add_visits(share: Share, grouped: Grouped) -> None:
    """Stays in the queues of tiers, of tickets created in the period; by tier, of those at the tier."""
    stays, groups = grouped.tickets.outcome.stays, grouped.groups
    left = np.where(np.isnan(stays.left), grouped.tickets.outcome.end, stays.left)
    chosen = within(grouped.tickets.workload.created[stays.ticket], grouped.run) & (stays.tier >= 0)
    rows = grouped.members[stays.ticket[chosen]]
    rows[:, groups.column("tier")] = groups.placed("tier", stays.tier[chosen])
    share.add(rows, {"stay": (left - stays.joined)[chosen], "stay_n": np.ones(len(rows))}, groups)


def _add_wait_gini(share: Share, grouped: Grouped, measured: Places) -> None:
    """Unevenness of waits within each policy × priority; over several, weighted by tickets."""
    groups, rows = grouped.groups, grouped.members[measured]
    totals = np.zeros((2, groups.size + 1))
    column = groups.column("policy×priority")
    group = rows[:, column] if column >= 0 else np.empty(0, np.int64)
    for one in np.unique(group[group < groups.size]):
        inside = np.flatnonzero(group == one)
        waits = np.sort(grouped.tickets.wait[measured[inside]])
        for by in ("all", "policy", "policy×priority"):
            totals[:, rows[inside[0], groups.column(by)]] += len(waits) * gini(waits), len(waits)
    share.sums["wait_gini"], share.sums["wait_gini_n"] = totals[:, :-1]


def _deflected(grouped: Grouped) -> Floats:
    groups = grouped.groups
    served = np.asarray(grouped.tickets.workload.deflected, np.float64)
    sums = np.zeros(groups.size)
    sums[groups.span("all")[0]] = served.sum()
    sums[slice(*groups.span("segment"))] = served.sum(axis=1)
    sums[slice(*groups.span("request"))] = served.sum(axis=0)
    return sums
