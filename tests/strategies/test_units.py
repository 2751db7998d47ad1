from __future__ import annotations

import pytest

from strategies import _units


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30 min", 30),
        ("4 h", 240),
        ("2 days", 2880),
        ("1 week", 10080),
        ("1 h 30 min", 90),
        ("1.5 h", 90),
        ("90s", 1.5),
        ("0 min", 0),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, minutes: float) -> None:
    assert _units.duration(text) == minutes


def test_a_duration_lies_on_the_time_grid() -> None:
    assert _units.duration("1 s") * 2**20 == round(2**20 / 60)


@pytest.mark.parametrize("value", ["30", 30, "", "soon", "-5 min", "5 min or so", None, True, ["4 h"]])
def test_what_is_no_duration_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a duration such as `30 min`"):
        _units.duration(value)


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(ValueError, match="knows no unit `fortnights`"):
        _units.duration("2 fortnights")


def test_an_endless_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="at most a hundred years"):
        _units.duration("9" * 400 + " h")


@pytest.mark.parametrize(("value", "share"), [(0.8, 0.8), ("80 %", 0.8), ("80%", 0.8), (1, 1.0), (0, 0.0)])
def test_a_share_is_a_number_or_a_percentage(value: object, share: float) -> None:
    assert _units.share(value) == share


@pytest.mark.parametrize("value", [1.1, -0.1, "110 %", "most", None, True, float("nan")])
def test_what_is_no_share_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a share from 0 to 1"):
        _units.share(value)


@pytest.mark.parametrize("value", [-1, 1.5, "3", True, None])
def test_what_is_no_count_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a whole number"):
        _units.count(value)


def test_a_count_is_a_whole_number() -> None:
    assert _units.count(200) == 200


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "1", True, None])
def test_what_is_no_finite_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="must be a number"):
        _units.number(value)


def test_a_number_beyond_all_use_is_refused() -> None:
    with pytest.raises(ValueError, match="must be at most"):
        _units.number(10**400)


@pytest.mark.parametrize(
    ("value", "words"), [({}, "a table"), ([1], "a list"), (None, "nothing"), (False, "`no`"), (3, "`3`")]
)
def test_a_message_shows_what_was_found(value: object, words: str) -> None:
    assert _units.shown(value) == words
