"""Which groups of one scenario are those of another: a what-if may add a pool or a segment."""

from __future__ import annotations

import numpy as np

from results.bins import BINS, Histogram
from results.groups import Groups, Places
from sim.vocabulary import Floats


def matching_places(own: Groups, wanted: Groups) -> Places:
    """Where the wanted groups stand among one's own; −1: nowhere."""
    known = {key: place for place, key in enumerate(zip(*own.labels, strict=True))}
    return np.array([known.get(key, -1) for key in zip(*wanted.labels, strict=True)], np.int64)


def ratios_at(ratios: tuple[Floats, Floats], places: Places) -> tuple[Floats, Floats]:
    """Numerators and denominators [measure, group] at these places; nothing where there is none."""
    top, bottom = (np.where(places >= 0, part[:, places], 0.0) for part in ratios)
    return top, bottom


def histogram_at(histogram: Histogram, places: Places) -> Histogram:
    """The durations of the groups at these places, numbered as the places are; each group stands once."""
    if np.array_equal(places, np.arange(len(places))):
        kept = histogram.keys < len(places) * BINS
        return Histogram(histogram.keys[kept], histogram.counts[kept])
    numbers = np.full(max(int(places.max(initial=0)), int(histogram.keys.max(initial=0)) // BINS) + 1, -1)
    there = np.flatnonzero(places >= 0)
    numbers[places[there]] = there
    group = numbers[histogram.keys // BINS]
    kept = group >= 0
    keys = group[kept] * BINS + histogram.keys[kept] % BINS
    order = np.argsort(keys, kind="stable")
    return Histogram(keys[order], histogram.counts[kept][order])
