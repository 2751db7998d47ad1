"""Kinds of shifts as files write them, and what is said of mistakes."""

from __future__ import annotations

import pytest

from scenarios import ScenarioError
from scenarios.form_shifts import pauses, start_times
from scenarios.shifts import ShiftKind
from tests.results.sizing.weeks import week

SHIFTS = """\
sizing:
  shifts:
    {pool}:
      - {shift}
"""


def shifts(shift: str, pool: str = "L1.people") -> tuple[ShiftKind, ...]:
    plan = week(end=SHIFTS.format(pool=pool, shift=shift))
    assert plan.sizing is not None
    return plan.sizing.shifts["people"]


def mistake(shift: str, pool: str = "L1.people") -> str:
    with pytest.raises(ScenarioError) as told:
        shifts(shift, pool)
    return str(told.value)


def test_a_shift_says_starts_length_break_days_bounds_and_wage() -> None:
    (kind,) = shifts(
        '{starts: "07:00-08:00/30 min", length: 8 h 30 min, break: 30 min after 4 h, days: mon-wed, '
        "between: 2..9, wage: 31 per hour}"
    )
    assert kind == ShiftKind((420, 450, 480), 510.0, ((240.0, 30.0),), ((0, 1, 2),), 2, 9, 31.0)
    assert kind.paid == 480.0


def test_most_may_be_left_out() -> None:
    (kind,) = shifts('{starts: "09:00", length: 8 h}')
    assert (kind.starts, kind.breaks, kind.days, kind.low) == ((540,), (), ((0, 1, 2, 3, 4),), 0)


def test_starts_may_be_listed() -> None:
    assert start_times(["13:00", "07:30-08:00/15 min"]) == (450, 465, 480, 780)


@pytest.mark.parametrize(
    "text", ["7", "24:00", "08:00-07:00/30 min", "07:00-08:00/30 s", ["08:00", "08:00"], 8]
)
def test_what_is_no_start_is_refused(text: object) -> None:
    with pytest.raises(ValueError, match=r"times such as|a duration"):
        start_times(text)


def test_breaks_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="do not overlap"):
        pauses(["30 min after 2 h", "15 min after 2 h 15 min"])


def test_a_break_after_the_shift_is_told_with_its_line() -> None:
    text = mistake('{starts: "09:00", length: 4 h, break: 30 min after 4 h}')
    assert "week.yaml:34" in text or "line 34" in text
    assert "found a break that does not end before the shift does" in text


def test_an_unknown_pool_is_told_with_the_nearest() -> None:
    assert "L1.people" in mistake('{starts: "09:00", length: 4 h}', pool="L1.poeple")


@pytest.mark.parametrize(
    ("shift", "needed"),
    [
        ('{starts: "09:00", length: 30 h}', "of at most 24 h"),
        ('{starts: "09:00", length: 8 h, days: 8}', "a number of days in a row from 1 to 7"),
        ('{starts: "09:00", length: 8 h, between: 9..2}', "the least first"),
        ('{starts: "09:00", length: 8 h, break: lunch}', "a break such as"),
        ('{starts: "09:00", lenght: 8 h}', "did you mean length"),
    ],
)
def test_mistakes_say_what_is_allowed(shift: str, needed: str) -> None:
    assert needed in mistake(shift)


def test_neither_pools_nor_shifts_is_a_mistake() -> None:
    with pytest.raises(ScenarioError, match="one with its bounds, or shifts"):
        week(end="sizing:\n  minimize: cost_per_week\n")
