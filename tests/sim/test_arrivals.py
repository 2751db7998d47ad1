from __future__ import annotations

import numpy as np
import pytest

from sim.arrivals import Course, day_factors, desk_factors, rate_instants, walk
from sim.grid import TICKS_PER_MINUTE
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import RateArrivals
from tests.plain import examples
from tests.sim.desks import DAY, steady, tiny_run, tiny_scenario, tiny_segment

STREAMS = Streams(seed=7, replication=0)

E07_MEANS = np.array([100.0, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60])
"""Expected calls in 13 periods of a day (Whitt 1999; Avramidis, Deslauriers and L'Ecuyer 2004)."""

E07 = {
    10: {"mean": 1660, "var": 277220, "dispersion": 167, "corr": 0.9231861823, "q": (898, 1605, 2610)},
    400: {"mean": 1660, "var": 8549, "dispersion": 5.15, "corr": 0.2335496832, "q": (1511, 1658, 1815)},
}
"""Gamma shape of the day's busyness → moments and 5, 50 and 95 % quantiles of a day's calls."""


def ones(arrivals: RateArrivals) -> np.ndarray:
    return np.ones(int(arrivals.desk_day.max()) + 1)


def came(arrivals: RateArrivals, streams: Streams = STREAMS, name: str = "s") -> np.ndarray:
    return rate_instants(arrivals, name, ones(arrivals), streams)[0]


def gamma_days(alpha: float, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Calls [day, period] of many days, 13 hours each, and the steps' numbers as a check."""
    periods = len(E07_MEANS)
    edges = np.arange(days * periods + 1) * 60.0
    day = np.repeat(np.arange(days, dtype=np.int32), periods)
    arrivals = RateArrivals(edges, np.tile(E07_MEANS, days), day, day, day_cv=alpha**-0.5)
    instants, step = rate_instants(arrivals, "s", ones(arrivals), STREAMS)
    counts = np.histogram(instants, edges)[0]
    return counts.reshape(days, periods), np.bincount(step, minlength=days * periods).reshape(days, periods)


@pytest.mark.parametrize("alpha", [10, 400])
def test_a_gamma_poisson_day_has_the_published_moments_and_quantiles(alpha):
    expected, days = E07[alpha], examples(2000)
    counts, _ = gamma_days(alpha, days)
    total = counts.sum(axis=1)
    assert abs(total.mean() - expected["mean"]) < 4 * np.sqrt(expected["var"] / days)
    relative = 4 * np.sqrt((2 + 6 / alpha) / days)
    assert total.var() == pytest.approx(expected["var"], rel=relative)
    assert total.var() / total.mean() == pytest.approx(expected["dispersion"], rel=1.2 * relative)
    corr = np.corrcoef(counts[:, 0], counts[:, 1])[0, 1]
    assert abs(corr - expected["corr"]) < 4 * (1 - expected["corr"] ** 2) / np.sqrt(days)
    for share, quantile in zip((0.05, 0.5, 0.95), expected["q"], strict=True):
        error = 4 * np.sqrt(share * (1 - share) / days)
        assert (total <= quantile).mean() > share - error
        assert (total <= quantile - 1).mean() < share + error


def test_each_instant_lies_in_its_step():
    counts, by_step = gamma_days(10, 50)
    assert np.abs(counts - by_step).sum() <= 2  # but for those that rounding puts on an edge


def test_plain_arrivals_have_poisson_counts():
    counts = np.bincount((came(steady(2.0, horizon=2000 * DAY)) // DAY).astype(int), minlength=2000)
    assert abs(counts.mean() - 48) < 4 * np.sqrt(48 / 2000)
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=4 * np.sqrt(2 / 2000))


def test_arrivals_follow_the_profile():
    edges = np.array([0.0, 100.0, 200.0, 300.0])
    day = np.zeros(3, np.int32)
    instants = came(RateArrivals(edges, np.array([4000.0, 0.0, 12000.0]), day, day))
    counts = np.histogram(instants, edges)[0]
    assert counts[1] == 0
    assert abs(counts[0] - 4000) < 4 * np.sqrt(4000)
    assert abs(counts[2] - 12000) < 4 * np.sqrt(12000)


def test_instants_are_on_the_grid_in_order_and_within_the_run():
    instants = came(steady(50.0, horizon=10 * DAY))
    ticks = instants * TICKS_PER_MINUTE
    assert np.array_equal(ticks, np.rint(ticks))
    assert (np.diff(instants) >= 0).all()
    assert instants[0] >= 0
    assert instants[-1] < 10 * DAY


def test_twice_the_rate_halves_every_instant():
    slow, fast = came(steady(10.0, horizon=10 * DAY)), came(steady(20.0, horizon=10 * DAY))
    assert fast[: len(slow)] == pytest.approx(slow / 2, abs=1e-5)


def test_a_longer_run_begins_like_a_shorter_one():
    short, long = came(steady(10.0, horizon=10 * DAY)), came(steady(10.0, horizon=11 * DAY))
    assert np.array_equal(short, long[: len(short)])


def test_no_arrivals_are_expected_none_come():
    assert came(steady(0.0)).size == 0


def test_a_walk_in_two_parts_is_the_walk_in_one():
    edges = np.array([0.0, 100.0, 200.0, 300.0])
    expected = np.array([40.0, 0.0, 160.0])
    course = Course(np.concatenate(([0.0], np.cumsum(expected))), expected, edges)
    waits = -np.random.default_rng(1).standard_exponential(300)
    whole, parts, steps, step = waits.copy(), waits.copy(), np.zeros(300, np.int32), np.zeros(300, np.int32)
    came, reached = walk(whole, steps, 0.0, course)
    first, half = walk(parts[:70], step[:70], 0.0, course)
    second, end = walk(parts[70:], step[70:], half, course)
    assert (first, first + second, end) == (70, came, reached)
    assert np.array_equal(parts[:came], whole[:came])
    assert np.array_equal(step[:came], steps[:came])


def test_a_walk_goes_on_until_as_many_came_as_are_expected_at_the_pace_of_each_step():
    edges, expected = np.array([0.0, 10.0, 20.0, 24.0]), np.array([5.0, 0.0, 2.0])
    course = Course(np.array([0.0, 5.0, 5.0, 7.0]), expected, edges)
    instants, step = np.array([-1.0, -1.5, -2.5, -1.0, -0.5, -9.0, -1.0]), np.zeros(7, np.int32)
    assert walk(instants, step, 0.0, course) == (5, 15.5)
    assert instants[:5].tolist() == [2.0, 5.0, 20.0, 22.0, 23.0]
    assert step[:5].tolist() == [0, 0, 2, 2, 2]


@pytest.mark.parametrize("wait", [1.0, np.nextafter(1.0, 0.0)])
def test_nobody_comes_at_the_end_of_the_last_step(wait):
    course = Course(np.array([0.0, 1.0]), np.ones(1), np.array([0.0, 10.0]))
    assert walk(np.array([-wait]), np.zeros(1, np.int32), 0.0, course) == (0, 1.0)


def test_day_factors_have_mean_one_and_the_stated_cv():
    factors = day_factors(STREAMS, Kind.SEGMENT, "s", Purpose.DAY_FACTOR, cv=0.4, days=20_000)
    assert abs(factors.mean() - 1) < 4 * 0.4 / np.sqrt(20_000)
    assert factors.std() == pytest.approx(0.4, rel=0.05)


def test_busyness_moves_all_segments_on_the_same_days():
    segments = (tiny_segment("a", 30.0), tiny_segment("b", 30.0))
    scenario = tiny_scenario(segments=segments, busyness_cv=0.5)
    desk = desk_factors(scenario, STREAMS)
    counts = [
        np.bincount((rate_instants(s.arrivals, s.name, desk, STREAMS)[0] // DAY).astype(int), minlength=42)
        for s in segments
    ]
    assert np.corrcoef(counts)[0, 1] > 0.9
    assert counts[0] == pytest.approx(720 * desk, rel=0.2)


def test_days_of_two_segments_are_independent_without_busyness():
    days = 1000
    counts = [
        np.bincount((came(steady(30.0, days * DAY, 0.5), name=name) // DAY).astype(int), minlength=days)
        for name in "ab"
    ]
    assert abs(np.corrcoef(counts)[0, 1]) < 4 / np.sqrt(days)


def test_a_step_has_the_factor_of_its_local_day_and_of_the_desk_s():
    edges = np.arange(5) * DAY
    day, desk_day = np.array([0, 0, 1, 1], np.int32), np.array([0, 1, 1, 2], np.int32)
    arrivals = RateArrivals(edges, np.full(4, 1e5), day, desk_day, day_cv=0.5)
    desk = np.array([1.0, 3.0, 0.5])
    own = day_factors(STREAMS, Kind.SEGMENT, "s", Purpose.DAY_FACTOR, cv=0.5, days=2)
    expected = 1e5 * own[day] * desk[desk_day]
    counts = np.histogram(rate_instants(arrivals, "s", desk, STREAMS)[0], edges)[0]
    assert (abs(counts - expected) < 4 * np.sqrt(expected)).all()


def test_the_forecast_error_is_one_factor_for_the_whole_replication():
    scenario = tiny_scenario(run=tiny_run(forecast_cv=0.2))
    factors = np.array([desk_factors(scenario, Streams(1, replication)) for replication in range(800)])
    assert (factors == factors[:, :1]).all()
    assert abs(factors[:, 0].mean() - 1) < 4 * 0.2 / np.sqrt(800)
    assert factors[:, 0].std() == pytest.approx(0.2, rel=0.12)
