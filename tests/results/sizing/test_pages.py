"""Figures and the report of sizings, with names as hostile as a file can make them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from results.plots import style
from results.plots.chosen import drawings_of
from results.plots.of_sizings import tightest
from results.plots.sizes import frontier, heads, hours_covered, one_person, otherwise
from results.report import report_html, write_report
from results.running import Options
from results.sizing.played import SizeResults, size_plan
from results.sizing.question import SizeQuestion
from results.sizing.shifted import ShiftResults, size_shifts
from scenarios import Plan
from scenarios.plan import plan_of
from tests.results.browser import console, looked, needs_browser
from tests.results.pages import EMOJI, QUOTES, SCRIPT
from tests.results.sizing.weeks import OFFICE, week

QUESTION = SizeQuestion(Options(replications=2), budget=4)
SHIFTS = """\
sizing:
  shifts:
    L1.people:
      - {starts: "08:00", length: 9 h, break: 1 h after 4 h, days: mon-fri}
"""
HOSTILE = {
    "name: Desk of a week": f"name: {SCRIPT!r}",
    "    people:": f"    {EMOJI!r}:",
    "L1.people": f"L1.{EMOJI}",
    "  fifo: [fcfs]": '  "' + QUOTES.replace('"', '\\"') + '": [fcfs]\n  shortest: [shortest_work]',
}


def hostile(end: str, pool: str) -> Plan:
    plan = week(profile=OFFICE, rate=150, limit="2 h", calendar="office", pool=pool, end=end)
    text = plan.source.decode()
    for plain, other in HOSTILE.items():
        assert plain in text
        text = text.replace(plain, other)
    return plan_of(text.encode(), Path("desk.yaml"))


@cache
def by_heads() -> tuple[Plan, SizeResults]:
    plan = hostile("sizing: {vary: {'L1.people': 1..3}}\n", "{agents: 2, roster: office, wage: 20 per hour}")
    return plan, size_plan(plan, QUESTION)


@cache
def by_shifts() -> tuple[Plan, ShiftResults]:
    plan = hostile(SHIFTS, "{agents: 2, roster: office, shrinkage: 0.2, wage: 20 per hour}")
    return plan, size_shifts(plan, QUESTION)


@cache
def page_of_heads() -> str:
    return report_html(*by_heads())


@cache
def page_of_shifts() -> str:
    return report_html(*by_shifts())


@pytest.fixture(params=[by_heads, by_shifts], ids=["heads", "shifts"])
def sized(request: pytest.FixtureRequest) -> tuple[Plan, SizeResults | ShiftResults]:
    made: tuple[Plan, SizeResults | ShiftResults] = request.param()
    return made


def test_every_figure_takes_axes_and_returns_them() -> None:
    found, shifts = by_heads()[1], by_shifts()[1]
    required = found.requirements["requirement"].iloc[0]
    with style():
        axes = [Figure().add_subplot() for _ in range(5)]
        own = shifts.hours[shifts.hours["strategy"] == shifts.hours["strategy"].iloc[0]]
        made = [
            heads(found.sizing, ax=axes[0]),
            frontier(found.frontier, required, ax=axes[1]),
            one_person(found.neighbours, required, ax=axes[2]),
            otherwise(found.sensitivity, required, ax=axes[3]),
            hours_covered(own, own["pool"].iloc[0], ax=axes[4]),
        ]
    assert made == axes


def test_head_counts_are_written_into_their_bars() -> None:
    found = by_heads()[1]
    with style():
        ax = heads(found.sizing, ax=Figure().add_subplot())
    written = [text.get_text() for text in ax.texts]
    assert f"{found.sizing['agents'].iloc[0]}" in written
    assert sum("people" in text for text in written) == 2


def test_the_price_line_marks_the_sized_desk_and_what_is_required() -> None:
    rows = pd.DataFrame(
        {
            "strategy": "fifo",
            "requirement": "kept_share >= 90 %",
            "cost_per_week": [30.0, 10.0, 20.0],
            "value": [0.95, 0.8, 0.91],
            "low": [0.94, 0.79, 0.9],
            "high": [0.96, 0.81, 0.92],
            "bound": 0.9,
            "sized": [False, False, True],
        }
    )
    with style():
        ax = frontier(rows, "kept_share >= 90 %", ax=Figure().add_subplot())
    line, *others = (one.get_xydata().tolist() for one in ax.get_lines())
    assert line == [[10, 80], [20, 91], [30, 95]]
    assert [[20, 91]] in others
    assert [at for _, at in others[-1]] == [90, 90]


def test_the_tightest_requirements_come_first() -> None:
    rows = pd.DataFrame(
        {
            "requirement": ["kept_share >= 90 %", "wait_mean <= 60 min", "kept_share >= 90 %"],
            "value": [1.0, 59.0, 0.905],
            "bound": [0.9, 60.0, 0.9],
        }
    )
    assert tightest(rows) == ["kept_share >= 90 %", "wait_mean <= 60 min"]


def test_figures_are_named_and_told_in_words(sized: tuple[Plan, SizeResults | ShiftResults]) -> None:
    drawings = drawings_of(sized[1])
    names = [one.name for one in drawings]
    assert len(set(names)) == len(names) >= 2
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert all(one.alt and one.says for one in drawings)


def test_the_report_is_the_same_each_time_and_fetches_nothing(tmp_path: Path) -> None:
    page = write_report(*by_shifts(), tmp_path).read_text("utf-8")
    assert page == page_of_shifts()
    assert not re.search(r'(src|href)="(?!data:|#)', page)


@pytest.mark.parametrize("made", [page_of_heads, page_of_shifts], ids=["heads", "shifts"])
def test_names_from_the_file_are_never_markup(made: Callable[[], str]) -> None:
    page = made()
    assert SCRIPT not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_the_report_says_who_is_needed_and_what_must_hold() -> None:
    for said in ("How many people does it take", "What must hold", "If things turn out otherwise"):
        assert said in page_of_heads()
    assert "Who starts when" in page_of_shifts()


def test_a_sizing_without_a_desk_is_reported_all_the_same() -> None:
    plan = week(rate=200, limit="1 min", end="sizing: {vary: {L1.people: 1..2}}\n")
    found = size_plan(plan, QUESTION)
    assert drawings_of(found) == []
    assert "above the ceiling" in set(found.sizing["status"]) or found.sizing["agents"].isna().all()
    assert "Verdict" in report_html(plan, found)


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("made", [page_of_heads, page_of_shifts], ids=["heads", "shifts"])
def test_a_browser_shows_the_page_without_complaint(made: Callable[[], str], tmp_path: Path) -> None:
    page = made()
    seen = looked(
        page,
        "return {title: page.title, scripts: page.scripts.length, wide: page.documentElement.scrollWidth"
        " - page.documentElement.clientWidth, broken: Array.from(page.images).filter((one) =>"
        " !one.naturalWidth).length};",
        tmp_path,
    )
    assert seen == {"title": f"{SCRIPT} – Ticketlab report", "scripts": 1, "wide": 0, "broken": 0}
    assert console(page, tmp_path) == []
