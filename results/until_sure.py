"""More replications where they are needed, until the best is known: Kim and Nelson's procedure.

Fully sequential selection on common tickets (ACM TOMACS 11(3), 2001): with the stated probability the
candidate that is left is the best, or worse than it by less than the difference that matters. Candidates
that fall behind are not played further.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from results.contest import Cell, Contest
from results.criteria import Expression
from results.selection import Scores, kim_nelson_most, kim_nelson_survivors
from results.selection_constants import kim_nelson
from results.series import scores
from sim.vocabulary import Floats


@dataclass(frozen=True)
class Sure:
    """How the search for certainty ended."""

    confidence: float
    worth: float
    left: tuple[Cell, ...]
    """The selected candidate alone, unless the budget ended first; the best of them first."""
    replications: int

    @property
    def sentence(self) -> str:
        """What it says in words."""
        percent = f"{100 * self.confidence:g} %"
        if len(self.left) == 1:
            return (
                f"With {percent} confidence {self.left[0].label} is best, or worse than the best by less "
                f"than the difference that matters (Kim and Nelson, {self.replications} replications)."
            )
        names = ", ".join(cell.label for cell in self.left)
        return f"After {self.replications} replications the budget ended before that was sure; left: {names}."


class Pursuit:
    """The candidates that are still in the running."""

    def __init__(
        self, search: Contest, objective: Expression, cells: Iterable[Cell], confidence: float, worth: float
    ) -> None:
        """Begins with the replications of the search, which are the first stage."""
        self.objective, self.confidence, self.worth = objective, confidence, worth
        self.cells = list(cells)
        self.search = search
        deviations = self._scores(self.cells).deviations
        away = deviations[:, None, :] - deviations[None, :, :]
        self._variances: Floats = np.square(away).sum(axis=2) / (search.units - 1)
        self._h2 = kim_nelson(max(len(self.cells), 2), search.units, 1 - confidence)[1]
        self._alive = np.ones(len(self.cells), np.bool_)
        self.look()

    @property
    def alive(self) -> list[Cell]:
        """Who is left, in order."""
        return [cell for cell, alive in zip(self.cells, self._alive, strict=True) if alive]

    @property
    def most(self) -> int:
        """The independent units after which the procedure surely ends."""
        return max(kim_nelson_most(self._variances, self.worth, self._h2), self.search.units)

    def look(self) -> None:
        """Who has fallen behind is out, and rests from now on."""
        values = np.zeros(len(self.cells))
        values[self._alive] = self.objective.sign * self._scores(self.alive).value
        self._alive = kim_nelson_survivors(
            values, self._variances, self.search.units, zone=self.worth, h2=self._h2, alive=self._alive
        )
        self.search.play_on(self.alive)

    def result(self) -> Sure:
        """Who is left, the best first; where the procedure has run its course, the best alone."""
        alive = self.alive
        value = self.objective.sign * self._scores(alive).value
        order = [alive[place] for place in np.argsort(-value, kind="stable").tolist()]
        left = order[:1] if self.search.units >= self.most else order
        return Sure(self.confidence, self.worth, tuple(left), self.search.done)

    def _scores(self, cells: list[Cell]) -> Scores:
        return scores([self.search.entries[cell].candidate for cell in cells], self.objective, sections=False)
