from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from sim.grid import MINUTES_PER_TICK
from sim.localtime import DAY, local_time

SPRING = datetime(2026, 3, 23, tzinfo=ZoneInfo("Europe/London"))
"""Six days before the clocks go forward."""


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_local_time_is_that_of_the_zone_throughout_the_year(zone):
    local = local_time(zone, SPRING, -30 * DAY, 300 * DAY)
    instants = np.arange(-30 * DAY, 300 * DAY, 437.0)
    for instant, minute in zip(instants, local.of(instants), strict=True):
        moment = SPRING.astimezone(UTC) + timedelta(minutes=float(instant))
        wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        midnight = datetime.combine(local.first_day, datetime.min.time())
        assert wall == midnight + timedelta(minutes=float(minute))


def test_the_first_local_day_is_day_zero_also_west_of_the_desk():
    local = local_time("America/Los_Angeles", SPRING, 0.0, DAY)
    assert local.day(np.array([0.0, 7 * 60 - 1.0, 7 * 60.0])).tolist() == [0, 0, 1]


def test_days_are_23_and_25_hours_long_when_clocks_change():
    local = local_time("Europe/London", SPRING, 0.0, 250 * DAY)
    midnights = local.boundaries(DAY, 0.0, 250 * DAY)
    midnights = midnights[np.mod(local.of(midnights), DAY) == 0]
    lengths = np.diff(midnights)
    assert sorted(set(lengths)) == [23 * 60, 24 * 60, 25 * 60]
    assert (lengths == 23 * 60).nonzero()[0].tolist() == [6]


def test_a_change_of_the_clocks_is_a_boundary():
    local = local_time("Europe/London", SPRING, 0.0, 8 * DAY)
    assert 6 * DAY + 60.0 in local.boundaries(DAY, 0.0, 8 * DAY)


def test_weeks_begin_on_monday():
    wednesday = SPRING + timedelta(days=2)
    local = local_time("Europe/London", wednesday, 0.0, DAY)
    assert local.of_week(np.array([0.0, 90.0])).tolist() == [2 * DAY, 2 * DAY + 90]


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"])
@pytest.mark.parametrize("order", [1, -1, 0])
def test_hours_of_the_week_are_those_of_local_time_in_any_order_and_to_the_tick(zone, order):
    local = local_time(zone, SPRING, 0.0, 300 * DAY)
    edges = np.append(np.arange(-3 * DAY, 300 * DAY, 7.5), local.since)
    instants = np.sort(np.concatenate([edges, edges - MINUTES_PER_TICK]))[:: order or 1]
    if not order:
        instants = np.random.default_rng(1).permutation(instants)
    expected = np.floor(local.of_week(instants) / 60)
    assert local.hour_of_week(np.ascontiguousarray(instants)).tolist() == expected.tolist()


def test_clocks_may_change_within_an_hour():
    start = datetime(2010, 3, 8, tzinfo=ZoneInfo("America/St_Johns"))
    local = local_time("America/St_Johns", start, 0.0, 10 * DAY)  # forward at 00:01 on Sunday
    sunday = 6 * DAY
    assert local.hour_of_week(np.array([sunday, sunday + 0.5, sunday + 1, sunday + 59])).tolist() == [
        *(144, 144, 145, 145)
    ]
