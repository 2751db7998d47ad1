"""Erlang's formulas against published figures, against each other, and where naive forms break."""

from __future__ import annotations

import math

import numpy as np
import pytest

from results.sizing.erlang import (
    Queue,
    agents_for,
    blocking,
    fewest,
    garnett,
    halfin_whitt,
    square_root_rule,
)

EXACT = 2e-9
"""The reference values have ten digits."""


def close(value: float | tuple[float, ...]) -> object:
    return pytest.approx(value, rel=EXACT, abs=1e-10)


def test_erlang_c_gives_the_published_interval() -> None:
    queue = Queue(14, 100 / 30, 3.0)
    found = (queue.waiting, queue.mean_wait, queue.within(1 / 3), queue.occupancy)
    assert found == close((0.1741319336, 0.1305989502, 0.8883500192, 0.7142857143))


@pytest.mark.parametrize(("agents", "waiting", "wait"), [(3, 4 / 9, 40 / 9), (4, 4 / 23, 20 / 23)])
def test_erlang_c_gives_the_banks_waits(agents: int, waiting: float, wait: float) -> None:
    queue = Queue(agents, 0.2, 10.0)
    assert (queue.waiting, queue.mean_wait) == close((waiting, wait))


def test_erlang_a_gives_the_published_comparison() -> None:
    queue, without = Queue(50, 48.0, 1.0, 2.0), Queue(50, 48.0, 1.0)
    assert queue.waiting == close(0.4677740686)
    assert queue.leaving == close(0.03091224916)
    assert queue.mean_wait * 60 == close(3.709469899)
    assert queue.occupancy == close(0.9303242408)
    assert queue.within(5 / 60) == close(0.7095893363)
    assert (without.waiting, without.mean_wait * 60) == close((0.6944556112, 20.83366834))


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        (13, (0.225797084, 0.02496330363, 0.750028228, 0.1248165182, 0.8581777)),
        (14, (0.1452601143, 0.01398374412, 0.7042973256, 0.06991872061, 0.9167920919)),
    ],
)
def test_erlang_a_gives_the_published_interval(agents: int, expected: tuple[float, ...]) -> None:
    queue = Queue(agents, 100 / 30, 3.0, 5.0)
    found = (queue.waiting, queue.leaving, queue.occupancy, queue.mean_wait, queue.within(1 / 3))
    assert found == close(expected)


@pytest.mark.parametrize(
    ("calls", "limit", "patience", "agents", "level"),
    [
        ((100 / 30, 3.0), 1 / 3, math.inf, 14, 0.8883500192),
        ((100 / 30, 3.0), 1 / 3, 5.0, 13, 0.8581777),
        ((10.0, 6.0), 1 / 3, math.inf, 67, 0.8089711493),
        ((10.0, 6.0), 1 / 3, 5.0, 64, 0.8261779913),
        ((2.0, 15.0), 5.0, math.inf, 33, 0.8195594738),
        ((2.0, 15.0), 5.0, 5.0, 26, 0.8191009613),
    ],
)
def test_the_fewest_agents_are_found(
    calls: tuple[float, float], limit: float, patience: float, agents: int, level: float
) -> None:
    found = agents_for(*calls, 0.8, limit, patience)
    assert found == agents
    assert Queue(found, *calls, patience).within(limit) == close(level)


@pytest.mark.parametrize(
    ("beta", "value"),
    [(0.25, 0.7209321134), (0.5, 0.504538641), (1, 0.2233612748), (1.5, 0.08469039449), (2, 0.02688136243)],
)
def test_halfin_whitt(beta: float, value: float) -> None:
    assert halfin_whitt(beta) == close(value)


@pytest.mark.parametrize(
    ("beta", "patience", "value"),
    [
        (-1, 1, 0.8413447461),
        (-1, 4, 0.9822097778),
        (0, 1, 0.5),
        (0, 4, 2 / 3),
        (1, 1, 0.1586552539),
        (1, 4, 0.1950878181),
    ],
)
def test_garnett(beta: float, patience: float, value: float) -> None:
    assert garnett(beta, patience) == close(value)


def test_the_limits_are_near_the_exact_values_of_a_large_desk() -> None:
    assert Queue(110, 100.0, 1.0).waiting == close(0.2370075003)
    assert Queue(110, 100.0, 1.0, 1.0).waiting == close(0.1705598979)
    assert Queue(100_000, 99_684.0, 1.0).waiting == pytest.approx(halfin_whitt(1.0), abs=2e-3)


def test_the_square_root_rule_is_within_one_agent_of_the_formula_at_100_erlangs() -> None:
    exact = fewest(lambda agents: Queue(agents, 100.0, 1.0).waiting <= 0.2)
    leaving = fewest(lambda agents: Queue(agents, 100.0, 1.0, 4.0).waiting <= 0.2)
    assert abs(square_root_rule(100.0, 0.2) - exact) <= 1
    assert abs(square_root_rule(100.0, 0.2, patience=4.0) - leaving) <= 1


def test_erlang_b_is_that_of_the_truncated_poisson() -> None:
    weights = np.cumprod(np.concatenate([[1.0], 8.0 / np.arange(1, 13)]))
    assert blocking(12, 8.0) == pytest.approx(weights[-1] / weights.sum(), rel=1e-12)


@pytest.mark.parametrize("agents", [1, 3, 9, 20])
@pytest.mark.parametrize("patience", [0.2, 4.0, 60.0])
def test_erlang_a_is_that_of_its_birth_and_death_chain(agents: int, patience: float) -> None:
    rate, handling, size = 2.0, 4.0, 600
    states = np.arange(1, size)
    leave = np.minimum(states, agents) / handling + np.maximum(states - agents, 0) / patience
    logs = np.concatenate([[0.0], np.cumsum(np.log(rate / leave))])
    chance = np.exp(logs - logs.max())
    chance /= chance.sum()
    waiting = np.arange(size) - agents
    queue = Queue(agents, rate, handling, patience)
    assert queue.waiting == pytest.approx(chance[waiting >= 0].sum(), rel=1e-9)
    queued = float(chance @ np.maximum(waiting, 0))
    assert queue.leaving == pytest.approx(queued / patience / rate, rel=1e-8, abs=1e-13)


def test_very_patient_customers_make_erlang_a_erlang_c() -> None:
    assert Queue(10, 9.0, 1.0, 1e9).waiting == pytest.approx(Queue(10, 9.0, 1.0).waiting, rel=1e-5)
    assert Queue(10, 9.0, 1.0, 1e9).within(2.0) == pytest.approx(Queue(10, 9.0, 1.0).within(2.0), rel=1e-5)


def test_customers_without_patience_are_lost_as_in_erlang_b() -> None:
    queue = Queue(10, 9.0, 1.0, 1e-6)
    assert queue.leaving == pytest.approx(blocking(10, 9.0), rel=1e-4)


@pytest.mark.parametrize("patience", [math.inf, 30.0])
def test_thousands_of_agents_neither_overflow_nor_vanish(patience: float) -> None:
    queue = Queue(5_000, 4_950.0, 1.0, patience)
    assert 0.1 < queue.waiting < 0.6
    assert 0.4 < queue.within(0.0) < queue.within(0.1) <= 1.0
    idle = Queue(3_000, 1.0, 1.0, patience)
    assert (idle.waiting, idle.within(1.0)) == (0.0, 1.0)


def test_a_queue_that_grows_serves_nobody_in_time() -> None:
    queue = Queue(9, 10.0, 1.0)
    assert (queue.waiting, queue.mean_wait, queue.within(5.0), queue.occupancy) == (1.0, math.inf, 0.0, 1.0)


def test_nobody_to_serve_means_that_all_leave() -> None:
    queue = Queue(0, 1.0, 1.0, 5.0)
    assert (queue.waiting, queue.leaving, queue.mean_wait) == (1.0, 1.0, 5.0)


def test_no_customers_need_no_agents() -> None:
    assert agents_for(0.0, 3.0, 0.8, 1.0) == 0


def test_a_share_of_all_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        agents_for(1.0, 1.0, 1.0, 1.0)


def test_impossible_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Queue(1, 1.0, 0.0)


def test_what_no_number_of_agents_reaches_is_told() -> None:
    with pytest.raises(ValueError, match="are enough"):
        fewest(lambda _: False)
