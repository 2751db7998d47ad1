from __future__ import annotations

import numpy as np
import pytest

from results.truncation import Truncation, confirmed, mser


def test_mser_5_cuts_the_reference_series_where_it_should():
    i = np.arange(400)
    series = 10 * np.exp(-i / 20) + ((7919 * i % 13) - 6) / 6
    found = mser(series, 5)
    assert found.observations == 85
    assert found.statistic == pytest.approx(0.0005117590784, abs=1e-8)
    assert found.settled


def test_a_series_that_grows_for_ever_does_not_settle():
    assert not mser(np.arange(60.0)).settled


def test_a_series_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="too short"):
        mser(np.arange(10.0), 5)


def weekly(*means: float, noise: float, replications: int = 10):
    """Numerators and denominators of replications that scatter around weekly means."""
    dice = np.random.default_rng(4)
    values = np.array(means) + noise * dice.standard_normal((replications, len(means)))
    return np.stack([values, np.ones_like(values)], axis=1)


def test_weeks_that_differ_by_chance_are_given_back():
    sums = weekly(*[100.0] * 40, noise=5.0)
    assert confirmed(Truncation(7, 0.0, settled=True), sums).observations == 0


def test_weeks_that_differ_in_every_replication_stay_cut_off():
    sums = weekly(20.0, 60.0, *[100.0] * 38, noise=5.0)
    assert confirmed(Truncation(2, 0.0, settled=True), sums).observations == 2


def test_only_the_last_weeks_are_given_back():
    sums = weekly(20.0, 60.0, *[100.0] * 38, noise=5.0)
    assert confirmed(Truncation(9, 0.0, settled=True), sums).observations <= 9
    assert confirmed(Truncation(9, 0.0, settled=True), sums).observations >= 2


def test_a_cut_at_the_half_that_is_chance_is_settled():
    sums = weekly(*[100.0] * 40, noise=5.0)
    assert confirmed(Truncation(20, 0.0, settled=False), sums).settled
