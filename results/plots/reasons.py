"""Why tickets waited: bars of minutes in the queue, stacked by reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.plots.look import COLOURS, axes_for, legend_below, named, short_names
from results.plots.scales import figures_axis
from results.why import QUEUE

MOST_BARS = 30
HATCHES = ("", "///", "...", "xxx", "\\\\\\")


def why_waited(frame: pd.DataFrame, by: str = "tier", *, ax: Axes | None = None) -> Axes:
    """Minutes in the queue per ticket, by group and candidate, parted by what they were due to.

    `frame` has the columns of `why.csv`, of one stage; outranked is told as one, whoever outranks.
    """
    own = named(frame[(frame["by"] == by) & frame["reason"].isin(QUEUE)])
    table = own.pivot_table(
        index=["group", "candidate"], columns="reason", values="minutes", aggfunc="sum", sort=False
    ).fillna(0.0)
    order = {label: place for place, label in enumerate(dict.fromkeys(own["group"]))}
    table = table.loc[sorted(table.index, key=lambda row: order[row[0]])][:MOST_BARS]
    ax = axes_for(ax, 6.4, 1.4 + 0.3 * max(len(table), 1))
    rows, left = np.arange(len(table)), np.zeros(len(table))
    hours = 60.0 if len(table) and float(table.sum(axis=1).max()) >= 120 else 1.0
    for place, reason in enumerate(QUEUE):
        if reason in table:
            width = table[reason].to_numpy(np.float64) / hours
            ax.barh(
                rows,
                width,
                left=left,
                color=COLOURS[place],
                hatch=HATCHES[place],
                edgecolor="white",
                linewidth=0.5,
                label=reason,
            )
            left += width
    ax.set_yticks(rows, labels=short_names(_labels(table)))
    ax.set_ylim(len(table) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    figures_axis(ax.xaxis)
    ax.set_xlabel(f"in the queue per ticket [{'h' if hours > 1 else 'min'}]")
    legend_below(ax)
    return ax


def _labels(table: pd.DataFrame) -> list[str]:
    """The group; with several candidates the candidate too."""
    pairs = [(str(group), str(name)) for group, name in table.index]
    several = len({name for _, name in pairs}) > 1
    return [f"{group}: {name}" if several else group for group, name in pairs]
