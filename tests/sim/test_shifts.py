from __future__ import annotations

import numpy as np

from sim.shifts import Intervals, packed, roster_intervals, shifts_of
from sim.vocabulary import Roster
from tests.sim.desks import DAY, on_duty

NIGHT = Roster(np.array([0.0, 1320.0]), np.array([360.0, 1800.0]), np.array([-1, 0], np.int32))


def test_a_shift_that_began_before_the_run_has_a_number_of_its_own():
    assert shifts_of((NIGHT,)).number.tolist() == [-1, 0]


def test_each_agent_has_the_shifts_of_their_roster():
    nobody = Roster(np.empty(0), np.empty(0), np.empty(0, np.int32))
    shifts = shifts_of((NIGHT, nobody, on_duty((0.0, 2.5 * DAY))))
    found = [(mine.start, mine.stop, number.tolist(), most) for mine, number, most in shifts.by_agent]
    assert found == [(0, 2, [0, 1], 1), (2, 2, [], 0), (2, 5, [1, 2, 3], 3)]
    assert shifts.length.tolist() == [360, 480, DAY, DAY, DAY / 2]


def test_the_agents_of_all_pools_are_numbered_through():
    one, other = roster_intervals((NIGHT, on_duty((60.0, 120.0)))), roster_intervals((on_duty((5.0, 6.0)),))
    first, start, end = packed([one, other], [2, 1])
    assert first.tolist() == [0, 2, 3, 4]
    assert start.tolist() == [0, 1320, 60, 5]
    assert end.tolist() == [360, 1800, 120, 6]


def test_an_agent_who_is_never_there_has_no_intervals():
    none = Intervals(np.empty(0, np.int64), np.empty(0), np.empty(0))
    assert packed([none, roster_intervals((NIGHT,))], [1, 1])[0].tolist() == [0, 0, 2]
