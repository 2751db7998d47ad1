from __future__ import annotations

import numpy as np
import pytest

from sim.arrivals import desk_factors
from sim.draw import draw
from sim.strata import BLOCK, day_uniforms
from sim.streams import Kind, Purpose, Streams
from tests.sim.desks import DAY, tiny_run, tiny_scenario, tiny_segment

DAYS = 40


def uniforms(replication: int, *, confirm: bool = False, stratified: bool = True, days: int = DAYS):
    streams = Streams(7, replication, confirm, stratified)
    return day_uniforms(streams, Kind.DESK, "", Purpose.BUSYNESS, days)


def block(number: int = 0, **options):
    first = number * BLOCK
    return np.stack([uniforms(replication, **options) for replication in range(first, first + BLOCK)])


@pytest.mark.parametrize("number", [0, 3])
def test_every_tenth_occurs_once_on_each_day_of_a_block(number):
    strata = np.floor(block(number) * BLOCK)
    assert (np.sort(strata, axis=0) == np.arange(BLOCK)[:, None]).all()


def test_the_order_of_tenths_is_another_on_each_day_in_each_block_and_in_fresh_replications():
    first, second, fresh = (np.floor(one * BLOCK) for one in (block(), block(1), block(confirm=True)))
    assert len(np.unique(first.T, axis=0)) == DAYS
    assert (first != second).mean() > 0.8
    assert (first != fresh).mean() > 0.8


def test_each_replication_alone_is_uniform():
    drawn = np.concatenate([uniforms(replication) for replication in range(0, 400, BLOCK)])
    counts = np.histogram(drawn, 20, (0, 1))[0]
    expected = drawn.size / 20
    assert np.square(counts - expected).sum() / expected < 43.8  # 0.1 % of chi squared with 19 degrees


def test_replications_of_different_blocks_are_independent():
    drawn = np.array([block(number).mean(axis=0) for number in range(40)])
    together = np.corrcoef(drawn[:-1].ravel(), drawn[1:].ravel())[0, 1]
    assert abs(together) < 0.1


def test_a_longer_draw_begins_with_a_shorter_one():
    assert uniforms(3, days=DAYS)[:10].tolist() == uniforms(3, days=10).tolist()


def test_without_strata_the_draw_is_the_plain_one():
    plain = Streams(7, 3).uniforms(Kind.DESK, "", Purpose.BUSYNESS, DAYS)
    assert uniforms(3, stratified=False).tolist() == plain.tolist()


def scenario(*, stratify: bool, cv: float):
    run = tiny_run(warmup=0.0, measure=5 * DAY, forecast_cv=cv, stratify=stratify)
    return tiny_scenario(run=run, busyness_cv=cv, segments=(tiny_segment("one", 2.0),))


def test_forecast_error_and_busyness_are_spread_evenly():
    factors = {
        stratify: np.array(
            [
                desk_factors(scenario(stratify=stratify, cv=0.5), Streams(7, r, False, stratify))
                for r in range(100)
            ]
        )
        for stratify in (False, True)
    }
    spread = {
        stratify: own.reshape(10, BLOCK, -1).mean(axis=1).std(axis=0).mean()
        for stratify, own in factors.items()
    }
    assert spread[True] < spread[False] / 2


def test_nothing_but_day_factors_changes():
    one, other = (draw(scenario(stratify=stratify, cv=0.0), 4) for stratify in (False, True))
    assert one.created.tobytes() == other.created.tobytes()
    assert one.touches.work.tobytes() == other.touches.work.tobytes()
    moved = draw(scenario(stratify=True, cv=0.5), 4)
    plain = draw(scenario(stratify=False, cv=0.5), 4)
    assert moved.created.tobytes() != plain.created.tobytes()
    least = min(len(moved.touches.work), len(plain.touches.work))
    assert moved.touches.work[: least // 2].tobytes() == plain.touches.work[: least // 2].tobytes()


def test_the_tenths_of_segments_are_their_own():
    streams = Streams(7, 2, stratified=True)
    one, other = (day_uniforms(streams, Kind.SEGMENT, n, Purpose.DAY_FACTOR, DAYS) for n in ("a", "b"))
    assert (np.floor(one * BLOCK) != np.floor(other * BLOCK)).mean() > 0.7
