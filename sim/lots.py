"""The lot that each ticket draws: its own uniform for each purpose, whoever else is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution
from sim.grid import on_grid
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
        rows = self.row if of is None else of if self.row is None else self.row[of]
        counts = self.counts if rows is None else self._needed(rows)
        parts = [
            self.streams.uniforms(Kind.SEGMENT, name, purpose, count, index=index, attribute=attribute)
            if count
            else np.empty(0)
            for name, count in zip(self.segments, counts, strict=True)
        ]
        if rows is None:
            return parts[0] if len(parts) == 1 else np.concatenate(parts)
        if len(parts) == 1:
            return parts[0][rows]
        padded = np.empty(sum(self.counts))
        for part, begin in zip(parts, self.begins(), strict=True):
            padded[begin : begin + len(part)] = part
        return padded[rows]

    def times(
        self,
        purpose: Purpose,
        distribution: Distribution,
        of: Rows | None = None,
        *,
        index: tuple[int, ...] = (),
    ) -> Floats:
        """A duration on the time grid for each ticket (of those `of`) [min]."""
        return on_grid(distribution.inverse(self.uniforms(purpose, of, index=index)))

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
