from __future__ import annotations

import math
from itertools import pairwise

import pytest

from results.report import report_html
from tests.results.browser import console, looked, needs_browser
from tests.results.pages import EMOJI, LONG, NAMES, QUOTES, SCRIPT, hostile_comparison

pytestmark = needs_browser


@pytest.fixture(scope="module")
def page():
    return report_html(*hostile_comparison())


SEEN = """
const shown = (one) => one.getClientRects().length > 0;
for (const one of page.querySelectorAll("details")) one.open = true;
return {
  title: page.title,
  heading: page.querySelector("h1").textContent,
  text: page.body.textContent,
  scripts: page.scripts.length,
  overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
  levels: Array.from(page.querySelectorAll("h1,h2,h3,h4"), (one) => Number(one.tagName[1])),
  images: Array.from(page.images, (one) =>
    [one.naturalWidth, one.naturalHeight, one.width, one.height, one.alt]),
  unreachable: Array.from(page.querySelectorAll("button,input,a,summary,[tabindex]"))
    .filter((one) => shown(one) && one.tabIndex < 0).length,
  nameless: Array.from(page.querySelectorAll("input")).filter((one) => !one.labels.length).length
    + Array.from(page.querySelectorAll("[role=region]")).filter((one) => !one.ariaLabel).length
    + Array.from(page.querySelectorAll("button")).filter((one) => !one.textContent.trim()).length,
  ids: Array.from(page.querySelectorAll("[id]"), (one) => one.id),
  fetched: view.performance.getEntriesByType("resource").map((one) => one.name)
    .filter((name) => !name.startsWith("data:")),
  lang: page.documentElement.lang,
};
"""


CONTRAST = """
for (const one of page.querySelectorAll("details")) one.open = true;
const part = (value) => {
  value /= 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};
const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
const behind = (one) => {
  for (; one; one = one.parentElement) {
    const colour = numbers(view.getComputedStyle(one).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
let worst = [99, ""];
for (const one of page.body.querySelectorAll("*")) {
  const own = Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || !one.getClientRects().length) continue;
  const pair = [light(numbers(view.getComputedStyle(one).color)), light(behind(one))].sort((a, b) => b - a);
  const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
  if (ratio < worst[0]) worst = [ratio, one.outerHTML.slice(0, 120)];
}
return worst;
"""


def sorting(column: int, clicks: int) -> str:
    """Clicks on a heading of the table of measures, and reads its column."""
    return f"""
const table = page.querySelector("#measures table");
const button = table.tHead.rows[0].cells[{column}].querySelector("button");
for (let k = 0; k < {clicks}; k += 1) button.click();
return {{
  order: button.closest("th").getAttribute("aria-sort"),
  cells: Array.from(table.tBodies[0].rows, (row) => row.cells[{column}].textContent),
  keys: Array.from(table.tBodies[0].rows, (row) => row.cells[{column}].dataset.key ?? null),
}};
"""


FILTERING = """
const place = page.getElementById("measures");
const input = place.querySelector("input");
const rows = () => Array.from(place.querySelectorAll("tbody tr")).filter((row) => !row.hidden);
const all = rows().length;
input.value = "wait Fifo";
input.dispatchEvent(new Event("input"));
const left = rows().map((row) => row.textContent.toLowerCase());
const said = place.querySelector("output").textContent;
input.value = "";
input.dispatchEvent(new Event("input"));
return { all, left, said, after: rows().length };
"""
MARKED = 'return Array.from(page.querySelectorAll("code.assumed"), (one) => one.textContent);'
NAMED = """
const first = (place, cell) => Array.from(
  page.querySelectorAll(`#${place} tbody tr`), (row) => row.cells[cell].textContent);
return { strategies: first("strategies", 0), pools: first("pools", 1) };
"""
LOOKS = {
    "seen": SEEN,
    "contrast": CONTRAST,
    "marked": MARKED,
    "named": NAMED,
    "filtered": FILTERING,
    "up": sorting(4, 1),
    "down": sorting(4, 1),
    "by words": sorting(3, 1),
}
"""All in one visit, one after the other: a browser takes long to start."""


@pytest.fixture(scope="module")
def told(page, tmp_path_factory):
    scripts = ",".join(f"{name!r}: (() => {{ {script} }})()" for name, script in LOOKS.items())
    return looked(page, f"return {{ {scripts} }};", tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def seen(told):
    return told["seen"]


def test_it_opens_from_disk_without_a_word_on_the_console(page, tmp_path):
    assert console(page, tmp_path) == []


def test_what_breaks_the_pages_own_rules_is_told_on_the_console(page, tmp_path):
    foreign = page.replace("</main>", "</main><script>1</script>")
    assert console(foreign, tmp_path)


def test_hostile_names_are_shown_as_text_and_run_nothing(seen):
    assert seen["heading"] == SCRIPT
    assert seen["title"].startswith(SCRIPT)
    assert seen["scripts"] == 1
    for name in NAMES:
        assert name in seen["text"]


def test_it_fetches_nothing(seen):
    assert seen["fetched"] == []


def test_long_names_do_not_make_the_page_wider_than_the_window(seen, page, tmp_path):
    assert seen["overflow"] <= 0
    assert looked(page, SEEN, tmp_path, width=390)["overflow"] <= 0


def test_figures_have_their_size_and_say_what_they_show(seen):
    assert len(seen["images"]) >= 10
    for natural_width, natural_height, width, height, alt in seen["images"]:
        assert min(natural_width, natural_height) > 100
        assert min(width, height) > 60
        assert width / height == pytest.approx(natural_width / natural_height, rel=0.03)
        assert len(alt) > 30


def test_headings_go_down_one_level_at_a_time(seen):
    levels = seen["levels"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_everything_that_can_be_used_is_reached_by_keyboard_and_has_a_name(seen):
    assert seen["unreachable"] == 0
    assert seen["nameless"] == 0
    assert seen["lang"] == "en"


def test_no_name_is_given_twice(seen):
    assert len(seen["ids"]) == len(set(seen["ids"]))


def test_all_text_stands_out_from_what_is_behind_it(told):
    ratio, where = told["contrast"]
    assert 4.5 <= ratio < 25, where


def test_a_table_sorts_by_its_numbers_and_turns_around(told):
    up, down = (
        [math.inf if key is None else float(key) for key in told[way]["keys"]] for way in ("up", "down")
    )
    assert len(up) > 20
    assert up == sorted(up)
    assert up[0] < up[-1]
    assert down == sorted(up, reverse=True)
    assert (told["up"]["order"], told["down"]["order"]) == ("ascending", "descending")


def test_a_table_sorts_by_its_words(told):
    cells = told["by words"]["cells"]
    runs = [cell for place, cell in enumerate(cells) if place == 0 or cell != cells[place - 1]]
    assert len(runs) > 1
    assert runs == list(dict.fromkeys(cells))


def test_a_table_is_filtered_by_all_the_words_typed(told):
    found = told["filtered"]
    assert 0 < len(found["left"]) < found["all"]
    assert all("wait" in text and "fifo" in text for text in found["left"])
    assert found["said"] == f"{len(found['left'])} of {found['all']} rows"
    assert found["after"] == found["all"]


def test_values_that_the_file_calls_assumed_are_marked(told):
    assert len(told["marked"]) == 1
    assert LONG in told["marked"][0]
    assert told["marked"][0].endswith("assumed")


def test_names_stand_where_they_belong(told):
    assert told["named"] == {"strategies": ["fifo", LONG, QUOTES], "pools": [EMOJI]}
