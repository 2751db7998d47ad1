"""By how much candidates differ from the baseline, and who gained or lost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.plots.look import GREY, Palette, axes_for, named, short_names
from results.plots.scales import figures_axis, measure_in_words, percent_axis, scale_of
from results.verdict_words import IDENTICAL, OPEN, SAME
from results.words import duration, percent
from sim.vocabulary import Floats

EARLIER, LATER = "#0072B2", "#D55E00"
PAIRED = 0.46
"""Height of a row with two lines of text [inch]."""


def differences(
    frame: pd.DataFrame,
    measure: str,
    by: str = "all",
    group: str | None = None,
    *,
    worth: float = 0.0,
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A forest plot of paired differences to the baseline with their simultaneous intervals.

    `frame` has the columns of `comparison.csv`, of one stage and one baseline. A filled mark is told apart
    from the baseline, a hollow one is not (yet); `worth` is drawn as a band of differences that do not
    matter. With several groups there is one line per candidate and group.
    """
    own = frame[(frame["measure"] == measure) & (frame["by"] == by)]
    own = named(own if group is None else own[own["group"] == group])
    palette = palette or Palette(frame)
    ax = axes_for(ax, 6.4, row_height(len(own)))
    scale = scale_of(measure, own[["difference", "low", "high"]].to_numpy(np.float64))
    unit = "points" if scale.unit == "%" else scale.unit
    for place, (_, row) in enumerate(own.iterrows()):
        _mark(ax, row, place, scale.factor, palette)
    if worth:
        ax.axvspan(-worth * scale.factor, worth * scale.factor, color="#e8e8e8", zorder=0)
    ax.axvline(0, color="#333333", linewidth=0.9)
    _rows(ax, _labels(own, palette))
    figures_axis(ax.xaxis)
    baseline = short_names([str(own["baseline"].iloc[0])])[0] if len(own) else "the baseline"
    ax.set_xlabel(f"{measure_in_words(measure)}: difference to {baseline} [{unit}]")
    return ax


def gains(frame: pd.DataFrame, by: str = "segment", *, ax: Axes | None = None) -> Axes:
    """Shares of tickets served earlier (right) and later (left) than under the baseline, by group.

    `frame` has the columns of `gains.csv`, of one stage; beside each bar the mean by how much.
    """
    own = named(frame[frame["by"] == by])
    ax = axes_for(ax, 6.4, row_height(len(own), PAIRED))
    places = np.arange(len(own), dtype=np.float64)
    _bars(ax, places, own, "earlier", 1.0)
    _bars(ax, places, own, "later", -1.0)
    ax.axvline(0, color="#333333", linewidth=0.9)
    several = own["candidate"].nunique() > 1
    names = [
        f"{one} · {group}" if several else str(group)
        for one, group in zip(own["candidate"], own["group"], strict=True)
    ]
    _rows(ax, short_names(names))
    percent_axis(ax.xaxis)
    reach = 1.7 * float(own[["earlier", "later"]].to_numpy().max(initial=0.2))
    step = next(step for step in (0.5, 0.25, 0.1, 0.05) if reach > step or step == 0.05)
    marks = np.arange(-int(1 / step), int(1 / step) + 1) * step
    ax.set_xticks(marks, labels=[f"{abs(100 * at):.0f} %" for at in marks])
    ax.set_xlim(-reach, reach)
    ax.set_xlabel("served later   ◂   share of tickets   ▸   served earlier")
    return ax


def row_height(rows: int, each: float = 0.3) -> float:
    """Height of a figure with so many rows [inch]."""
    return 1.1 + each * max(rows, 1)


def _mark(ax: Axes, row: pd.Series, place: int, factor: float, palette: Palette) -> None:
    looks = palette[str(row["candidate"])]
    low, middle, high = (float(row[name]) * factor for name in ("low", "difference", "high"))
    told = row["verdict"] not in {OPEN, SAME, IDENTICAL}
    if np.isfinite(low) and np.isfinite(high):
        ax.plot([low, high], [place, place], color=looks.colour, linewidth=1.6, solid_capstyle="butt")
    ax.plot(
        [middle],
        [place],
        marker=looks.marker,
        markersize=6.5,
        color=looks.colour,
        markerfacecolor=looks.colour if told else "white",
        linestyle="none",
    )


def _labels(own: pd.DataFrame, palette: Palette) -> list[str]:
    """What varies: the candidate, the group, or both."""
    if own["group"].nunique() == 1:
        return [palette[str(name)].label for name in own["candidate"]]
    if own["candidate"].nunique() == 1:
        return short_names([str(name) for name in own["group"]])
    both = zip(own["candidate"], own["group"], strict=True)
    return short_names([f"{name} · {group}" for name, group in both])


def _rows(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), labels=labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color="#e4e4e4", linewidth=0.6)
    ax.set_axisbelow(True)


def _bars(ax: Axes, places: Floats, own: pd.DataFrame, side: str, sign: float) -> None:
    """One side: bars, intervals, and how many tickets by how much."""
    value, low, high = (own[name].to_numpy(np.float64) for name in (side, f"{side}_low", f"{side}_high"))
    colour, hatch = (EARLIER, "") if sign > 0 else (LATER, "////")
    ax.barh(places, sign * value, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0)
    spread = np.nan_to_num(np.stack([value - low, high - value]), nan=0.0)
    spread = spread if sign > 0 else spread[::-1]
    ax.errorbar(sign * value, places, xerr=np.maximum(spread, 0), fmt="none", ecolor=GREY, elinewidth=1)
    for place, share, minutes in zip(places, value, own[f"{side}_by"], strict=True):
        if np.isfinite(share):
            by = f"\nby {duration(float(minutes))}" if np.isfinite(minutes) and share > 0 else ""
            ax.annotate(
                f"{percent(share, 0)}{by}",
                (sign * share, place),
                xytext=(6 * sign, 0),
                textcoords="offset points",
                ha="left" if sign > 0 else "right",
                va="center",
                fontsize=8,
                linespacing=1.05,
            )
