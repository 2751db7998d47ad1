from __future__ import annotations

import numpy as np
import pytest
from numpy.random import PCG64DXSM, Generator, SeedSequence

from sim.seeding import bit_generator

EDGES = (0, 1, 2**16, 2**31, 2**32 - 1)


def keys(length: int) -> list[list[int]]:
    drawn = np.random.default_rng(length).integers(0, 2**32, (20, length)).tolist()
    return [[edge] * length for edge in EDGES] + drawn


@pytest.mark.parametrize("length", [4, 5, 8, 11, 13, 20])
def test_a_key_seeds_as_numpy_seeds_it(length):
    for key in keys(length):
        assert bit_generator(key).state == PCG64DXSM(SeedSequence(np.array(key, np.uint32))).state


def test_generators_of_one_key_do_not_share_their_state():
    one, other = Generator(bit_generator([1, 2, 3, 4])), Generator(bit_generator([1, 2, 3, 4]))
    assert one.random(3).tolist() == other.random(3).tolist()
