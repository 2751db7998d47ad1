"""The lot that each ticket draws: its own uniform for each purpose, whoever else is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, durations
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats

Rows = NDArray[np.int64]

FEW = 8
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
        return drawn if places is None else drawn[places]

    def places(self, of: Rows | None = None) -> Rows | None:
        """The place of each ticket (of those `of`) among all requests; None: one after the other."""
        if of is None:
            return self.row
        return of if self.row is None else self.row[of]

    def drawn(
        self, purpose: Purpose, places: Rows | None, *, index: tuple[int, ...] = (), attribute: str = ""
    ) -> Floats:
        """The uniforms of all requests for one purpose, drawn no further than to reach these places."""
        drawn = np.empty(sum(self.counts))
        counts = self.counts if places is None else self._needed(places)
        for name, begin, count in zip(self.segments, self.begins(), counts, strict=True):
            if count:
                self.streams.generator(Kind.SEGMENT, name, purpose, index=index, attribute=attribute).random(
                    out=drawn[begin : begin + count]
                )
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

    def begins(self) -> Sequence[int]:
        """The place of each segment's first request among all."""
        return [int(begin) for begin in np.concatenate(([0], np.cumsum(self.counts)[:-1]))]

    def _needed(self, rows: Rows) -> Sequence[int]:
        """How many uniforms of each segment must be drawn to reach all of these rows."""
        if len(rows) * FEW > sum(self.counts):
            return self.counts
        segment = np.searchsorted(np.cumsum(self.counts), rows, side="right")
        last = np.full(len(self.counts), -1)
        np.maximum.at(last, segment, rows - np.asarray(self.begins())[segment])
        return [int(count) for count in last + 1]
