"""Numbers for people."""

from __future__ import annotations

import math

import pytest

from results.words import duration, hours, listed, percent, plural, points, three_figures


@pytest.mark.parametrize(
    ("number", "text"),
    [(1234, "1,230"), (18.44, "18.4"), (0.012345, "0.0123"), (184, "184"), (0, "0"), (2.0, "2"),
     (999.6, "1,000"), (-3.5, "−3.5"), (math.nan, "–"), (math.inf, "∞"), (99.96, "100")],
)  # fmt: skip
def test_numbers_keep_three_figures(number: float, text: str) -> None:
    assert three_figures(number) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.923, "92.3 %"), (0.5, "50 %"), (1.0, "100 %"), (0.0, "0 %"), (math.nan, "–"), (1.234, "123.4 %")],
)
def test_shares_are_printed_in_per_cent(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert percent(0.99999) == "> 99.9 %"
    assert percent(0.00001) == "< 0.1 %"
    assert percent(0.999, places=0) == "> 99 %"


def test_points_carry_their_sign() -> None:
    assert [points(0.042), points(-0.01), points(0.01)] == ["+4.2 points", "−1 point", "+1 point"]


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (0.2, "12 s"), (0.05, "3 s"), (0.999, "1 min"), (4.5, "4.5 min"), (9.96, "10 min"),
     (30, "30 min"), (59.6, "1 h"), (60, "1 h"), (260, "4 h 20 min"), (1440, "24 h"), (2879, "47 h 59 min"),
     (2880, "2 days"), (4620, "3 days 5 h"), (-90, "−1 h 30 min"), (math.inf, "for ever"), (math.nan, "–")],
)  # fmt: skip
def test_durations_read_as_hours_and_minutes(minutes: float, text: str) -> None:
    assert duration(minutes) == text


def test_working_time_never_speaks_of_days() -> None:
    assert [hours(18), hours(480), hours(2430), hours(6000)] == ["18 min", "8 h", "40 h 30 min", "100 h"]


def test_a_noun_follows_its_count() -> None:
    assert plural(1, "ticket") == "1 ticket"
    assert plural(0, "ticket") == "0 tickets"
    assert plural(1200, "ticket") == "1,200 tickets"
    assert plural(2, "policy", "policies") == "2 policies"


def test_words_are_listed_with_a_last_and() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == ["a", "a and b", "a, b or c"]
