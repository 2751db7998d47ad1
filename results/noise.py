"""What was done for less noise with the same work, and what it saved: printed, never assumed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from results.blocks import blocks_in_words
from results.contest import Contest
from results.controls import FEWEST, expected_work
from results.criteria import Expression
from results.selection import Scores
from results.series import scores
from results.words import percent, plural
from sim.vocabulary import Floats

CONTROL = (
    *("what_if", "strategy", "objective", "plain", "controlled"),
    *("variance_saved", "variance_saved_of_difference"),
)
"""Columns of `control.csv`."""


def control_table(contest: Contest, objective: Expression) -> pd.DataFrame:
    """The objective without and with its control variate, and the shares of variance that it saves.

    The difference is that to the baseline. NaN where none was used, or where there is nothing to save.
    """
    plain, controlled = (_scores(contest, objective, control=control) for control in (False, True))
    used = np.nan if not controlled.estimated else 1.0
    base = contest.cells.index(contest.baseline)
    rows = [
        (
            *cell,
            objective.text,
            plain.value[place],
            controlled.value[place],
            used * saved(plain.deviations[place], controlled.deviations[place]),
            used
            * saved(
                plain.deviations[place] - plain.deviations[base],
                controlled.deviations[place] - controlled.deviations[base],
            ),
        )
        for place, cell in enumerate(contest.cells)
    ]
    return pd.DataFrame(rows, columns=list(CONTROL))


def noise_in_words(contest: Contest, objective: Expression) -> list[str]:
    """What takes noise off, and how much: one sentence for each."""
    said = []
    if contest.size > 1:
        said.append(blocks_in_words(contest.units))
    if contest.controlled:
        said.append(_control_in_words(contest, objective))
    return said


def _control_in_words(contest: Contest, objective: Expression) -> str:
    if contest.units < FEWEST:
        unit = "block" if contest.size > 1 else "replication"
        return f"The control variate was left out: {plural(contest.units, unit)} are fewer than {FEWEST}."
    table = control_table(contest, objective)
    seen = contest.entries[contest.baseline].candidate.series.work(contest.units)
    expected = expected_work(contest.players[contest.baseline.what_if].scenario)
    came = expected + (0.0 if seen is None else float(seen.mean()) / contest.size)
    own = table["variance_saved"].to_numpy()
    others = [cell != contest.baseline for cell in contest.cells]
    pairs = table["variance_saved_of_difference"].to_numpy()[others]
    return (
        f"Control variate: the work offered ({came / 60:,.0f} h; {expected / 60:,.0f} h were expected). "
        f"Of the variance of {objective.text} it saved {_range(own)}, "
        f"of the differences to the baseline {_range(pairs)}."
    )


def _scores(contest: Contest, objective: Expression, *, control: bool) -> Scores:
    return scores(contest.candidates(), objective, sections=False, control=control)


def saved(plain: Floats, rest: Floats) -> float:
    """The share of the variance that is gone; negative where it grew."""
    before = float(np.square(plain).sum())
    return 1 - float(np.square(rest).sum()) / before if before > 0 else float("nan")


def _range(shares: Floats) -> str:
    known = shares[~np.isnan(shares)]
    if not len(known):
        return "nothing"
    ends = list(dict.fromkeys(percent(float(end), 0) for end in (known.min(), known.max())))
    return " to ".join(ends)
