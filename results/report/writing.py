"""The page is put together from what was found, and written."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from results.check import report as check_report
from results.comparison_results import Comparison
from results.findings import Results
from results.grid_results import GridResults
from results.plots.chosen import drawings_of
from results.plots.drawing import Drawing
from results.promises import BROKEN, CLOSE, KEPT
from results.report.assumed import Line, grids_of_desk, grids_of_rules, lines_of
from results.report.found import grids_of_comparison, grids_of_grid, grids_of_run
from results.report.grids import Grid
from results.report.method import method_of
from results.verdict_words import BETTER, WORSE
from scenarios import Plan

REPORT = "report.html"
PIXELS = 96
"""Per inch."""
MARKS = {KEPT: "✓", BROKEN: "✗", CLOSE: "≈", BETTER: "▲", WORSE: "▼"}
"""Beside the words of verdicts, so that nothing hangs on colours."""


@dataclass(frozen=True)
class Picture:
    """A figure of the page."""

    name: str
    title: str
    says: str
    alt: str
    source: str
    width: int
    height: int

    @classmethod
    def of(cls, drawing: Drawing) -> Picture:
        """A drawing as a picture that needs no other file."""
        source = "data:image/svg+xml;base64," + base64.b64encode(drawing.svg().encode()).decode()
        size = round(drawing.width * PIXELS), round(drawing.height * PIXELS)
        return cls(drawing.name, drawing.title, drawing.says, drawing.alt, source, *size)


@dataclass(frozen=True)
class Page:
    """What the template shows."""

    title: str
    question: str
    asked: str
    verdict: tuple[str, ...]
    warnings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    found: tuple[Grid, ...]
    desk: tuple[Grid, ...]
    lines: tuple[Line, ...]
    file: str
    method: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def report_html(
    plan: Plan,
    results: Comparison | GridResults | Results,
    seed: int | None = None,
    drawings: Sequence[Drawing] | None = None,
) -> str:
    """The report as one page of HTML that needs nothing else; the same bytes each time.

    `seed` is that of a run, where it is not the file's; `drawings` are all of what was found unless given.
    """
    return html_of(_page(plan, results, seed, drawings_of(results) if drawings is None else drawings))


def html_of(page: Page) -> str:
    """A page as HTML that needs nothing else."""
    script, look = (
        files(__package__).joinpath("templates", name).read_text("utf-8")
        for name in ("report.js", "report.css")
    )
    template = _environment().get_template("report.html.j2")
    return template.render(
        page=page, script=script, look=look, script_hash=_hash(script), look_hash=_hash(look)
    )


def write_report(
    plan: Plan,
    results: Comparison | GridResults | Results,
    folder: Path,
    seed: int | None = None,
    drawings: Sequence[Drawing] | None = None,
) -> Path:
    """Writes `report.html` to a folder and returns its path."""
    path = folder / REPORT
    path.write_text(report_html(plan, results, seed, drawings), encoding="utf-8", newline="\n")
    return path


def _page(
    plan: Plan, results: Comparison | GridResults | Results, seed: int | None, drawings: Sequence[Drawing]
) -> Page:
    check = check_report(plan)
    warnings = dict.fromkeys(remark.text for remark in check.remarks)
    question, asked, verdict, grids = _told(results)
    method, facts = method_of(plan, results, seed)
    return Page(
        title=results.name,
        question=question,
        asked=asked,
        verdict=tuple(verdict),
        warnings=tuple(warnings),
        pictures=tuple(Picture.of(one) for one in drawings),
        found=tuple(grids),
        desk=(*grids_of_rules(plan), *grids_of_desk(check)),
        lines=tuple(lines_of(plan)),
        file=plan.path.name,
        method=tuple(method),
        facts=tuple(facts),
    )


def _told(results: Comparison | GridResults | Results) -> tuple[str, str, list[str], list[Grid]]:
    """The question, how it is judged, the answer in words, and the tables."""
    if isinstance(results, Comparison):
        question = "Which way of deciding who goes first serves this desk best, and how sure is that?"
        return question, results.question, results.verdict, grids_of_comparison(results)
    if isinstance(results, GridResults):
        question = "Which way of deciding who goes first is best where, and what matters most?"
        return question, results.question, results.verdict, grids_of_grid(results)
    question = "Do the promises hold, and how long do people wait?"
    return question, "", _verdict_of_run(results), grids_of_run(results)


def _verdict_of_run(results: Results) -> list[str]:
    """Broken promises first; where none is, how many are kept."""
    if results.judged.empty:
        return ["No promise has a goal, so none is judged.", *results.sentences]
    counts = results.judged["verdict"].value_counts()
    told = [f"{int(counts.get(verdict, 0))} {verdict}" for verdict in (KEPT, CLOSE, BROKEN)]
    under = f" under {len(results.strategies)} strategies" if len(results.strategies) > 1 else ""
    return [f"Of the promises{under}: {', '.join(told)}.", *results.sentences]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("results.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["marks"] = MARKS
    return made


def _hash(text: str) -> str:
    """What the page's own policy allows to run, and nothing else."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
