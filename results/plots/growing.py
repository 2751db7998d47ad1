"""Were there enough replications: how estimates settle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from results.estimates import Ratios
from results.measures import measure_named
from results.plots.look import GREY, MOST_LINES, Palette, axes_for, legend_below, named
from results.plots.scales import figures_axis, measure_in_words, scale_of
from sim.vocabulary import Floats

MOST_BANDS = 4


def convergence(
    replications: pd.DataFrame,
    measure: str,
    by: str = "all",
    group: str = "all",
    *,
    unit: int = 1,
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How estimate and 95 % interval settle as replications come in; `replications` as the Parquet file.

    So many replications make one independent `unit`: ten where they were stratified. Of a quantile the mean
    of the replications' own is shown, which is near the pooled one.
    """
    ax = axes_for(ax, 6.4, 3.4)
    palette = palette or Palette(replications)
    wanted = (replications["measure"] == measure) & (replications["by"] == by)
    own = named(replications[wanted & (replications["group"] == group)])
    candidates = list(own.groupby("candidate", sort=False, observed=True))
    most = 1.0 if measure_named(measure).unit == "share" else np.inf
    runs = [running(one, unit, most) for _, one in candidates]
    scale = scale_of(measure, np.concatenate([run.value for run in runs]) if runs else np.zeros(0))
    for place, ((name, _), run) in enumerate(zip(candidates, runs, strict=True)):
        looks, told = palette[str(name)], place < MOST_LINES
        colour = looks.colour if told else GREY
        if len(candidates) <= MOST_BANDS:
            low, high = (scale.factor * end for end in (run.low, run.high))
            ax.fill_between(run.number, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(
            run.number,
            scale.factor * run.value,
            color=colour,
            linestyle=looks.dashes if told else "-",
            linewidth=1.5 if told else 0.5,
            label=looks.label if told else None,
        )
    _limit(ax, runs, scale.factor)
    figures_axis(ax.yaxis)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("replications")
    ax.set_ylabel(measure_in_words(measure, scale.unit))
    ax.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    legend_below(ax)
    return ax


@dataclass(frozen=True)
class Growing:
    """An estimate as replications come in."""

    number: Floats
    """Replications so far."""
    value: Floats
    low: Floats
    high: Floats


def running(one: pd.DataFrame, unit: int = 1, most: float = np.inf) -> Growing:
    """The ratio of the sums of the first replications with its 95 % interval, unit by unit.

    So many replications make one independent unit; intervals end at 0 and at the `most` that is possible.
    """
    ordered = one.sort_values("replication")
    units = ordered[["sum", "count"]].groupby(ordered["replication"].to_numpy() // unit).sum()
    ratios, found = Ratios(), []
    for top, bottom in units.to_numpy(np.float64):
        ratios.add(np.array([top]), np.array([bottom]))
        seen = ratios.estimates().clipped(0, most)
        found.append((seen.value[0], seen.low[0], seen.high[0]))
    value, low, high = np.array(found).reshape(-1, 3).T
    return Growing(np.arange(1.0, len(value) + 1) * unit, value, low, high)


def _limit(ax: Axes, runs: list[Growing], factor: float) -> None:
    """The first few intervals are wide enough to hide everything else: they may leave the picture."""
    late = [end[2:] for one in runs if len(one.value) > 4 for end in (one.low, one.high)]
    if not late:
        return
    ends = factor * np.concatenate([*late, *(one.value for one in runs)])
    ends = ends[np.isfinite(ends)]
    if len(ends):
        low, high = float(ends.min()), float(ends.max())
        margin = 0.04 * (high - low) or 0.01
        ax.set_ylim(low - margin, high + margin)
