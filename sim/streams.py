"""Where each random number comes from: streams that are named, never counted.

A stream's key is (seed, replication, kind, hash of the name, purpose, index), so that adding a segment, a
pool, an agent or a replication changes no draw of any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import blake2b

from numpy.random import Generator

from sim.seeding import generators
from sim.vocabulary import Floats


class Kind(IntEnum):
    """What a stream's name is the name of."""

    DESK = 0
    SEGMENT = 1
    POOL = 2


class Purpose(IntEnum):
    """What a stream decides. Numbers are for ever: a new purpose gets a new one."""

    BUSYNESS = 1
    FORECAST_ERROR = 2
    ARRIVALS = 3
    DAY_FACTOR = 4
    CUSTOMER_WEIGHT = 5
    CUSTOMER = 6
    TRAIT = 7
    NUMBER = 8
    TICKET_TRAIT = 9
    REQUEST = 10
    SELF_SERVICE = 11
    RETURN = 12
    RETURN_DELAY = 13
    PATIENCE = 14
    COVERAGE = 15
    PRIORITY_ERROR = 16
    SKILL_ERROR = 17
    TRIAGE_WORK = 18
    DIAGNOSIS = 19
    DIAGNOSIS_HANDOVER = 20
    PREDICTION_COVERED = 21
    PREDICTION = 22
    TOUCHES = 23
    WORK = 24
    CUSTOMER_REPLY = 25
    HOLD = 26
    HOLD_LENGTH = 27
    HELD_WORK = 28
    NEXT = 29
    TRANSFER_REPLY = 30
    HANDOVER = 31
    REOPEN = 32
    REOPEN_DELAY = 33
    ABSENCE = 34
    SHRINKAGE = 35
    OTHER_WORK = 36
    TASTE = 37
    WHIMS = 38
    STRATUM = 39


Key = tuple[int, ...]
"""Words of 32 bits."""


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[int, int]:
    """The fixed 64-bit hash of a name, as two 32-bit words."""
    digest = blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:], "little")


@lru_cache(maxsize=64)
def seed_words(seed: int) -> tuple[int, ...]:
    """A seed as 32-bit words, at least four.

    A `SeedSequence` of these words and a key's is that of the seed with the key as its `spawn_key`; made so,
    it takes a fifth of the time.
    """
    words = max(4, -(-seed.bit_length() // 32))
    return tuple(seed >> 32 * place & 0xFFFFFFFF for place in range(words))


@dataclass(frozen=True)
class Streams:
    """All streams of one replication."""

    seed: int
    replication: int
    confirm: bool = False
    """Fresh replications, for what was chosen by looking at results."""
    stratified: bool = False
    """Day factors of every ten replications are spread evenly (`sim.strata`)."""

    @cached_property
    def beginning(self) -> tuple[int, ...]:
        """The words that all keys begin with."""
        return (*seed_words(self.seed), int(self.confirm), self.replication)

    def key(
        self, kind: Kind, name: str, purpose: Purpose, *, index: tuple[int, ...] = (), attribute: str = ""
    ) -> Key:
        """What tells a stream from all others."""
        return (*self.beginning, kind, *name_words(name), purpose, *name_words(attribute), *index)

    def uniforms(
        self,
        kind: Kind,
        name: str,
        purpose: Purpose,
        count: int,
        *,
        index: tuple[int, ...] = (),
        attribute: str = "",
    ) -> Floats:
        """The first `count` uniforms (0 ≤ u < 1) of one stream; a longer draw begins with a shorter one."""
        return generator(self.key(kind, name, purpose, index=index, attribute=attribute)).random(count)


def generator(key: Key) -> Generator:
    """The generator of one stream, at its beginning."""
    return generators([key])[0]
