"""The lot that each ticket draws: its own uniform for each purpose, whoever else is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, durations
from sim.seeding import generators
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats

Rows = NDArray[np.int64]

FEW = 64
"""Draw only as far as needed where fewer than one in this many is asked for."""


@dataclass(frozen=True)
class Lots:
    """Uniforms of requests or tickets, by segment and by place in the segment."""

    streams: Streams
    segments: tuple[str, ...]
    counts: tuple[int, ...]
    """Requests of each segment."""
    row: Rows | None = None
    """Of each ticket: its place among all requests, those of segment 0 first. None: just these requests."""

    def uniforms(
        self, purpose: Purpose, of: Rows | None = None, *, index: tuple[int, ...] = (), attribute: str = ""
    ) -> Floats:
        """One uniform for each ticket (of those `of`), for one purpose."""
        places = self.places(of)
        drawn = self.drawn(purpose, places, index=index, attribute=attribute)
        return drawn if places is None else drawn.take(places)

    def places(self, of: Rows | None = None) -> Rows | None:
        """The place of each ticket (of those `of`) among all requests; None: one after the other."""
        if of is None:
            return self.row
        return of if self.row is None else self.row.take(of)

    def drawn(
        self, purpose: Purpose, places: Rows | None, *, index: tuple[int, ...] = (), attribute: str = ""
    ) -> Floats:
        """The uniforms of all requests for one purpose, drawn no further than to reach these places."""
        drawn, begin = np.empty(sum(self.counts)), 0
        keys = [
            self.streams.key(Kind.SEGMENT, name, purpose, index=index, attribute=attribute)
            for name in self.segments
        ]
        for stream, count, needed in zip(generators(keys), self.counts, self._needed(places), strict=True):
            stream.random(out=drawn[begin : begin + needed])
            begin += count
        return drawn

    def times(
        self,
        purpose: Purpose,
        distribution: Distribution,
        of: Rows | None = None,
        *,
        index: tuple[int, ...] = (),
    ) -> Floats:
        """A duration on the time grid for each ticket (of those `of`) [min]."""
        places = self.places(of)
        return durations(distribution, self.drawn(purpose, places, index=index), places)

    def _needed(self, places: Rows | None) -> Sequence[int]:
        """How many uniforms of each segment must be drawn to reach all of these places."""
        if places is None or len(places) * FEW > sum(self.counts):
            return self.counts
        ordered, begin, passed, needed = np.sort(places), 0, 0, []
        for count in self.counts:
            reached = int(np.searchsorted(ordered, begin + count))
            needed.append(int(ordered[reached - 1]) + 1 - begin if reached > passed else 0)
            begin, passed = begin + count, reached
        return needed
