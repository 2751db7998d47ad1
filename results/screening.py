"""Many candidates: all are played a few times, and those that cannot be best are left out of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.asking import Setup
from results.blends import blend_effects, position_effects
from results.combining import LIST, Combined
from results.contest import Cell, Contest
from results.criteria import Expression
from results.estimates import CONFIDENCE
from results.pareto import front, may_be_on_front
from results.selection import Scores
from results.series import by_section, scores
from results.verdict import Standing, standings
from results.words import listed, percent, plural

SCREENED = 10
"""Replications on which candidates are screened."""
SCREENING = 1 - (1 - CONFIDENCE) / 2
"""The confidence of screening; the other half of the error is left for what follows."""
COMBINATIONS = ("what_if", "strategy", "combination", "value", "low", "high", "chance", "went_on")

PARETO = ("what_if", "strategy", "objective", "value", "low", "high", "on_front", "may_be_on_front")


@dataclass(frozen=True)
class Screening:
    """What became of the combinations."""

    table: pd.DataFrame
    """One row per candidate: its members' places or weights, and how it did in the screening."""
    effects: pd.DataFrame
    """What each member is worth, over all combinations."""
    sentences: tuple[str, ...]


def signed(contest: Contest, wanted: Expression, cells: Sequence[Cell]) -> Scores:
    """An objective under some candidates, so that higher is better."""
    own = scores([contest.entries[cell].candidate for cell in cells], wanted, sections=by_section([wanted]))
    return own.signed(wanted.sign)


def staying(setup: Setup, contest: Contest, objective: Expression) -> list[Cell]:
    """Those that may be best, or may be on the front where several objectives count; and the baseline.

    Of those with the same outcome on every ticket one stays.
    """
    if setup.pareto:
        kept = may_be_on_front(
            [signed(contest, one, contest.cells) for one in setup.pareto], SCREENING
        ).tolist()
    else:
        kept = [one.may_be_best for one in _standings(setup, contest, objective)]
    found = [contest.baseline]
    for cell, stays in zip(contest.cells, kept, strict=True):
        if stays and not any(contest.identical(cell, other) for other in found):
            found.append(cell)
    return [cell for cell in contest.cells if cell in found]


def on_front(setup: Setup, contest: Contest) -> list[Cell]:
    """The candidates that none beats on all of the objectives whose front is asked for."""
    if not setup.pareto:
        return []
    values = np.column_stack([signed(contest, one, contest.cells).value for one in setup.pareto])
    return [cell for cell, kept in zip(contest.cells, front(values), strict=True) if kept]


def worth_keeping(setup: Setup, contest: Contest, *, fresh: bool) -> list[str]:
    """The front in one sentence, where several objectives count."""
    if not setup.pareto:
        return []
    names = listed([cell.label for cell in on_front(setup, contest)])
    where = f"on {plural(contest.done, 'fresh replication')}" if fresh else "in the search"
    wanted = listed([one.text for one in setup.pareto])
    return [f"Worth keeping where {wanted} count: {names or 'nobody'} ({where}; none beats them on all)."]


def pareto_table(setup: Setup, contest: Contest) -> pd.DataFrame:
    """The rows of `pareto.csv`: every candidate in each objective, and whether it is worth keeping."""
    chosen = on_front(setup, contest)
    own = [signed(contest, one, contest.cells) for one in setup.pareto]
    kept = may_be_on_front(own)
    rows: list[dict[str, object]] = []
    for place, cell in enumerate(contest.cells):
        for wanted, one in zip(setup.pareto, own, strict=True):
            value, low, high = (wanted.sign * end[place] for end in (one.value, *one.interval()))
            values = (*cell, wanted.text, value, min(low, high), max(low, high))
            flags = {"on_front": cell in chosen, "may_be_on_front": bool(kept[place])}
            rows.append({**dict(zip(PARETO, values, strict=False)), **flags})
    return pd.DataFrame(rows, columns=list(PARETO))


def screening(
    setup: Setup, combined: Combined, contest: Contest, objective: Expression, stay: Sequence[Cell]
) -> Screening:
    """What the screening found; called before anybody is left out."""
    found = _standings(setup, contest, objective)
    rows = [
        _row(cell, one, combined, went_on=cell in stay)
        for cell, one in zip(contest.cells, found, strict=True)
        if cell.strategy in combined.kept
    ]
    effects = [_effects(combined, contest, objective, what_if) for what_if in contest.players]
    said = [combined.sentence]
    if len(stay) < len(contest.cells):
        why = "may be on the front" if setup.pareto else "may be best"
        said.append(
            f"Screened on {plural(contest.done, 'replication')} with {percent(SCREENING)} confidence: "
            f"{len(stay)} of {plural(len(contest.cells), 'candidate')} went on: the baseline and what {why}; "
            "of those with the same outcome on every ticket one."
        )
    return Screening(pd.DataFrame(rows), pd.concat(effects, ignore_index=True), tuple(said))


def _standings(setup: Setup, contest: Contest, objective: Expression) -> list[Standing]:
    return standings(contest.candidates(), objective, setup.constraints, SCREENING)


def _row(cell: Cell, one: Standing, combined: Combined, *, went_on: bool) -> dict[str, object]:
    own = combined.kept[cell.strategy]
    places = {name: place + 1 for place, (name, _) in enumerate(own.parts)}
    members = places if combined.asked.way == LIST else dict(own.parts)
    values = (*cell, own.label, one.value, one.low, one.high, one.chance, went_on)
    return {
        **dict(zip(COMBINATIONS, values, strict=True)),
        **{name: members.get(name, 0) for name in combined.asked.members},
    }


def _effects(combined: Combined, contest: Contest, objective: Expression, what_if: str) -> pd.DataFrame:
    cells = [cell for cell in contest.cells if cell.what_if == what_if and cell.strategy in combined.kept]
    own = [contest.entries[cell].candidate for cell in cells]
    found = scores(own, objective, sections=by_section([objective]))
    parts = [combined.kept[cell.strategy].parts for cell in cells]
    members = combined.asked.members
    if combined.asked.way == LIST:
        table = position_effects(found, [[name for name, _ in one] for one in parts], members)
    else:
        design = np.array([[dict(one).get(name, 0.0) for name in members] for one in parts])
        table = blend_effects(found, design, members)
    return table.assign(what_if=what_if)[["what_if", *table.columns]]
