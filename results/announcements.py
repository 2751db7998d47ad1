"""What to tell customers when they come: the wait by the length of the queue, or of the last one served.

Queue length: so many tickets ahead, so long a stretch of work, so many agents on duty (Whitt 1999); hours
without anybody on duty are waited out. Last served: the wait of the ticket that was last begun at the tier
(Ibrahim & Whitt 2009). Both are announced at a ticket's creation for its first touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from results.cells import Cells
from results.groups import Groups, Places
from results.placing import count_before, places_after
from results.share import Tally, within
from results.tickets import Tickets
from sim.vocabulary import Floats, Scenario

PREDICTORS = ("queue_length", "last_served")

SUMS = tuple(
    f"announced {predictor}: {name}"
    for predictor in PREDICTORS
    for name in ("tickets", "error²", "wait", "wait²", "said", "said²", "said·wait", "in time")
)
"""Names under which the rows of `announcement_sums` are kept."""


@dataclass(frozen=True)
class Duty:
    """The agents of one tier: how many are on duty, and how much they can do."""

    edges: Floats
    """Instants at which somebody comes or goes [min]."""
    on: Floats
    """Agents on duty from each edge."""
    done: Floats
    """Agent-minutes on duty up to each edge."""

    @classmethod
    def of(cls, start: Floats, end: Floats) -> Duty:
        """From attended intervals of all agents of a tier."""
        times = np.concatenate((start, end))
        steps = np.concatenate((np.ones(len(start)), -np.ones(len(end))))
        edges, place = np.unique(times, return_inverse=True)
        on = np.cumsum(np.bincount(place, steps, minlength=len(edges))).astype(np.float64)
        done = np.concatenate(([0.0], np.cumsum(on[:-1] * np.diff(edges))))[: len(edges)]
        return cls(edges, on, done)

    def on_duty(self, at: Floats) -> Floats:
        """Agents on duty at these instants."""
        place = places_after(at, self.edges) - 1
        return np.where(place >= 0, self.on[np.maximum(place, 0)], 0.0)

    def opening(self, at: Floats) -> Floats:
        """The first instant from then on at which somebody is on duty; ∞: never again."""
        open_from = np.append(self.edges[self.on > 0], np.inf)
        return np.where(self.on_duty(at) > 0, at, open_from[places_after(at, open_from)])

    def after(self, at: Floats, minutes: Floats) -> Floats:
        """The instant at which so many agent-minutes on duty have passed since; ∞: never."""
        target = np.interp(at, self.edges, self.done) + minutes
        place = np.clip(np.searchsorted(self.done, target, side="left"), 1, len(self.edges) - 1)
        rate = self.on[place - 1]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = self.edges[place - 1] + (target - self.done[place - 1]) / rate
        found = np.where(target > self.done[-1] + 1e-9, np.inf, found)
        return np.where(minutes > 0, np.maximum(found, at), at)


def announcement_sums(tickets: Tickets, members: Cells, groups: Groups) -> Floats:
    """[16, group] what scores are made of, of tickets created in the period that had a first touch."""
    item = np.flatnonzero(within(tickets.workload.created, groups.scenario.run) & tickets.touched)
    waits = tickets.wait[item]
    rows: list[NDArray[Any]] = []
    for said in predictions(tickets, groups.scenario):
        told = np.isfinite(said[item])
        wait, announced = np.where(told, waits, 0.0), np.where(told, said[item], 0.0)
        rows += [
            *(told, np.square(announced - wait), wait, np.square(wait)),
            *(announced, np.square(announced), announced * wait, told & (wait <= announced)),
        ]
    tally = Tally(members)
    tally.add(item, dict(zip(SUMS, rows, strict=True)))
    sums = tally.sums()
    return np.stack([sums[name] for name in SUMS])


def predictions(tickets: Tickets, scenario: Scenario) -> tuple[Floats, Floats]:
    """(queue length, last served): the wait announced to each ticket [min]; NaN or ∞: nothing can be."""
    size, waits = tickets.workload.size, tickets.wait
    queue_length, last_served = np.full(size, np.nan), np.full(size, np.nan)
    first = tickets.workload.touches.first[:-1]
    entry = tickets.workload.touches.tier[first]
    agents = np.repeat([pool.tier for pool in scenario.pools], [len(pool.rosters) for pool in scenario.pools])
    for tier in np.unique(entry):
        mine = np.flatnonzero(entry == tier)
        queue_length[mine] = _by_queue_length(tickets, tier, mine, np.flatnonzero(agents == tier))
        last_served[mine] = _by_last_served(tickets, waits, mine)
    return queue_length, last_served


def _by_queue_length(tickets: Tickets, tier: int, mine: Places, agents: Places) -> Floats:
    """The time until all those ahead have been taken and an agent is free."""
    at = tickets.workload.created[mine]
    stays, work, attendance = tickets.outcome.stays, tickets.outcome.work, tickets.workload.attendance
    own = stays.tier == tier
    ahead = count_before(stays.joined[own], at) - count_before(stays.left[own], at)
    at_work = np.isin(work.agent, agents)
    if not len(agents) or not at_work.any():
        return np.full(len(mine), np.nan)
    busy = count_before(work.start[at_work], at) - count_before(work.end[at_work], at)
    length = float((work.end[at_work] - work.start[at_work]).mean())
    whose = np.repeat(np.arange(len(attendance.on_first) - 1), np.diff(attendance.on_first))
    present = np.isin(whose, agents)
    duty = Duty.of(attendance.on_start[present], attendance.on_end[present])
    opens = duty.opening(at)
    there = np.isfinite(opens)
    free = np.maximum(duty.on_duty(np.where(there, opens, 0.0)) - busy, 0.0)
    waits = np.maximum(ahead + 1 - free, 0.0) * length
    found = np.full(len(mine), np.inf)
    found[there] = duty.after(opens[there], waits[there]) - at[there]
    return found


def _by_last_served(tickets: Tickets, waits: Floats, mine: Places) -> Floats:
    """The wait of the one whose first touch began last before."""
    begun = tickets.outcome.first_touch[mine]
    order = np.argsort(begun, kind="stable")
    order = order[: int((~np.isnan(begun)).sum())]
    place = count_before(begun[order], tickets.workload.created[mine]) - 1
    theirs = np.append(waits[mine][order], np.nan)
    return np.where(place >= 0, theirs[place], np.nan)
