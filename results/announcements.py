"""What to tell customers when they come: the wait by the length of the queue, or of the last one served.

Queue length: so many tickets ahead, so long a stretch of work, so many agents on duty (Whitt 1999); hours
without anybody on duty are waited out. Last served: the wait of the ticket that was last begun at the tier
(Ibrahim & Whitt 2009). Both are announced at a ticket's creation for its first touch.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from sim.workload import Workload

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
        return np.append(0.0, self.on)[places_after(at, self.edges)]

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


@dataclass(frozen=True)
class Coming:
    """Those whose first touch is at one tier, and who is on duty for them: the same under every order."""

    tier: int
    ticket: Places
    created: Floats
    own: NDArray[np.bool_]
    """Whether each agent is of the tier."""
    duty: Duty
    opens: Floats
    """When somebody is on duty, from the ticket's creation on; ∞: never again."""
    there: NDArray[np.bool_]
    """Whether anybody ever is."""
    on_duty: Floats
    """So many are then."""

    @classmethod
    def of(cls, workload: Workload, scenario: Scenario) -> list[Coming]:
        """Tier by tier."""
        entry = workload.touches.tier[workload.touches.first[:-1]]
        pools = scenario.pools
        agents = np.repeat([pool.tier for pool in pools], [len(pool.rosters) for pool in pools])
        return [cls._to(tier, np.flatnonzero(entry == tier), agents, workload) for tier in np.unique(entry)]

    @classmethod
    def _to(cls, tier: int, ticket: Places, agents: Places, workload: Workload) -> Coming:
        own, at, attendance = agents == tier, workload.created[ticket], workload.attendance
        present = np.repeat(own, np.diff(attendance.on_first))
        duty = Duty.of(attendance.on_start[present], attendance.on_end[present])
        opens = duty.opening(at)
        there = np.isfinite(opens)
        return cls(tier, ticket, at, own, duty, opens, there, duty.on_duty(np.where(there, opens, 0.0)))


def announcement_sums(
    tickets: Tickets, members: Cells, groups: Groups, coming: Sequence[Coming] | None = None
) -> Floats:
    """[16, group] what scores are made of, of tickets created in the period that had a first touch.

    `coming` is that of the workload, where it is known already.
    """
    item = np.flatnonzero(within(tickets.workload.created, groups.scenario.run) & tickets.touched)
    waits = tickets.wait[item]
    rows: list[NDArray[Any]] = []
    for said in predictions(tickets, groups.scenario, coming):
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


def predictions(
    tickets: Tickets, scenario: Scenario, coming: Sequence[Coming] | None = None
) -> tuple[Floats, Floats]:
    """(queue length, last served): the wait announced to each ticket [min]; NaN or ∞: nothing can be."""
    size, waits = tickets.workload.size, tickets.wait
    queue_length, last_served = np.full(size, np.nan), np.full(size, np.nan)
    for some in Coming.of(tickets.workload, scenario) if coming is None else coming:
        queue_length[some.ticket] = _by_queue_length(tickets, some)
        last_served[some.ticket] = _by_last_served(tickets, waits, some.ticket)
    return queue_length, last_served


def _by_queue_length(tickets: Tickets, coming: Coming) -> Floats:
    """The time until all those ahead have been taken and an agent is free."""
    at, there = coming.created, coming.there
    stays, work = tickets.outcome.stays, tickets.outcome.work
    own = stays.tier == coming.tier
    ahead = count_before(stays.joined[own], at) - count_before(stays.left[own], at)
    at_work = coming.own[work.agent]
    if not at_work.any():
        return np.full(len(at), np.nan)
    start, end = work.start[at_work], work.end[at_work]
    busy = count_before(start, at) - count_before(end, at)
    length = float((end - start).mean())
    free = np.maximum(coming.on_duty - busy, 0.0)
    waits = np.maximum(ahead + 1 - free, 0.0) * length
    found = np.full(len(at), np.inf)
    found[there] = coming.duty.after(coming.opens[there], waits[there]) - at[there]
    return found


def _by_last_served(tickets: Tickets, waits: Floats, mine: Places) -> Floats:
    """The wait of the one whose first touch began last before."""
    begun = tickets.outcome.first_touch[mine]
    order = np.argsort(begun, kind="stable")
    order = order[: int((~np.isnan(begun)).sum())]
    place = count_before(begun[order], tickets.workload.created[mine]) - 1
    theirs = np.append(waits[mine][order], np.nan)
    return np.where(place >= 0, theirs[place], np.nan)
