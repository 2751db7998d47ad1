"""What NumPy's `SeedSequence` makes of a key, at a tenth of the price.

The mixing is that of M. E. O'Neill's `seed_seq_fe` in the form that NumPy has promised to keep; a test holds
it to `SeedSequence` itself, word by word. A replication opens hundreds of streams, so the price matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.random import PCG64DXSM, SeedSequence
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

from sim.compiled import compiled_apart

Words = NDArray[np.uint32]

POOL = 4
STATE = 8
"""Words of 32 bits that a PCG64DXSM begins with."""

LOW = 0xFFFFFFFF
INIT_A, MULT_A = 0x43B0D7E5, 0x931E8875
INIT_B, MULT_B = 0x8B51F9DD, 0x58F38DED
MIX_LEFT, MIX_RIGHT = 0xCA01F9DD, 0x4973F715


class Mixed(ISeedSequence):
    """The seed of one PCG64DXSM, worked out already."""

    def __init__(self, state: NDArray[np.uint64]) -> None:
        self.state = state

    def generate_state(self, n_words: int, dtype: DTypeLike = np.uint32) -> NDArray[np.uint64]:
        """The words that are there."""
        return self.state


def bit_generator(key: Sequence[int]) -> PCG64DXSM:
    """The generator that a `SeedSequence` of these 32-bit words, four or more, would seed."""
    state = np.empty(STATE, np.uint32)
    _fill_state(np.array(key, np.uint32), np.empty(POOL, np.int64), state)
    return PCG64DXSM(cast(SeedSequence, Mixed(state.view(np.uint64))))


@compiled_apart
def _fill_state(key: Words, pool: NDArray[np.int64], state: Words) -> None:
    """Mixes the words of the key into the pool, and draws the state from it."""
    factor = INIT_A
    for place in range(POOL):
        pool[place], factor = _hashed(int(key[place]), factor)
    for source in range(POOL):
        for place in range(POOL):
            if place != source:
                word, factor = _hashed(int(pool[source]), factor)
                pool[place] = _mixed(int(pool[place]), word)
    for source in range(POOL, len(key)):
        for place in range(POOL):
            word, factor = _hashed(int(key[source]), factor)
            pool[place] = _mixed(int(pool[place]), word)
    factor = INIT_B
    for place in range(STATE):
        word = int(pool[place % POOL]) ^ factor
        factor = (factor * MULT_B) & LOW
        word = (word * factor) & LOW
        state[place] = word ^ (word >> 16)


@compiled_apart
def _hashed(word: int, factor: int) -> tuple[int, int]:
    """A word scrambled by the running factor, and the next factor."""
    word ^= factor
    factor = (factor * MULT_A) & LOW
    word = (word * factor) & LOW
    return word ^ (word >> 16), factor


@compiled_apart
def _mixed(one: int, other: int) -> int:
    """Two words made one."""
    word = (MIX_LEFT * one - MIX_RIGHT * other) & LOW
    return word ^ (word >> 16)
