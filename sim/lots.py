"""The lot that each ticket draws: its own uniform for each purpose, whoever else is there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, durations
from sim.leaps import uniforms_at
from sim.seeding import generators, states_of
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats

Rows = NDArray[np.int64]

MANY = 0.5
"""Draw all where more than this share of them is asked for."""


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
        drawn, at = self.drawn(purpose, self._places(of), index=index, attribute=attribute)
        return drawn if at is None else drawn.take(at)

    def drawn(
        self, purpose: Purpose, places: Rows | None, *, index: tuple[int, ...] = (), attribute: str = ""
    ) -> tuple[Floats, Rows | None]:
        """Uniforms, and where those of the requests at these places are among them; None: they are all."""
        keys = [
            self.streams.key(Kind.SEGMENT, name, purpose, index=index, attribute=attribute)
            for name in self.segments
        ]
        if places is not None and len(places) <= MANY * self.size:
            return uniforms_at(states_of(keys), self.first, self.size, places), None
        drawn = np.empty(self.size)
        for stream, begin, count in zip(generators(keys), self.first.tolist(), self.counts, strict=True):
            stream.random(out=drawn[begin : begin + count])
        return drawn, places

    @cached_property
    def size(self) -> int:
        """Requests of all segments."""
        return sum(self.counts)

    @cached_property
    def first(self) -> Rows:
        """The place of each segment's first request."""
        return np.cumsum([0, *self.counts[:-1]])

    def times(
        self,
        purpose: Purpose,
        distribution: Distribution,
        of: Rows | None = None,
        *,
        index: tuple[int, ...] = (),
    ) -> Floats:
        """A duration on the time grid for each ticket (of those `of`) [min]."""
        return durations(distribution, *self.drawn(purpose, self._places(of), index=index))

    def _places(self, of: Rows | None) -> Rows | None:
        """The place of each ticket (of those `of`) among all requests; None: one after the other."""
        if of is None:
            return self.row
        return of if self.row is None else self.row.take(of)
