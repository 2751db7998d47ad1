"""How the desk fares over the hours of the week."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.plots.look import GREY, MOST_LINES, Palette, axes_for, legend_below, named
from results.plots.scales import figures_axis, week_axis
from results.week_load import BACKLOG, HOURS_OF_WEEK, ON_DUTY, QUEUE

MOST_BANDS = 2
"""With more lines only the first shows its spread; the others' would hide it."""
WORDS = {QUEUE: "tickets waiting", BACKLOG: "open tickets", ON_DUTY: "people on duty"}


def over_the_week(
    load: pd.DataFrame,
    series: str = QUEUE,
    by: str = "all",
    group: str = "all",
    *,
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Queue, backlog, people on duty or at work by hour of the week: the mean, and what 80 % of hours had.

    `load` has the columns of `load.csv`, of one stage.
    """
    ax = axes_for(ax, 6.4, 3.0)
    palette = palette or Palette(load)
    own = named(load[(load["series"] == series) & (load["by"] == by) & (load["group"] == group)])
    candidates = list(own.groupby("candidate", sort=False))
    for place, (name, one) in enumerate(candidates):
        looks = palette[str(name)]
        hours = [HOURS_OF_WEEK.index(hour) for hour in one["hour_of_week"]]
        mean, low, high = (_stairs(hours, one[column]) for column in ("mean", "low", "high"))
        edges = np.arange(len(HOURS_OF_WEEK) + 1)
        told = place < MOST_LINES
        colour = looks.colour if told else GREY
        if place == 0 or len(candidates) <= MOST_BANDS:
            ax.fill_between(edges, low, high, step="post", color=colour, alpha=0.18, linewidth=0)
        ax.step(
            edges,
            mean,
            where="post",
            color=colour,
            linestyle=looks.dashes if told else "-",
            linewidth=1.5 if told else 0.5,
            label=looks.label if told else None,
        )
    week_axis(ax)
    ax.set_ylim(bottom=0)
    figures_axis(ax.yaxis)
    ax.set_ylabel(WORDS.get(series, series))
    if len(candidates) > 1:
        legend_below(ax)
    return ax


def _stairs(hours: list[int], values: pd.Series) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """[hour of the week and its end] the values, NaN where there are none."""
    found = np.full(len(HOURS_OF_WEEK) + 1, np.nan)
    found[hours] = values.to_numpy(np.float64)
    found[-1] = found[-2]
    return found
