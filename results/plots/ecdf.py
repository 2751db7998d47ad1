"""What share of tickets is served within which time: cumulated shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.plots.look import GREY, MOST_LINES, Palette, axes_for, legend_below, named
from results.plots.scales import measure_in_words, percent_axis, time_axis
from results.words import duration

SHORTEST = 1.0
"""Where the axis of time begins at the latest [min]; shorter waits are at its left edge."""


def waits(
    frame: pd.DataFrame,
    measure: str = "first_reply",
    by: str = "all",
    group: str = "all",
    *,
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Cumulated shares of tickets over a logarithmic axis of time, one line per candidate.

    `frame` has the columns of `waits.csv`. The promise's limit is marked where the group has a single one;
    what had not ended when the run did keeps a line below 100 %.
    """
    ax = axes_for(ax)
    own = named(frame[(frame["measure"] == measure) & (frame["by"] == by) & (frame["group"] == group)])
    palette = palette or Palette(frame)
    low, high = _span(own)
    for place, (name, curve) in enumerate(own.groupby("candidate", sort=False)):
        _line(ax, str(name), curve, (low, high), palette, told=place < MOST_LINES)
    for limit in own["limit"].dropna().unique()[:1]:
        ax.axvline(limit, color="#333333", linewidth=1.2, linestyle=(0, (1, 1)))
        ax.annotate(
            f"promise: {duration(float(limit))}",
            (limit, 1.005),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=9,
        )
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1.005)
    time_axis(ax.xaxis, low, high)
    percent_axis(ax.yaxis)
    ax.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    ax.set_xlabel(f"{measure_in_words(measure)}, at most")
    ax.set_ylabel("share of tickets")
    legend_below(ax)
    return ax


def _span(curves: pd.DataFrame) -> tuple[float, float]:
    """The part of the axis of time in which curves rise."""
    minutes = curves["minutes"].to_numpy()
    rising = minutes[(curves["share"].to_numpy() >= 0.02) & np.isfinite(minutes)]
    known = np.concatenate([rising, curves["limit"].dropna().to_numpy()])
    low = max(float(known.min(initial=SHORTEST)), SHORTEST / 60)
    low = SHORTEST if low < SHORTEST else low
    return low, max(float(known.max(initial=10 * low)) * 1.1, 10 * low)


def _line(
    ax: Axes, name: str, curve: pd.DataFrame, span: tuple[float, float], palette: Palette, *, told: bool
) -> None:
    """One candidate; it goes on level to the right edge."""
    minutes = np.clip(np.append(curve["minutes"].to_numpy(), span[1]), *span)
    share = np.append(curve["share"].to_numpy(), curve["share"].iloc[-1])
    looks = palette[name]
    if told:
        ax.plot(minutes, share, color=looks.colour, linestyle=looks.dashes, linewidth=1.6, label=looks.label)
    else:
        ax.plot(minutes, share, color=GREY, linewidth=0.5, alpha=0.6, zorder=1)
