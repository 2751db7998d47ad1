from __future__ import annotations

import numpy as np
import pytest
from numpy.random import PCG64DXSM, SeedSequence

from sim.seeding import generators

EDGES = (0, 1, 2**16, 2**31, 2**32 - 1)


def keys(length: int) -> list[list[int]]:
    drawn = np.random.default_rng(length).integers(0, 2**32, (20, length)).tolist()
    return [[edge] * length for edge in EDGES] + drawn


@pytest.mark.parametrize("length", [4, 5, 8, 11, 13, 20])
def test_a_key_seeds_as_numpy_seeds_it(length):
    for key, seeded in zip(keys(length), generators(keys(length)), strict=True):
        assert seeded.bit_generator.state == PCG64DXSM(SeedSequence(np.array(key, np.uint32))).state


def test_generators_of_one_key_do_not_share_their_state():
    one, other = generators([[1, 2, 3, 4], [1, 2, 3, 4]])
    assert one.random(3).tolist() == other.random(3).tolist()
