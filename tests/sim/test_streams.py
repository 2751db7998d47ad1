from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.random import PCG64DXSM, Generator, SeedSequence

from sim.streams import Kind, Purpose, Streams, name_words

BASE = Streams(seed=1, replication=0)


def draw(streams=BASE, kind=Kind.SEGMENT, name="a", purpose=Purpose.WORK, count=50, **more):
    return streams.uniforms(kind, name, purpose, count, **more)


def test_the_same_key_gives_the_same_uniforms():
    assert np.array_equal(draw(), draw())


def test_a_longer_draw_begins_with_the_shorter_one():
    assert np.array_equal(draw(count=1000)[:50], draw())


def test_every_part_of_the_key_matters():
    drawn = [
        draw(),
        draw(Streams(2, 0)),
        draw(Streams(1, 1)),
        draw(Streams(1, 0, confirm=True)),
        draw(kind=Kind.POOL),
        draw(name="b"),
        draw(purpose=Purpose.NEXT),
        draw(index=(0,)),
        draw(index=(1,)),
        draw(index=(0, 0)),
        draw(index=(0, 1)),
        draw(attribute="plan"),
        draw(attribute="vip"),
    ]
    assert not any(np.array_equal(one, other) for one, other in combinations(drawn, 2))


def test_names_have_a_hash_that_never_changes():
    assert name_words("enterprise") == (4251584485, 531156228)


@pytest.mark.parametrize("seed", [0, 1, 2**40 + 5, 2**200 + 3])
def test_a_stream_is_a_spawned_child_of_its_seed(seed):
    key = (0, 3, Kind.POOL, *name_words("late"), Purpose.ABSENCE, *name_words(""), 7)
    child = Generator(PCG64DXSM(SeedSequence(seed, spawn_key=key)))
    ours = Streams(seed, 3).uniforms(Kind.POOL, "late", Purpose.ABSENCE, 20, index=(7,))
    assert np.array_equal(ours, child.random(20))


def test_uniforms_lie_from_zero_to_below_one():
    drawn = draw(count=100_000)
    assert drawn.min() >= 0
    assert drawn.max() < 1
    assert drawn.mean() == pytest.approx(0.5, abs=4 * 12**-0.5 / 100_000**0.5)


def test_no_two_purposes_share_a_number():
    assert len({int(purpose) for purpose in Purpose}) == len(Purpose.__members__)


def test_streams_of_neighbouring_replications_are_uncorrelated():
    one, other = (draw(Streams(1, replication), count=100_000) for replication in (0, 1))
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / 100_000**0.5
