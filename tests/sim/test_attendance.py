from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from sim.attendance import attend, attended, cut_out
from sim.shifts import Intervals
from sim.streams import Streams
from sim.vocabulary import Pool, Roster
from sim.workload import Attendance
from tests.sim.desks import DAY, WEEK, on_duty, tiny_pool, tiny_request, tiny_scenario

STREAMS = Streams(seed=6, replication=0)
OFFICE = on_duty(*[(d * DAY + b * 60, d * DAY + e * 60) for d in range(100) for b, e in ((9, 12), (13, 18))])
"""A hundred days of eight hours with a gap."""


def pool(agents: int = 20, roster: Roster = OFFICE, name: str = "people", **changes) -> Pool:
    return tiny_pool(name, rosters=(roster,) * agents, **changes)


def minutes(intervals: Intervals) -> float:
    return float((intervals.end - intervals.start).sum())


def by_day(intervals: Intervals, agents: int = 20, days: int = 100) -> np.ndarray:
    """Minutes attended [agent, day]."""
    place = intervals.agent * days + (intervals.start // DAY).astype(int)
    length = intervals.end - intervals.start
    return np.bincount(place, length, minlength=agents * days).reshape(agents, days)


def test_without_absence_and_blocks_paid_time_is_attended():
    there = attended(pool(2), STREAMS)
    assert np.array_equal(there.start, np.tile(OFFICE.start, 2))
    assert np.array_equal(there.end, np.tile(OFFICE.end, 2))
    assert there.agent.tolist() == [0] * 200 + [1] * 200


def test_absence_takes_whole_shifts_at_its_share():
    day = by_day(attended(pool(absence=0.06), STREAMS))
    assert set(np.unique(day)) == {0.0, 480.0}
    assert abs((day == 0).mean() - 0.06) < 4 * np.sqrt(0.06 * 0.94 / day.size)


def test_agents_are_absent_independently():
    absent = by_day(attended(pool(2, absence=0.5), STREAMS), 2) == 0
    assert abs(np.corrcoef(absent)[0, 1]) < 0.4


def test_shrinkage_is_its_share_of_every_shift():
    day = by_day(attended(pool(shrinkage=0.18), STREAMS))
    assert day == pytest.approx(np.full(day.shape, 480 * 0.82), abs=1e-5)


def test_shrinkage_and_other_work_add_up():
    there = attended(pool(shrinkage=0.1, other_work=0.5, other_work_block=120.0), STREAMS)
    assert by_day(there) == pytest.approx(np.full((20, 100), 480 * 0.4), abs=1e-5)


def test_shrinkage_is_a_share_of_what_absence_leaves():
    day = by_day(attended(pool(absence=0.2, shrinkage=0.25), STREAMS))
    assert np.unique(day) == pytest.approx([0.0, 360.0])


def test_all_time_may_go_to_other_work():
    there = attended(pool(shrinkage=0.3, other_work=0.7), STREAMS)
    assert minutes(there) == pytest.approx(0.0, abs=0.1)


def away(there: Intervals, roster: Roster, agents: int) -> list[tuple[float, float]]:
    """Stretches of the roster's intervals that the agents do not attend, as (begin, length)."""
    gaps = []
    for agent in range(agents):
        mine = there.agent == agent
        starts, ends = there.start[mine], there.end[mine]
        for begin, end in zip(roster.start, roster.end, strict=True):
            inside = (starts >= begin) & (ends <= end)
            edges = np.concatenate(([begin], np.c_[starts[inside], ends[inside]].ravel(), [end]))
            gaps += [(a, b - a) for a, b in edges.reshape(-1, 2) if b > a]
    return gaps


def test_blocks_have_the_given_length_and_one_is_shorter():
    long = on_duty(*[(d * DAY, d * DAY + 600) for d in range(100)])
    gaps = away(attended(pool(1, long, shrinkage=0.0834, shrinkage_block=30.0), STREAMS), long, 1)
    total = 600 * 0.0834
    lengths = np.array([length for _, length in gaps])
    allowed = np.array([30.0, total - 30.0, total])
    assert (abs(lengths[:, None] - allowed).min(axis=1) < 1e-4).all()


def test_blocks_fall_anywhere_in_the_shift():
    day = on_duty(*[(d * DAY, d * DAY + 600) for d in range(100)])
    gaps = away(attended(pool(40, day, shrinkage=0.05), STREAMS), day, 40)
    place = np.array([begin % DAY for begin, _ in gaps])
    assert len(place) == 4000
    assert place.min() >= 0
    assert abs(place.mean() - 285) < 4 * 570 / np.sqrt(12 * 4000)
    assert place.std() == pytest.approx(570 / np.sqrt(12), rel=0.05)


def test_a_block_may_lie_on_both_sides_of_a_break_but_none_is_lost_in_it():
    there = attended(pool(20, other_work=0.5, other_work_block=240.0), STREAMS)
    for begin, end in zip(there.start, there.end, strict=True):
        inside = (OFFICE.start <= begin) & (end <= OFFICE.end)
        assert inside.any()


def test_attended_intervals_are_disjoint_and_in_order():
    there = attended(pool(absence=0.1, shrinkage=0.2, other_work=0.2), STREAMS)
    assert (there.end > there.start).all()
    same = there.agent[1:] == there.agent[:-1]
    assert (there.start[1:][same] > there.end[:-1][same]).all()
    assert (np.diff(there.agent) >= 0).all()


def test_an_agent_more_leaves_the_others_as_they_were():
    settings = {"absence": 0.1, "shrinkage": 0.2, "other_work": 0.2}
    few, more = attended(pool(3, **settings), STREAMS), attended(pool(4, **settings), STREAMS)
    mine = more.agent < 3
    assert np.array_equal(few.start, more.start[mine])
    assert np.array_equal(few.end, more.end[mine])


def test_shrinkage_leaves_who_is_absent_when():
    before = by_day(attended(pool(absence=0.1), STREAMS))
    after = by_day(attended(pool(absence=0.1, shrinkage=0.2), STREAMS))
    assert np.array_equal(before == 0, after == 0)


def test_a_longer_run_begins_like_a_shorter_one():
    half = Roster(OFFICE.start[:100], OFFICE.end[:100], OFFICE.shift[:100])
    settings = {"absence": 0.1, "shrinkage": 0.2}
    short, long = attended(pool(1, half, **settings), STREAMS), attended(pool(1, **settings), STREAMS)
    assert np.array_equal(short.start, long.start[: len(short.start)])


def test_who_is_always_there_is_absent_for_24_hours_at_a_time():
    always = on_duty((0.0, 200 * DAY))
    there = attended(pool(20, always, absence=0.1), STREAMS)
    assert 1 - minutes(there) / (20 * 200 * DAY) == pytest.approx(0.1, abs=4 * 0.3 / np.sqrt(4000))
    assert (there.start % DAY == 0).all()
    assert ((there.end - there.start) > DAY).any()


def test_a_shift_that_began_before_the_run_has_an_absence_of_its_own():
    night = Roster(np.array([0.0, 1320.0]), np.array([360.0, 1800.0]), np.array([-1, 0], np.int32))
    drawn = attended(pool(500, night, absence=0.5), STREAMS)
    first, second = (np.isin(np.arange(500), drawn.agent[drawn.start == start]) for start in (0.0, 1320.0))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(500)


def test_a_shift_of_very_many_blocks_is_drawn_too():
    day = on_duty((0.0, 1440.0), (1500.0, 2900.0))
    there = attended(pool(3, day, shrinkage=0.5, shrinkage_block=2.0), STREAMS)
    assert minutes(there) == pytest.approx(3 * 2840 * 0.5, abs=1e-3)


def desk(*pools: Pool) -> Attendance:
    scenario = tiny_scenario(pools=pools, requests=(tiny_request("ask"), tiny_request("help")))
    return attend(scenario, STREAMS)


def test_agents_are_numbered_through_the_pools():
    there = desk(pool(2), tiny_pool("late", agents=1))
    assert there.paid_first.tolist() == [0, 200, 400, 401]
    assert there.on_first.tolist() == [0, 200, 400, 401]
    assert (there.paid_start[400], there.paid_end[400]) == (0.0, 6 * WEEK)


def test_paid_time_is_the_roster_whoever_is_away():
    there = desk(pool(2, absence=0.5, shrinkage=0.5))
    assert np.array_equal(there.paid_start, np.tile(OFFICE.start, 2))
    assert (there.on_end - there.on_start).sum() < (there.paid_end - there.paid_start).sum()


def test_an_agent_without_shifts_has_no_intervals():
    empty = on_duty()
    there = desk(tiny_pool("a", rosters=(OFFICE, empty, OFFICE), absence=0.2, shrinkage=0.1))
    assert there.paid_first.tolist() == [0, 200, 200, 400]
    assert there.on_first[1] == there.on_first[2]


def test_a_pool_without_agents_adds_nobody():
    there = desk(tiny_pool("none", agents=0, absence=0.5, shrinkage=0.1), pool(1))
    assert there.on_first.tolist() == [0, 200]
    assert there.whims.shape == (1, 4096)


def test_tastes_and_whims_are_each_agent_s_own():
    one, more = desk(pool(2)), desk(pool(5, name="new"), pool(3))
    assert one.taste.shape == (2, 2)
    assert np.array_equal(one.taste, more.taste[5:7])
    assert np.array_equal(one.whims, more.whims[5:7])
    assert len(np.unique(more.whims)) > 0.99 * more.whims.size


def minute_by_minute(paid: Intervals, there: np.ndarray, away: set[int]) -> list[tuple[int, int]]:
    """(agent, minute) of all minutes worked, looked up one by one."""
    line, found = 0, []
    for interval, start in enumerate(paid.start.astype(int)):
        length = int(paid.end[interval]) - start
        at_work = [minute for minute in range(length) if line + minute not in away and there[interval]]
        found += [(int(paid.agent[interval]), start + minute) for minute in at_work]
        line += length
    return found


@pytest.mark.parametrize("seed", range(30))
def test_what_is_left_of_paid_time_is_what_is_left_minute_by_minute(seed):
    dice = np.random.default_rng(seed)
    lengths, rests = dice.integers(1, 9, 12), dice.integers(0, 2, 12) * dice.integers(1, 5, 12)
    end = np.cumsum(lengths + rests).astype(np.float64)
    paid = Intervals(np.repeat([0, 1, 2], 4), end - lengths, end)
    there, bounds = dice.random(12) < 0.8, np.sort(dice.permutation(int(lengths.sum()) + 1)[:10])
    starts, ends = bounds[::2].astype(np.float64), bounds[1::2].astype(np.float64)
    if seed % 2:
        starts[1:3] = ends[0:2]
    pieces = Intervals(np.empty(20, np.int64), np.empty(20), np.empty(20))
    count = cut_out(paid, there, starts, ends, pieces)
    found = [(int(pieces.agent[n]), int(pieces.start[n]), int(pieces.end[n])) for n in range(count)]
    away = {
        minute for start, stop in zip(starts, ends, strict=True) for minute in range(int(start), int(stop))
    }
    assert [(who, at) for who, start, stop in found for at in range(start, stop)] == minute_by_minute(
        paid, there, away
    )
    assert not any(one[0] == other[0] and one[2] == other[1] for one, other in pairwise(found))
