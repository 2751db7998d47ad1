from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sim.calendars import always, weekly_calendar
from sim.localtime import DAY, WEEK
from sim.rosters import calendar_rosters, file_rosters, headcount_rosters, week_rosters
from sim.vocabulary import Roster

LONDON = "Europe/London"
START = datetime(2026, 1, 5, tzinfo=ZoneInfo(LONDON))
SPRING = datetime(2026, 3, 23, tzinfo=ZoneInfo(LONDON))
MORNING, AFTERNOON = (9 * 60, 12 * 60 + 30), (13 * 60 + 15, 17 * 60 + 30)


def hours(roster: Roster) -> list[tuple[float, float]]:
    return [(start / 60, end / 60) for start, end in zip(roster.start, roster.end, strict=True)]


def of_calendar(week, agents=1, staggered=False, start=START, weeks=1.0):
    calendar = weekly_calendar("c", week, LONDON, frozenset(), start, (weeks + 2) * WEEK)
    return calendar_rosters(
        calendar, agents, timezone=LONDON, start=start, horizon=weeks * WEEK, staggered=staggered
    )


def office(agents=1, staggered=False):
    return of_calendar([[MORNING, AFTERNOON]] * 5 + [[], []], agents, staggered)


def test_a_calendar_s_intervals_are_the_roster():
    (roster,) = office()
    assert hours(roster)[:3] == [(9, 12.5), (13.25, 17.5), (33, 36.5)]
    assert roster.shift.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_staggered_breaks_are_spread_by_an_hour_either_way():
    breaks = [roster.end[0] for roster in office(9, staggered=True)]
    assert (np.array(breaks) - 12.5 * 60).tolist() == [-60, -45, -30, -15, 0, 15, 30, 45, 60]


def test_staggered_breaks_of_few_agents_are_even_about_the_calendar_s():
    moves = np.array([roster.end[0] for roster in office(3, staggered=True)]) - 12.5 * 60
    assert moves.tolist() == [-45, 0, 45]


def test_staggered_breaks_keep_paid_time_and_the_length_of_the_break():
    for roster in office(14, staggered=True):
        assert (roster.end - roster.start).sum() == (3.5 + 4.25) * 60 * 5
        assert roster.start[1] - roster.end[0] == 45
        assert (roster.start[0], roster.end[1]) == (9 * 60, 17.5 * 60)


def test_a_staggered_break_stops_at_the_interval_s_ends():
    short = of_calendar([[(9 * 60, 9 * 60 + 30), (10 * 60, 12 * 60)]] + [[]] * 6, 9, staggered=True)
    assert hours(short[0]) == [(9.5, 12.0)]
    assert all((roster.end - roster.start).sum() == 150 for roster in short)
    assert all(roster.start.min() >= 9 * 60 and roster.end.max() <= 12 * 60 for roster in short)


def test_a_gap_from_one_day_to_the_next_is_no_break():
    night = of_calendar([[(22 * 60, 6 * 60)]] * 7, 9, staggered=True)
    assert all(hours(roster) == hours(night[0]) for roster in night)


def test_an_interval_may_pass_midnight_and_belongs_to_the_day_it_began():
    (night,) = of_calendar([[(22 * 60, 6 * 60)]] * 7)
    assert hours(night)[:2] == [(0, 6), (22, 30)]
    assert night.shift[:2].tolist() == [-1, 0]


def test_touching_intervals_are_one():
    (roster,) = of_calendar([[(9 * 60, 12 * 60), (12 * 60, 17 * 60)]] + [[]] * 6)
    assert hours(roster) == [(9, 17)]


def test_intervals_are_clipped_to_the_run():
    (roster,) = of_calendar([[(9 * 60, 17 * 60)]] * 7, weeks=1 / 14)
    assert hours(roster) == [(9, 12)]


def test_a_pool_that_never_closes_is_there_from_start_to_end():
    (roster,) = calendar_rosters(always(9 * WEEK), 1, timezone=LONDON, start=START, horizon=WEEK)
    assert hours(roster) == [(0, 168)]
    assert roster.shift.tolist() == [0]


def headcount(hours_of_day, days=(1,) * 7, start=START, weeks=1.0, closed=()):
    return headcount_rosters(
        hours_of_day, days, timezone=LONDON, start=start, horizon=weeks * WEEK, closed=closed
    )


def test_agent_k_works_whenever_the_count_is_at_least_k():
    table = [0] * 8 + [1, 2, 3, 3, 2, 2] + [0] * 10
    rosters = headcount(table, (1, 0, 0, 0, 0, 0, 0))
    assert [hours(roster) for roster in rosters] == [[(8, 14)], [(9, 14)], [(10, 12)]]


def test_a_run_of_hours_passes_midnight_and_is_one_shift():
    (roster,) = headcount([1] * 6 + [0] * 16 + [1] * 2)
    assert hours(roster)[:2] == [(0, 6), (22, 30)]
    assert roster.shift[:2].tolist() == [-1, 0]


def test_head_counts_add_up_to_the_table():
    table = [0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 7, 7, 6, 7, 7, 7, 7, 2, 0, 0, 0, 0, 0, 0]
    rosters = headcount(table, (1, 1, 1, 1, 1, 0, 0))
    at = np.arange(24) * 60 + 30.0
    there = [sum(((roster.start <= t) & (t < roster.end)).any() for roster in rosters) for t in at]
    assert there == table


def test_head_counts_keep_to_the_wall_clock_when_clocks_change():
    (roster,) = headcount([0] * 9 + [1] * 8 + [0] * 7, start=SPRING, weeks=2)
    assert roster.start[[5, 6]].tolist() == [5 * DAY + 9 * 60, 6 * DAY + 8 * 60]


def test_nobody_works_on_a_closed_day():
    (roster,) = headcount([0] * 9 + [1] * 8 + [0] * 7, closed=[date(2026, 1, 6)])
    assert roster.shift.tolist() == [0, 2, 3, 4, 5, 6]


def test_a_head_count_table_needs_24_hours_and_7_days():
    with pytest.raises(ValueError, match="24 hours"):
        headcount([1, 2, 3])


def from_file(rows):
    agents, starts, ends = zip(*rows, strict=True)
    return file_rosters(
        agents,
        np.array(starts, np.float64),
        np.array(ends, np.float64),
        timezone=LONDON,
        start=START,
        horizon=WEEK,
    )


def test_agents_of_a_file_are_numbered_as_it_first_names_them():
    second, first = from_file([("zoe", 600, 700), ("ann", 100, 200), ("zoe", 100, 300)])
    assert second.start.tolist() == [100, 600]
    assert first.start.tolist() == [100]


def test_overlapping_and_touching_rows_of_an_agent_are_one():
    (roster,) = from_file([("ann", 100, 200), ("ann", 150, 180), ("ann", 200, 300), ("ann", 400, 500)])
    assert roster.start.tolist() == [100, 400]
    assert roster.end.tolist() == [300, 500]


def test_a_row_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="row 2, of bob"):
        from_file([("ann", 100, 200), ("bob", 300, 300)])


def test_a_week_of_counts_may_differ_from_day_to_day():
    counts = np.zeros(168, np.int64)
    counts[[9, 10, 34]] = [2, 1, 1]
    first, second = week_rosters(counts, timezone="UTC", start=START, horizon=7 * 1440.0)
    assert list(zip(first.start, first.end, strict=True)) == [(540.0, 660.0), (2040.0, 2100.0)]
    assert list(zip(second.start, second.end, strict=True)) == [(540.0, 600.0)]
