from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.calendars import (
    LEAD_DAYS,
    Calendar,
    always,
    holiday_dates,
    instant_of,
    instants_of,
    open_time,
    open_times,
    packed,
    weekly_calendar,
)
from sim.grid import TICKS_PER_MINUTE

DAY = 1440.0
NINE_TO_FIVE = [[(540, 1020)]] * 5 + [[], []]
NO_HOLIDAYS: frozenset[date] = frozenset()


def zoned(zone: str, week, holidays=NO_HOLIDAYS, days: int = 365, year: int = 2026) -> Calendar:
    """A calendar of a year that begins on the first Monday after New Year, local to the zone."""
    start = datetime(year, 1, 5, tzinfo=ZoneInfo(zone))
    return weekly_calendar("test", week, zone, holidays, start, days * DAY)


def intervals_on(calendar: Calendar, zone: str, day: date) -> list[tuple[float, float]]:
    """UTC hours of that UTC day at which the calendar opens and closes, for those that open on it."""
    start = datetime(2026, 1, 5, tzinfo=ZoneInfo(zone))
    midnight = (datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC")) - start).total_seconds() / 60
    chosen = (calendar.opens >= midnight) & (calendar.opens < midnight + DAY)
    opens, closes = calendar.opens[chosen], calendar.closes[chosen]
    return [((o - midnight) / 60, (c - midnight) / 60) for o, c in zip(opens, closes, strict=True)]


def test_a_calendar_begins_ten_weeks_before_the_start_and_reaches_its_end():
    calendar = zoned("UTC", NINE_TO_FIVE, days=28)
    assert calendar.opens[0] == -LEAD_DAYS * DAY + 540
    assert calendar.opens[-1] == 25 * DAY + 540


def test_no_interval_begins_at_or_after_the_end():
    start = datetime(2026, 1, 5, tzinfo=ZoneInfo("UTC"))
    calendar = weekly_calendar("test", NINE_TO_FIVE, "UTC", NO_HOLIDAYS, start, 540.0)
    assert calendar.closes[-1] < 0


def test_local_hours_move_by_an_hour_in_utc_when_london_changes_its_clocks():
    calendar = zoned("Europe/London", NINE_TO_FIVE)
    assert intervals_on(calendar, "Europe/London", date(2026, 3, 27)) == [(9.0, 17.0)]
    assert intervals_on(calendar, "Europe/London", date(2026, 3, 30)) == [(8.0, 16.0)]
    assert intervals_on(calendar, "Europe/London", date(2026, 10, 23)) == [(8.0, 16.0)]
    assert intervals_on(calendar, "Europe/London", date(2026, 10, 26)) == [(9.0, 17.0)]


def test_local_hours_move_by_an_hour_in_utc_when_new_york_changes_its_clocks():
    calendar = zoned("America/New_York", NINE_TO_FIVE)
    assert intervals_on(calendar, "America/New_York", date(2026, 3, 6)) == [(14.0, 22.0)]
    assert intervals_on(calendar, "America/New_York", date(2026, 3, 9)) == [(13.0, 21.0)]
    assert intervals_on(calendar, "America/New_York", date(2026, 10, 30)) == [(13.0, 21.0)]
    assert intervals_on(calendar, "America/New_York", date(2026, 11, 2)) == [(14.0, 22.0)]


@pytest.mark.parametrize(
    ("zone", "spring", "autumn"),
    [
        ("Europe/London", date(2026, 3, 28), date(2026, 10, 24)),
        ("America/New_York", date(2026, 3, 8), date(2026, 11, 1)),
    ],
)
def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn(zone, spring, autumn):
    calendar = zoned(zone, [[(1320, 360)]] * 7)
    lengths = [
        close - begin for night in (spring, autumn) for begin, close in intervals_on(calendar, zone, night)
    ]
    assert lengths == [7.0, 9.0]


def test_round_the_clock_in_local_time_is_one_interval_across_both_changes():
    calendar = zoned("Europe/London", [[(0, 1440)]] * 7)
    assert len(calendar.opens) == 1


def test_a_skipped_local_time_is_read_with_the_offset_before_the_change():
    calendar = zoned("Europe/London", [[]] * 6 + [[(75, 105)]])
    assert intervals_on(calendar, "Europe/London", date(2026, 3, 29)) == [(1.25, 1.75)]


def test_an_interval_that_the_change_leaves_empty_is_dropped():
    calendar = zoned("Europe/London", [[]] * 6 + [[(90, 135)]])
    assert intervals_on(calendar, "Europe/London", date(2026, 3, 29)) == []
    assert intervals_on(calendar, "Europe/London", date(2026, 4, 5)) == [(0.5, 1.25)]


def test_a_local_time_that_occurs_twice_means_its_first_occurrence():
    calendar = zoned("Europe/London", [[]] * 6 + [[(30, 90)]])
    sunday = intervals_on(calendar, "Europe/London", date(2026, 10, 24))
    assert sunday == [(23.5, 24.5)]


def test_an_interval_may_pass_midnight():
    calendar = zoned("UTC", [[(1320, 120)], [], [], [], [], [], []], days=7)
    assert (calendar.opens[-1], calendar.closes[-1]) == (1320.0, DAY + 120.0)


def test_an_interval_from_midnight_to_midnight_is_a_whole_day():
    calendar = zoned("UTC", [[(0, 0)], [], [], [], [], [], []], days=7)
    assert (calendar.opens[-1], calendar.closes[-1]) == (0.0, DAY)


def test_touching_and_overlapping_intervals_are_one():
    calendar = zoned("UTC", [[(540, 720), (720, 900), (840, 1020)], [], [], [], [], [], []], days=7)
    assert (calendar.opens[-1], calendar.closes[-1]) == (540.0, 1020.0)
    assert calendar.business_day == 480.0


def test_a_calendar_stays_shut_on_holidays():
    closed = frozenset({date(2026, 1, 6)})
    calendar = zoned("UTC", NINE_TO_FIVE, closed)
    assert intervals_on(calendar, "UTC", date(2026, 1, 6)) == []
    assert intervals_on(calendar, "UTC", date(2026, 1, 7)) == [(9.0, 17.0)]


def test_a_night_that_began_before_a_holiday_goes_on_into_it():
    calendar = zoned("UTC", [[(1320, 360)]] * 7, frozenset({date(2026, 1, 6)}))
    assert intervals_on(calendar, "UTC", date(2026, 1, 5)) == [(22.0, 30.0)]
    assert intervals_on(calendar, "UTC", date(2026, 1, 6)) == []


def test_a_business_day_is_open_time_per_week_over_open_weekdays_whatever_the_holidays():
    week = [[(540, 750), (795, 1050)]] * 5 + [[], []]
    assert zoned("UTC", week, frozenset({date(2026, 1, 6)})).business_day == 465.0


def test_a_business_day_of_unequal_days_is_their_mean():
    assert zoned("UTC", [[(0, 600)], [(0, 300)], [], [], [], [], []]).business_day == 450.0


def test_a_calendar_that_never_opens_has_no_interval_and_no_business_day():
    calendar = zoned("UTC", [[]] * 7)
    assert len(calendar.opens) == 0
    assert calendar.business_day == 0.0


def test_the_calendar_that_never_closes_has_days_of_24_hours():
    calendar = always(1e6)
    assert calendar.business_day == DAY
    assert calendar.closes.tolist() == [1e6]


def test_holidays_of_a_country_are_known():
    days = holiday_dates("GB", [2026])
    assert date(2026, 12, 25) in days
    assert date(2026, 1, 6) not in days


def test_holidays_of_a_part_of_a_country_are_known():
    assert date(2026, 1, 6) in holiday_dates("DE-BY", [2026])
    assert date(2026, 1, 6) not in holiday_dates("DE", [2026])


def test_an_unknown_country_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"'GBX' is not a country.*nearest: GB"):
        holiday_dates("GBX", [2026])


def test_an_unknown_part_of_a_country_is_answered_with_the_nearest():
    with pytest.raises(ValueError, match=r"'BYY' is not a part of DE.*nearest: BY"):
        holiday_dates("DE-BYY", [2026])


def test_the_always_clock_reads_the_time_itself():
    clocks = packed((always(1e6),))
    assert open_time(clocks, 0, 123.5) == 123.5
    assert instant_of(clocks, 0, 123.5) == 123.5


def test_open_time_is_zero_at_the_start_and_negative_before():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE)))
    assert open_time(clocks, 1, 0.0) == 0.0
    assert open_time(clocks, 1, -3 * DAY) == -480.0


def test_open_time_is_zero_at_a_start_within_an_interval():
    calendar = Calendar("test", np.array([-60.0, 120.0]), np.array([60.0, 180.0]))
    clocks = packed((always(1e6), calendar))
    assert [open_time(clocks, 1, t) for t in (-60.0, 0.0, 60.0, 90.0, 150.0)] == [
        -60.0,
        0.0,
        60.0,
        60.0,
        90.0,
    ]


def test_open_time_stands_still_while_closed():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE)))
    assert open_time(clocks, 1, 600.0) == 60.0
    assert open_time(clocks, 1, 1020.0) == open_time(clocks, 1, DAY + 540.0) == 480.0


def test_open_time_stands_still_beyond_both_ends_of_a_calendar():
    calendar = zoned("UTC", NINE_TO_FIVE, days=7)
    clocks = packed((always(1e6), calendar))
    assert open_time(clocks, 1, 1e9) == 5 * 480.0
    assert open_time(clocks, 1, -1e9) == -10 * 5 * 480.0


def test_a_reading_reached_at_closing_time_is_reached_then_and_not_at_the_next_opening():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE)))
    assert instant_of(clocks, 1, 480.0) == 1020.0
    assert instant_of(clocks, 1, np.nextafter(480.0, np.inf)) >= DAY + 540.0


def test_a_reading_beyond_the_last_interval_is_never_reached():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE, days=7)))
    assert instant_of(clocks, 1, 5 * 480.0) == 4 * DAY + 1020.0
    assert instant_of(clocks, 1, 5 * 480.0 + 1.0) == np.inf


def test_a_calendar_that_never_opens_reads_zero_and_reaches_nothing():
    clocks = packed((always(1e6), zoned("UTC", [[]] * 7)))
    assert open_time(clocks, 1, 1e5) == 0.0
    assert instant_of(clocks, 1, 1.0) == np.inf


def test_clocks_of_several_calendars_are_kept_apart():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE), zoned("UTC", [[(0, 60)]] * 7)))
    assert open_times(clocks, [0, 1, 2], [DAY, DAY, DAY]).tolist() == [DAY, 480.0, 60.0]
    assert instants_of(clocks, [0, 1, 2], 61.0).tolist() == [61.0, 601.0, DAY + 1.0]


def test_array_functions_keep_the_shape_of_what_they_are_given():
    clocks = packed((always(1e6), zoned("UTC", NINE_TO_FIVE)))
    times = np.array([[0.0, 600.0], [660.0, 2000.0]])
    assert open_times(clocks, 1, times).tolist() == [[0.0, 60.0], [120.0, 500.0]]
    assert instants_of(clocks, 1, open_times(clocks, 1, times)).shape == (2, 2)


ticks = st.integers(0, int(300 * DAY * TICKS_PER_MINUTE)).map(lambda n: n / TICKS_PER_MINUTE)
YEAR = packed((always(1e6), zoned("Europe/London", [[(540, 750), (795, 1050)]] * 5 + [[(1320, 120)], []])))


@settings(max_examples=200, deadline=None)
@given(ticks)
def test_the_inverse_of_open_time_is_the_first_instant_with_that_reading(t):
    reading = open_time(YEAR, 1, t)
    instant = instant_of(YEAR, 1, reading)
    assert instant <= t
    assert open_time(YEAR, 1, instant) == reading
    assert open_time(YEAR, 1, instant - 1 / TICKS_PER_MINUTE) < reading


@settings(max_examples=200, deadline=None)
@given(ticks)
def test_open_time_of_the_inverse_is_the_reading_itself(reading):
    instant = instant_of(YEAR, 1, reading)
    assert instant == np.inf or open_time(YEAR, 1, instant) == reading


@settings(max_examples=100, deadline=None)
@given(ticks, ticks)
def test_open_time_never_runs_backwards_nor_faster_than_time(a, b):
    early, late = sorted((a, b))
    passed = open_time(YEAR, 1, late) - open_time(YEAR, 1, early)
    assert 0 <= passed <= late - early
