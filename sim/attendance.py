"""Who is there when: rosters less absence, shrinkage and other work, and the agents' tastes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.grid import on_grid
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats, Pool, Roster, Scenario
from sim.workload import Attendance

WHIMS = 4096
"""Uniforms of each agent who picks and chooses, used in turn and again from the start."""

DAY = 1440.0

BLOCKS = 64
"""Uniforms set aside for the blocks of one kind in one shift; more are set aside where this is too few."""

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Intervals:
    """Stretches of time of several agents, by agent and then in order."""

    agent: Counts
    start: Floats
    end: Floats

    def packed(self, agents: int) -> tuple[Counts, Floats, Floats]:
        """Place of each agent's first interval (and the number of all), starts, ends."""
        first = np.searchsorted(self.agent, np.arange(agents + 1)).astype(np.int64)
        return first, self.start, self.end


@dataclass(frozen=True)
class Shifts:
    """The paid shifts of a pool's agents, end to end on one line of paid time.

    A shift is what begins on one local day; what lasts longer than 24 hours counts as one shift per 24 hours.
    """

    intervals: Intervals
    shift_of: Counts
    """Of each interval: its shift, counted through the agents."""
    agent: Counts
    """Of each shift."""
    number: Counts
    """Of each shift: its number within the roster."""
    length: Floats
    """Paid time of each shift [min]."""


def attend(scenario: Scenario, streams: Streams) -> Attendance:
    """When each agent of the desk is paid, when they attend to tickets, and their private tastes."""
    paid, on = [], []
    begin = 0
    agents = {pool.name: len(pool.rosters) for pool in scenario.pools}
    for pool in scenario.pools:
        paid.append(_shifted(roster_intervals(pool.rosters), begin))
        on.append(_shifted(attended(pool, streams), begin))
        begin += len(pool.rosters)
    paid_first, paid_start, paid_end = _joined(paid).packed(begin)
    on_first, on_start, on_end = _joined(on).packed(begin)
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


def attended(pool: Pool, streams: Streams) -> Intervals:
    """When the agents of a pool attend to tickets: paid time less absence and blocks of other things."""
    paid = roster_intervals(pool.rosters)
    always_there = pool.absence == 0 and pool.shrinkage == 0 and pool.other_work == 0
    if always_there or not len(paid.start):
        return paid
    shifts = shifts_of(pool.rosters)
    there = np.ones(len(shifts.length), np.bool_)
    if pool.absence > 0:
        there = _per_shift(pool, streams, Purpose.ABSENCE, shifts, 1)[:, 0] >= pool.absence
    starts, ends = away_blocks(pool, streams, shifts)
    return _attended_pieces(shifts, there, starts, ends)


def shifts_of(rosters: Sequence[Roster]) -> Shifts:
    """The shifts of a pool's agents."""
    whole = roster_intervals(rosters)
    number = np.concatenate([roster.shift for roster in rosters]).astype(np.int64)
    days = np.maximum(np.ceil((whole.end - whole.start) / DAY).astype(np.int64), 1)
    piece = np.arange(int(days.sum())) - np.repeat(np.cumsum(days) - days, days)
    start = np.repeat(whole.start, days) + piece * DAY
    intervals = Intervals(
        np.repeat(whole.agent, days), start, np.minimum(np.repeat(whole.end, days), start + DAY)
    )
    number = np.repeat(number, days) + piece
    new = np.ones(len(number), np.bool_)
    new[1:] = (np.diff(number) != 0) | (np.diff(intervals.agent) != 0)
    shift_of = np.cumsum(new) - 1
    length = np.bincount(shift_of, intervals.end - intervals.start).astype(np.float64)
    return Shifts(intervals, shift_of, intervals.agent[new], number[new], length)


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
    first = np.searchsorted(shifts.agent, np.arange(len(pool.rosters) + 1))
    for agent in range(len(pool.rosters)):
        mine = shifts.number[first[agent] : first[agent + 1]] + 1
        if len(mine):
            count = (int(mine.max()) + 1) * stride
            uniforms = streams.uniforms(Kind.POOL, pool.name, purpose, count, index=(agent,))
            drawn[first[agent] : first[agent + 1]] = uniforms.reshape(-1, stride)[mine, :width]
    return drawn


def _attended_pieces(shifts: Shifts, there: NDArray[np.bool_], starts: Floats, ends: Floats) -> Intervals:
    """Paid intervals of the shifts worked, less blocks on the line of paid time; touching pieces made one."""
    intervals = shifts.intervals
    length = intervals.end - intervals.start
    begin = np.cumsum(length) - length
    cuts = np.unique(np.concatenate((begin, starts, ends)))
    cuts = cuts[cuts < length.sum()]
    interval = np.searchsorted(begin, cuts, side="right") - 1
    until = np.append(cuts[1:], length.sum())
    inside = np.searchsorted(starts, cuts, side="right") > np.searchsorted(ends, cuts, side="right")
    keep = ~inside & there[shifts.shift_of[interval]]
    interval, cuts, until = interval[keep], cuts[keep], until[keep]
    real = intervals.start[interval] - begin[interval]
    return _merged(Intervals(intervals.agent[interval], cuts + real, until + real))


def _merged(pieces: Intervals) -> Intervals:
    """Touching intervals of an agent made one."""
    touching = (pieces.start[1:] == pieces.end[:-1]) & (np.diff(pieces.agent) == 0)
    opens, closes = np.ones(len(pieces.start), np.bool_), np.ones(len(pieces.start), np.bool_)
    opens[1:], closes[:-1] = ~touching, ~touching
    return Intervals(pieces.agent[opens], pieces.start[opens], pieces.end[closes])


def roster_intervals(rosters: Sequence[Roster]) -> Intervals:
    """The paid intervals of a pool's agents."""
    empty = np.empty(0)
    return Intervals(
        np.repeat(np.arange(len(rosters)), [len(roster.start) for roster in rosters]),
        np.concatenate([empty, *(roster.start for roster in rosters)]),
        np.concatenate([empty, *(roster.end for roster in rosters)]),
    )


def _shifted(intervals: Intervals, agents: int) -> Intervals:
    return Intervals(intervals.agent + agents, intervals.start, intervals.end)


def _joined(parts: Sequence[Intervals]) -> Intervals:
    return Intervals(
        np.concatenate([np.empty(0, np.int64), *(part.agent for part in parts)]),
        np.concatenate([np.empty(0), *(part.start for part in parts)]),
        np.concatenate([np.empty(0), *(part.end for part in parts)]),
    )


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
