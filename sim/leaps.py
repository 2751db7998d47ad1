"""The uniforms at some places of streams, without drawing those between.

A PCG64DXSM (M. E. O'Neill) moves from state to state × factor + increment, modulo 2^128. So do many moves at
once, with another factor and another increment (F. B. Brown, "Random number generation with arbitrary
strides", 1994): those of 1 … 63 moves, of 64, 128, … and so on are worked out once, and a leap takes one for
each digit of its length. What is found is what NumPy draws; a test holds it to that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, compiled_apart
from sim.words import Floats

Places = NDArray[np.int64]
Half = np.uint64
Halves = NDArray[np.uint64]
"""Upper and lower halves of numbers of 128 bits [..., 2]."""

FACTOR = 0xDA942042E4DD58B5
SEEDING_HIGH, SEEDING_LOW = np.uint64(0x2360ED051FC65DA4), np.uint64(0x4385DF649FCCF645)
"""The factor of the move that ends the seeding."""
BITS = 6
"""Of a digit of a leap's length."""
VALUES = 1 << BITS
LOW, MIXING, UNIT = np.uint64(0xFFFFFFFF), np.uint64(FACTOR), 2.0**-53
NOTHING, ONE, ELEVEN, HALF, FORTY_EIGHT, SIGN = (np.uint64(bits) for bits in (0, 1, 11, 32, 48, 63))


class Walk(NamedTuple):
    """Streams of uniforms one after the other, and where each stands."""

    first: Places
    """Of each stream: the place of its first uniform."""
    begun: Halves
    """Its state there [stream, 2]."""
    at: Places
    """The place where it stands."""
    state: Halves
    """Its state there [stream, 2]."""
    increments: Halves
    """Of leaps [stream, digit, value of the digit, 2]."""


def uniforms_at(words: NDArray[np.uint64], first: Places, size: int, places: Places) -> Floats:
    """Uniforms at some of `size` places, where streams stand one after the other, each from its `first` on.

    `words[stream]` are the four that seed it. It is quick where the places in each stream mostly ascend.
    """
    uniforms, by = np.empty(len(places)), factors(size.bit_length() // BITS + 1)
    state, increments = np.empty((len(first), 2), np.uint64), np.empty((len(first), *by.shape), np.uint64)
    walk = Walk(first, state, first.copy(), state.copy(), increments)
    with np.errstate(over="ignore"):  # where nothing is compiled: numbers wrap around, as they should
        begin(words, by, walk)
        leap(places, by, walk, uniforms)
    return uniforms


@lru_cache(maxsize=16)
def factors(digits: int) -> Halves:
    """The factors of leaps whose lengths have so many digits [digit, value of the digit, 2]."""
    moves = [value << BITS * digit for digit in range(digits) for value in range(VALUES)]
    powers = [pow(FACTOR, many, 1 << 128) for many in moves]
    halves = np.array([(power >> 64, power & (1 << 64) - 1) for power in powers], np.uint64)
    return halves.reshape(digits, VALUES, 2)


@compiled_apart
def begin(words: NDArray[np.uint64], by: Halves, walk: Walk) -> None:
    """Seeds the streams, and works the increments of their leaps out: where these lead to from 0."""
    for stream in range(len(words)):
        more_high = words[stream, 2] << ONE | words[stream, 3] >> SIGN
        more_low = words[stream, 3] << ONE | ONE
        high, low = _moved(NOTHING, ONE, words[stream, 0], words[stream, 1], more_high, more_low)
        high, low = _moved(high, low, SEEDING_HIGH, SEEDING_LOW, more_high, more_low)
        for state in (walk.begun, walk.state):
            state[stream, 0], state[stream, 1] = high, low
        for digit in range(len(by)):
            high, low = NOTHING, NOTHING
            for value in range(VALUES):
                walk.increments[stream, digit, value, 0] = high
                walk.increments[stream, digit, value, 1] = low
                high, low = _moved(high, low, by[digit, 1, 0], by[digit, 1, 1], more_high, more_low)
            more_high, more_low = high, low


@compiled_apart
def leap(places: Places, by: Halves, walk: Walk, uniforms: Floats) -> None:
    """Writes the uniform at each place down, on the way from the one before in its stream."""
    for i in range(len(places)):
        place, stream, digit = places[i], 0, 0
        for other in range(1, len(walk.first)):
            stream += place >= walk.first[other]
        moves, high, low = place - walk.at[stream], walk.state[stream, 0], walk.state[stream, 1]
        if moves < 0:
            moves, high, low = place - walk.first[stream], walk.begun[stream, 0], walk.begun[stream, 1]
        while moves > 0:
            value = moves & (VALUES - 1)
            factor, increment = by[digit, value], walk.increments[stream, digit, value]
            high, low = _moved(high, low, factor[0], factor[1], increment[0], increment[1])
            moves, digit = moves >> BITS, digit + 1
        walk.at[stream], walk.state[stream, 0], walk.state[stream, 1] = place, high, low
        uniforms[i] = _uniform(high, low)


@compiled
def _moved(  # noqa: PLR0917
    high: Half, low: Half, by_high: Half, by_low: Half, more_high: Half, more_low: Half
) -> tuple[Half, Half]:
    """A number × another + a third, all of 128 bits."""
    lower = low * by_low + more_low
    upper = _upper(low, by_low) + high * by_low + low * by_high + more_high
    return upper + np.uint64(lower < more_low), lower


@compiled
def _upper(one: Half, other: Half) -> Half:
    """The upper half of a product."""
    high, low, by_high, by_low = one >> HALF, one & LOW, other >> HALF, other & LOW
    middle = low * by_high + (low * by_low >> HALF)
    rest = high * by_low + (middle & LOW)
    return high * by_high + (middle >> HALF) + (rest >> HALF)


@compiled
def _uniform(high: Half, low: Half) -> float:
    """What a state tells: its halves mixed, the upper 53 bits as a number below 1."""
    high = (high ^ high >> HALF) * MIXING
    high = (high ^ high >> FORTY_EIGHT) * (low | ONE)
    return float(high >> ELEVEN) * UNIT
