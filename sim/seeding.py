"""What NumPy's `SeedSequence` makes of a key, at a tenth of the price.

The mixing is that of M. E. O'Neill's `seed_seq_fe` in the form that NumPy has promised to keep; a test holds
it to `SeedSequence` itself, word by word. A replication opens hundreds of streams, so the price matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.random import PCG64DXSM, Generator, SeedSequence
from numpy.random.bit_generator import ISeedSequence
from numpy.typing import DTypeLike, NDArray

from sim.compiled import compiled, compiled_apart

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


def generators(keys: Sequence[Sequence[int]]) -> list[Generator]:
    """What a `SeedSequence` of each key would seed."""
    return [Generator(PCG64DXSM(cast(SeedSequence, Mixed(state)))) for state in states_of(keys)]


def states_of(keys: Sequence[Sequence[int]]) -> NDArray[np.uint64]:
    """The four words that seed a stream, for each key; keys have four 32-bit words or more, all as many."""
    states = np.empty((len(keys), STATE), np.uint32)
    _fill_states(np.array(keys, np.uint32), np.empty(POOL, np.int64), states)
    return states.view(np.uint64)


@compiled_apart
def _fill_states(keys: Words, pool: NDArray[np.int64], states: Words) -> None:
    """Works the state of each key out."""
    for row in range(len(keys)):
        _fill_state(keys, row, pool, states)


@compiled
def _fill_state(keys: Words, row: int, pool: NDArray[np.int64], states: Words) -> None:
    """Mixes the words of a key into the pool, and draws the state from it."""
    factor = INIT_A
    for place in range(POOL):
        pool[place], factor = _hashed(int(keys[row, place]), factor)
    for source in range(POOL):
        for place in range(POOL):
            if place != source:
                word, factor = _hashed(int(pool[source]), factor)
                pool[place] = _mixed(int(pool[place]), word)
    for source in range(POOL, keys.shape[1]):
        for place in range(POOL):
            word, factor = _hashed(int(keys[row, source]), factor)
            pool[place] = _mixed(int(pool[place]), word)
    factor = INIT_B
    for place in range(STATE):
        word = int(pool[place % POOL]) ^ factor
        factor = (factor * MULT_B) & LOW
        word = (word * factor) & LOW
        states[row, place] = word ^ (word >> 16)


@compiled
def _hashed(word: int, factor: int) -> tuple[int, int]:
    """A word scrambled by the running factor, and the next factor."""
    word ^= factor
    factor = (factor * MULT_A) & LOW
    word = (word * factor) & LOW
    return word ^ (word >> 16), factor


@compiled
def _mixed(one: int, other: int) -> int:
    """Two words made one."""
    word = (MIX_LEFT * one - MIX_RIGHT * other) & LOW
    return word ^ (word >> 16)
