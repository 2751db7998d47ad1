"""At which hours a promise breaks: where breaches crowd more than clocks do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from results.groups import WEEKDAYS
from results.words import percent
from sim.vocabulary import Floats

DAY_SETS: dict[str, tuple[int, ...]] = {
    **{day: (number,) for number, day in enumerate(WEEKDAYS)},
    "Mon–Fri": (0, 1, 2, 3, 4),
    "Sat–Sun": (5, 6),
    "every day": (0, 1, 2, 3, 4, 5, 6),
}
NOTEWORTHY = 0.15
"""Share of breaches less share of clocks from which hours are worth telling."""


def breaking_hours(breaches: Floats, clocks: Floats) -> str:
    """Where the breaches crowd, as the rest of a sentence; both counted by hour of the week (168).

    Of all stretches of hours on a day, on working days, at weekends or every day, the one whose share of the
    breaches exceeds its share of the clocks the most.
    """
    if not breaches.sum():
        return "but never in the measured time"
    lost, all_ = (counts.reshape(7, 24) / counts.sum() for counts in (breaches, clocks))
    name, share, usual = max(_windows(lost, all_), key=lambda window: window[1] - window[2])
    if share - usual < NOTEWORTHY:
        return "at all hours alike"
    return (
        f"mostly for tickets created {name}: {percent(share, 0)} of the breaches, "
        f"{percent(usual, 0)} of the tickets"
    )


def _windows(lost: Floats, all_: Floats) -> Iterator[tuple[str, float, float]]:
    """(name, share of breaches, share of clocks) of every stretch of hours that has a plain name."""
    for label, days in DAY_SETS.items():
        hours = [counts[list(days)].sum(axis=0) for counts in (lost, all_)]
        sums = [np.concatenate(([0.0], np.cumsum(np.tile(part, 2)))) for part in hours]
        for begin in range(24):
            longest = 24 if len(days) == 7 else 24 - begin
            for length in range(1, longest + 1):
                share, usual = (float(part[begin + length] - part[begin]) for part in sums)
                yield _named(label, begin, length), share, usual


def _named(days: str, begin: int, length: int) -> str:
    if length == 24:
        return f"{days}" if days != "every day" else "at any time"
    end = (begin + length) % 24 or 24
    return f"{days} {begin:02d}:00–{end:02d}:00"
