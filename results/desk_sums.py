"""What one replication adds to the measures of the desk: work, presence, pay and evenness of its agents."""

from __future__ import annotations

import numpy as np

from results.groups import Groups, Places
from results.share import Column, Grouped, Share, gini, within
from results.tickets import Tickets
from sim.outcome import Ended
from sim.vocabulary import Floats, RunPlan, Scenario

WORKING_DAY = 8 * 60.0


def desk_share(grouped: Grouped) -> Share:
    """Touch time, presence, overtime, solves and cost within the measured period, by pool and tier."""
    tickets, groups, run = grouped.tickets, grouped.groups, grouped.run
    scenario, there, work = groups.scenario, tickets.workload.attendance, tickets.outcome.work
    agents = len(there.on_first) - 1
    period = np.array([run.warmup]), np.array([run.measured_until])
    start, end = np.clip(work.start, *period), np.clip(work.end, *period)
    touch = np.bincount(work.agent, end - start, minlength=agents).astype(np.float64)
    duty = _presence(there.on_first, there.on_start, there.on_end, *period)
    paid = _presence(there.paid_first, there.paid_start, there.paid_end, *period)
    order = np.argsort(work.agent, kind="stable")
    stretches = np.searchsorted(work.agent[order], np.arange(agents + 1)), start[order], end[order]
    outside_duty = touch - _overlap(stretches, (there.on_first, there.on_start, there.on_end))
    overtime = touch - _overlap(stretches, (there.paid_first, there.paid_start, there.paid_end))
    share = Share()
    columns: dict[str, Column] = {
        "touch": touch,
        "available": duty + outside_duty,
        "available_days": (duty + outside_duty) / WORKING_DAY,
        "paid": paid + overtime,
        "overtime": overtime,
        "cost": (paid + overtime) / 60 * _wages(scenario),
        "solves": _solves(tickets, agents, run),
        **_unevenness(touch, duty, scenario),
    }
    share.add(_members(groups), columns, groups)
    return share


def _members(groups: Groups) -> Places:
    """[agent, 3] all, tier and pool of each agent."""
    pool = np.array([place for place, p in enumerate(groups.scenario.pools) for _ in p.rosters], np.int64)
    tier = np.array([p.tier for p in groups.scenario.pools], np.int64)[pool]
    everybody = groups.placed("all", np.zeros(len(pool), np.int64))
    return np.stack([everybody, groups.placed("tier", tier), groups.placed("pool", pool)], axis=1)


def _wages(scenario: Scenario) -> Floats:
    """Money per hour of each agent; NaN where it is not known."""
    return np.array([np.nan if p.wage is None else p.wage for p in scenario.pools for _ in p.rosters])


def _solves(tickets: Tickets, agents: int, run: RunPlan) -> Floats:
    """Tickets whose last solve is in the measured period, by the agent who solved them."""
    work = tickets.outcome.work
    last = (work.ended == Ended.SOLVED) & (work.end == tickets.outcome.last_solve[work.ticket])
    last &= within(work.end, run)
    return np.bincount(work.agent[last], minlength=agents).astype(np.float64)


def _presence(first: Places, start: Floats, end: Floats, since: Floats, until: Floats) -> Floats:
    """Minutes of each agent's intervals within a period."""
    inside = np.concatenate(([0.0], np.cumsum(np.clip(end, since, until) - np.clip(start, since, until))))
    return inside[first[1:]] - inside[first[:-1]]


def _overlap(stretches: tuple[Places, Floats, Floats], intervals: tuple[Places, Floats, Floats]) -> Floats:
    """Minutes of each agent's stretches of work that lie within their intervals."""
    agents = len(intervals[0]) - 1
    total = np.zeros(agents)
    for agent in range(agents):
        begin, end = (column[stretches[0][agent] : stretches[0][agent + 1]] for column in stretches[1:])
        opens, closes = (column[intervals[0][agent] : intervals[0][agent + 1]] for column in intervals[1:])
        if len(opens):
            total[agent] = np.sum(_reading(opens, closes, end) - _reading(opens, closes, begin))
    return total


def _reading(opens: Floats, closes: Floats, instants: Floats) -> Floats:
    """Minutes inside the intervals up to each instant."""
    before = np.concatenate(([0.0], np.cumsum(closes - opens)[:-1]))
    place = np.searchsorted(opens, instants, side="right") - 1
    inside = np.minimum(instants, closes[place]) - opens[place]
    return np.where(place >= 0, before[place] + inside, 0.0)


def _unevenness(touch: Floats, duty: Floats, scenario: Scenario) -> dict[str, Column]:
    """Each agent carries the Gini coefficient of their pool, so that groups weigh pools by agents."""
    pool = np.array([place for place, p in enumerate(scenario.pools) for _ in p.rosters])
    value, counted = np.zeros(len(pool)), (duty > 0).astype(np.float64)
    for place in range(len(scenario.pools)):
        inside = (pool == place) & (duty > 0)
        if inside.any():
            value[inside] = gini(np.sort(touch[inside] / duty[inside]))
    return {"work_gini": value, "work_gini_n": counted}
