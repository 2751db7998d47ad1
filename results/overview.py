"""The first table that people see: one line per strategy, at most ten columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from results.findings import Results, has_undecided
from results.measure import Measure
from results.measures import MEASURES
from results.promises import OWED, SEVERITY
from results.words import UNKNOWN, duration, percent, three_figures

MOST_PROMISES = 5
"""With strategy, worst-off segment, open tickets, busiest tier and lost that makes ten columns."""


@dataclass(frozen=True)
class Cell:
    """A text in pieces that are not to be broken, and the verdict it carries."""

    pieces: tuple[str, ...]
    verdict: str = ""


@dataclass(frozen=True)
class Table:
    """Headings and rows of a table for people."""

    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0
    """Promises for which there was no room."""
    names: int = 1
    """Columns at the left that name what a row is about."""


def table_of(
    headings: Sequence[tuple[str, ...]], rows: Sequence[Sequence[tuple[str, ...]]], names: int = 1
) -> Table:
    """A table of texts in pieces that carry no verdicts."""
    return Table(tuple(map(Cell, headings)), tuple(tuple(map(Cell, row)) for row in rows), names=names)


def overview(results: Results, promises: int = MOST_PROMISES) -> Table:
    """Promises with attainment and odds, the worst first; worst-off segment; backlog; busiest tier; lost."""
    judged = results.judged
    order = _worst_first(judged, results.baseline)
    shown = sorted(order[:promises])
    headings = [_promise_heading(judged, place) for place in shown]
    others = [("worst p90", "first reply"), ("open at", "the end"), ("busiest", "tier"), ("lost",)]
    rows = [
        (
            Cell((strategy,)),
            *(_promise_cell(judged, strategy, place) for place in shown),
            Cell(_worst_segment(results, strategy)),
            Cell((_number(results, strategy, "backlog_end"),)),
            Cell(_busiest_tier(results, strategy)),
            Cell((percent(results.value(strategy, "lost_share")),)),
        )
        for strategy in results.strategies
    ]
    return Table(
        tuple(Cell(words) for words in (("strategy",), *headings, *others)),
        tuple(rows),
        len(order) - len(shown),
    )


def number_in_words(
    measure: Measure, value: float, results: Results | None = None, strategy: str = ""
) -> str:
    """A value in the measure's unit; what had not ended prints as longer than was played."""
    if math.isnan(value):
        return UNKNOWN
    if measure.unit == "share":
        return percent(value)
    if measure.unit != "min":
        return three_figures(value)
    if math.isinf(value):
        played_on = results.played_on.get(strategy, 0.0) if results else 0.0
        whole = "open" not in measure.name and played_on > 0
        return f"> {duration(played_on)}" if whole else "not over"
    return duration(value)


def with_interval(results: Results, row: pd.Series) -> str:
    """`95.2 % ± 0.6`, `4 h 20 min ± 12 min`, `≥ 3 h`."""
    measure = MEASURES[str(row["measure"])]
    value, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
    strategy = str(row["strategy"])
    text = number_in_words(measure, value, results, strategy)
    place = (strategy, measure.name, str(row["by"]), str(row["group"]))
    if measure.name.endswith("_mean") and has_undecided(results, *place):
        return f"≥ {text}"
    half = (high - low) / 2 if math.isfinite(high) and math.isfinite(low) else math.nan
    if math.isnan(half) or not math.isfinite(value):
        return text
    if measure.unit == "share":
        return f"{text} ± {_points(half)}"
    return f"{text} ± {number_in_words(measure, half)}"


def _points(half: float) -> str:
    """Half an interval of a share, in points without the word."""
    return percent(half).removesuffix(" %").replace("< ", "")


def _worst_first(judged: pd.DataFrame, baseline: str) -> list[int]:
    """Places of the promises in order of how badly they fare under the baseline."""
    own = judged[judged["strategy"] == baseline].reset_index(drop=True)
    margin = (own["attainment"] - own["goal"]).fillna(0.0)
    rank = own["verdict"].map(SEVERITY.index).astype(float) + margin / 10
    return [int(place) for place in rank.sort_values(kind="stable").index]


def _promise_heading(judged: pd.DataFrame, place: int) -> tuple[str, ...]:
    row = judged.iloc[place]
    metric = str(row["metric"]).removesuffix(OWED).replace("_", " ")
    which = "" if row["priority"] == "all" else f" {row['priority']}"
    return str(row["policy"]), f"{metric}{which}", f"≥ {percent(float(row['goal']))}"


def _promise_cell(judged: pd.DataFrame, strategy: str, place: int) -> Cell:
    row = judged[judged["strategy"] == strategy].iloc[place]
    value, low, high = (float(row[name]) for name in ("attainment", "low", "high"))
    text = percent(value)
    if not math.isnan(low):
        text += f" ± {_points((high - low) / 2)}"
    odds, verdict = float(row["odds"]), str(row["verdict"])
    return Cell((text, *(() if math.isnan(odds) else (f"odds {percent(odds, 0)}",)), verdict), verdict)


def _worst_segment(results: Results, strategy: str) -> tuple[str, ...]:
    table = results.selected(("first_reply_p90",), "segment")
    own = table[table["strategy"] == strategy]
    if own.empty:
        return (UNKNOWN,)
    worst = own.iloc[int(own["estimate"].to_numpy().argmax())]
    words = number_in_words(MEASURES["first_reply_p90"], float(worst["estimate"]), results, strategy)
    return (words, str(worst["group"])) if len(own) > 1 else (words,)


def _busiest_tier(results: Results, strategy: str) -> tuple[str, ...]:
    table = results.selected(("occupancy",), "tier")
    own = table[table["strategy"] == strategy]
    if own.empty:
        return (UNKNOWN,)
    busiest = own.iloc[int(own["estimate"].to_numpy().argmax())]
    words = percent(float(busiest["estimate"]))
    return (words, str(busiest["group"])) if len(own) > 1 else (words,)


def _number(results: Results, strategy: str, measure: str) -> str:
    return number_in_words(MEASURES[measure], results.value(strategy, measure))
