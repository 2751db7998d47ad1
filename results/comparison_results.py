"""What a comparison found, as tidy frames that show themselves well."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from results.asking import Setup
from results.blocks import unit_size
from results.caveats import caveats
from results.contest import SEARCH, Cell
from results.verdict import Standing
from results.verdict_text import Found, question_in_words, sentences


@dataclass(frozen=True)
class Comparison:
    """What a comparison found. Frames have a column `stage`: search, or confirmed."""

    name: str
    """Of the scenario."""
    setup: Setup
    found: Found
    standings: dict[Cell, Standing]
    """Of all candidates, in the search."""
    confirmed: dict[Cell, Standing]
    """Of those that were played again, on fresh replications."""
    comparison: pd.DataFrame
    gains: pd.DataFrame
    answers: pd.DataFrame
    """Waits within which half, 80 % and 95 % are first answered, by segment and hour of the week."""
    announcements: pd.DataFrame
    """How well two announcements predict the wait."""
    promises: pd.DataFrame
    summary: pd.DataFrame
    waits: pd.DataFrame
    """Shares of tickets served within each time: the curves of the waits."""
    load: pd.DataFrame
    """Queue, backlog, people on duty and at work by hour of the week."""
    why: pd.DataFrame
    """Why tickets waited, and what else their time was spent on."""
    pareto: pd.DataFrame
    """Candidates in each of several objectives, and which none beats on all; empty: not asked for."""
    combinations: pd.DataFrame
    """Combinations that were made, with their members' places or weights; empty: none were."""
    effects: pd.DataFrame
    """What each member is worth over all combinations; empty: there are none."""
    control: pd.DataFrame
    """The objective without and with its control variate; empty: none was asked for."""
    remarks: tuple[str, ...]
    """What was built, who was left out, and how well things are known."""
    replications_done: int
    replications_asked: int
    tickets: int
    """Tickets simulated."""
    seconds: dict[str, float]
    interrupted: bool = False
    folder: Path | None = None
    rows: tuple[pa.Table, ...] = ()
    """Rows per replication, where they are not in a folder."""

    @cached_property
    def replications(self) -> pd.DataFrame:
        """Numerator and denominator of every measure and group in each replication of the search."""
        if self.folder is not None:
            return pd.read_parquet(self.folder / "replications.parquet")
        return pd.DataFrame(pa.concat_tables(self.rows).to_pandas())

    @property
    def verdict(self) -> list[str]:
        """The answer in plain words, the most important sentence first."""
        played = caveats(self.replications_done, self.replications_asked, interrupted=self.interrupted)
        return [*sentences(self.found), *self.remarks, *played]

    @property
    def unit(self) -> int:
        """Replications of an independent unit."""
        return unit_size(self.setup.players[0])

    @property
    def baseline(self) -> str:
        """What everything is compared with."""
        return self.setup.baseline.label

    @property
    def objective(self) -> str:
        """What is judged."""
        return self.found.objective.text

    @property
    def question(self) -> str:
        """What was judged, and by what."""
        return question_in_words(self.found.objective, self.setup.constraints, self.setup.worth)

    def against_baseline(self, cell: Cell) -> pd.Series | None:
        """The objective's row of a candidate in the search; None of the baseline itself."""
        table = self.comparison
        rows = table[
            (table["family"] == "objective")
            & (table["stage"] == SEARCH)
            & (table["what_if"] == cell.what_if)
            & (table["strategy"] == cell.strategy)
            & (table["baseline"] == self.baseline)
        ]
        return None if rows.empty else rows.iloc[0]

    def _repr_html_(self) -> str:
        from results.comparison_text import as_html  # noqa: PLC0415

        return as_html(self)
