"""Which strategy serves which group how well: numbers on colours that are told apart in grey too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.findings import judged_promises
from results.groups import WEEKDAYS
from results.plots.look import axes_for, named, short_names, wrapped_names
from results.plots.scales import measure_in_words, scale_of, week_axis
from results.promises import BROKEN, OWED
from results.week_load import AT_WORK, HOURS_OF_WEEK, ON_DUTY
from results.words import percent, three_figures
from sim.vocabulary import Floats

MISSED = " ▼"
"""Stands after what is below its goal."""
MAP = "cividis"
GOAL = " ≥ "


def attainment(
    frame: pd.DataFrame,
    measure: str = "first_reply_attainment",
    by: str = "policy×priority",
    *,
    ax: Axes | None = None,
) -> Axes:
    """One measure of every candidate × group, as a heat map with numbers; `frame` as `summary.csv`."""
    own = named(frame[(frame["measure"] == measure) & (frame["by"] == by)])
    table = own.pivot_table(index="candidate", columns="group", values="estimate", sort=False)
    values = table.to_numpy(np.float64)
    scale = scale_of(measure, values)
    share = scale.unit == "%"
    ax = axes_for(ax, *heat_size(table.shape))

    def text(row: int, column: int) -> str:
        value = float(values[row, column])
        return percent(value).removesuffix(" %") if share else three_figures(value * scale.factor)

    _heat(ax, table, text, top=1.0 if share else None)
    ax.set_title(measure_in_words(measure, scale.unit))
    return ax


def promises(frame: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Attainment of every promise that is judged, by candidate; ▼: broken. `frame` as `promises.csv`."""
    own = named(judged_promises(frame))
    which = np.where(own["priority"] == "all", "", " " + own["priority"].astype(str))
    metric = own["metric"].str.removesuffix(OWED).str.replace("_", " ")
    goals = [f"{GOAL}{percent(goal)}" for goal in own["goal"]]
    own = own.assign(promise=own["policy"] + " " + metric + which + goals)
    table = own.pivot_table(
        index="candidate", columns="promise", values="attainment", sort=False, dropna=False
    )
    missing = own.assign(broken=own["verdict"] == BROKEN).pivot_table(
        index="candidate", columns="promise", values="broken", sort=False
    )
    values, broken = table.to_numpy(np.float64), missing.to_numpy(np.float64)
    ax = axes_for(ax, *heat_size(table.shape))

    def text(row: int, column: int) -> str:
        missed = MISSED if broken[row, column] else ""
        return percent(float(values[row, column])).removesuffix(" %") + missed

    _heat(ax, table, text, top=1.0)
    names = wrapped_names([str(name).rsplit(GOAL, 1)[0] for name in table.columns], 15)
    goals = [str(name).rsplit(GOAL, 1)[1] for name in table.columns]
    _name(ax.set_xticks, [f"{name}\n≥ {goal}" for name, goal in zip(names, goals, strict=True)])
    ax.set_title("kept [%], ▼ broken")
    return ax


def work_by_hour(load: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How busy the people on duty of each pool are, by hour of the week; white: nobody is on duty.

    `load` has the columns of `load.csv`, of one candidate. Work after the end of a shift counts as well, so
    that the hour after it may look full.
    """
    wanted = load[(load["by"] == "pool") & load["series"].isin([AT_WORK, ON_DUTY])]
    pools = list(dict.fromkeys(wanted["group"]))
    busy, there = (_of_series(wanted, series, pools) for series in (AT_WORK, ON_DUTY))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(there > 0.05, np.minimum(busy / there, 1.0), np.nan)
    ax = axes_for(ax, 6.4, 1.2 + 0.32 * len(pools))
    image = ax.imshow(
        share,
        aspect="auto",
        cmap=MAP,
        vmin=0,
        vmax=1,
        interpolation="nearest",
        extent=(0, 24 * len(WEEKDAYS), len(pools) - 0.5, -0.5),
    )
    ax.set_yticks(range(len(pools)), labels=short_names(pools, 22))
    week_axis(ax)
    ax.grid(visible=False)
    bar = ax.figure.colorbar(image, ax=ax, pad=0.02, fraction=0.05)
    bar.set_ticks([0, 0.5, 1], labels=["idle", "50 %", "full"])
    bar.outline.set_visible(False)
    return ax


def _of_series(load: pd.DataFrame, series: str, pools: Sequence[str]) -> Floats:
    """[pool, hour of the week] the means of one series."""
    own = load[load["series"] == series]
    found = np.full((len(pools), len(HOURS_OF_WEEK)), np.nan)
    rows = [pools.index(name) for name in own["group"]]
    found[rows, [HOURS_OF_WEEK.index(hour) for hour in own["hour_of_week"]]] = own["mean"]
    return found


def heat_size(shape: tuple[int, ...]) -> tuple[float, float]:
    """Width and height of a heat map of so many rows and columns [inch]."""
    rows, columns = shape
    return max(4.0, min(2.6 + 0.95 * columns, 14.0)), 1.5 + 0.32 * rows


def _heat(ax: Axes, table: pd.DataFrame, text: Callable[[int, int], str], top: float | None = None) -> None:
    """Colours, and numbers in black or white, whichever is read."""
    values = table.to_numpy(np.float64)
    known = values[np.isfinite(values)]
    low, high = float(known.min(initial=1.0)), top if top is not None else float(known.max(initial=0.0))
    low = min(low, high - 0.05 * (abs(high) or 1.0))
    ax.imshow(values, aspect="auto", cmap=MAP, vmin=low, vmax=high, interpolation="nearest")
    _numbers(ax, (values - low) / (high - low), text)
    _name(ax.set_xticks, wrapped_names([str(name) for name in table.columns], 15))
    _name(ax.set_yticks, short_names([str(name) for name in table.index]))
    ax.tick_params(length=0, labeltop=True, labelbottom=False)
    ax.tick_params(axis="x", labelsize=8.5)
    ax.spines[:].set_visible(False)
    ax.set_xticks(np.arange(values.shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(values.shape[0] + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="white", linewidth=1.5)
    ax.tick_params(which="minor", length=0)


def _numbers(ax: Axes, place: Floats, text: Callable[[int, int], str]) -> None:
    colours = mpl.colormaps[MAP]
    for (row, column), at in np.ndenumerate(place):
        if np.isfinite(at):
            red, green, blue, _ = colours(float(np.clip(at, 0, 1)))
            dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
            ink = "white" if dark else "black"
            ax.text(column, row, text(row, column), ha="center", va="center", color=ink, fontsize=9)


def _name(ticks: Callable[..., object], names: Sequence[str]) -> None:
    ticks(range(len(names)), labels=names)
