"""Were there enough replications: how estimates settle."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from scipy import stats

from results.estimates import CONFIDENCE
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
    palette: Palette | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How estimate and 95 % interval settle as replications come in; `replications` as the Parquet file.

    Of a quantile the mean of the replications' own is shown, which is near the pooled one.
    """
    ax = axes_for(ax, 6.4, 3.4)
    palette = palette or Palette(replications)
    wanted = (replications["measure"] == measure) & (replications["by"] == by)
    own = named(replications[wanted & (replications["group"] == group)])
    candidates = list(own.groupby("candidate", sort=False, observed=True))
    runs = [running(one.sort_values("replication")) for _, one in candidates]
    scale = scale_of(measure, np.concatenate([run[0] for run in runs]) if runs else np.zeros(0))
    for place, ((name, _), (value, half)) in enumerate(zip(candidates, runs, strict=True)):
        looks, told = palette[str(name)], place < MOST_LINES
        number = np.arange(1, len(value) + 1)
        colour = looks.colour if told else GREY
        if len(candidates) <= MOST_BANDS:
            low, high = (scale.factor * (value + sign * half) for sign in (-1, 1))
            ax.fill_between(number, low, high, color=colour, alpha=0.18, linewidth=0)
        ax.plot(
            number,
            scale.factor * value,
            color=colour,
            linestyle=looks.dashes if told else "-",
            linewidth=1.5 if told else 0.5,
            label=looks.label if told else None,
        )
    _limit(ax, [(scale.factor * value, scale.factor * half) for value, half in runs])
    figures_axis(ax.yaxis)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("replications")
    ax.set_ylabel(measure_in_words(measure, scale.unit))
    ax.grid(axis="y", color="#e4e4e4", linewidth=0.6)
    legend_below(ax)
    return ax


def running(one: pd.DataFrame) -> tuple[Floats, Floats]:
    """The ratio of the sums of the first n replications and half its interval, for every n."""
    top, bottom = (np.cumsum(one[name].to_numpy(np.float64)) for name in ("sum", "count"))
    value, half = np.full((2, len(top)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        value[:] = top / bottom
    sums, counts = (one[name].to_numpy(np.float64) for name in ("sum", "count"))
    for n in range(2, len(top) + 1):
        away = (sums[:n] - value[n - 1] * counts[:n]) / max(bottom[n - 1] / n, 1e-300)
        half[n - 1] = stats.t.ppf(0.5 + CONFIDENCE / 2, n - 1) * away.std(ddof=1) / np.sqrt(n)
    return value, half


def _limit(ax: Axes, runs: list[tuple[Floats, Floats]]) -> None:
    """The first few intervals are wide enough to hide everything else: they may leave the picture."""
    late = [(value[2:], half[2:]) for value, half in runs if len(value) > 4]
    if not late:
        return
    ends = np.concatenate([value + sign * half for value, half in late for sign in (-1, 1)])
    ends = np.concatenate([ends, *(value for value, _ in runs)])
    ends = ends[np.isfinite(ends)]
    if len(ends):
        low, high = float(ends.min()), float(ends.max())
        margin = 0.04 * (high - low) or 0.01
        ax.set_ylim(low - margin, high + margin)
