"""What was found, as tables: promises, measures, differences, what to promise."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from results.answers import LEVELS
from results.comparison_results import Comparison
from results.comparison_text import candidates
from results.contest import CONFIRMED, SEARCH
from results.criteria import Expression, Term
from results.findings import Results
from results.grid_results import GridResults
from results.grid_text import effects_shown, winners
from results.measures import MEASURES, measure_named
from results.overview import number_in_words
from results.plots.look import named
from results.promises import OWED
from results.report.grids import Entry, Grid, grid, grid_of
from results.verdict_text import difference_in_words, spread_in_words, value_in_words
from results.words import UNKNOWN, duration, percent, three_figures

TOLD = (
    *("first_reply_attainment", "kept_share", "wait_mean", "wait_p90", "first_reply_p50", "first_reply_p90"),
    *("full_resolution_p90", "lost_share", "backlog_mean", "backlog_end", "queue_mean", "occupancy"),
    *("utilization", "overtime", "transfers_mean", "touches_mean", "reopened_share", "cost_per_week"),
)
"""Measures of the page; all others are in the files."""
BY = ("all", "segment", "priority", "tier", "pool")
Row = list[str | Entry]

WHERE = {CONFIRMED: "fresh replications", SEARCH: "during search"}


def grids_of_comparison(results: Comparison) -> list[Grid]:
    """Candidates first, then promises, measures, differences, and what to promise."""
    decisive = CONFIRMED if results.confirmed else SEARCH
    summary = results.summary
    own = pd.DataFrame(summary[summary["stage"] == decisive])
    found = [
        grid_of(
            candidates(results),
            "candidates",
            "All candidates, during search",
            f"The best first; differences are to {results.baseline}, on the same tickets.",
        ),
        _promises(_decisive_first(results.promises), where=True),
        _measures(own, f"On {WHERE[decisive]}" if decisive == CONFIRMED else "During search"),
        _differences(results),
    ]
    answers = _answers(results, decisive)
    return [*found, *([answers] if answers else [])]


def grids_of_grid(results: GridResults) -> list[Grid]:
    """Who wins where, every strategy at every point, and what each factor does."""
    decisive = CONFIRMED if results.fresh else SEARCH
    where = "On fresh replications." if results.fresh else "During search."
    doubt = " ? marks where another may be best." if any(one.doubtful for _, one in results.spots) else ""
    return [
        grid_of(winners(results), "winners", "Who wins where", where + doubt),
        _points(results, decisive),
        grid_of(
            effects_shown(results),
            "effects",
            "What each factor does, during search",
            f"Of {results.objective}: the mean at each level less the mean of all, and what two levels have "
            "together beyond both. Effects that explain less than 1 % of the spread are in effects.csv.",
        ),
    ]


def _points(results: GridResults, stage: str) -> Grid:
    """Every strategy at every point."""
    own = results.winmap[results.winmap["stage"] == stage]
    factors = [one.name for one in results.grid.factors]
    wanted = results.objective_found
    rows: list[Row] = []
    for _, row in own.iterrows():
        value, low, high = (float(row[name]) for name in ("value", "low", "high"))
        spread = f"{value_in_words(wanted, low)} – {value_in_words(wanted, high)}"
        role = "wins" if row["wins"] else "may be best" if row["may_be_best"] else ""
        rows.append(
            [
                *(str(row[name]) for name in factors),
                str(row["strategy"]),
                Entry(value_in_words(wanted, value), None if math.isnan(value) else value),
                UNKNOWN if math.isnan(low) else spread,
                role,
            ]
        )
    return grid(
        "points",
        "Every strategy at every point",
        f"{results.objective} with its own 95 % interval.",
        [*factors, "strategy", "value", "interval", "role"],
        rows,
    )


def grids_of_run(results: Results) -> list[Grid]:
    """Promises and measures."""
    return [_promises(results.promises, where=False), _measures(results.summary, "")]


def _decisive_first(table: pd.DataFrame) -> pd.DataFrame:
    """With a column `where`: fresh replications first."""
    ordered = table.assign(where=table["stage"].map(WHERE))
    return ordered.sort_values("stage", kind="stable")


def _promises(table: pd.DataFrame, *, where: bool) -> Grid:
    rows: list[Row] = []
    for _, row in named(table).iterrows():
        goal, odds = float(row["goal"]), float(row["odds"])
        which = "" if row["priority"] == "all" else str(row["priority"])
        goal_words = UNKNOWN if math.isnan(goal) else f"{percent(goal)} per {row['period']}"
        owed = " (true priority)" if str(row["metric"]).endswith(OWED) else ""
        rows.append(
            [
                *([str(row["where"])] if where else []),
                str(row["candidate"]),
                str(row["policy"]),
                str(row["metric"]).removesuffix(OWED).replace("_", " ") + owed,
                which or "all",
                str(row["limit"]),
                goal_words,
                _spread(row, "attainment", "low", "high"),
                UNKNOWN if math.isnan(odds) else percent(odds, 0),
                Entry(str(row["verdict"]), None, str(row["verdict"])),
            ]
        )
    headings = ["candidate", "policy", "clock", "priority", "limit", "goal", "attainment", "odds", "verdict"]
    return grid(
        "promises",
        "Promises",
        "Attainment is the share of clocks that kept the limit, ± half its 95 % interval; odds are the share "
        "of contract periods that reach the goal. Kept: the whole interval is at or above the goal; broken: "
        "below; close: otherwise.",
        [*(["tickets"] if where else []), *headings],
        rows,
    )


def _measures(summary: pd.DataFrame, where: str) -> Grid:
    chosen = summary[summary["measure"].isin(TOLD) & summary["by"].isin(BY)]
    rows: list[Row] = []
    for _, row in named(chosen).iterrows():
        measure = MEASURES[str(row["measure"])]
        value, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
        spread = f"{number_in_words(measure, low)} – {number_in_words(measure, high)}"
        known = math.isfinite(low) and math.isfinite(high)
        rows.append(
            [
                measure.name.replace("_", " "),
                str(row["by"]),
                str(row["group"]),
                str(row["candidate"]),
                Entry(number_in_words(measure, value), value),
                spread if known else UNKNOWN,
            ]
        )
    return grid(
        "measures",
        "Measures",
        f"{where + '. ' if where else ''}Estimates with 95 % intervals; all measures are in summary.csv.",
        ["measure", "by", "group", "candidate", "estimate", "interval"],
        rows,
    )


def _differences(results: Comparison) -> Grid:
    table = results.comparison
    chosen = table[
        (table["by"] == "all")
        & (table["stage"] == SEARCH)
        & (table["baseline"] == results.baseline)
        & table["measure"].isin(TOLD)
    ]
    rows: list[Row] = []
    for _, row in named(chosen).iterrows():
        wanted = Expression("", (Term(measure_named(str(row["measure"]))),))
        difference = float(row["difference"])
        rows.append(
            [
                str(row["measure"]).replace("_", " "),
                str(row["candidate"]),
                Entry(difference_in_words(wanted, difference), difference),
                spread_in_words(wanted, float(row["low"]), float(row["high"])),
                Entry(str(row["verdict"]), None, str(row["verdict"])),
            ]
        )
    return grid(
        "differences",
        "Other differences, exploratory",
        f"Of all tickets, to {results.baseline}, during search. Intervals hold together within each measure. "
        "Who looks at many differences finds some by chance: these suggest questions, they settle none.",
        ["measure", "candidate", "difference", "interval", "verdict"],
        rows,
    )


def _answers(results: Comparison, stage: str) -> Grid | None:
    winner = results.found.winner
    table = results.answers
    own = table[
        (table["stage"] == stage)
        & (table["what_if"] == winner.what_if)
        & (table["strategy"] == winner.strategy)
    ]
    if own.empty:
        return None
    rows: list[Row] = [
        [
            str(row["segment"]),
            Entry(str(row["hour_of_week"]), float(place)),
            three_figures(float(row["tickets"])),
            *(_within(float(row[name])) for name in LEVELS),
        ]
        for place, (_, row) in enumerate(own.iterrows())
    ]
    return grid(
        "answers",
        f"What wait to promise under {winner.label}",
        "By segment and local hour of creation: the times within which half, 80 % and 95 % of tickets have "
        "their first reply.",
        ["segment", "hour", "tickets", "half within", "80 % within", "95 % within"],
        rows,
    )


def _within(minutes: float) -> Entry:
    words = UNKNOWN if np.isnan(minutes) else duration(minutes) if np.isfinite(minutes) else "not all"
    return Entry(words, None if np.isnan(minutes) else minutes)


def _spread(row: pd.Series, value: str, low: str, high: str) -> Entry:
    middle, half = float(row[value]), (float(row[high]) - float(row[low])) / 2
    text = percent(middle)
    if not math.isnan(half):
        text += f" ± {percent(half).removesuffix(' %').replace('< ', '')}"
    return Entry(text, None if math.isnan(middle) else middle)
