from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.units import Limit, duration, limit, money_per_hour, rate, share


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 s", 0.5),
        ("15 min", 15.0),
        ("15min", 15.0),
        ("4 h", 240.0),
        ("1.5 hours", 90.0),
        ("1 h 30 min", 90.0),
        ("2 days", 2880.0),
        ("1 week", 10080.0),
        (0, 0.0),
    ],
)
def test_durations_are_read_as_minutes(text: object, minutes: float) -> None:
    assert duration(text) == minutes


@pytest.mark.parametrize(
    "text", [15, "15", "min", "-3 min", "1e400 min", "200 years", True, None, "5 minx", "101000 days"]
)
def test_what_is_no_duration_is_refused_with_what_is_allowed(text: object) -> None:
    with pytest.raises(ValueError, match="a duration such as 30 s, 15 min"):
        duration(text)


def test_business_days_are_refused_outside_promises() -> None:
    with pytest.raises(ValueError, match="business days only in promises"):
        duration("2 business days")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 min", Limit(30.0)),
        ("30 min always", Limit(30.0, calendar="always")),
        ("1 day", Limit(1440.0)),
        ("1 business day", Limit(1.0, business_days=True)),
        ("2.5 business days late shift", Limit(2.5, business_days=True, calendar="late shift")),
        ("1 h 15 min office", Limit(75.0, calendar="office")),
    ],
)
def test_limits_may_name_business_days_and_a_calendar(text: str, expected: Limit) -> None:
    assert limit(text) == expected


@pytest.mark.parametrize("text", ["0 min", "-1 h", 30, "business day", "soon"])
def test_a_limit_is_above_zero(text: object) -> None:
    with pytest.raises(ValueError, match="a limit such as"):
        limit(text)


@pytest.mark.parametrize(
    ("text", "weekly"), [("1100 per week", 1100.0), ("10 per day", 70.0), ("2/hour", 336.0)]
)
def test_rates_are_read_per_week(text: str, weekly: float) -> None:
    assert rate(text) == weekly


@pytest.mark.parametrize("text", ["1100", 1100, "-1 per week", "3 per month", "1e999 per week"])
def test_what_is_no_rate_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match="a rate such as"):
        rate(text)


def test_wages_are_money_per_hour() -> None:
    assert money_per_hour("32 per hour") == 32.0
    with pytest.raises(ValueError, match="money per hour"):
        money_per_hour("32 per day")


@given(st.floats(0, 1))
def test_a_share_is_itself(value: float) -> None:
    assert share(value) == value


@given(st.integers(0, 100))
def test_a_percentage_is_its_hundredth(percent: int) -> None:
    assert share(f"{percent} %") == percent / 100


@pytest.mark.parametrize("value", [-0.1, 1.1, "110 %", "half", float("nan"), True, None, [0.5]])
def test_what_is_no_share_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a share from 0 to 1"):
        share(value)


@given(st.integers(1, 500), st.sampled_from(["s", "min", "h", "days", "weeks"]))
def test_a_duration_written_in_minutes_is_the_same(amount: int, unit: str) -> None:
    minutes = duration(f"{amount} {unit}")
    assert duration(f"{minutes!r} min") == minutes
