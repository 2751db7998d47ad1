"""The page is put together from what was found, and written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from results.check import report as check_report
from results.comparison_results import Comparison
from results.findings import Results
from results.grid_results import GridResults
from results.plots.chosen import drawings_of
from results.plots.drawing import Drawing
from results.promises import BROKEN, CLOSE, KEPT
from results.report.assumed import grids_of_desk, grids_of_rules, lines_of
from results.report.found import grids_of_comparison, grids_of_grid, grids_of_run
from results.report.method import Found, method_of
from results.report.page import Page, Picture, Told, html_of
from results.report.sizing import told_of_heads, told_of_shifts
from results.sizing.played import SizeResults
from results.sizing.shifted import ShiftResults
from scenarios import Plan

REPORT = "report.html"


def report_html(
    plan: Plan,
    results: Found,
    seed: int | None = None,
    drawings: Sequence[Drawing] | None = None,
) -> str:
    """The report as one page of HTML that needs nothing else; the same bytes each time.

    `seed` is that of a run, where it is not the file's; `drawings` are all of what was found unless given.
    """
    return html_of(_page(plan, results, seed, drawings_of(results) if drawings is None else drawings))


def write_report(
    plan: Plan,
    results: Found,
    folder: Path,
    seed: int | None = None,
    drawings: Sequence[Drawing] | None = None,
) -> Path:
    """Writes `report.html` to a folder and returns its path."""
    path = folder / REPORT
    path.write_text(report_html(plan, results, seed, drawings), encoding="utf-8", newline="\n")
    return path


def _page(plan: Plan, results: Found, seed: int | None, drawings: Sequence[Drawing]) -> Page:
    check = check_report(plan)
    told = _told(plan, results)
    method, facts = method_of(plan, results, seed)
    return Page(
        title=results.name,
        question=told.question,
        asked=told.asked,
        verdict=tuple(told.verdict),
        warnings=tuple(dict.fromkeys(remark.text for remark in check.remarks)),
        pictures=tuple(Picture.of(one) for one in drawings),
        found=tuple(told.found),
        desk=(*grids_of_rules(plan), *grids_of_desk(check)),
        lines=tuple(lines_of(plan)),
        file=plan.path.name,
        method=(*method, *told.method),
        facts=tuple(facts),
    )


def _told(plan: Plan, results: Found) -> Told:
    """The question, how it is judged, the answer in words, and the tables."""
    if isinstance(results, SizeResults):
        return told_of_heads(plan, results)
    if isinstance(results, ShiftResults):
        return told_of_shifts(plan, results)
    if isinstance(results, Comparison):
        question = "Which way of deciding who goes first serves this desk best, and how sure is that?"
        return Told(question, results.question, results.verdict, grids_of_comparison(results))
    if isinstance(results, GridResults):
        question = "Which way of deciding who goes first is best where, and what matters most?"
        return Told(question, results.question, results.verdict, grids_of_grid(results))
    question = "Do the promises hold, and how long do people wait?"
    return Told(question, "", _verdict_of_run(results), grids_of_run(results))


def _verdict_of_run(results: Results) -> list[str]:
    """Broken promises first; where none is, how many are kept."""
    if results.judged.empty:
        return ["No promise has a goal, so none is judged.", *results.sentences]
    counts = results.judged["verdict"].value_counts()
    told = [f"{int(counts.get(verdict, 0))} {verdict}" for verdict in (KEPT, CLOSE, BROKEN)]
    under = f" under {len(results.strategies)} strategies" if len(results.strategies) > 1 else ""
    return [f"Of the promises{under}: {', '.join(told)}.", *results.sentences]
