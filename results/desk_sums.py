"""What one replication adds to the measures of the desk: work, presence, pay and evenness of its agents."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from results.cells import Cells
from results.desk_passes import Intervals, work_of_agents, work_within
from results.groups import GROUPS_AT_ONCE, Groups, Places
from results.share import Grouped, Tally, gini
from results.tickets import Tickets
from sim.vocabulary import Floats, Scenario

WORKING_DAY = 8 * 60.0


def desk_sums(grouped: Grouped) -> dict[str, Floats]:
    """Touch time, presence, overtime, solves and cost within the measured period, by pool and tier."""
    tickets, groups, run = grouped.tickets, grouped.groups, grouped.run
    scenario, there = groups.scenario, tickets.workload.attendance
    agents = len(there.on_first) - 1
    period = np.array([run.warmup, run.measured_until])
    duty = _presence(there.on_first, there.on_start, there.on_end, period)
    paid = _presence(there.paid_first, there.paid_start, there.paid_end, period)
    touch, solves = _worked(tickets, period)
    on_duty, while_paid = _worked_within(tickets, period)
    outside_duty, overtime = touch - on_duty, touch - while_paid
    columns = {
        "touch": touch,
        "available": duty + outside_duty,
        "available_days": (duty + outside_duty) / WORKING_DAY,
        "paid": paid + overtime,
        "overtime": overtime,
        "cost": (paid + overtime) / 60 * _wages(scenario),
        "solves": solves,
        **_unevenness(touch, duty, scenario),
    }
    tally = Tally(_members(groups))
    tally.add(np.arange(agents, dtype=np.int32), columns)
    return tally.sums()


@lru_cache(maxsize=GROUPS_AT_ONCE)
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


def _presence(first: Places, start: Floats, end: Floats, period: Floats) -> Floats:
    """Minutes of each agent's intervals within a period."""
    inside = np.concatenate(([0.0], np.cumsum(np.clip(end, *period) - np.clip(start, *period))))
    return inside[first[1:]] - inside[first[:-1]]


def _worked(tickets: Tickets, period: Floats) -> Floats:
    """[2, agent] minutes of work in a period; tickets solved for good."""
    there, work = tickets.workload.attendance, tickets.outcome.work
    totals = np.zeros((2, len(there.on_first) - 1))
    log = work.agent, work.ticket, work.start, work.end, work.ended
    work_of_agents(*log, tickets.outcome.last_solve, period, totals)
    return totals


def _worked_within(tickets: Tickets, period: Floats) -> tuple[Floats, Floats]:
    """[agent] minutes of work in a period on duty, and paid; one and the same where nobody is ever away."""
    there, work = tickets.workload.attendance, tickets.outcome.work
    on = there.on_first, there.on_start, there.on_end
    paid = there.paid_first, there.paid_start, there.paid_end

    def within(first: Places, start: Floats, end: Floats) -> Floats:
        minutes = np.zeros(len(first) - 1)
        those = Intervals.of(first, start, end)
        work_within(work.agent, work.start, work.end, period, those, minutes)
        return minutes

    on_duty = within(*on)
    alike = all(np.array_equal(one, other) for one, other in zip(on, paid, strict=True))
    return on_duty, on_duty if alike else within(*paid)


def _unevenness(touch: Floats, duty: Floats, scenario: Scenario) -> dict[str, Floats]:
    """Each agent carries the Gini coefficient of their pool, so that groups weigh pools by agents."""
    pool = np.array([place for place, p in enumerate(scenario.pools) for _ in p.rosters])
    value, counted = np.zeros(len(pool)), (duty > 0).astype(np.float64)
    for place in range(len(scenario.pools)):
        inside = (pool == place) & (duty > 0)
        if inside.any():
            value[inside] = gini(np.sort(touch[inside] / duty[inside]))
    return {"work_gini": value, "work_gini_n": counted}
