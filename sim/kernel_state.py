"""What the compiled engine reads (plan, house, rules) and what it changes (state): in few arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock_events import ClockState, new_clocks
from sim.desk import Desk
from sim.kernel_heaps import EVENT, LINKS, NOBODY, NODE, SIBLING, Ints, Table
from sim.kernel_rows import AGENT, CLASS, COUNT, POOL, SKILL, TIER, Ends, Whose
from sim.kernel_tickets import Coming, Planned, column, coming, free_rows, planned
from sim.ranking import Ranking
from sim.targets import PromiseTable, rows_among
from sim.vocabulary import Codes, EndOfShift, Floats
from sim.workload import OBSERVED, TRUE, Workload

ROOM = 64
"""Room for events, tickets in play, tickets that wait and classes at first; doubled when it runs short."""


class Plan(NamedTuple):
    """The workload, as the kernel reads it."""

    coming: Coming
    planned: Planned
    diagnosis: Floats
    diagnosis_handover: Floats
    target_rows: NDArray[np.int32]
    """[phase, ticket]; no tickets where clocks are not looked at."""
    on_first: Ints
    on_start: Floats
    on_end: Floats
    taste: Floats
    whims: Floats


class House(NamedTuple):
    """The desk, as the kernel reads it."""

    speeds: Floats
    skills: Table
    mean_work: Floats
    served: Ints
    """[pool, tier + 1] the tiers that a pool serves, in order; NOBODY ends the row."""
    table: PromiseTable


class Log(NamedTuple):
    """A log by column, with room for rows to come."""

    at: Floats
    """[1 or 2, row] from when and until when."""
    of: Whose
    """[1 or 2, row] whose it is."""
    ended: Ends
    """How it ended; empty where there is but one way."""

    @classmethod
    def room(cls, rows: int, columns: int = 2, ends: int = 0) -> Log:
        """Room for so many rows."""
        return cls(np.empty((columns, rows)), np.empty((columns, rows), np.int32), np.empty(ends, np.int8))

    def first(self, rows: int) -> Log:
        """The first of them."""
        return Log(self.at[:, :rows], self.of[:, :rows], self.ended[:rows])


class State(NamedTuple):
    """All that changes."""

    counts: Table
    tickets: Table
    instants: Floats
    numbers: Codes
    clock_state: ClockState
    agents: Table
    pools: Table
    tiers: Table
    free: Ints
    untriaged: Ints
    classes: Table
    heads: Ints
    keys: Ints
    slots: Ints
    nodes: Table
    links: Ints
    scores: Floats
    events: Table
    stays: Log
    work: Log
    messages: Log


def plan_of(work: Workload, desk: Desk, clocks: bool, picks: bool) -> Plan:
    """The workload in the kernel's form; clocks, tastes and whims only where they are looked at."""
    there = work.attendance
    rows = rows_among(work, desk.policies, desk.priorities) if clocks else np.zeros((3, 0), np.int32)
    return Plan(
        coming=coming(work),
        planned=planned(work.touches),
        diagnosis=column(work.diagnosis),
        diagnosis_handover=column(work.diagnosis_handover),
        target_rows=column(rows, np.int32),
        on_first=column(there.on_first, np.int64),
        on_start=column(there.on_start),
        on_end=column(there.on_end),
        taste=column(there.taste if picks else np.empty((0, 0))),
        whims=column(there.whims if picks else np.empty((0, 0))),
    )


def house_of(desk: Desk) -> House:
    """The desk in the kernel's form."""
    served = np.full((len(desk.pool_tier), desk.tiers + 1), NOBODY, dtype=np.int64)
    for pool, tier in enumerate(desk.pool_tier):
        tiers = (tier, *desk.pool_helps[pool])
        served[pool, : len(tiers)] = tiers
    skills = np.zeros(len(desk.capable), SKILL)
    skills["capable"], skills["listing"] = desk.capable, desk.listing
    return House(column(desk.speed), skills, column(desk.mean_work), served, desk.promises)


def new_state(work: Workload, desk: Desk, ranking: Ranking, rules: NDArray[np.void], plan: Plan) -> State:
    """The desk before its first instant."""
    size, own = work.size, rules[0]
    before, until = np.searchsorted(work.created, (desk.measured_from, desk.measured_until))
    count = np.zeros(1, COUNT)
    count["prompt"] = own["prompt"]
    count["open_measured"], count["free_nodes"] = until - before, ROOM
    tiers = np.zeros(desk.tiers, TIER)
    tiers["serving"], tiers["last_handed"], tiers["classes"] = desk.serving, NOBODY, NOBODY
    tiers["last_class"] = NOBODY
    triaged = int(np.count_nonzero(work.triage_work >= 0))
    wrong = int(np.count_nonzero(work.skill[OBSERVED] != work.skill[TRUE]))
    stretches = len(work.touches.work) + triaged + wrong + len(plan.on_start)
    orders, terms = len(ranking.orders), max(len(order.level) for order in ranking.orders)
    return State(
        counts=count,
        tickets=free_rows(ROOM),
        instants=np.empty((4, size)),
        numbers=np.empty((3, size), np.int16),
        clock_state=new_clocks(size if own["clocks"] else 0),
        agents=_agents(desk, plan),
        pools=_pools(desk),
        tiers=tiers,
        free=np.zeros(len(desk.agent_pool), np.int64),
        untriaged=np.empty(triaged + len(plan.on_start) + 1, np.int64),
        classes=np.zeros(ROOM, CLASS),
        heads=np.full(2 * ROOM, NOBODY),
        keys=np.zeros((ROOM, 2 + orders * (1 + terms)), np.int64),
        slots=np.full(4 * ROOM, NOBODY),
        nodes=np.zeros(ROOM, NODE),
        links=free_links(0, ROOM),
        scores=np.empty((ROOM, orders * int(own["width"]))),
        events=free_events(ROOM + 2 * len(desk.agent_pool)),
        stays=Log.room(stretches),
        work=Log.room(stretches, ends=stretches),
        # customers write again between two touches, once at most
        messages=Log.room(len(work.touches.work) - size, columns=1),
    )


def free_events(size: int) -> Table:
    """Room for so many events: until one is planned, each would never come."""
    events = np.zeros(size, EVENT)
    events["time"] = np.inf
    return events


def free_links(begin: int, end: int) -> Ints:
    """Ints of nodes that nobody uses yet, each to the next."""
    links = np.full((end - begin, LINKS), NOBODY)
    links[:-1, SIBLING] = np.arange(begin + 1, end)
    return links.reshape(-1)


def _agents(desk: Desk, plan: Plan) -> NDArray[np.void]:
    agents = np.zeros(len(desk.agent_pool), AGENT)
    agents["pool"], agents["interval"] = desk.agent_pool, plan.on_first[:-1]
    agents["ticket"] = NOBODY
    agents["on_until"] = -np.inf
    return agents


def _pools(desk: Desk) -> NDArray[np.void]:
    sizes = np.bincount(np.array(desk.agent_pool, dtype=np.int64), minlength=len(desk.pool_tier))
    pools = np.zeros(len(desk.pool_tier), POOL)
    pools["first"], pools["end_of_shift"] = np.cumsum(sizes) - sizes, desk.pool_end_of_shift
    return pools


def gives_back(desk: Desk) -> bool:
    """Whether work may be given back at the end of a shift."""
    return EndOfShift.HAND_BACK in desk.pool_end_of_shift
