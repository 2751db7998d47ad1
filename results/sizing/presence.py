"""Who is there at a desk: pool by pool, since desks of a sizing share most of their pools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from sim.attendance import attend
from sim.streams import Streams
from sim.vocabulary import Pool, Scenario
from sim.workload import Attendance

MOST = 4096
"""Pools of single replications that are kept."""


class Presence:
    """Attendance of desks that differ in their rosters only."""

    def __init__(self) -> None:
        self._of = lru_cache(maxsize=MOST)(_attendance)

    def of(self, key: str, scenario: Scenario, streams: Streams) -> Attendance:
        """Who is there in one replication; `key` tells scenarios apart that differ in more than rosters."""
        parts = [
            self._of(_Asked(key, roster_digest(pool), replace(scenario, pools=(pool,)), streams))
            for pool in scenario.pools
        ]
        whole = lru_cache(maxsize=1)(lambda: attend(scenario, streams))
        return Attendance(
            **_joined(parts, "on"),
            **_joined(parts, "paid"),
            draw_taste=lambda: whole().taste,
            draw_whims=lambda: whole().whims,
        )


class _Asked:
    """One pool in one replication, known by what tells it apart."""

    def __init__(self, key: str, rosters: bytes, scenario: Scenario, streams: Streams) -> None:
        self.scenario, self.streams = scenario, streams
        self._known_by = key, rosters, streams

    def __hash__(self) -> int:
        return hash(self._known_by)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._known_by == other._known_by


def roster_digest(pool: Pool) -> bytes:
    """What tells a pool's name and rosters from others."""
    found = blake2b(pool.name.encode(), digest_size=16)
    for roster in pool.rosters:
        found.update(len(roster.start).to_bytes(8, "little") + roster.start.tobytes() + roster.end.tobytes())
    return found.digest()


def _attendance(asked: _Asked) -> Attendance:
    return attend(asked.scenario, asked.streams)


def _joined(parts: Sequence[Attendance], kind: str) -> dict[str, np.ndarray]:
    """Intervals of all pools, those of agent a at `first[a]:first[a + 1]`."""
    firsts = [getattr(part, f"{kind}_first") for part in parts]
    begins = np.cumsum([0, *(int(first[-1]) for first in firsts)])
    shifted = [first[:-1] + begin for first, begin in zip(firsts, begins, strict=False)]
    return {
        f"{kind}_first": np.concatenate([*shifted, begins[-1:]]).astype(np.int64),
        f"{kind}_start": np.concatenate([getattr(part, f"{kind}_start") for part in parts]),
        f"{kind}_end": np.concatenate([getattr(part, f"{kind}_end") for part in parts]),
    }


PRESENCE = Presence()
"""What this process has worked out."""
