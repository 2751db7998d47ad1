"""The kinds of shifts from which rosters may be made, as the file asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scenarios.form_desk import MOST_AGENTS
from scenarios.form_shifts import Pause, ShiftForm
from scenarios.mistakes import Path
from scenarios.reading import Reading
from sim.vocabulary import Pool

MOST_TOURS = 20_000
"""So many starts × sets of days are few enough to choose from."""


@dataclass(frozen=True)
class ShiftKind:
    """Shifts that differ in their start and their days only."""

    starts: tuple[int, ...]
    """Minutes of the local day."""
    length: float
    """Breaks included [min]."""
    breaks: tuple[Pause, ...] = ()
    """(after, length) of unpaid breaks [min]."""
    days: tuple[tuple[int, ...], ...] = ((0, 1, 2, 3, 4),)
    """Sets of weekdays, Monday 0, of which each person has one."""
    low: int = 0
    high: int = MOST_AGENTS
    """The least and the most people who have it."""
    wage: float | None = None
    """Money per paid hour; None: the pool's own."""

    @property
    def paid(self) -> float:
        """Paid time of one shift [min]."""
        return self.length - sum(length for _, length in self.breaks)


def shifts_of(
    form: dict[str, list[ShiftForm]] | None, pools: Sequence[Pool], reading: Reading
) -> dict[str, tuple[ShiftKind, ...]]:
    """Pool name → its kinds of shifts; mistakes go to the report."""
    known = {f"{reading.levels['tier'][pool.tier]}.{pool.name}": pool.name for pool in pools}
    found = {}
    for name, given in (form or {}).items():
        path: Path = ("sizing", "shifts", name)
        if name not in known:
            reading.report.unknown(path, name, known)
            continue
        if not given and reading.report.clean(path):
            reading.report.add(path, "found an empty list, needed: a kind of shift, with starts and length")
        kinds = [_kind(one, (*path, place), reading) for place, one in enumerate(given)]
        if sum(len(kind.starts) * len(kind.days) for kind in kinds) > MOST_TOURS:
            reading.report.add(path, f"found more than {MOST_TOURS:,} starts × days, allowed: fewer starts")
        found[known[name]] = tuple(kinds)
    return found


def _kind(form: ShiftForm, path: Path, reading: Reading) -> ShiftKind:
    breaks = form.breaks or ()
    if any(after + length >= form.length for after, length in breaks):
        reading.report.add((*path, "break"), "found a break that does not end before the shift does")
        breaks = ()
    low, high = form.between or (0, MOST_AGENTS)
    return ShiftKind(form.starts, form.length, breaks, form.days, low, high, form.wage)
