from __future__ import annotations

import numpy as np
import pytest
from numpy.random import PCG64DXSM, Generator

from sim.leaps import uniforms_at
from sim.seeding import Mixed, states_of

COUNTS = (300, 0, 5_000, 1, 70_000)
FIRST = np.cumsum([0, *COUNTS[:-1]])
SIZE = sum(COUNTS)
WORDS = states_of([[7, 7, 7, stream] for stream in range(len(COUNTS))])

EDGES = np.array([0, 1, 2**32 - 1, 2**32, 2**63, 2**64 - 1], np.uint64)


def generator(words: np.ndarray) -> Generator:
    return Generator(PCG64DXSM(Mixed(words)))


def drawn() -> np.ndarray:
    """All uniforms of the streams, as NumPy draws them."""
    return np.concatenate(
        [generator(words).random(count) for words, count in zip(WORDS, COUNTS, strict=True)]
    )


def some(count: int) -> np.ndarray:
    return np.random.default_rng(count).integers(0, SIZE, count)


@pytest.mark.parametrize(
    "places",
    [
        np.arange(SIZE),
        np.arange(SIZE)[::-1].copy(),
        np.sort(some(3_000)),
        some(300),
        np.array([0, 0, 299, 300, 299, 5_299, 5_300, 5_301, 5_301, SIZE - 1, 0]),
        np.empty(0, np.int64),
    ],
    ids=["all", "backwards", "ascending", "anywhere", "edges", "none"],
)
def test_uniforms_at_places_are_those_that_numpy_draws_there(places):
    assert np.array_equal(uniforms_at(WORDS, FIRST, SIZE, places), drawn()[places])


@pytest.mark.parametrize("far", [63, 64, 65, 4_095, 4_096, 2**24 + 64, 2**31 - 1])
def test_a_leap_leads_as_far_as_numpy_advances(far):
    ahead = PCG64DXSM(Mixed(WORDS[0])).advance(far)
    leapt = uniforms_at(WORDS[:1], np.zeros(1, np.int64), far + 1, np.array([far]))
    assert leapt.tolist() == [Generator(ahead).random()]


def test_any_words_seed_as_numpy_is_seeded_by_them():
    words = np.random.default_rng(0).choice(EDGES, (200, 4))
    places = np.arange(400)
    leapt = uniforms_at(words, places[::2].copy(), 400, places)
    assert leapt.tolist() == [uniform for four in words for uniform in generator(four).random(2)]
