"""Who is there when: rosters less absence, shrinkage and other work, and the agents' tastes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.grid import on_grid
from sim.seeding import generators
from sim.shifts import Intervals, Shifts, packed
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats, Pool, Scenario
from sim.workload import Attendance

WHIMS = 4096
"""Uniforms of each agent who picks and chooses, used in turn and again from the start."""

BLOCKS = 64
"""Uniforms set aside for the blocks of one kind in one shift; more are set aside where this is too few."""


def attend(scenario: Scenario, streams: Streams) -> Attendance:
    """When each agent of the desk is paid, when they attend to tickets, and their private tastes."""
    agents = {pool.name: len(pool.rosters) for pool in scenario.pools}
    there = [attended(pool, streams) for pool in scenario.pools]
    always = all(one is pool.paid for one, pool in zip(there, scenario.pools, strict=True))
    paid_first, paid_start, paid_end = _paid(scenario)
    on_first, on_start, on_end = _paid(scenario) if always else packed(there, list(agents.values()))
    return Attendance(
        on_first=on_first,
        on_start=on_start,
        on_end=on_end,
        paid_first=paid_first,
        paid_start=paid_start,
        paid_end=paid_end,
        draw_taste=partial(_tastes, streams, agents, tuple(request.name for request in scenario.requests)),
        draw_whims=partial(_whims, streams, agents),
    )


@lru_cache(maxsize=8)
def _paid(scenario: Scenario) -> tuple[NDArray[np.int64], Floats, Floats]:
    """When each agent of the desk is paid, in every replication."""
    return packed([pool.paid for pool in scenario.pools], [len(pool.rosters) for pool in scenario.pools])


def attended(pool: Pool, streams: Streams) -> Intervals:
    """When the agents of a pool attend to tickets: paid time less absence and blocks of other things."""
    always_there = pool.absence == 0 and pool.shrinkage == 0 and pool.other_work == 0
    if always_there or not len(pool.paid.start):
        return pool.paid
    shifts = pool.shifts
    there = np.ones(len(shifts.length), np.bool_)
    if pool.absence > 0:
        there = _per_shift(pool, streams, Purpose.ABSENCE, shifts, 1)[:, 0] >= pool.absence
    starts, ends = away_blocks(pool, streams, shifts)
    return _attended_pieces(shifts, there, starts, ends)


def away_blocks(pool: Pool, streams: Streams, shifts: Shifts) -> tuple[Floats, Floats]:
    """Starts and ends of the blocks away from tickets, on the line of paid time [min].

    Blocks of both kinds stand in an order and at distances that are all equally likely.
    """
    length, lot = _block_lengths(pool, streams, shifts)
    order = np.argsort(np.where(length > 0, lot, 1.0), axis=1, kind="stable")
    length, lot = np.take_along_axis(length, order, axis=1), np.take_along_axis(lot, order, axis=1)
    free = shifts.length - length.sum(axis=1)
    before = np.cumsum(length, axis=1) - length
    begin = np.cumsum(shifts.length) - shifts.length
    start = begin[:, None] + before + on_grid(lot * free[:, None])
    real = length > 0
    return start[real], (start + length)[real]


def _block_lengths(pool: Pool, streams: Streams, shifts: Shifts) -> tuple[Floats, Floats]:
    """Lengths of the blocks of each shift [shift, block] [min], 0: no block, and a uniform for each.

    A share of a shift is whole blocks and one shorter one, so that the time away is exact in each shift.
    """
    none = np.empty((len(shifts.length), 0))
    lengths, lots = [none], [none]
    remaining = shifts.length
    for share, block, purpose in (
        (pool.shrinkage, pool.shrinkage_block, Purpose.SHRINKAGE),
        (pool.other_work, pool.other_work_block, Purpose.OTHER_WORK),
    ):
        if share > 0:
            away = np.minimum(on_grid(shifts.length * share), remaining)
            remaining = remaining - away
            most = int(np.ceil(away.max(initial=0.0) / block))
            lengths.append(np.clip(away[:, None] - np.arange(most) * block, 0.0, block))
            lots.append(_per_shift(pool, streams, purpose, shifts, most))
    return np.concatenate(lengths, axis=1), np.concatenate(lots, axis=1)


def _per_shift(pool: Pool, streams: Streams, purpose: Purpose, shifts: Shifts, width: int) -> Floats:
    """Uniforms [shift, width] that depend on the agent's and the shift's number only."""
    stride = 1 if width == 1 and purpose == Purpose.ABSENCE else -(-max(width, 1) // BLOCKS) * BLOCKS
    drawn = np.empty((len(shifts.number), width))
    keys = [streams.key(Kind.POOL, pool.name, purpose, index=(agent,)) for agent in range(len(pool.rosters))]
    for stream, (mine, number, most) in zip(generators(keys), shifts.by_agent, strict=True):
        if len(number):
            uniforms = stream.random((most + 1, stride))
            drawn[mine] = uniforms[number, :width]
    return drawn


def _attended_pieces(shifts: Shifts, there: NDArray[np.bool_], starts: Floats, ends: Floats) -> Intervals:
    """Paid intervals of the shifts worked, less blocks on the line of paid time; touching pieces made one."""
    most = len(shifts.shift_of) + len(starts)
    pieces = Intervals(np.empty(most, np.int64), np.empty(most), np.empty(most))
    count = cut_out(shifts.intervals, there[shifts.shift_of], starts, ends, pieces)
    return Intervals(pieces.agent[:count], pieces.start[:count], pieces.end[:count])


@compiled_apart
def cut_out(
    paid: Intervals, there: NDArray[np.bool_], starts: Floats, ends: Floats, pieces: Intervals
) -> int:
    """Writes down what is left of paid time, and how many pieces these are.

    `there[interval]`; blocks away are disjoint and in order, on the line of paid time.
    """
    line, block, count = 0.0, 0, 0
    for interval in range(len(paid.start)):
        at, until = line, line + (paid.end[interval] - paid.start[interval])
        real, agent = paid.start[interval] - line, paid.agent[interval]
        while at < until:
            while block < len(starts) and ends[block] <= at:
                block += 1
            free = block == len(starts) or starts[block] >= until
            stop = until if free else starts[block]
            if there[interval] and stop > at:
                touching = (
                    count > 0 and pieces.end[count - 1] == at + real and pieces.agent[count - 1] == agent
                )
                if not touching:
                    pieces.agent[count], pieces.start[count] = agent, at + real
                    count += 1
                pieces.end[count - 1] = stop + real
            at = until if free else ends[block]
        line = until
    return count


def _tastes(streams: Streams, agents: Mapping[str, int], requests: Sequence[str]) -> Floats:
    """[agent, request] uniforms, one stream for each pool and request."""
    pools = [
        [streams.uniforms(Kind.POOL, pool, Purpose.TASTE, count, attribute=request) for request in requests]
        for pool, count in agents.items()
    ]
    return np.concatenate([np.stack(columns, axis=1) for columns in pools])


def _whims(streams: Streams, agents: Mapping[str, int]) -> Floats:
    """[agent, 4096] uniforms, one stream for each pool."""
    drawn = [
        streams.uniforms(Kind.POOL, pool, Purpose.WHIMS, count * WHIMS) for pool, count in agents.items()
    ]
    return np.concatenate(drawn).reshape(-1, WHIMS)
