"""Which strategy wins where: at each point of a grid the best, and whether that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from results.asking import Setup
from results.contest import Cell, Contest
from results.criteria import Expression
from results.estimates import CONFIDENCE
from results.verdict import Standing, in_order, standings

COLUMNS = ("strategy", "value", "low", "high", "behind", "may_be_best", "feasible", "wins", "doubtful")


@dataclass(frozen=True)
class Spot:
    """One point of the map."""

    winner: Cell
    standings: dict[Cell, Standing]
    doubtful: bool
    """Whether another may be best, or nobody keeps the constraints."""


def spot(setup: Setup, objective: Expression, contest: Contest, points: int) -> Spot:
    """Who wins at a point; what is called sure holds for all points of the map together."""
    level = 1 - (1 - CONFIDENCE) / points
    found = standings(contest.candidates(), objective, setup.constraints, level)
    own = dict(zip(contest.cells, found, strict=True))
    winner = contest.cells[in_order(found, objective)[0]]
    rivals = [
        cell
        for cell, one in own.items()
        if one.may_be_best and cell != winner and not contest.identical(cell, winner)
    ]
    return Spot(winner, own, bool(rivals) or not own[winner].feasible)


def map_table(spots: Sequence[tuple[dict[str, str], Spot]]) -> pd.DataFrame:
    """The rows of `winmap.csv`: every strategy at every point, the values of the factors first.

    `behind` is how much worse than the best a strategy may be, at most.
    """
    rows = []
    for values, one in spots:
        for cell, own in one.standings.items():
            row = (
                cell.strategy,
                own.value,
                own.low,
                own.high,
                abs(own.behind),
                own.may_be_best,
                own.feasible,
            )
            wins = cell == one.winner
            told = dict(zip(COLUMNS, (*row, wins, one.doubtful), strict=True))
            rows.append({**values, **told})
    return pd.DataFrame(rows)
