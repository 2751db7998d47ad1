"""What share of tickets is served within which time: cumulated shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.plots.look import GREY, MOST_LINES, Palette, axes_for, legend_below, named
from results.plots.scales import measure_in_words, percent_axis, time_axis
from results.words import duration

SHORTEST, SOONEST = 1.0, 1 / 60
"""Where the axis begins [min]: at a second where a minute is too late. Shorter waits are at the edge."""
MOST = 0.1
"""A minute is too late where the promise comes before it, or such a share of tickets is served between."""


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
    limits = curves["limit"].dropna().to_numpy()
    early = _served_between(curves, SOONEST, SHORTEST) > MOST or limits.min(initial=np.inf) < SHORTEST
    low = SOONEST if early else SHORTEST
    minutes = curves["minutes"].to_numpy()
    rising = minutes[(curves["share"].to_numpy() >= 0.02) & np.isfinite(minutes)]
    return low, max(float(np.concatenate([rising, limits]).max(initial=0.0)) * 1.1, 10 * low)


def _served_between(curves: pd.DataFrame, low: float, high: float) -> float:
    """The largest share under any candidate."""
    first, then = (
        curves["share"].where(curves["minutes"] <= at, 0.0).groupby(curves["candidate"]).max()
        for at in (low, high)
    )
    return float((then - first).max())


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
