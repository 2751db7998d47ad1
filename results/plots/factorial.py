"""A grid as figures: what each factor does by itself, and which strategy wins where."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from results.player import AS_WRITTEN
from results.plots.look import Palette, axes_for, legend_below, short_names, wrapped_names
from results.plots.scales import figures_axis, measure_in_words, scale_of
from results.win_map import COLUMNS

HATCH = "////"
"""Over what is in doubt."""
MOST = 40
"""Rows of the effects at most, those of the largest effects first."""


def effects(
    frame: pd.DataFrame, objective: str = "", *, label: str = "beyond the mean", ax: Axes | None = None
) -> Axes:
    """Effects with intervals that hold together, the largest first; filled: told apart from none.

    `frame` as `effects.csv`, of one what-if. With a `share` the effects are in its order.
    """
    own = _largest(frame)
    scale = scale_of(objective, own["value"].to_numpy(np.float64))
    value, low, high = (scale.factor * own[name].to_numpy(np.float64) for name in ("value", "low", "high"))
    ax = axes_for(ax, *effects_size(frame))
    rows = np.arange(len(own))
    sure = (low > 0) | (high < 0)
    ax.axvline(0, color="#333333", linewidth=0.8, zorder=0)
    ax.hlines(rows, low, high, color="#0072B2", linewidth=1.2)
    faces = np.where(sure, "#0072B2", "white")
    ax.scatter(value, rows, s=30, facecolors=faces, edgecolors="#0072B2", zorder=3)
    names = [f"{effect}: {level}" for effect, level in zip(own["effect"], own["level"], strict=True)]
    ax.set_yticks(rows, labels=short_names(names, 44))
    ax.set_ylim(len(own) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#e4e4e4", linewidth=0.6)
    edges = np.flatnonzero(own["effect"].to_numpy()[1:] != own["effect"].to_numpy()[:-1])
    for edge in edges.tolist():
        ax.axhline(edge + 0.5, color="#d0d0d0", linewidth=0.6, zorder=0)
    figures_axis(ax.xaxis)
    unit = "points" if scale.unit == "%" else scale.unit
    told = f"{label}: {measure_in_words(objective, unit)}" if objective else label
    ax.set_xlabel(textwrap.fill(told, 44))
    return ax


def effects_size(frame: pd.DataFrame) -> tuple[float, float]:
    """Width and height of the figure of the effects [inch]."""
    return 6.8, 1.1 + 0.24 * len(_largest(frame))


def win_map(
    frame: pd.DataFrame, objective: str = "", *, palette: Palette | None = None, ax: Axes | None = None
) -> Axes:
    """Who wins at each point of a grid, with the value; hatched: another may be best there.

    `frame` as `winmap.csv`, of one stage. The last factor goes across, the values of the others down.
    """
    own = frame[frame["wins"]]
    factors = factors_of(frame)
    across, down = factors[-1], factors[:-1]
    columns = list(dict.fromkeys(own[across]))
    lines = [" · ".join(values) for values in own[down].astype(str).itertuples(index=False)]
    rows = list(dict.fromkeys(lines))
    palette = palette or Palette(frame.assign(what_if=AS_WRITTEN))
    ax = axes_for(ax, *map_size(frame))
    scale = scale_of(objective, own["value"].to_numpy(np.float64))
    for line, (_, one) in zip(lines, own.iterrows(), strict=True):
        x, y = columns.index(one[across]), rows.index(line)
        looks = palette[str(one["strategy"])]
        _spot(ax, (x, y), looks.colour, doubtful=bool(one["doubtful"]))
        ax.text(x, y, f"{scale.factor * one['value']:.3g}", ha="center", va="center", fontsize=9, bbox=_PAPER)
    _frame(ax, [str(name) for name in columns], rows)
    ax.set_xlabel(across)
    if objective:
        ax.set_title(f"who wins, and the winner's\n{measure_in_words(objective, scale.unit)}")
    if down:
        ax.set_ylabel(" · ".join(down))
    _key(ax, list(dict.fromkeys(own["strategy"])), palette, doubtful=bool(own["doubtful"].any()))
    legend_below(ax)
    return ax


def map_size(frame: pd.DataFrame) -> tuple[float, float]:
    """Width and height of the figure of the map [inch]."""
    own, factors = frame[frame["wins"]], factors_of(frame)
    columns = own[factors[-1]].nunique()
    rows = len(own[factors[:-1]].drop_duplicates()) if len(factors) > 1 else 1
    return max(5.2, min(2.4 + 1.0 * columns, 14.0)), 2.0 + 0.5 * rows


def factors_of(frame: pd.DataFrame) -> list[str]:
    """The columns that tell where a point of the map lies."""
    return [name for name in frame.columns if name not in {*COLUMNS, "stage"}]


_PAPER: Any = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.92}


def _largest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the largest effects, whole effects at a time."""
    key = frame["share"] if "share" in frame else frame["value"].abs()
    size = key.groupby(frame["effect"], sort=False).transform("max")
    order = size.sort_values(ascending=False, kind="stable").index
    kept: list[pd.DataFrame] = []
    for effect in dict.fromkeys(frame.loc[order, "effect"]):
        rows = pd.DataFrame(frame[frame["effect"] == effect])
        if kept and sum(len(one) for one in kept) + len(rows) > MOST:
            break
        kept.append(rows)
    return pd.concat(kept, ignore_index=True)


def _spot(ax: Axes, at: tuple[int, int], colour: str, *, doubtful: bool) -> None:
    corner = at[0] - 0.5, at[1] - 0.5
    hatch = HATCH if doubtful else None
    alpha = 0.55 if doubtful else 0.9
    ax.add_patch(
        Rectangle(corner, 1, 1, facecolor=colour, edgecolor="white", linewidth=1.5, alpha=alpha, hatch=hatch)
    )


def _frame(ax: Axes, columns: Sequence[str], rows: Sequence[str]) -> None:
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(range(len(columns)), labels=wrapped_names(columns, 14))
    ax.set_yticks(range(len(rows)) if rows != [""] else [], labels=short_names(rows) if rows != [""] else [])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)


def _key(ax: Axes, strategies: Sequence[str], palette: Palette, *, doubtful: bool) -> None:
    """Names of the colours, for the legend: patches of no size."""
    for name in strategies:
        looks = palette[name]
        ax.add_patch(Rectangle((0, 0), 0, 0, facecolor=looks.colour, alpha=0.9, label=looks.label))
    if doubtful:
        grey = Rectangle((0, 0), 0, 0, facecolor="#bbbbbb", edgecolor="white", hatch=HATCH)
        grey.set_label("another may be best")
        ax.add_patch(grey)
