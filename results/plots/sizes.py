"""How many people it takes: head-counts, the price of attainment, one more or less, hours of the week."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from results.criteria import constraint
from results.plots.forest import row_height
from results.plots.look import COLOURS, DASHES, GREY, MARKERS, MOST_LINES, axes_for, legend_below, short_names
from results.plots.scales import Scale, figures_axis, scale_of, week_axis
from results.sizing.bounds import HOLDS
from results.week_load import HOURS_OF_WEEK
from results.words import three_figures
from sim.vocabulary import Floats

DEAR = 2.0
"""What costs so many times the cheapest desk is not drawn."""
HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\")


def heads(sizing: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """People of each strategy's desk by pool, and what they cost; `sizing` as `sizing.csv`."""
    found = sizing.dropna(subset=["agents"])
    strategies = list(dict.fromkeys(found["strategy"]))
    ax = axes_for(ax, 6.4, row_height(len(strategies), 0.42) + 0.4)
    groups = found.assign(group=_groups(found))
    left = np.zeros(len(strategies))
    for number, (name, own) in enumerate(groups.groupby("group", sort=False)):
        people = own.groupby("strategy")["agents"].sum().reindex(strategies, fill_value=0)
        width = people.to_numpy(np.float64)
        ax.barh(
            range(len(strategies)),
            width,
            left=left,
            height=0.6,
            color=COLOURS[number % len(COLOURS)],
            hatch=HATCHES[(number // len(COLOURS)) % len(HATCHES)],
            edgecolor="white",
            label=short_names([str(name)])[0],
        )
        _inside(ax, left, width)
        left += width
    costs = found.groupby("strategy")["cost_per_week"].sum()
    for place, strategy in enumerate(strategies):
        text = f"{three_figures(left[place])} people, {three_figures(float(costs[strategy]))} a week"
        ax.annotate(text, (left[place], place), (6, 0), textcoords="offset points", va="center", fontsize=9)
    _names(ax, strategies)
    ax.set_xlim(0, float(left.max(initial=1.0)) * 1.45)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel("people")
    legend_below(ax)
    return ax


def frontier(desks: pd.DataFrame, requirement: str, *, ax: Axes | None = None) -> Axes:
    """What a requirement's value costs under each strategy: desks that no cheaper one matches.

    `desks` as `frontier.csv`: fresh replications, with intervals. The large mark is the sized desk.
    """
    ax = axes_for(ax, 6.4, 4.4)
    own = desks[desks["requirement"] == requirement]
    scale = _scale(requirement, own["value"])
    for place, (strategy, one) in enumerate(own.groupby("strategy", sort=False)):
        _price_line(ax, one.sort_values("cost_per_week", kind="stable"), scale, place, str(strategy))
    _bound(ax, own, scale, "y")
    if len(own):
        cheap, dear = (float(end) for end in own["cost_per_week"].agg(["min", "max"]))
        ax.set_xlim(right=min(DEAR * cheap, dear + 0.05 * (dear - cheap) or 1.05 * dear))
    figures_axis(ax.xaxis)
    ax.set_xlabel("cost per week")
    ax.set_ylabel(_label(requirement, scale))
    ax.grid(color="#e4e4e4", linewidth=0.6)
    legend_below(ax)
    return ax


def _price_line(ax: Axes, line: pd.DataFrame, scale: Scale, place: int, strategy: str) -> None:
    """The desks of one strategy, the sized one larger."""
    ends = (line[name].to_numpy(np.float64) for name in ("value", "low", "high"))
    value, low, high = (end * scale.factor for end in ends)
    colour = COLOURS[place % len(COLOURS)] if place < MOST_LINES else GREY
    marker = MARKERS[place % len(MARKERS)]
    ax.errorbar(
        line["cost_per_week"],
        value,
        yerr=np.maximum(np.nan_to_num(np.stack([value - low, high - value])), 0.0),
        color=colour,
        linestyle=DASHES[place % len(DASHES)],
        marker=marker,
        markersize=4,
        linewidth=1.4,
        elinewidth=0.8,
        label=short_names([strategy])[0] if place < MOST_LINES else None,
    )
    sized = line["sized"].to_numpy(np.bool_)
    ax.plot(line["cost_per_week"][sized], value[sized], marker, color=colour, markersize=9)


def one_person(neighbours: pd.DataFrame, requirement: str, *, ax: Axes | None = None) -> Axes:
    """What one person more or fewer changes, with intervals; `neighbours` as `neighbours.csv`.

    Filled: with this change everything is kept; hollow: something breaks, or may.
    """
    good = neighbours.groupby(["strategy", "pool", "roster", "change"], dropna=False)["verdict"]
    kept = good.transform(lambda verdicts: (verdicts == HOLDS).all())
    own = neighbours.assign(kept=kept)[neighbours["requirement"] == requirement]
    ax = axes_for(ax, 6.4, row_height(len(own)))
    scale = _scale(requirement, own[["difference", "low", "high"]])
    colours = {name: COLOURS[place % len(COLOURS)] for place, name in enumerate(own["strategy"].unique())}
    for place, (_, row) in enumerate(own.iterrows()):
        colour, marker = colours[row["strategy"]], "^" if row["change"] > 0 else "v"
        _marked(ax, row, "difference", place, scale, marker, colour, bool(row["kept"]))
    ax.axvline(0, color="#333333", linewidth=0.9)
    _names(ax, [_step(row, several=len(colours) > 1) for _, row in own.iterrows()])
    figures_axis(ax.xaxis)
    ax.set_xlabel(_label(requirement, scale, change=True))
    return ax


def otherwise(sensitivity: pd.DataFrame, requirement: str, *, ax: Axes | None = None) -> Axes:
    """What the sized desk keeps if volume, handling time or absence turn out otherwise.

    `sensitivity` as `sensitivity.csv`. Filled: still kept beyond doubt; hollow: broken, or not sure.
    """
    own = sensitivity[sensitivity["requirement"] == requirement]
    changes = list(dict.fromkeys(own["change"]))
    ax = axes_for(ax, 6.4, row_height(len(changes), 0.36) + 0.3)
    scale = _scale(requirement, own[["value", "low", "high"]])
    strategies = list(own.groupby("strategy", sort=False))
    for place, (strategy, one) in enumerate(strategies):
        shift = 0.5 * ((place + 0.5) / len(strategies) - 0.5)
        colour = COLOURS[place % len(COLOURS)] if place < MOST_LINES else GREY
        label = short_names([str(strategy)])[0] if place < MOST_LINES else None
        for _, row in one.iterrows():
            at = changes.index(row["change"]) + shift
            sure = row["verdict"] == HOLDS
            _marked(ax, row, "value", at, scale, MARKERS[place % len(MARKERS)], colour, sure, label)
            label = None
    _bound(ax, own, scale, "x")
    _names(ax, changes)
    figures_axis(ax.xaxis)
    ax.set_xlabel(_label(requirement, scale))
    legend_below(ax)
    return ax


def hours_covered(hours: pd.DataFrame, pool: str, *, ax: Axes | None = None) -> Axes:
    """What each hour of the week needs and what the shifts bring; `hours` as `hours.csv`, of one strategy.

    On the roster are more people than on duty where some are absent or away from tickets.
    """
    ax = axes_for(ax, 8.6, 3.2)
    own = hours[hours["pool"] == pool].set_index("hour_of_week").reindex(HOURS_OF_WEEK)
    edges = np.arange(len(HOURS_OF_WEEK) + 1)
    needed, there, roster = (
        np.append(column, column[-1])
        for column in (own[name].to_numpy(np.float64) for name in ("needed_on_duty", "on_duty", "on_roster"))
    )
    ax.fill_between(edges, needed, step="post", color="#bcd9ea", linewidth=0, label="needed on duty")
    ax.step(edges, there, where="post", color=COLOURS[0], linewidth=1.5, label="on duty, on average")
    if not np.allclose(there, roster):
        ax.step(
            edges,
            roster,
            where="post",
            color=COLOURS[1],
            linestyle=DASHES[1],
            linewidth=1.1,
            label="on the roster",
        )
    week_axis(ax)
    ax.set_ylim(bottom=0)
    figures_axis(ax.yaxis)
    ax.set_ylabel("people")
    legend_below(ax, 3)
    return ax


def _marked(  # noqa: PLR0917
    ax: Axes,
    row: pd.Series,
    value: str,
    at: float,
    scale: Scale,
    marker: str,
    colour: str,
    sure: bool,
    label: str | None = None,
) -> None:
    """A mark with its interval on a line of its own; hollow where it is not sure."""
    low, middle, high = (float(row[name]) * scale.factor for name in ("low", value, "high"))
    ax.plot([low, high], [at, at], color=colour, linewidth=1.5, solid_capstyle="butt")
    face = colour if sure else "white"
    ax.plot([middle], [at], marker, markersize=6, color=colour, markerfacecolor=face, label=label)


def _groups(sizing: pd.DataFrame) -> list[str]:
    """`pool`, or `pool on roster` where a pool has several."""
    rosters = sizing.groupby("pool")["roster"].transform("nunique")
    return [
        f"{pool} on {roster}" if number > 1 else str(pool)
        for pool, roster, number in zip(sizing["pool"], sizing["roster"], rosters, strict=True)
    ]


def _inside(ax: Axes, left: Floats, width: Floats) -> None:
    """The number of people in each part of the bars."""
    for place, (begin, size) in enumerate(zip(left, width, strict=True)):
        if size:
            ax.annotate(
                f"{size:.0f}", (begin + size / 2, place), ha="center", va="center", fontsize=9, color="white"
            )


def _names(ax: Axes, names: list[str]) -> None:
    ax.set_yticks(range(len(names)), labels=short_names(names))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#e4e4e4", linewidth=0.6)
    ax.set_axisbelow(True)


def _step(row: pd.Series, *, several: bool) -> str:
    where = f"{row['change']:+d}".replace("-", "−") + f" in {row['pool']}"
    where += f" on {row['roster']}" if row["roster"] else ""
    return f"{row['strategy']}: {where}" if several else where


def _scale(requirement: str, values: pd.Series | pd.DataFrame) -> Scale:
    """Per cent for shares and odds, minutes and hours for times."""
    one = constraint(requirement)
    if one.period:
        return Scale(100.0, "%")
    return scale_of(one.expression.text, values.to_numpy(np.float64))


def _label(requirement: str, scale: Scale, *, change: bool = False) -> str:
    one = constraint(requirement)
    what = one.expression.text.replace("_", " ")
    if one.period:
        what = f"share of {one.period}s in which {what} is kept"
    unit = "points" if change and scale.unit == "%" else scale.unit
    return textwrap.fill(f"{'change of ' if change else ''}{what}" + (f" [{unit}]" if unit else ""), 60)


def _bound(ax: Axes, own: pd.DataFrame, scale: Scale, axis: str) -> None:
    """A line at what is required."""
    if len(own):
        draw = ax.axhline if axis == "y" else ax.axvline
        draw(
            float(own["bound"].iloc[0]) * scale.factor, color="#333333", linewidth=0.9, linestyle=(0, (4, 2))
        )
