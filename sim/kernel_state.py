"""What the compiled engine reads (plan, house, rules) and what it changes (state): in few arrays."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock_events import ClockState, new_clocks
from sim.desk import Desk
from sim.kernel_heaps import EVENT, NOBODY, NODE, SIBLING, Ints, Table
from sim.kernel_rows import AGENT, ASIDE, CLASS, COUNT, MESSAGE, POOL, SKILL, STAY, STRETCH, TICKET, TIER
from sim.ranking import Ranking
from sim.targets import PromiseTable, rows_among
from sim.vocabulary import Codes, EndOfShift, Floats, Masks
from sim.workload import OBSERVED, TRUE, Workload

ROOM = 64
"""Room for coming events, waiting tickets and classes at the start; doubled when it runs short."""


class Plan(NamedTuple):
    """The workload, as the kernel reads it."""

    created: Floats
    patience: Floats
    """∞ for those who never leave."""
    triage_work: Floats
    diagnosis: Floats
    diagnosis_handover: Floats
    live: NDArray[np.bool_]
    codes: Codes
    """[4, ticket] skill as seen before and after the first touch, true skill, request."""
    admitted: Masks
    """[2, ticket] before and after the first touch."""
    target_rows: NDArray[np.int32]
    """[phase, ticket]; no tickets where clocks are not looked at."""
    first: Ints
    tier: NDArray[np.int16]
    work: Floats
    handover: Floats
    end: NDArray[np.int8]
    gap: Floats
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


class State(NamedTuple):
    """All that changes."""

    counts: Table
    tickets: Table
    asides: Table
    clock_state: ClockState
    times: Floats
    """[4, ticket] first touch, first reply, last solve, left."""
    numbers: Codes
    """[3, ticket] touches, transfers, reopenings."""
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
    stays: Table
    work_log: Table
    messages: Table


def plan_of(work: Workload, desk: Desk, clocks: bool) -> Plan:
    """The workload in the kernel's form."""
    touches, there = work.touches, work.attendance
    patience = work.patience if work.leaves.all() else np.where(work.leaves, work.patience, np.inf)
    rows = rows_among(work, desk.policies, desk.priorities) if clocks else np.zeros((3, 0), np.int32)
    return Plan(
        created=_column(work.created),
        patience=_column(patience),
        triage_work=_column(work.triage_work),
        diagnosis=_column(work.diagnosis),
        diagnosis_handover=_column(work.diagnosis_handover),
        live=_column(work.live, np.bool_),
        codes=np.stack([*work.skill, work.columns["request"]]).astype(np.int16, copy=False),
        admitted=_column(work.admitted[:2], np.int64),
        target_rows=_column(rows, np.int32),
        first=_column(touches.first, np.int64),
        tier=_column(touches.tier, np.int16),
        work=_column(touches.work),
        handover=_column(touches.handover),
        end=_column(touches.end, np.int8),
        gap=_column(touches.gap),
        on_first=_column(there.on_first, np.int64),
        on_start=_column(there.on_start),
        on_end=_column(there.on_end),
        taste=_column(there.taste),
        whims=_column(there.whims),
    )


def _column(values: NDArray[Any], dtype: type = np.float64) -> NDArray[Any]:
    """The values in a row in memory, and writable: one kind of array for the compiler."""
    column: NDArray[Any] = np.ascontiguousarray(values, dtype=dtype)
    return column if column.flags.writeable else column.copy()


def house_of(desk: Desk) -> House:
    """The desk in the kernel's form."""
    served = np.full((len(desk.pool_tier), desk.tiers + 1), NOBODY, dtype=np.int64)
    for pool, tier in enumerate(desk.pool_tier):
        tiers = (tier, *desk.pool_helps[pool])
        served[pool, : len(tiers)] = tiers
    skills = np.zeros(len(desk.capable), SKILL)
    skills["capable"], skills["listing"] = desk.capable, desk.listing
    return House(_column(desk.speed), skills, _column(desk.mean_work), served, desk.promises)


def new_state(work: Workload, desk: Desk, ranking: Ranking, rules: NDArray[np.void], plan: Plan) -> State:
    """The desk before its first instant."""
    size, own = work.size, rules[0]
    measured = (work.created >= desk.measured_from) & (work.created < desk.measured_until)
    count = np.zeros(1, COUNT)
    count["open_measured"], count["free_nodes"] = np.count_nonzero(measured), ROOM
    tiers = np.zeros(desk.tiers, TIER)
    tiers["serving"], tiers["last_handed"], tiers["classes"] = desk.serving, NOBODY, NOBODY
    triaged = int(np.count_nonzero(work.triage_work >= 0))
    wrong = int(np.count_nonzero(work.skill[OBSERVED] != work.skill[TRUE]))
    stretches = len(plan.tier) + triaged + wrong + len(plan.on_start) + 1
    orders, terms = len(ranking.orders), max(len(order.level) for order in ranking.orders)
    return State(
        counts=count,
        tickets=np.empty(size, TICKET),
        asides=np.empty(size if own["asides"] else 0, ASIDE),
        clock_state=new_clocks(size if own["clocks"] else 0),
        times=np.full((4, size), np.nan),
        numbers=np.zeros((3, size), np.int16),
        agents=_agents(desk, plan),
        pools=_pools(desk),
        tiers=tiers,
        free=np.zeros(len(desk.agent_pool), np.int64),
        untriaged=np.empty(triaged + len(plan.on_start) + 1, np.int64),
        classes=np.zeros(ROOM, CLASS),
        heads=np.full((ROOM, 2), NOBODY),
        keys=np.zeros((ROOM, 4 + orders * (1 + terms)), np.int64),
        slots=np.full(4 * ROOM, NOBODY),
        nodes=np.zeros(ROOM, NODE),
        links=free_links(0, ROOM),
        scores=np.empty((ROOM, orders * int(own["width"]))),
        events=np.zeros(ROOM + 2 * len(desk.agent_pool), EVENT),
        stays=np.empty(stretches, STAY),
        work_log=np.empty(stretches, STRETCH),
        messages=np.empty(len(plan.tier) + 1, MESSAGE),
    )


def free_links(begin: int, end: int) -> Ints:
    """Ints of nodes that nobody uses yet, each to the next."""
    links = np.full((end - begin, 4), NOBODY)
    links[:-1, SIBLING] = np.arange(begin + 1, end)
    return links


def _agents(desk: Desk, plan: Plan) -> NDArray[np.void]:
    agents = np.zeros(len(desk.agent_pool), AGENT)
    agents["pool"], agents["interval"] = desk.agent_pool, plan.on_first[:-1]
    for column in ("ticket", "place"):
        agents[column] = NOBODY
    for column in ("on_since", "on_until", "last_end"):
        agents[column] = -np.inf
    return agents


def _pools(desk: Desk) -> NDArray[np.void]:
    sizes = np.bincount(np.array(desk.agent_pool, dtype=np.int64), minlength=len(desk.pool_tier))
    pools = np.zeros(len(desk.pool_tier), POOL)
    pools["first"], pools["end_of_shift"] = np.cumsum(sizes) - sizes, desk.pool_end_of_shift
    return pools


def gives_back(desk: Desk) -> bool:
    """Whether work may be given back at the end of a shift."""
    return EndOfShift.HAND_BACK in desk.pool_end_of_shift
