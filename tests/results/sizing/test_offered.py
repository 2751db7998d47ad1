"""The work of a week when nobody waits, against Eick, Massey and Whitt and against plain sums."""

from __future__ import annotations

import numpy as np
import pytest

from results.sizing.offered import STEP, STEPS, offered_by_hour, offered_load
from scenarios.census import census
from scenarios.load import load
from sim.distributions import Constant, Exponential, Gamma
from sim.vocabulary import Floats
from tests.results.sizing.weeks import MONDAY_AT_8, week


def by_hour(step: str, more: str = "") -> Floats:
    """Of 60 tickets that come on Mondays from 8 to 9."""
    scenario = week(step, MONDAY_AT_8, more=more).scenario
    return offered_by_hour(scenario, census(scenario))[0, 0]


def test_the_load_of_a_sine_lags_behind_the_rate_as_published() -> None:
    unit = 1440 / (2 * np.pi)
    at = (np.arange(STEPS) + 0.5) * STEP / unit
    found = offered_load((100 + 20 * np.sin(at)) / unit, Exponential(unit))
    quarter = STEPS // 28
    steps = np.array([0, 1, 2, 3]) * quarter
    between = (found[steps] + found[steps - 1]) / 2
    assert between == pytest.approx([90, 110, 110, 90], abs=0.02)
    assert np.ptp(found) / 2 == pytest.approx(14.14213562, rel=1e-3)
    assert (np.argmax(found[: STEPS // 7]) + 0.5) * STEP / unit == pytest.approx(np.pi * 3 / 4, abs=0.05)


@pytest.mark.parametrize("work", [Constant(100.0), Exponential(5.0), Gamma(30_000.0, 1.5)])
def test_a_steady_rate_is_a_steady_load(work: Constant | Exponential | Gamma) -> None:
    assert offered_load(np.full(STEPS, 0.2), work) == pytest.approx(0.2 * work.mean, rel=1e-9)


def test_work_of_an_hour_keeps_people_busy_from_when_it_comes_until_it_is_done() -> None:
    rate = np.zeros(STEPS)
    rate[32] = 1.0
    found = offered_load(rate, Constant(45.0))
    assert found[32:37] == pytest.approx([7.5, 15.0, 15.0, 7.5, 0.0], abs=1e-9)
    assert found.sum() == pytest.approx(45.0)


def test_short_work_stays_within_its_hour() -> None:
    found = by_hour("{work: 1 min, next: {solved: 1}}")
    assert found[8] == pytest.approx(1.0, abs=0.02)
    assert found.sum() == pytest.approx(1.0)


def test_a_later_touch_comes_when_the_customer_has_answered() -> None:
    found = by_hour("{work: 1 min, touches: {2: 1}, customer_reply: 6 h, next: {solved: 1}}")
    assert found[8] == pytest.approx(1.0, abs=0.05)
    assert found[14] + found[15] == pytest.approx(1.0, abs=0.05)


def test_a_held_touch_is_followed_by_one_more() -> None:
    found = by_hour("{work: 1 min, hold: {share: 0.5, for: 1 day}, next: {solved: 1}}")
    assert found[32] + found[33] == pytest.approx(0.5, abs=0.05)


def test_a_reopened_ticket_comes_back_and_may_again() -> None:
    found = by_hour("{work: 1 min, next: {solved: 1}}", "reopen: {share: 0.5, after: 1 day}")
    assert [found[8 + 24 * day : 10 + 24 * day].sum() for day in range(3)] == pytest.approx(
        [1.0, 0.5, 0.25], abs=0.03
    )


@pytest.mark.parametrize(
    ("step", "again"),
    [
        ("{work: 1 min, touches: {2: 1}, customer_reply: 6 h, next: {solved: 1}}", 8 + 6 + 24),
        ("{work: 2 h, hold: {share: 1, for: 1 day}, next: {solved: 1}}", 8 + 2 + 24 + 2 + 24),
    ],
)
def test_a_visit_lasts_as_long_as_its_touches_and_the_waits_between(step: str, again: int) -> None:
    found = by_hour(step, "reopen: {share: 0.5, after: 1 day}")
    before, back = found[again - 4 : again], found[again : again + 4]
    assert before.sum() < 0.1 * back.sum()
    assert back.sum() > 0.3


@pytest.mark.parametrize("name", ["internal_it", "saas", "bank"])
def test_a_week_has_as_much_work_as_the_load_says(name: str) -> None:
    import scenarios  # noqa: PLC0415

    scenario = scenarios.read(scenarios.shipped()[name]).scenario
    expected = census(scenario)
    told = load(scenario, expected).offered
    assert offered_by_hour(scenario, expected).sum(axis=(0, 2)) == pytest.approx(
        told.sum(axis=(1, 2)), rel=0.01
    )
