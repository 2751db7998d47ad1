from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.verdict_words import in_words, units_needed


def word(low: float, high: float, sign: int = 1, worth: float = 0.0, identical: bool = False) -> str:
    columns = (np.array([float(number)]) for number in (low, high, sign))
    return str(in_words(*columns, worth=np.array([worth]), identical=np.array([identical]))[0])


def needed(difference: float, error: float, units: int, worth: float = 0.0) -> float:
    columns = (np.array([difference]), np.array([error]), np.array([units]))
    return float(units_needed(*columns, worth=np.array([worth]), tail=np.array([0.025]))[0])


@pytest.mark.parametrize(
    ("low", "high", "sign", "said"),
    [
        (1, 2, 1, "better"),
        (1, 2, -1, "worse"),
        (-2, -1, -1, "better"),
        (-2, -1, 1, "worse"),
        (1, 2, 0, "higher"),
        (-2, -1, 0, "lower"),
        (-1, 2, 1, "not yet told apart"),
        (0, 2, 1, "not yet told apart"),
    ],
)
def test_an_interval_that_leaves_out_nothing_says_better_or_worse(low, high, sign, said):
    assert word(low, high, sign) == said


def test_an_interval_inside_what_matters_is_practically_the_same():
    assert word(-0.5, 0.9, worth=1) == "practically the same"
    assert word(0.2, 0.9, worth=1) == "practically the same"


def test_an_interval_that_reaches_beyond_what_matters_is_not():
    assert word(-0.5, 1.1, worth=1) == "not yet told apart"
    assert word(0.2, 1.1, worth=1) == "better"


def test_no_difference_in_any_replication_is_practically_the_same():
    assert word(0, 0) == "practically the same"


def test_the_same_outcome_on_every_ticket_is_identical():
    assert word(0, 0, worth=1, identical=True) == "identical"


def test_without_an_interval_nothing_is_told_apart():
    assert word(np.nan, np.nan, worth=1) == "not yet told apart"


def test_with_the_replications_needed_the_interval_just_leaves_out_nothing():
    found = needed(1.0, 0.8, 10)
    half = [stats.t.ppf(0.975, n - 1) * 0.8 * np.sqrt(10 / n) for n in (found - 1, found)]
    assert half[0] > 1.0 >= half[1]


def test_what_matters_lets_small_differences_be_settled():
    found = needed(0.1, 0.8, 10, worth=1.0)
    assert stats.t.ppf(0.975, found - 1) * 0.8 * np.sqrt(10 / found) <= 0.9
    assert found < needed(0.1, 0.8, 10)


def test_no_difference_at_all_is_never_told_apart():
    assert needed(0.0, 0.8, 10) == np.inf


def test_an_unknown_spread_needs_an_unknown_number():
    assert np.isnan(needed(1.0, np.nan, 1))
