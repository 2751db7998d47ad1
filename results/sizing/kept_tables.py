"""How desks keep what is required and what is promised, as tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from results.player import AS_WRITTEN
from results.sizing.bounds import kept, verdicts
from results.sizing.desks import Counts
from results.sizing.trials import Trials
from results.tables import promise_table


@dataclass(frozen=True)
class Tried:
    """A desk of a strategy, and the trials in which it was played."""

    strategy: str
    trials: Trials
    counts: Counts

    def rows(self, certainty: float) -> list[dict[str, object]]:
        """How it keeps each requirement."""
        said = verdicts(self.trials, self.counts, 1 - certainty)
        rows = []
        for one, verdict in zip(kept(self.trials, self.counts), said, strict=True):
            low, high = one.interval
            row = {
                "strategy": self.strategy,
                "requirement": one.requirement.text,
                "value": one.value,
                "low": low,
                "high": high,
                "bound": one.bound,
                "verdict": verdict,
                "replications": self.trials.replications(self.counts),
            }
            rows.append(row)
        return rows


def requirements_table(desks: Iterable[Tried], certainty: float) -> pd.DataFrame:
    """How the desk of each strategy keeps each requirement."""
    return pd.DataFrame([row for desk in desks for row in desk.rows(certainty)])


def promises_table(desks: Iterable[Tried]) -> pd.DataFrame:
    """The promises under the desk of each strategy."""
    tables = []
    for desk in desks:
        record = desk.trials.desks[desk.counts].record
        scenario = desk.trials.player(desk.counts).scenario
        tables.append(promise_table({desk.strategy: record}, scenario, AS_WRITTEN))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
