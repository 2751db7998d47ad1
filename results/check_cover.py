"""When a promised clock runs with nobody there who may serve, and what that costs in attainment.

No order of work and no head-count helps a ticket whose due instant comes before anyone who may serve it is
on the roster, or so soon after that even the fastest of them cannot finish the first touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenarios.census import Census
from scenarios.kinds import Kinds
from scenarios.volumes import expected_requests, ticket_share
from scenarios.weeks import HOURS, Quarters, measured_quarters
from scenarios.work import may_serve
from sim.calendars import Clocks, instants_of, open_times, packed
from sim.desk import proficiency
from sim.vocabulary import METRICS, Floats, Scenario, Target
from sim.workload import OBSERVED, TRUE

WEEKS = 4
"""Rosters of the first weeks of the measured period are looked at."""

FEW = 0.01
"""A share of a promise's tickets below which their hours without cover are not listed."""

NEXT_REPLY = METRICS.index("next_reply")
FIRST_REPLY = METRICS.index("first_reply")


@dataclass(frozen=True)
class Cover:
    """How far the rosters reach for one limit."""

    uncovered: NDArray[np.bool_]
    """[hour of the week] the clock runs and nobody on the roster may serve some of these tickets."""
    ceiling: float
    """The largest attainment that any order and any head-count on these rosters can reach; NaN: not known."""
    tickets: float
    """Expected tickets per week that the limit is promised to."""


def covers(scenario: Scenario, census: Census) -> dict[tuple[int, int, int], Cover]:
    """(policy, metric, priority) → cover of each limit that tickets are promised, by what they truly are."""
    watch = _Watch(scenario, measured_quarters(scenario, WEEKS))
    groups = _groups(scenario, census.kinds)
    return {
        (place, metric, priority): _cover(watch, mine, metric, target)
        for place, policy in enumerate(scenario.policies)
        for (metric, priority), target in policy.targets.items()
        if (mine := [group for group in groups if (group.policy, group.priority) == (place, priority)])
    }


@dataclass(frozen=True)
class _Group:
    """Tickets that the same pools may serve first, on the same promise."""

    segment: int
    request: int
    entry: int
    skill: int
    pools: int
    policy: int
    priority: int
    share: float
    """Of the tickets of the segment and request."""


def _groups(scenario: Scenario, kinds: Kinds) -> list[_Group]:
    pools = may_serve(scenario, kinds.entry.astype(np.int64), kinds.skill[OBSERVED], kinds.admitted[OBSERVED])
    columns = [kinds.segment, kinds.request, kinds.entry, kinds.skill[OBSERVED], pools, kinds.policy[TRUE]]
    keys = np.array([*columns, kinds.priority[TRUE]], np.int64).T
    alike, group = np.unique(keys, axis=0, return_inverse=True)
    weight = np.bincount(group.ravel(), kinds.weight, len(alike))
    total = np.zeros((len(scenario.segments), len(scenario.requests)))
    np.add.at(total, (alike[:, 0], alike[:, 1]), weight)
    shares = weight / np.maximum(total[alike[:, 0], alike[:, 1]], np.finfo(float).tiny)
    rows = zip(*alike.T.tolist(), shares.tolist(), strict=True)
    return [_Group(*row) for row in rows]


@dataclass(frozen=True)
class _Watch:
    """The quarters of an hour in which tickets come, and who is on the roster then."""

    scenario: Scenario
    quarters: Quarters

    @cached_property
    def clocks(self) -> Clocks:
        return packed(self.scenario.calendars)

    @cached_property
    def tickets(self) -> Floats:
        """[segment, request, step] expected tickets."""
        share = ticket_share(self.scenario)[:, None]
        edges = self.quarters.edges
        return np.array([expected_requests(self.scenario, s, edges) * share for s in self.scenario.segments])

    @cached_property
    def speed(self) -> Floats:
        return proficiency(self.scenario)[0]

    @cached_property
    def _first_on_duty(self) -> dict[int, Floats]:
        return {}

    def first_on_duty(self, pools: int) -> Floats:
        """[step] the first instant from the step's middle on at which one of these pools is on the roster."""
        if pools not in self._first_on_duty:
            rosters = [
                r for p, pool in enumerate(self.scenario.pools) if pools >> p & 1 for r in pool.rosters
            ]
            starts = np.concatenate([np.zeros(0), *(roster.start for roster in rosters)])
            ends = np.concatenate([np.zeros(0), *(roster.end for roster in rosters)])
            self._first_on_duty[pools] = _first_inside(starts, ends, self.quarters.middles)
        return self._first_on_duty[pools]

    def running(self, calendar: int) -> NDArray[np.bool_]:
        """[step] the calendar is open in it."""
        return np.diff(open_times(self.clocks, calendar, self.quarters.edges)) > 0


def _first_inside(starts: Floats, ends: Floats, instants: Floats) -> Floats:
    """The first instant from each given one on that lies in one of the intervals; ∞: none."""
    order = np.argsort(starts, kind="stable")
    starts, until = starts[order], np.maximum.accumulate(ends[order]) if len(ends) else ends
    place = np.searchsorted(starts, instants, side="right")
    inside = np.append(-np.inf, until)[place] > instants
    return np.where(inside, instants, np.append(starts, np.inf)[place])


def _cover(watch: _Watch, groups: list[_Group], metric: int, target: Target) -> Cover:
    weights = [group.share * watch.tickets[group.segment, group.request] for group in groups]
    total = float(sum(weight.sum() for weight in weights))
    weeks = (watch.quarters.edges[-1] - watch.quarters.edges[0]) / (7 * 1440.0)
    running = watch.running(target.calendar)
    uncovered = np.zeros(HOURS, np.bool_)
    kept = 0.0
    for group, weight in zip(groups, weights, strict=True):
        kept += float(weight @ _in_time(watch, group, metric, target))
        if weight.sum() >= FEW * total:
            away = watch.first_on_duty(group.pools) > watch.quarters.middles
            uncovered |= watch.quarters.mean_by_hour((away & running).astype(np.float64)) > 0.5
    known = metric != NEXT_REPLY and total > 0
    return Cover(uncovered, kept / total if known else np.nan, total / weeks)


def _in_time(watch: _Watch, group: _Group, metric: int, target: Target) -> Floats:
    """[step] the chance that the first touch can be done in time, if it begins as soon as anyone is there."""
    begins = watch.quarters.middles
    reading = open_times(watch.clocks, target.calendar, begins) + target.limit
    first = watch.first_on_duty(group.pools)
    left = instants_of(watch.clocks, target.calendar, reading) - np.where(np.isinf(first), 0.0, first)
    left = np.where(np.isinf(first), -np.inf, left)
    request = watch.scenario.requests[group.request]
    step = request.path.get(group.entry)
    if step is None or (request.live and metric == FIRST_REPLY):
        return (left >= 0).astype(np.float64)
    able = [watch.speed[p, group.skill] for p in range(len(watch.scenario.pools)) if group.pools >> p & 1]
    if not able:
        return np.zeros(len(left))
    chance = np.zeros(len(left))
    soon = left >= 0
    chance[soon] = np.where(
        np.isinf(left[soon]), 1.0, step.work.cdf(np.minimum(left[soon], 1e12) * max(able))
    )
    return chance
