from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from results.plots import (
    Palette,
    attainment,
    convergence,
    differences,
    gains,
    over_the_week,
    pareto,
    promises,
    style,
    utilization,
    waits,
    why_waited,
    work_by_hour,
)
from results.plots.chosen import drawings_of
from results.plots.drawing import write_drawings
from results.plots.growing import running
from results.plots.look import COLOURS, LONGEST, MOST_LINES, short_names
from results.plots.scales import scale_of
from tests.results.hall import hall_interval
from tests.results.pages import LONG, hostile_comparison


@pytest.fixture(scope="module")
def found():
    return hostile_comparison()[1]


@pytest.fixture(scope="module")
def search(found):
    return {
        name: table[table["stage"] == "search"]
        for name in ("summary", "promises", "waits", "load", "gains", "comparison", "why")
        for table in [getattr(found, name)]
    }


@pytest.fixture
def ax():
    with style():
        yield Figure(figsize=(6, 4), layout="constrained").add_subplot()


def many(frame: pd.DataFrame, count: int = 40) -> pd.DataFrame:
    """The rows of one strategy under so many names."""
    one = frame[(frame["strategy"] == "fifo") & (frame["what_if"] == "as written")]
    return pd.concat([one.assign(strategy=f"strategy {k}") for k in range(count)], ignore_index=True)


def drawn(ax: Axes) -> str:
    with style():
        ax.figure.canvas.draw()
    return " ".join(text.get_text() for text in ax.texts)


def test_every_figure_takes_axes_and_returns_them(search, found, ax):
    group = str(search["waits"][search["waits"]["by"] == "segment"]["group"].iloc[0])
    load = search["load"]
    one = load[(load["strategy"] == "fifo") & (load["what_if"] == "as written")]
    figure = ax.figure
    made = [
        waits(search["waits"], "wait", "segment", group, ax=ax),
        attainment(search["summary"], by="policy", ax=figure.add_subplot()),
        promises(search["promises"], ax=figure.add_subplot()),
        differences(search["comparison"], "wait_mean", ax=figure.add_subplot()),
        gains(search["gains"], "priority", ax=figure.add_subplot()),
        over_the_week(load, "backlog", ax=figure.add_subplot()),
        work_by_hour(one, ax=figure.add_subplot()),
        utilization(search["summary"], ax=figure.add_subplot()),
        pareto(search["summary"], "wait_mean", "kept_share", ax=figure.add_subplot()),
        convergence(found.replications, "wait_mean", ax=figure.add_subplot()),
        why_waited(search["why"], "tier", ax=figure.add_subplot()),
    ]
    assert made[0] is ax
    assert all(isinstance(one, Axes) and one.has_data() for one in made)


def test_without_axes_a_figure_of_its_own_is_made(search):
    from matplotlib import pyplot  # noqa: PLC0415

    made = pareto(search["summary"], "wait_mean", "kept_share")
    assert made.figure.number in pyplot.get_fignums()
    pyplot.close(made.figure)


def test_a_strategy_has_the_same_colour_in_every_figure(search):
    palette = Palette(search["summary"])
    own = palette["fifo"]
    alone = waits(
        search["waits"][search["waits"]["strategy"] != "fifo"],
        "wait",
        palette=palette,
        ax=Figure().add_subplot(),
    )
    assert own.colour not in {line.get_color() for line in alone.lines}
    both = waits(search["waits"], "wait", palette=palette, ax=Figure().add_subplot())
    assert own.colour in {line.get_color() for line in both.lines}


def test_what_ifs_of_a_strategy_share_its_colour_and_differ_in_dashes_and_marks():
    frame = pd.DataFrame({"what_if": ["as written", "more"], "strategy": ["fifo", "fifo"]})
    plain, more = (Palette(frame)[name] for name in ("fifo", "fifo with more"))
    assert plain.colour == more.colour
    assert plain.dashes != more.dashes
    assert plain.marker != more.marker


def test_forty_candidates_all_look_different():
    frame = pd.DataFrame({"what_if": "as written", "strategy": [f"s{k}" for k in range(40)]})
    palette = Palette(frame)
    looks = {(one.colour, one.marker, str(one.dashes)) for one in (palette[f"s{k}"] for k in range(40))}
    assert len(looks) == 40


def test_forty_candidates_are_drawn_with_a_short_legend(search, ax):
    made = waits(many(search["waits"]), "wait", ax=ax)
    assert len(made.get_legend().get_texts()) == MOST_LINES
    assert len(made.lines) == 40
    for draw in (utilization, attainment):
        one = draw(many(search["summary"]), ax=Figure(layout="constrained").add_subplot())
        one.figure.canvas.draw()


def test_colours_are_those_that_colour_blind_readers_tell_apart():
    assert len(set(COLOURS)) == len(COLOURS) == 8


def test_names_are_cut_but_stay_different_and_are_never_formulas():
    first, second, money, lines = short_names([LONG, LONG, "$x^2$", "a\nb\tc"])
    assert len(first) <= LONGEST
    assert first != second
    assert money == r"\$x^2\$"
    assert lines == "a b c"


def test_the_promise_is_marked_where_the_group_has_one(search, ax):
    curves = search["waits"]
    group = curves[curves["limit"].notna()]["group"].iloc[0]
    made = waits(curves, "first_reply_open", "policy×priority", str(group), ax=ax)
    assert "promise: 2 h" in drawn(made)


def test_a_heat_map_writes_the_numbers_of_the_table(search, ax):
    table = search["summary"]
    own = table[(table["measure"] == "first_reply_attainment") & (table["by"] == "policy")]
    words = drawn(attainment(table, by="policy", ax=ax)).split()
    assert len(words) == len(own)
    assert float(words[0]) == pytest.approx(100 * own["estimate"].iloc[0], abs=0.06)


def test_broken_promises_are_marked_beside_their_number(search, ax):
    table = search["promises"].assign(verdict="broken")
    assert drawn(promises(table, ax=ax)).count("▼") == len(table)


def test_a_difference_that_is_not_told_apart_is_hollow(search, ax):
    table = search["comparison"]
    made = differences(table, "kept_share", ax=ax)
    rows = table[(table["measure"] == "kept_share") & (table["by"] == "all")]
    marks = [line for line in made.lines if line.get_marker() not in {"None", None, ""}]
    hollow = [mark.get_markerfacecolor() == "white" for mark in marks]
    expected = rows["verdict"].isin(["not yet told apart", "practically the same", "identical"]).tolist()
    assert hollow == expected
    assert len(set(expected)) == 2


def test_later_is_drawn_to_the_left_and_earlier_to_the_right(search, ax):
    own = search["gains"]
    own = own[(own["strategy"] == LONG) & (own["what_if"] == "as written")]
    widths = [bar.get_width() for bar in gains(own, "all", ax=ax).patches]
    row = own[own["by"] == "all"].iloc[0]
    assert widths == pytest.approx([row["earlier"], -row["later"]])


def test_the_last_interval_of_the_settling_is_that_of_the_summary(found, search):
    table = found.replications
    of = (table["measure"] == "wait_mean") & (table["by"] == "all")
    one = table[of & (table["strategy"] == "fifo") & (table["what_if"] == "as written")]
    run = running(one)
    row = search["summary"]
    row = row[(row["measure"] == "wait_mean") & (row["by"] == "all") & (row["strategy"] == "fifo")].iloc[0]
    assert run.value[-1] == pytest.approx(row["estimate"])
    assert (run.low[-1], run.high[-1]) == pytest.approx((row["low"], row["high"]))
    assert np.isnan(run.low[0])


def test_intervals_settle_block_by_block_within_what_is_possible():
    rng = np.random.default_rng(1)
    counts = np.full(100, 50.0)
    shares = rng.binomial(50, 0.995, 100).astype(float)
    one = pd.DataFrame({"replication": np.arange(100), "sum": shares, "count": counts})
    run = running(one, 10, 1.0)
    assert run.number.tolist() == list(range(10, 101, 10))
    assert run.value[-1] == pytest.approx(shares.sum() / counts.sum())
    assert np.nanmax(run.high) <= 1
    blocks = shares.reshape(10, 10).sum(axis=1) / 500
    assert (run.low[-1], run.high[-1]) == pytest.approx(hall_interval(blocks, 0.025))


def test_shares_are_shown_in_points_and_times_in_the_unit_that_reads_best():
    assert scale_of("kept_share", np.array([0.5])).unit == "%"
    assert scale_of("wait_mean", np.array([300.0, 60.0])).unit == "h"
    assert scale_of("wait_mean", np.array([0.5])).unit == "s"
    assert scale_of("tickets", np.array([300.0])).factor == 1.0


def test_figures_are_written_as_svg_and_png_and_are_the_same_each_time(found, tmp_path):
    few = drawings_of(found)[:3]
    there = write_drawings(few, tmp_path)
    names = sorted(path.name for path in there.iterdir())
    assert names == sorted(f"{one.name}.{form}" for one in few for form in ("png", "svg"))
    assert there.name == "figures"
    assert few[0].svg() == (there / f"{few[0].name}.svg").read_text(encoding="utf-8")
    assert (there / f"{few[1].name}.png").read_bytes() == few[1].png()


def test_every_figure_has_words_for_those_who_do_not_see_it(found):
    drawings = drawings_of(found)
    assert len({one.name for one in drawings}) == len(drawings) > 8
    assert all(len(one.alt) > 30 and one.title and one.says.endswith(".") for one in drawings)


def test_text_in_svg_stays_text(found):
    svg = drawings_of(found)[0].svg()
    assert "<text" in svg
    assert "Date" not in svg


def test_a_figure_is_drawn_once_and_looks_as_if_drawn_twice(found, monkeypatch):
    drawing = drawings_of(found)[0]
    twice, drawn = [], []
    with monkeypatch.context() as usual:
        usual.setattr("results.plots.drawing._DrawnOnce", Figure)
        usual.setattr(Axes, "draw", _counted(Axes.draw, twice))
        expected = drawing.svg(), drawing.png()
    monkeypatch.setattr(Axes, "draw", _counted(Axes.draw, drawn))
    assert (drawing.svg(), drawing.png()) == expected
    assert 0 < 2 * len(drawn) == len(twice)


def _counted(draw, calls):
    def counted(ax, renderer):
        calls.append(ax)
        draw(ax, renderer)

    return counted
