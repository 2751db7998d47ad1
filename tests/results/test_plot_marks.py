"""Marks stand where the numbers of the table say, on frames made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from results.plots import convergence, differences, over_the_week, pareto, promises, waits, win_map
from results.week_load import HOURS_OF_WEEK

BASE = {"what_if": "as written", "stage": "search"}


@pytest.fixture
def ax() -> Axes:
    return Figure(layout="constrained").add_subplot()


def frame(*rows: dict[str, object], **same: object) -> pd.DataFrame:
    return pd.DataFrame([{**BASE, **same, **row} for row in rows])


def marks(ax: Axes) -> list[tuple[float, str]]:
    """(place, fill) of every single mark."""
    lines = (line for line in ax.lines if line.get_marker() not in {"None", None, ""})
    return [(float(line.get_xdata()[0]), str(line.get_markerfacecolor())) for line in lines]


def forest(worth: float = 0.0, ax: Axes | None = None) -> Axes:
    table = frame(
        {"strategy": "due", "difference": -20.0, "low": -35.0, "high": -8.0, "verdict": "better"},
        {"strategy": "vip", "difference": 4.0, "low": -3.0, "high": 12.0, "verdict": "not yet told apart"},
        measure="wait_mean",
        by="all",
        group="all",
        baseline="fcfs",
    )
    return differences(table, "wait_mean", worth=worth, ax=ax)


def test_a_forest_has_its_marks_at_the_differences_and_its_lines_from_low_to_high(ax):
    made = forest(ax=ax)
    assert [place for place, _ in marks(made)] == [-20, 4]
    ends = [tuple(line.get_xdata()) for line in made.lines if len(line.get_xdata()) == 2]
    assert ends[:2] == [(-35, -8), (-3, 12)]


def test_what_does_not_matter_is_a_band_around_nothing(ax):
    (band,) = forest(worth=5.0, ax=ax).patches
    low, high = band.get_extents().x0, band.get_extents().x1
    to_data = ax.transData.inverted()
    assert [round(float(to_data.transform((x, 0))[0]), 6) for x in (low, high)] == [-5, 5]


def curve_of_waits(*points: tuple[float, float], limit: float = np.nan) -> pd.DataFrame:
    """Shares served within so many minutes, as `waits.csv` tells them."""
    return frame(
        *({"minutes": minutes, "share": share} for minutes, share in points),
        strategy="due",
        measure="wait",
        by="all",
        group="all",
        tickets=10,
        limit=limit,
    )


def test_a_curve_of_waits_passes_through_its_points(ax):
    (line,) = waits(curve_of_waits((5.0, 0.2), (60.0, 0.7), (600.0, 1.0)), "wait", ax=ax).lines
    points = set(
        zip(*(np.round(data, 9).tolist() for data in (line.get_xdata(), line.get_ydata())), strict=True)
    )
    assert {(5.0, 0.2), (60.0, 0.7), (600.0, 1.0)} <= points


@pytest.mark.parametrize(
    ("points", "limit", "begins"),
    [
        (((0.0, 0.6), (0.5, 0.65), (60.0, 1.0)), np.nan, 1.0),
        (((0.0, 0.6), (0.5, 0.75), (60.0, 1.0)), np.nan, 1 / 60),
        (((5.0, 0.5), (60.0, 1.0)), 1 / 3, 1 / 60),
        (((5.0, 0.5), (60.0, 1.0)), 2.0, 1.0),
    ],
    ids=["most at once", "many within a minute", "a promise in seconds", "a promise in minutes"],
)
def test_the_axis_of_waits_begins_at_a_second_where_a_minute_is_too_late(points, limit, begins, ax):
    low, high = waits(curve_of_waits(*points, limit=limit), "wait", ax=ax).get_xlim()
    assert low == pytest.approx(begins)
    assert high > 60


def test_only_broken_promises_are_marked(ax):
    table = frame(
        {"strategy": "due", "attainment": 0.8, "verdict": "broken"},
        {"strategy": "vip", "attainment": 0.97, "verdict": "kept"},
        policy="all",
        metric="first_reply",
        priority="all",
        goal=0.9,
        period="week",
    )
    assert [text.get_text() for text in promises(table, ax=ax).texts] == ["80 ▼", "97"]


def test_the_front_is_filled_and_what_is_beaten_hollow(ax):
    table = frame(
        *(
            {"strategy": name, "measure": measure, "estimate": value, "low": value, "high": value}
            for name, measure, value in (
                ("good", "wait_mean", 10.0),
                ("good", "backlog_mean", 5.0),
                ("bad", "wait_mean", 20.0),
                ("bad", "backlog_mean", 9.0),
            )
        ),
        by="all",
        group="all",
    )
    fills = dict(marks(pareto(table, "wait_mean", "backlog_mean", ax=ax))[:2])
    assert fills[20.0] == "white"
    assert fills[10.0] != "white"


def test_the_band_of_the_week_is_what_most_hours_had(ax):
    table = frame(
        *({"hour_of_week": hour, "mean": 5.0, "low": 2.0, "high": 9.0} for hour in HOURS_OF_WEEK),
        strategy="due",
        series="queue",
        by="all",
        group="all",
    )
    made = over_the_week(table, "queue", ax=ax)
    heights = made.collections[0].get_paths()[0].vertices[:, 1]
    assert (heights.min(), heights.max()) == (2, 9)
    assert set(made.lines[0].get_ydata()) == {5.0}


def test_intervals_that_settle_are_drawn_from_low_to_high(ax):
    rng = np.random.default_rng(1)
    table = frame(
        *({"replication": r, "sum": float(rng.uniform(5, 15)), "count": 1.0} for r in range(12)),
        strategy="due",
        measure="wait_mean",
        by="all",
        group="all",
    )
    made = convergence(table, "wait_mean", ax=ax)
    band, (line,) = made.collections[0].get_paths()[0].vertices, made.lines
    last = float(line.get_ydata()[-1])
    heights = band[band[:, 0] == 12][:, 1]
    assert heights.min() < last < heights.max()
    assert last == pytest.approx(table["sum"].mean())


def test_doubtful_points_of_a_map_are_hatched(ax):
    told = {"low": 0.0, "high": 1.0, "behind": 0.0, "may_be_best": True, "feasible": True, "wins": True}
    table = pd.DataFrame(
        [
            {"agents": "3", "strategy": "due", "value": 10.0, **told, "doubtful": True},
            {"agents": "4", "strategy": "vip", "value": 12.0, **told, "doubtful": False},
        ]
    )
    first, second = win_map(table, "wait_mean", ax=ax).patches[:2]
    assert first.get_hatch()
    assert not second.get_hatch()
