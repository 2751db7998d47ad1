"""What a comparison shows: the verdict first, then one line per candidate; JSON, CSV and HTML too."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
from rich.console import Console

from results.blends import ALONE
from results.combining import LIST, WEIGHTED
from results.comparison_results import Comparison
from results.contest import SEARCH, Cell
from results.criteria import Expression, Term
from results.files import csv_text, json_text
from results.measures import measure_named
from results.overview import Table, table_of
from results.player import AS_WRITTEN
from results.terminal import PLAIN_WIDTH, drawn_table, html_table, html_told, on_paper, records_of, tell
from results.verdict import Standing, in_order
from results.verdict_text import (
    constraint_in_words,
    difference_in_words,
    spread_in_words,
    value_in_words,
)
from results.words import UNKNOWN, percent, plural

SHORT = {"not yet told apart": "not told apart", "practically the same": "same"}
"""Verdicts as they fit in a table."""


def show_comparison(
    results: Comparison, out: Console, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()
) -> None:
    """The verdict, one line per candidate, and what was asked for beside it."""
    tell(out, results.verdict)
    out.print()
    tell(out, [results.question])
    out.print(drawn_table(candidates(results), out))
    tell(out, [_footing(results)])
    if not results.effects.empty:
        out.print(drawn_table(members(results), out))
        tell(out, [EFFECTS_READ[_way(results)]])
    for grouping in by or (("all",) if measures else ()):
        out.print(drawn_table(exploratory(results, measures, grouping), out))


def as_text(results: Comparison, width: int = PLAIN_WIDTH) -> str:
    """The same as plain text."""
    return on_paper(lambda out: show_comparison(results, out), width)


def as_html(results: Comparison) -> str:
    """Verdict and candidates for a notebook."""
    heading = html_told(results.name, results.verdict)
    return f"{heading}<p>{html.escape(results.question)}</p>{html_table(candidates(results))}"


def as_json(results: Comparison, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> str:
    """Verdict, candidates and differences as one JSON object; null where there is no value."""
    found = results.found
    content = {
        "scenario": results.name,
        "verdict": results.verdict,
        "objective": results.objective,
        "subject_to": [one.text for one in results.setup.constraints],
        "baseline": results.baseline,
        "winner": found.winner.label,
        "may_be_best": [cell.label for cell, one in results.standings.items() if one.may_be_best],
        "replications": results.replications_done,
        "replications_asked": results.replications_asked,
        "fresh_replications": found.fresh,
        "tickets": results.tickets,
        "folder": str(results.folder) if results.folder else None,
        "candidates": [
            _as_data(cell, stage, one)
            for stage, those in (("search", results.standings), ("confirmed", results.confirmed))
            for cell, one in those.items()
        ],
        "comparison": records_of(selected(results, measures, by)),
        "gains": records_of(results.gains),
        "pareto": records_of(results.pareto),
        "combinations": records_of(results.combinations),
        "effects": records_of(results.effects),
        "announcements": records_of(results.announcements),
    }
    return json_text(content)


def as_csv(results: Comparison, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> str:
    """The differences of the objective, or of the measures and groupings asked for."""
    return csv_text(selected(results, measures, by))


def selected(results: Comparison, measures: tuple[str, ...], by: tuple[str, ...]) -> pd.DataFrame:
    """The rows of the objective; with measures or groupings asked for, those beside them."""
    table = results.comparison
    wanted = table["family"] == "objective"
    if measures or by:
        asked = table["by"].isin(by or ("all",))
        wanted |= asked & table["measure"].isin(measures) if measures else asked
    return pd.DataFrame(table[wanted])


def candidates(results: Comparison) -> Table:
    """One line per candidate, the best first: objective, difference, verdict, chance, gains, constraints."""
    constrained = bool(results.setup.constraints)
    headings = [
        *(("candidate",), ("objective",), ("against", results.baseline), ("interval",), ("verdict",)),
        *(("chance of", "being best"), ("served", "earlier"), ("served", "later"), ("pairing", "saves")),
        *([("constraints",)] if constrained else []),
    ]
    cells = list(results.standings)
    order = in_order(list(results.standings.values()), results.found.objective)
    rows = [_line(results, cells[place], results.standings[cells[place]]) for place in order]
    return table_of(headings, rows)


def members(results: Comparison) -> Table:
    """What each member of the combinations is worth, in the file as written."""
    wanted = results.found.objective
    own = results.effects[results.effects["what_if"] == AS_WRITTEN]
    alone = own["level"] == ALONE
    rows = [
        (
            (str(row["effect"]),),
            (str(row["level"]),),
            (str(row["candidates"]),),
            ((value_in_words if single else difference_in_words)(wanted, float(row["value"])),),
            (spread_in_words(wanted, float(row["low"]), float(row["high"])) if not single else "",),
        )
        for single, (_, row) in zip(alone, own.iterrows(), strict=True)
    ]
    headings = (("member",), ("place",), ("candidates",), ("worth",), ("interval",))
    return table_of(headings, rows, names=2)


EFFECTS_READ = {
    LIST: "Worth of a place: the mean over lists with the member there less that over lists without it; all "
    "intervals hold together with 95 %; on the replications of the screening.",
    WEIGHTED: "Each member alone, and what half of each of two has beyond the mean of both (least squares); "
    "all intervals hold together with 95 %; on the replications of the screening.",
}


def _way(results: Comparison) -> str:
    combined = results.setup.combined
    return combined.asked.way if combined else LIST


def exploratory(results: Comparison, measures: tuple[str, ...], by: str) -> Table:
    """Differences of measures asked for, by one grouping; adjusted within measure × grouping."""
    table = results.comparison
    table = table[(table["by"] == by) & (table["stage"] == SEARCH) & (table["baseline"] == results.baseline)]
    if measures:
        table = table[table["measure"].isin(measures)]
    rows = []
    for _, row in table.iterrows():
        single = Expression("", (Term(measure_named(str(row["measure"]))),))
        rows.append(
            (
                (str(row["measure"]),),
                (str(row["group"]),),
                (Cell(str(row["what_if"]), str(row["strategy"])).label,),
                (difference_in_words(single, float(row["difference"])),),
                (spread_in_words(single, float(row["low"]), float(row["high"])),),
                (str(row["verdict"]),),
            )
        )
    headings = (("exploratory",), (by,), ("candidate",), ("difference",), ("interval",), ("verdict",))
    return table_of(headings, rows, names=3)


def _line(results: Comparison, cell: Cell, one: Standing) -> list[tuple[str, ...]]:
    """What the table says of one candidate, as the search saw it."""
    wanted = results.found.objective
    row = results.against_baseline(cell)
    line: list[tuple[str, ...]] = [(cell.label,), (value_in_words(wanted, one.value),)]
    if row is None:
        line += [("baseline",), ("",), ("",)]
    else:
        line += [
            (difference_in_words(wanted, float(row["difference"])),),
            (spread_in_words(wanted, float(row["low"]), float(row["high"])).removesuffix(" points"),),
            (SHORT.get(str(row["verdict"]), str(row["verdict"])),),
        ]
    line += [(percent(one.chance, 0),), *((share,) for share in _gains(results, cell))]
    line.append((UNKNOWN if row is None else percent(float(row["variance_saved"]), 0),))
    if results.setup.constraints:
        line.append(tuple(limit.verdict for limit in one.limits))
    return line


def _gains(results: Comparison, cell: Cell) -> tuple[str, str]:
    """Shares of tickets served earlier and later than under the baseline of the what-if."""
    table = results.gains
    rows = table[
        (table["what_if"] == cell.what_if)
        & (table["strategy"] == cell.strategy)
        & (table["by"] == "all")
        & (table["stage"] == SEARCH)
    ]
    if rows.empty:
        return UNKNOWN, UNKNOWN
    return percent(float(rows["earlier"].iloc[0])), percent(float(rows["later"].iloc[0]))


def _footing(results: Comparison) -> str:
    """What the table rests on."""
    intervals = plural(len(results.standings) - 1, "interval")
    together = " hold together with" if len(results.standings) > 2 else " is of"
    return (
        f"The table is of the search: {plural(results.replications_done, 'replication')} on the same "
        f"tickets; {plural(results.tickets, 'ticket')} played in all. {intervals}{together} 95 %; "
        "the chance of being best is by bootstrap over replications."
    )


def _as_data(cell: Cell, stage: str, one: Standing) -> dict[str, Any]:
    numbers = pd.Series({name: getattr(one, name) for name in ("value", "low", "high", "chance", "behind")})
    return {
        "what_if": cell.what_if,
        "strategy": cell.strategy,
        "stage": stage,
        **records_of(pd.DataFrame([numbers]))[0],
        "may_be_best": one.may_be_best,
        "constraints": [constraint_in_words(limit) for limit in one.limits],
    }
