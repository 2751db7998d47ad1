from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.distributions import (
    BLOCK,
    Constant,
    Distribution,
    Empirical,
    Erlang,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Triangular,
    Uniform,
    choose,
    durations,
    unit_gamma,
)
from sim.grid import on_grid

GRID = (np.arange(20_000) + 0.5) / 20_000

SIGMA = np.sqrt(np.log(1 + 1.5**2))

WITH_TWINS = [
    (Exponential(7.0), stats.expon(scale=7.0)),
    (Lognormal(18.0, 1.5), stats.lognorm(SIGMA, scale=18.0 * np.exp(-(SIGMA**2) / 2))),
    (Gamma(180.0, 0.7), stats.gamma(0.7**-2, scale=180.0 * 0.7**2)),
    (Erlang(12.0, 4), stats.gamma(4, scale=3.0)),
    (Triangular(2.0, 3.0, 10.0), stats.triang(1 / 8, loc=2.0, scale=8.0)),
    (Uniform(3.0, 8.0), stats.uniform(3.0, 5.0)),
]

ALL: list[Distribution] = [
    *(ours for ours, _ in WITH_TWINS),
    Constant(4.0),
    Mixture((0.25, 0.75), (Constant(2.0), Exponential(6.0))),
    Empirical((1.0, 2.0, 2.0, 9.0)),
]


def named(distribution: object) -> str:
    return type(distribution).__name__


@pytest.mark.parametrize(("ours", "twin"), WITH_TWINS, ids=named)
def test_quantiles_are_those_of_an_independent_library(ours, twin):
    assert ours.inverse(GRID) == pytest.approx(twin.ppf(GRID), rel=1e-9)


@pytest.mark.parametrize(("ours", "twin"), WITH_TWINS, ids=named)
def test_mean_and_cv_are_those_of_an_independent_library(ours, twin):
    assert ours.mean == pytest.approx(twin.mean())
    assert ours.cv == pytest.approx(twin.std() / twin.mean())


@pytest.mark.parametrize(("ours", "twin"), WITH_TWINS, ids=named)
def test_the_share_below_is_that_of_an_independent_library(ours, twin):
    values = np.concatenate(([-1.0, 0.0], twin.ppf([0.01, 0.2, 0.5, 0.9]), [1e6]))
    assert ours.cdf(values) == pytest.approx(twin.cdf(values), abs=1e-12)


@pytest.mark.parametrize("distribution", ALL, ids=named)
def test_draws_have_the_stated_mean_and_cv(distribution):
    drawn = distribution.inverse(np.random.default_rng(1).random(200_000))
    error = distribution.mean * max(distribution.cv, 1e-12) / np.sqrt(len(drawn))
    assert abs(drawn.mean() - distribution.mean) <= 4 * error
    assert drawn.std() / drawn.mean() == pytest.approx(distribution.cv, rel=0.05, abs=1e-12)


@pytest.mark.parametrize("distribution", ALL, ids=named)
def test_the_share_below_a_value_is_the_share_of_draws_at_or_below_it(distribution):
    drawn = distribution.inverse(GRID)
    for value in (2.0, distribution.mean, 9.0):
        below = float(distribution.cdf(np.array([value]))[0])
        assert below == pytest.approx((drawn <= value).mean(), abs=2e-4)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Constant(3.0), Constant(6.0)),
        (Exponential(3.0), Exponential(6.0)),
        (Lognormal(3.0, 1.2), Lognormal(6.0, 1.2)),
        (Gamma(3.0, 0.4), Gamma(6.0, 0.4)),
        (Erlang(3.0, 3), Erlang(6.0, 3)),
    ],
    ids=named,
)
def test_twice_the_mean_is_twice_every_duration(one, other):
    assert np.array_equal(other.inverse(GRID), 2 * one.inverse(GRID))


def test_a_cv_of_zero_is_a_constant():
    for distribution in (Lognormal(5.0, 0.0), Gamma(5.0, 0.0)):
        assert np.array_equal(distribution.inverse(GRID[:3]), [5.0] * 3)
        assert np.array_equal(distribution.cdf(np.array([4.9, 5.0])), [0.0, 1.0])


def test_a_mean_of_zero_takes_no_time():
    for distribution in (Exponential(0.0), Lognormal(0.0, 1.0), Gamma(0.0, 1.0), Erlang(0.0, 2)):
        assert not distribution.inverse(GRID).any()
        assert distribution.cdf(np.array([0.0])) == 1.0


def test_no_uniform_gives_an_endless_duration():
    extremes = np.array([0.0, np.nextafter(1.0, 0.0)])
    for distribution in ALL:
        assert np.isfinite(distribution.inverse(extremes)).all()


def test_a_change_of_one_part_of_a_mixture_leaves_the_draws_of_the_others():
    before = Mixture((0.4, 0.6), (Constant(1.0), Exponential(5.0))).inverse(GRID)
    after = Mixture((0.4, 0.6), (Constant(9.0), Exponential(5.0))).inverse(GRID)
    assert np.array_equal(before != after, GRID < 0.4)


def test_an_empirical_draw_is_one_of_the_values_in_their_frequency():
    drawn = Empirical((1.0, 2.0, 2.0, 9.0)).inverse(GRID)
    assert [float((drawn == value).mean()) for value in (1.0, 2.0, 9.0)] == [0.25, 0.5, 0.25]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Constant(-1.0),
        lambda: Constant(float("nan")),
        lambda: Exponential(float("inf")),
        lambda: Lognormal(3.0, -0.1),
        lambda: Gamma(-3.0, 0.1),
        lambda: Erlang(3.0, 0),
        lambda: Triangular(3.0, 2.0, 5.0),
        lambda: Triangular(1.0, 6.0, 5.0),
        lambda: Uniform(5.0, 4.0),
        lambda: Uniform(-5.0, 4.0),
        lambda: Mixture((0.5, 0.4), (Constant(1.0), Constant(2.0))),
        lambda: Mixture((0.5, 0.5), (Constant(1.0),)),
        lambda: Mixture((), ()),
        lambda: Mixture((-0.5, 1.5), (Constant(1.0), Constant(2.0))),
        lambda: Empirical(()),
        lambda: Empirical((1.0, -2.0)),
        lambda: Empirical((1.0, float("nan"), 2.0)),
    ],
)
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must|needed|as many"):
        wrong()


def test_choices_fall_in_proportion_to_their_shares():
    shares = (0.1, 0.0, 0.6, 0.3, 0.0)
    assert np.bincount(choose(shares, GRID), minlength=5) / len(GRID) == pytest.approx(shares)


def test_many_choices_are_made_like_few():
    shares = np.arange(1.0, 41.0)
    bounds = np.cumsum(shares) / shares.sum()
    assert np.array_equal(choose(shares, GRID), (GRID[:, None] >= bounds).sum(axis=1))


def test_the_largest_uniform_never_chooses_a_share_of_zero():
    assert choose((0.3, 0.6999999, 0.0), np.array([np.nextafter(1.0, 0.0)])) == 1


def test_a_longer_list_of_choices_at_the_end_moves_no_earlier_choice():
    before, after = choose((0.5, 0.5), GRID), choose((0.5, 0.3, 0.2), GRID)
    assert np.array_equal(before == 0, after == 0)


def test_the_unit_gamma_has_mean_one():
    assert unit_gamma(4.0, GRID).mean() == pytest.approx(1.0, abs=1e-3)


def test_durations_are_the_quantiles_on_the_grid_at_all_places_or_at_some():
    uniforms = np.random.default_rng(1).random(3 * BLOCK + 5)
    places = np.flatnonzero(uniforms < 0.7)[::-1]
    for distribution in (Exponential(300.0), Lognormal(40.0, 1.2), Gamma(30.0, 0.8), Constant(7.0)):
        whole = on_grid(distribution.inverse(uniforms))
        assert np.array_equal(durations(distribution, uniforms), whole)
        assert np.array_equal(durations(distribution, uniforms, places), whole[places])
