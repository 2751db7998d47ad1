"""Desks near a desk."""

from __future__ import annotations

from collections.abc import Mapping

from results.sizing.desks import Counts


def moved(counts: Counts, moves: Mapping[int, int]) -> Counts:
    """Head-counts with some of them changed by so many."""
    return tuple(count + moves.get(place, 0) for place, count in enumerate(counts))


def neighbours(counts: Counts, lows: Counts, highs: Counts) -> list[Counts]:
    """Desks with one person fewer somewhere, or one fewer here and one more there."""
    places = range(len(counts))
    fewer = [{place: -1} for place in places if counts[place] > lows[place]]
    swaps = [
        {**down, place: 1}
        for down in fewer
        for place in places
        if place not in down and counts[place] < highs[place]
    ]
    return [moved(counts, move) for move in (*fewer, *swaps)]


def one_more_or_less(counts: Counts) -> list[Counts]:
    """Desks with one person more or fewer somewhere."""
    steps = [{place: step} for place in range(len(counts)) for step in (-1, 1)]
    return [one for one in (moved(counts, step) for step in steps) if min(one) >= 0]


def between(few: Counts, many: Counts) -> Counts:
    """The middle of two desks, rounded towards the first."""
    return tuple(low + (high - low) // 2 for low, high in zip(few, many, strict=True))
