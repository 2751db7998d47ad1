"""Which shifts cover the hours that are needed at the least cost: a covering integer programme.

A *tour* is what one person works in every week: a kind of shift, the time at which it starts, and the days.
What is chosen is how many people have each tour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack

from scenarios.shifts import ShiftKind
from scenarios.weeks import HOURS
from sim.localtime import DAY, WEEK
from sim.vocabulary import Floats

Heads = NDArray[np.int64]
"""People on each tour."""

SECONDS = 20.0
"""A cover that is not proved cheapest so soon is good enough; how far it may be off is told."""
PRICE = 100.0
"""Of an hour that cannot be covered, in times of the dearest person's week."""
EXACT = 1e-6


@dataclass(frozen=True)
class Tour:
    """What one person works in every week."""

    kind: int
    """Place of its kind of shift."""
    start: int
    """Minute of the local day."""
    days: tuple[int, ...]
    stretches: tuple[tuple[float, float], ...]
    """Paid time of each shift, from its start on [min]."""

    @property
    def paid(self) -> float:
        """Paid hours a week."""
        return len(self.days) * sum(end - begin for begin, end in self.stretches) / 60

    @property
    def cover(self) -> Floats:
        """[hour of the week] the share of it for which the person is on the roster."""
        passed = np.zeros(HOURS + 1)
        edges = np.arange(HOURS + 1) * 60.0
        for day in self.days:
            for begin, end in self.stretches:
                at = day * DAY + self.start
                for week in (0.0, WEEK):
                    passed += np.clip(edges + week, at + begin, at + end)
        return np.diff(passed) / 60


@dataclass(frozen=True)
class Cover:
    """The cheapest people for what is needed."""

    tours: tuple[Tour, ...]
    heads: Heads
    costs: Floats
    """[tour] wages of one person per week."""
    needed: Floats
    """[hour of the week] people that were asked for."""
    gap: float = 0.0
    """By what share a cheaper cover may exist; 0: none does."""

    @property
    def cost(self) -> float:
        """Wages per week."""
        return float(self.costs @ self.heads)

    @property
    def short(self) -> Floats:
        """[hour of the week] people that are missing of those asked for."""
        missing = np.maximum(self.needed - self.rostered, 0.0)
        return np.where(missing > 2 * EXACT, missing, 0.0)

    @property
    def people(self) -> int:
        """How many there are."""
        return int(self.heads.sum())

    @property
    def rostered(self) -> Floats:
        """[hour of the week] people on the roster."""
        present: Floats = self.heads @ np.array([tour.cover for tour in self.tours]).reshape(-1, HOURS)
        return present

    @property
    def paid(self) -> float:
        """Paid hours a week."""
        return float(self.heads @ np.array([tour.paid for tour in self.tours]))

    def with_one(self, tour: int, change: int) -> Cover:
        """The same with people more or fewer on one tour."""
        heads = self.heads.copy()
        heads[tour] += change
        return replace(self, heads=heads)


def tours_of(kinds: Sequence[ShiftKind]) -> tuple[Tour, ...]:
    """All tours that some kinds of shifts allow."""
    return tuple(
        Tour(place, start, days, stretches(kind))
        for place, kind in enumerate(kinds)
        for start in kind.starts
        for days in kind.days
    )


def stretches(kind: ShiftKind) -> tuple[tuple[float, float], ...]:
    """The paid parts of a shift, between its breaks [min after its start]."""
    begins = [0.0, *(after + length for after, length in kind.breaks)]
    ends = [*(after for after, _ in kind.breaks), kind.length]
    return tuple(zip(begins, ends, strict=True))


def open_hours(kinds: Sequence[ShiftKind]) -> NDArray[np.bool_]:
    """[hour of the week] somebody may be there for half of it or more."""
    most: Floats = np.max([tour.cover for tour in tours_of(kinds)], axis=0, initial=0.0)
    return most >= 0.5


def cheapest(needed: Floats, kinds: Sequence[ShiftKind], wage: float = 1.0) -> Cover:
    """The fewest wages for as many people as are needed in each hour of the week, and within the bounds.

    Hours that no number of people within the bounds covers are told, not refused. `wage` is that of kinds
    without one.
    """
    tours = tours_of(kinds)
    cover = np.array([tour.cover for tour in tours])
    cost = np.array([tour.paid * _wage(kinds[tour.kind], wage) for tour in tours])
    price = PRICE * max(float(cost.max(initial=0.0)), 1.0)
    kind = np.array([[tour.kind == place for tour in tours] for place in range(len(kinds))], np.float64)
    nobody = csr_array((len(kinds), HOURS))
    low, high = (np.array([getattr(one, name) for one in kinds], np.float64) for name in ("low", "high"))
    found = milp(
        np.concatenate([cost, np.full(HOURS, price)]),
        constraints=[
            LinearConstraint(hstack([csr_array(cover.T), csr_array(np.eye(HOURS))]), needed - EXACT, np.inf),
            LinearConstraint(hstack([csr_array(kind), nobody]), low, high),
        ],
        bounds=Bounds(0, np.inf),
        integrality=np.repeat([1, 0], [len(tours), HOURS]),
        options={"time_limit": SECONDS, "mip_rel_gap": 1e-4},
    )
    if found.x is None:
        raise ValueError(f"no shifts were found: {found.message}")
    heads = np.rint(found.x[: len(tours)]).astype(np.int64)
    return Cover(tours, heads, cost, needed, max(float(found.mip_gap or 0.0), 0.0))


def _wage(kind: ShiftKind, otherwise: float) -> float:
    return otherwise if kind.wage is None else kind.wage
