"""What a winner is paid for with: promises that it breaks and the baseline does not."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from results.contest import Cell
from results.findings import judged_promises, promise_in_words
from results.promises import BROKEN
from results.words import percent

KEYS = ["policy", "metric", "priority", "period"]
"""What tells promises apart."""


def broken_by_winner(promises: pd.DataFrame, winner: Cell, baseline: Cell) -> str:
    """The promises that the winner breaks and the baseline keeps or nearly keeps; empty: there are none."""
    judged = judged_promises(promises)
    ours, theirs = (
        judged[(judged["what_if"] == cell.what_if) & (judged["strategy"] == cell.strategy)]
        for cell in (winner, baseline)
    )
    both = ours.merge(theirs[[*KEYS, "attainment", "verdict"]], on=KEYS, suffixes=("", "_before"))
    worse = both[(both["verdict"] == BROKEN) & (both["verdict_before"] != BROKEN)]
    return f"{winner.label} {_in_words(worse, baseline)}." if len(worse) else ""


def _in_words(worse: pd.DataFrame, baseline: Cell) -> str:
    told: Sequence[str] = [
        f"{promise_in_words(row)} is at {percent(float(row['attainment']))} "
        f"({percent(float(row['attainment_before']))} under {baseline.label})"
        for _, row in worse.iterrows()
    ]
    many = "promises" if len(told) > 1 else "a promise"
    return f"breaks {many} that {baseline.label} does not: {'; '.join(told)}"
