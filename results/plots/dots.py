"""How much are people used, and which candidates are worth keeping: marks for every candidate."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from results.criteria import expression
from results.measures import MEASURES
from results.pareto import front as on_front
from results.plots.forest import row_height
from results.plots.look import GREY, MOST_LINES, Palette, axes_for, legend_below, named, short_names
from results.plots.scales import figures_axis, measure_in_words, percent_axis, scale_of

MOST_NAMED = 12


def utilization(
    frame: pd.DataFrame,
    measure: str = "utilization",
    by: str = "pool",
    *,
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Utilization (or occupancy) of each pool, one mark per candidate; `frame` as `summary.csv`."""
    own = named(frame[(frame["measure"] == measure) & (frame["by"] == by)])
    palette = palette or Palette(frame)
    groups = list(dict.fromkeys(own["group"]))
    ax = axes_for(ax, 6.4, row_height(len(groups)) + 0.4)
    candidates = list(own.groupby("candidate", sort=False))
    for place, (name, one) in enumerate(candidates):
        looks, told = palette[str(name)], place < MOST_LINES
        shift = 0.5 * ((place + 0.5) / len(candidates) - 0.5)
        rows = np.array([groups.index(group) for group in one["group"]]) + shift
        value, low, high = (one[column].to_numpy(np.float64) for column in ("estimate", "low", "high"))
        spread = np.maximum(np.nan_to_num(np.stack([value - low, high - value])), 0)
        ax.errorbar(
            value,
            rows,
            xerr=spread,
            fmt=looks.marker,
            markersize=5,
            color=looks.colour if told else GREY,
            elinewidth=1,
            label=looks.label if told else None,
        )
    ax.set_yticks(range(len(groups)), labels=short_names(groups, 24))
    ax.set_ylim(len(groups) - 0.5, -0.5)
    ax.set_xlim(0, 1.02)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="both", color="#e4e4e4", linewidth=0.6)
    percent_axis(ax.xaxis)
    ax.set_xlabel(
        {"utilization": "work ÷ paid time", "occupancy": "work ÷ time available"}.get(measure, measure)
    )
    legend_below(ax)
    return ax


def pareto(
    frame: pd.DataFrame, x: str, y: str, *, palette: Palette | None = None, ax: Axes | None = None
) -> Axes:
    """Two measures of every candidate, and the front: those that no other beats in both; others are hollow.

    `frame` as `summary.csv`, of one stage; `x` and `y` are written `measure` or `measure[by=group]`. Beyond a
    dozen candidates only those of the front are named.
    """
    ax = axes_for(ax, 6.4, 4.6)
    palette = palette or Palette(frame)
    both, front = pairs_and_front(frame, x, y)
    scales = [
        scale_of(_measure(text), both[axis].to_numpy(np.float64)) for text, axis in ((x, "x"), (y, "y"))
    ]
    xs, ys = (
        scale.factor * both[axis].to_numpy(np.float64) for scale, axis in zip(scales, "xy", strict=True)
    )
    for place, name in enumerate(both.index):
        looks, on = palette[str(name)], bool(front[place])
        ax.plot(
            [xs[place]],
            [ys[place]],
            marker=looks.marker,
            markersize=8,
            linestyle="none",
            color=looks.colour,
            markerfacecolor=looks.colour if on else "white",
            label=looks.label if on or place < MOST_NAMED else None,
            zorder=3 if on else 2,
        )
    order = np.lexsort((ys[front], xs[front]))
    ax.plot(xs[front][order], ys[front][order], color="#333333", linewidth=0.8, zorder=1)
    for axis, text, scale in ((ax.xaxis, x, scales[0]), (ax.yaxis, y, scales[1])):
        figures_axis(axis)
        way = {1.0: "more is better", -1.0: "less is better"}[_sign(text)]
        axis.set_label_text(textwrap.fill(f"{measure_in_words(text, scale.unit)}, {way}", 44))
    ax.grid(color="#e4e4e4", linewidth=0.6)
    legend_below(ax)
    return ax


def pairs_and_front(frame: pd.DataFrame, x: str, y: str) -> tuple[pd.DataFrame, NDArray[np.bool_]]:
    """`x` and `y` of every candidate that has both, and which are on the front."""
    frame, columns = named(frame), {}
    for axis, text in (("x", x), ("y", y)):
        term = expression(text).terms[0]
        wanted = (frame["measure"] == term.measure.name) & (frame["by"] == term.by)
        own = frame[wanted & (frame["group"] == term.group)]
        columns[axis] = own.set_index("candidate")["estimate"]
    both = pd.DataFrame(columns).dropna()
    return both, on_front(both[["x", "y"]].to_numpy(np.float64) * [_sign(x), _sign(y)])


def _measure(text: str) -> str:
    return expression(text).terms[0].measure.name


def _sign(text: str) -> float:
    """1 where higher is better; where neither is, lower is taken as better."""
    return 1.0 if MEASURES[_measure(text)].worse == "low" else -1.0
