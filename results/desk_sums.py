"""What one replication adds to the measures of the desk: work, presence, pay and evenness of its agents."""

from __future__ import annotations

import numpy as np

from results.cells import Cells
from results.groups import Groups, Places
from results.passes import count_last_solves, time_inside
from results.share import Grouped, Share, Tally, gini
from results.tickets import Tickets
from sim.outcome import Ended, Work
from sim.vocabulary import Floats, Scenario
from sim.workload import Attendance

WORKING_DAY = 8 * 60.0


def desk_share(grouped: Grouped) -> Share:
    """Touch time, presence, overtime, solves and cost within the measured period, by pool and tier."""
    tickets, groups, run = grouped.tickets, grouped.groups, grouped.run
    scenario, there, work = groups.scenario, tickets.workload.attendance, tickets.outcome.work
    agents = len(there.on_first) - 1
    period = np.array([run.warmup, run.measured_until])
    duty = _presence(there.on_first, there.on_start, there.on_end, period)
    paid = _presence(there.paid_first, there.paid_start, there.paid_end, period)
    all_the_time = np.arange(agents + 1), np.full(agents, -np.inf), np.full(agents, np.inf)
    touch = _worked(work, period, *all_the_time)
    outside_duty = touch - _worked(work, period, there.on_first, there.on_start, there.on_end)
    overtime = outside_duty
    if not _same(there):
        overtime = touch - _worked(work, period, there.paid_first, there.paid_start, there.paid_end)
    columns = {
        "touch": touch,
        "available": duty + outside_duty,
        "available_days": (duty + outside_duty) / WORKING_DAY,
        "paid": paid + overtime,
        "overtime": overtime,
        "cost": (paid + overtime) / 60 * _wages(scenario),
        "solves": _solves(tickets, agents, period),
        **_unevenness(touch, duty, scenario),
    }
    tally = Tally(_members(groups))
    tally.add(np.arange(agents, dtype=np.int32), columns)
    return tally.share()


def _members(groups: Groups) -> Cells:
    """The groups of each agent: all, tier and pool."""
    pool = np.array([place for place, p in enumerate(groups.scenario.pools) for _ in p.rosters], np.int64)
    codes = {
        "all": np.zeros(len(pool), np.int64),
        "tier": np.array([p.tier for p in groups.scenario.pools], np.int64)[pool],
        "pool": pool,
    }
    columns = [groups.split(by, own) for by, own in codes.items() if by in groups.names]
    return Cells.of(columns, len(pool), groups.size)


def _wages(scenario: Scenario) -> Floats:
    """Money per hour of each agent; NaN where it is not known."""
    return np.array([np.nan if p.wage is None else p.wage for p in scenario.pools for _ in p.rosters])


def _solves(tickets: Tickets, agents: int, period: Floats) -> Floats:
    """Tickets whose last solve is in a period, by the agent who solved them."""
    work, total = tickets.outcome.work, np.zeros(agents)
    solves = work.ended == Ended.SOLVED
    count_last_solves(work.agent, work.ticket, work.end, solves, tickets.outcome.last_solve, period, total)
    return total


def _same(there: Attendance) -> bool:
    """Whether everybody attends all the time that is paid."""
    pairs = (
        (there.on_first, there.paid_first),
        (there.on_start, there.paid_start),
        (there.on_end, there.paid_end),
    )
    return all(np.array_equal(on, paid) for on, paid in pairs)


def _presence(first: Places, start: Floats, end: Floats, period: Floats) -> Floats:
    """Minutes of each agent's intervals within a period."""
    inside = np.concatenate(([0.0], np.cumsum(np.clip(end, *period) - np.clip(start, *period))))
    return inside[first[1:]] - inside[first[:-1]]


def _worked(work: Work, period: Floats, first: Places, opens: Floats, closes: Floats) -> Floats:
    """Minutes of each agent's work in a period and within their intervals."""
    total = np.zeros(len(first) - 1)
    time_inside(work.agent, work.start, work.end, period, first, opens, closes, first[:-1].copy(), total)
    return total


def _unevenness(touch: Floats, duty: Floats, scenario: Scenario) -> dict[str, Floats]:
    """Each agent carries the Gini coefficient of their pool, so that groups weigh pools by agents."""
    pool = np.array([place for place, p in enumerate(scenario.pools) for _ in p.rosters])
    value, counted = np.zeros(len(pool)), (duty > 0).astype(np.float64)
    for place in range(len(scenario.pools)):
        inside = (pool == place) & (duty > 0)
        if inside.any():
            value[inside] = gini(np.sort(touch[inside] / duty[inside]))
    return {"work_gini": value, "work_gini_n": counted}
