"""What a grid found, as tidy frames that show themselves well."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from results.asking import Setup
from results.caveats import caveats
from results.criteria import Expression
from results.grids import Grid
from results.verdict_text import question_in_words
from results.win_map import Spot
from results.words import listed, plural


@dataclass(frozen=True)
class GridResults:
    """What a grid found. Frames but `effects` have a column `stage`: search, or confirmed."""

    name: str
    """Of the scenario."""
    grid: Grid
    setup: Setup
    """Of the first point."""
    objective_found: Expression
    spots: list[tuple[dict[str, str], Spot]]
    """The factors' values at each point, and who wins there; by what decides."""
    fresh: int
    """Replications that decide and nobody had looked at; 0: the search's own decide."""
    winmap: pd.DataFrame
    effects: pd.DataFrame
    comparison: pd.DataFrame
    """Every strategy against the baseline at the same point; empty where there is one strategy."""
    promises: pd.DataFrame
    summary: pd.DataFrame
    replications_done: int
    replications_asked: int
    tickets: int
    """Tickets simulated."""
    interrupted: bool = False
    folder: Path | None = None

    @property
    def baseline(self) -> str:
        """The strategy that everything is compared with."""
        return self.setup.baseline.strategy

    @property
    def objective(self) -> str:
        """What is judged."""
        return self.objective_found.text

    @property
    def question(self) -> str:
        """What was judged, and by what."""
        return question_in_words(self.objective_found, self.setup.constraints, self.setup.worth)

    @property
    def verdict(self) -> list[str]:
        """Who wins where, in words."""
        return [*self._winners(), *self._caveats()]

    def _winners(self) -> list[str]:
        strategies = self.setup.players[0].strategies
        if len(strategies) < 2:
            return []
        number = len(self.spots)
        sure, doubtful = (
            Counter(one.winner.strategy for _, one in self.spots if one.doubtful == doubt)
            for doubt in (False, True)
        )
        where = f" on {plural(self.fresh, 'fresh replication')}" if self.fresh else " in the search"
        said = [f"Of {number} points, {_counted(sure)} surely best{where}."] if sure else []
        if doubtful:
            points = plural(doubtful.total(), "point")
            said.append(
                f"At {points if sure else f'all {points}'} the best is in doubt: "
                f"{_counted(doubtful)} ahead{'' if sure else where}, but may not be best."
            )
        return said

    def _caveats(self) -> list[str]:
        said = caveats(self.replications_done, self.replications_asked, interrupted=self.interrupted)
        if not self.fresh:
            said.append(
                "Nothing was played again on fresh replications, so winners look better than they are."
            )
        return said

    def _repr_html_(self) -> str:
        from results.grid_text import as_html  # noqa: PLC0415

        return as_html(self)


def _counted(wins: Counter[str]) -> str:
    """`plan at 4 and fifo at 2`."""
    return listed([f"{name} at {count}" for name, count in wins.most_common()])
