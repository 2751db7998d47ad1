from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sim.localtime import DAY, WEEK, local_time
from sim.profiles import Profile, flat, forecast_arrivals, rate_arrivals

LONDON = "Europe/London"
WINTER = datetime(2026, 1, 5, tzinfo=ZoneInfo(LONDON))
SPRING = datetime(2026, 3, 23, tzinfo=ZoneInfo(LONDON))
"""Six days before the clocks go forward."""

DAYS = [5, 5, 4, 4, 3, 0.5, 0.5]
HOURS = [1, 1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 8, 9, 9, 8, 7, 5, 3, 2, 2, 1, 1, 1]


def business(zone: str = LONDON, **like: int) -> Profile:
    return Profile(np.outer(DAYS, HOURS).ravel(), zone, {date.fromisoformat(d): w for d, w in like.items()})


def arrivals(
    profile: Profile, start: datetime = WINTER, weeks: float = 4, desk: str = LONDON, rate: float = 700
):
    return rate_arrivals(rate, profile, desk_timezone=desk, start=start, horizon=weeks * WEEK)


def test_a_plain_week_has_the_stated_rate():
    planned = arrivals(business(), weeks=4)
    assert planned.expected.sum() == pytest.approx(4 * 700)


def test_days_and_hours_have_their_weights():
    planned = arrivals(business(), weeks=1)
    by_day = np.bincount(planned.day, planned.expected)
    assert by_day / by_day.sum() == pytest.approx(np.array(DAYS) / sum(DAYS))
    monday = planned.expected[planned.day == 0]
    assert monday / monday.sum() == pytest.approx(np.array(HOURS) / sum(HOURS))


def test_the_scale_of_the_weights_does_not_matter():
    thousandfold = Profile(1000 * business().weights, LONDON)
    assert arrivals(thousandfold).expected == pytest.approx(arrivals(business()).expected)


def test_the_rate_scales_every_step_and_moves_none():
    once, twice = arrivals(business(), rate=700), arrivals(business(), rate=1400)
    assert np.array_equal(once.edges, twice.edges)
    assert twice.expected == pytest.approx(2 * once.expected)


def test_steps_cover_the_run_without_a_gap():
    planned = arrivals(business("Asia/Kolkata"), weeks=2.3, desk="America/New_York")
    assert planned.edges[0] == 0
    assert planned.edges[-1] == 2.3 * WEEK
    assert (np.diff(planned.edges) > 0).all()


def test_the_shape_keeps_to_the_wall_clock_when_clocks_change():
    planned = arrivals(business(), start=SPRING, weeks=2)
    local = local_time(LONDON, SPRING, 0.0, 2 * WEEK)
    begin = planned.edges[:-1]
    at_nine = np.mod(local.of(begin), DAY) == 9 * 60
    rate = planned.expected / np.diff(planned.edges)
    mondays = at_nine & np.isin(planned.day, [0, 7])
    assert begin[mondays].tolist() == [9 * 60, WEEK + 8 * 60]
    assert rate[mondays][0] == pytest.approx(rate[mondays][1])


def test_an_hour_that_the_clocks_skip_brings_nothing():
    planned = arrivals(flat(LONDON), start=SPRING, weeks=1)
    assert np.bincount(planned.day, planned.expected)[6] == pytest.approx(23 / 24 * 100)


def test_a_holiday_is_like_its_weekday():
    planned = arrivals(business(**{"2026-01-07": 6}), weeks=1)
    by_day = np.bincount(planned.day, planned.expected)
    assert by_day[2] == pytest.approx(by_day[6])
    assert by_day[1] == pytest.approx(arrivals(business(), weeks=1).expected[planned.day == 1].sum())


def test_no_step_lies_in_two_days_of_the_desk_or_the_segment():
    planned = arrivals(business("Asia/Kolkata"), desk="America/New_York")
    for zone, day in (("Asia/Kolkata", planned.day), ("America/New_York", planned.desk_day)):
        local = local_time(zone, WINTER, 0.0, 4 * WEEK)
        almost = planned.edges[1:] - 2.0**-20
        assert np.array_equal(local.day(planned.edges[:-1]), day)
        assert np.array_equal(local.day(almost), day)


def test_finer_profiles_have_finer_steps():
    quarter_hours = Profile(np.arange(1.0, 673.0), "UTC")
    planned = rate_arrivals(100, quarter_hours, desk_timezone="UTC", start=WINTER, horizon=WEEK)
    assert len(planned.expected) == 672
    assert planned.expected[-1] / planned.expected[0] == pytest.approx(672)


@pytest.mark.parametrize(
    "weights", [np.ones(100), np.ones(0), np.zeros(168), -np.ones(168), np.full(168, np.nan)]
)
def test_an_impossible_week_is_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        Profile(weights, "UTC")


def forecast(starts, tickets, profile=None, weeks=2.0):
    return forecast_arrivals(
        np.array(starts, np.float64),
        np.array(tickets, np.float64),
        profile or business("UTC"),
        desk_timezone="UTC",
        start=WINTER,
        horizon=weeks * WEEK,
    )


def test_each_interval_of_a_forecast_has_its_count():
    planned = forecast([0, WEEK], [300, 500])
    assert np.bincount(planned.day // 7, planned.expected) == pytest.approx([300, 500])


def test_the_profile_fills_in_within_an_interval():
    planned = forecast([0, WEEK], [300, 500])
    by_day = np.bincount(planned.day, planned.expected)[:7]
    assert by_day / 300 == pytest.approx(np.array(DAYS) / sum(DAYS))


def test_half_hours_of_a_forecast_are_steps_of_their_own():
    planned = forecast(np.arange(0, DAY, 30), np.arange(48), weeks=1 / 7)
    assert planned.edges.tolist() == np.arange(0, DAY + 1, 30).tolist()
    assert planned.expected == pytest.approx(np.arange(48))


def test_the_last_interval_is_as_long_as_the_one_before():
    planned = forecast([0, DAY], [10, 20])
    assert planned.expected.sum() == pytest.approx(30)
    assert planned.expected[planned.day >= 2].sum() == 0


def test_what_lies_outside_the_run_is_left_out():
    planned = forecast([-WEEK, 0, WEEK], [70, 300, 500], weeks=1)
    assert planned.expected.sum() == pytest.approx(300)
    assert planned.edges[0] == 0
    assert planned.edges[-1] == WEEK


def test_an_interval_cut_by_the_start_has_the_rest_of_its_shape():
    planned = forecast([-DAY, DAY], [100, 0], profile=flat("UTC"))
    assert planned.expected.sum() == pytest.approx(50)


def test_an_interval_in_which_the_profile_is_zero_is_spread_evenly():
    mondays_only = Profile(np.outer([1, 0, 0, 0, 0, 0, 0], HOURS).ravel(), "UTC")
    planned = forecast([DAY, 2 * DAY], [24, 0], profile=mondays_only)
    assert planned.expected.sum() == pytest.approx(24)
    assert planned.expected[planned.day == 1] == pytest.approx(np.full(24, 1.0))


def test_requests_of_a_forecast_are_shares_of_its_counts():
    planned = forecast([0, WEEK], [[30, 10], [0, 50]])
    assert np.bincount(planned.day // 7, planned.expected) == pytest.approx([40, 50])
    assert planned.request_shares is not None
    assert planned.request_shares[0].tolist() == [0.75, 0.25]
    assert planned.request_shares[-1].tolist() == [0.0, 1.0]


@pytest.mark.parametrize("starts", [[0.0], [0.0, 0.0], [5.0, 3.0]])
def test_a_forecast_needs_starts_in_order(starts):
    with pytest.raises(ValueError, match="starts"):
        forecast(starts, [1.0] * len(starts))
