"""More replications where they are needed, until the best is known: Kim and Nelson's procedure.

Fully sequential selection on common tickets (ACM TOMACS 11(3), 2001): with the stated probability the
candidate that is left is the best, or worse than it by less than the difference that matters. Candidates
that fall behind are not played further.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from results.contest import Cell, Contest
from results.crew import Job
from results.criteria import Expression
from results.player import Played, Player
from results.record import ratio_sums
from results.selection import Scores, kim_nelson_most, kim_nelson_survivors
from results.selection_constants import kim_nelson
from results.series import Candidate, scores
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
        self.players = search.players
        self.done = search.done
        self._series = {
            cell: search.entries[cell].candidate.series.continued(objective.terms) for cell in self.cells
        }
        self._records = {cell: search.entries[cell].candidate.record for cell in self.cells}
        deviations = self._scores(self.cells).deviations
        away = deviations[:, None, :] - deviations[None, :, :]
        self._variances: Floats = np.square(away).sum(axis=2) / (self.done - 1)
        self._h2 = kim_nelson(max(len(self.cells), 2), self.done, 1 - confidence)[1]
        self._alive = np.ones(len(self.cells), np.bool_)
        self._screen()

    @property
    def alive(self) -> list[Cell]:
        """Who is left, in order."""
        return [cell for cell, alive in zip(self.cells, self._alive, strict=True) if alive]

    @property
    def most(self) -> int:
        """The replications after which the procedure surely ends."""
        return max(kim_nelson_most(self._variances, self.worth, self._h2), self.done)

    def batch(self, count: int) -> Iterator[Job]:
        """So many further replications of those that are left."""
        alive = self.alive
        players = []
        for place, player in enumerate(self.players.values()):
            own = {cell.strategy: player.strategies[cell.strategy] for cell in alive if _of(cell, player)}
            if own:
                players.append((place, replace(player, strategies=own, compared=None)))
        for number in range(self.done, self.done + count):
            for place, player in players:
                yield Job(player, number, batch=f"{place}-")

    def take(self, what_if: str, played: Played) -> None:
        """Takes in one replication of one player."""
        groups = self.players[what_if].groups
        for name, one in played.strategies.items():
            self._series[Cell(what_if, name)].add(ratio_sums(one.sums, groups), one.sums)

    def ended(self, count: int) -> None:
        """All of a batch has been taken in: who falls behind is out."""
        self.done += count
        self._screen()

    def result(self) -> Sure:
        """Who is left, the best first; where the procedure has run its course, the best alone."""
        alive = self.alive
        value = self.objective.sign * self._values(alive)
        order = [alive[place] for place in np.argsort(-value, kind="stable").tolist()]
        left = order[:1] if self.done >= self.most else order
        return Sure(self.confidence, self.worth, tuple(left), self.done)

    def _screen(self) -> None:
        values = np.zeros(len(self.cells))
        values[self._alive] = self.objective.sign * self._values(self.alive)
        self._alive = kim_nelson_survivors(
            values, self._variances, self.done, zone=self.worth, h2=self._h2, alive=self._alive
        )

    def _values(self, cells: list[Cell]) -> Floats:
        return self._scores(cells).value

    def _scores(self, cells: list[Cell]) -> Scores:
        those = [Candidate(self._records[cell], self._series[cell]) for cell in cells]
        return scores(those, self.objective, sections=False)


def _of(cell: Cell, player: Player) -> bool:
    return cell.what_if == player.what_if
