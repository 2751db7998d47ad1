from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from results import run
from results.plots.chosen import drawings_of
from results.report import report_html, write_report
from results.report.assumed import lines_of
from results.report.grids import Entry, sort_key
from scenarios.plan import plan_of
from tests.results.pages import LONG, SCRIPT, hostile_comparison
from tests.results.plans import TEXT


@pytest.fixture(scope="module")
def page():
    return made()


def made() -> str:
    """With a few of the figures, which take the most time."""
    plan, found = hostile_comparison()
    return report_html(plan, found, drawings=drawings_of(found)[:3])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("99.8 % ± 0.1", 99.8),
        ("−12 min", -12),
        ("+1 h 5 min", 65),
        ("3 days 5 h", 3 * 1440 + 300),
        ("> 6 days", 6 * 1440),
        ("1,230", 1230),
        ("12 s", 0.2),
        ("not over", math.inf),
        ("fifo", None),
        ("L2", None),
        ("–", None),
        ("", None),
    ],
)
def test_a_text_is_sorted_by_the_number_it_begins_with(text, key):
    assert sort_key(text) == (key if key is None else pytest.approx(key))


def test_less_than_the_least_goes_below_it():
    below, least = sort_key("< 0.1 %"), sort_key("0.1 %")
    assert below is not None
    assert least is not None
    assert below < least


def test_the_verdict_comes_before_figures_and_tables(page):
    places = [page.index(part) for part in ('id="verdict"', 'id="pictures"', 'id="tables"', 'id="assumed"')]
    assert places == sorted(places)


def test_the_page_is_the_same_each_time(page):
    assert made() == page


def test_nothing_of_a_name_becomes_markup(page):
    assert SCRIPT not in page
    assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;" in page
    assert page.count("<script>") == 1
    assert "http://" not in page.replace("http-equiv", "")
    assert "https://" not in page


def test_seed_method_and_what_is_not_modelled_are_told(page):
    for words in ("ownership is not modelled", "<dt>Seed</dt>", "fresh replications", "Bonferroni"):
        assert words in page


def test_only_fresh_replications_enter_the_first_table_of_measures(page):
    assert "On fresh replications. Estimates with 95 % intervals" in page


def test_a_run_tells_its_promises_and_the_seed_it_was_played_with(tmp_path):
    plan = plan_of(TEXT.encode(), Path("desk.yaml"))
    results = run(plan, replications=3, seed=77)
    text = write_report(plan, results, tmp_path, seed=77).read_text(encoding="utf-8")
    assert "Do the promises hold" in text
    assert "<dd><bdi>77</bdi></dd>" in text
    assert "Small desk" in text


def test_a_remark_that_says_so_marks_an_assumption_and_an_article_does_not():
    source = (
        b"rate: 5   # A, as the next three\nskew: 1   # A big shop\n"
        b"name: 'a # b'\n# all else: A\nn: 2  # ASSUMED"
    )
    lines = lines_of(replace(hostile_comparison()[0], source=source))
    assert [line.assumed for line in lines] == [True, False, False, False, True]
    assert [line.note for line in lines] == [
        "# A, as the next three",
        "# A big shop",
        "",
        "# all else: A",
        "# ASSUMED",
    ]


def test_long_tables_are_folded_and_short_ones_are_not(page):
    assert page.count("<details>") >= 1
    assert '<div class="grid" id="candidates">\n  <h3>' in page


def test_an_entry_is_sorted_by_its_text_unless_told_otherwise():
    assert Entry("fifo").key is None


def test_full_names_are_on_the_page_where_figures_cut_them(page):
    assert LONG in page
