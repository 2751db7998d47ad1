"""How much work comes to each tier and skill, who is there to do it, and how busy that makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scenarios.balance import Balance, balanced
from scenarios.census import Census
from scenarios.volumes import expected_requests, ticket_share
from scenarios.weeks import HOURS, Quarters, measured_quarters
from scenarios.work import Pieces, demands, pieces
from sim.vocabulary import Floats, Pool, Scenario

FULL_TIME = 37.5
"""Paid hours per week of one full-time equivalent."""


@dataclass(frozen=True)
class Load:
    """Work and people of an average week of the measured period, by local hour of the week."""

    offered: Floats
    """[tier, skill, hour] agents that the tickets created in that hour keep busy at proficiency 1 (Erlangs):
    all their work at the tier, reading after transfers and diagnosis included; the last skill is triage by
    hand."""
    paid: Floats
    """[pool, hour] agents on the roster."""
    attended: Floats
    """[pool, hour] agents on duty and available, net of absence, shrinkage and other work, on average."""
    balance: Balance
    """Who does which work, so that the busiest pool is as little busy as possible."""
    busy: Floats
    """[tier, hour] agents of the tier's pools at work, where work that comes while nobody is there or more
    than they can do is left for the next hours."""
    occupancy: Floats
    """[tier] share of the attended time at work; above 1 the queue grows."""
    weekly: bool
    """Every hour of the week occurs in the measured period."""

    @property
    def full_time(self) -> Floats:
        """[pool] paid full-time equivalents at 37.5 hours a week."""
        hours: Floats = self.paid.sum(axis=1)
        return hours / FULL_TIME


def load(scenario: Scenario, census: Census) -> Load:
    """The work and the people of a scenario, hour by hour of the week."""
    quarters = measured_quarters(scenario)
    paid = np.array([quarters.mean_by_hour(on_roster(pool, quarters.edges)) for pool in scenario.pools])
    attended = paid * np.array([available_share(pool) for pool in scenario.pools])[:, None]
    tickets = tickets_by_hour(scenario, quarters)
    work = _in_this_week(pieces(scenario, census), census, tickets.sum(axis=2))
    balance = balanced(scenario, demands(work), attended.sum(axis=1))
    offered = _by_hour(scenario, work, tickets)
    members = [[p.tier == tier for p in scenario.pools] for tier in range(len(scenario.tiers))]
    there = np.array([attended[mine].sum(axis=0) for mine in members])
    done = np.array([balance.hours[mine].sum() for mine in members])
    busy = [_carried(_shaped(o.sum(axis=0), d), t) for o, d, t in zip(offered, done, there, strict=True)]
    hours = there.sum(axis=1)
    return Load(
        offered=offered,
        paid=paid,
        attended=attended,
        balance=balance,
        busy=np.array(busy),
        occupancy=np.divide(done, hours, out=np.full(len(done), np.nan), where=hours > 0),
        weekly=len(np.unique(quarters.hour)) == HOURS,
    )


def _in_this_week(work: Pieces, census: Census, tickets: Floats) -> Pieces:
    """The work of a week made of each hour's mean, which a period of broken weeks makes another week."""
    average = census.volumes.tickets
    ratio = np.divide(tickets, average, out=np.zeros_like(tickets), where=average > 0)
    return replace(work, hours=work.hours * ratio[work.segment, work.request])


def _by_hour(scenario: Scenario, work: Pieces, tickets: Floats) -> Floats:
    """[tier, skill, hour] work by the hours in which its tickets are created."""
    created = tickets.sum(axis=2, keepdims=True)
    shape = np.divide(tickets, created, out=np.zeros_like(tickets), where=created > 0)
    offered = np.zeros((len(scenario.tiers), len(scenario.skills) + 1, HOURS))
    for segment in range(len(scenario.segments)):
        for request in range(len(scenario.requests)):
            mine = (work.segment == segment) & (work.request == request)
            amount = np.zeros(offered.shape[:2])
            np.add.at(amount, (work.tier[mine], work.skill[mine]), work.hours[mine])
            offered += amount[:, :, None] * shape[segment, request]
    return offered


def _shaped(offered: Floats, hours: float) -> Floats:
    """The agent-hours that a tier's people do in a week, spread like what is offered to it."""
    total = offered.sum()
    return offered * (hours / total) if total > 0 else np.full(HOURS, hours / HOURS)


def _carried(work: Floats, there: Floats, weeks: int = 5) -> Floats:
    """[hour] agents at work in the last of some weeks; what cannot be done is left for the next hour."""
    left, busy = 0.0, np.zeros(HOURS)
    for _ in range(weeks):
        for hour in range(HOURS):
            busy[hour] = min(left + work[hour], there[hour])
            left += work[hour] - busy[hour]
    return busy


def on_roster(pool: Pool, edges: Floats) -> Floats:
    """[step] mean number of a pool's agents on the roster between successive instants."""
    starts = np.sort(np.concatenate([np.zeros(0), *(roster.start for roster in pool.rosters)]))
    ends = np.sort(np.concatenate([np.zeros(0), *(roster.end for roster in pool.rosters)]))
    return np.diff(_elapsed(starts, edges) - _elapsed(ends, edges)) / np.diff(edges)


def _elapsed(since: Floats, instants: Floats) -> Floats:
    """Sum over `since` (in order) of the time elapsed up to each instant."""
    passed = np.searchsorted(since, instants)
    sums = np.concatenate([[0.0], np.cumsum(since)])
    elapsed: Floats = passed * instants - sums[passed]
    return elapsed


def available_share(pool: Pool) -> float:
    """The share of paid time in which an agent is there for tickets, on average."""
    return (1 - pool.absence) * max(1 - pool.shrinkage - pool.other_work, 0.0)


def tickets_by_hour(scenario: Scenario, quarters: Quarters) -> Floats:
    """[segment, request, hour] expected tickets created per hour."""
    steps = np.diff(quarters.edges) / 60
    share = ticket_share(scenario)[:, None]
    found = [
        expected_requests(scenario, segment, quarters.edges) * share / steps for segment in scenario.segments
    ]
    return quarters.mean_by_hour(np.array(found))
