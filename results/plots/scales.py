"""Axes that people read: per cent and points, minutes as hours and days, hours of the week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, NullLocator

from results.criteria import expression
from results.groups import WEEKDAYS
from results.measures import MEASURES
from results.words import three_figures
from sim.vocabulary import Floats

MINUTES = {
    1 / 60: "1 s",
    1 / 6: "10 s",
    1.0: "1 min",
    5.0: "5 min",
    15.0: "15 min",
    60.0: "1 h",
    240.0: "4 h",
    1440.0: "1 day",
    10080.0: "1 week",
    43200.0: "30 days",
    525600.0: "1 year",
}
"""Marks of a logarithmic axis of time."""


@dataclass(frozen=True)
class Scale:
    """What values are multiplied with to be shown, and the unit they then have."""

    factor: float
    unit: str


def scale_of(measure: str, values: Floats) -> Scale:
    """The unit in which values of a measure read best."""
    unit = _unit(measure)
    if unit == "share":
        return Scale(100.0, "%")
    if unit != "min":
        return Scale(1.0, unit)
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max()) if finite.size else 0.0
    if most >= 2880.0:
        return Scale(1 / 1440.0, "days")
    if most >= 120.0:
        return Scale(1 / 60.0, "h")
    return Scale(1.0, "min") if most >= 2.0 else Scale(60.0, "s")


def _unit(measure: str) -> str:
    """The unit of a measure or a weighted sum of some."""
    if measure in MEASURES:
        return MEASURES[measure].unit
    try:
        return expression(measure).unit
    except ValueError:
        return ""


def measure_in_words(measure: str, unit: str = "") -> str:
    """`first reply p90 [h]`."""
    words = measure.replace("_", " ")
    return f"{words} [{unit}]" if unit else words


def time_axis(axis: Axis, low: float, high: float) -> None:
    """Marks of a logarithmic axis of minutes, at times that people know."""
    marks = [at for at in MINUTES if low * 0.999 <= at <= high * 1.001]
    axis.set_major_locator(FixedLocator(marks))
    axis.set_major_formatter(FixedFormatter([MINUTES[at] for at in marks]))
    axis.set_minor_locator(NullLocator())


def percent_axis(axis: Axis) -> None:
    """Shares as per cent."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g} %"))


def figures_axis(axis: Axis) -> None:
    """Numbers as the tables write them."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: three_figures(value)))


def week_axis(ax: Axes) -> None:
    """Hours of the week, a mark at each midnight and the name of the day between."""
    ax.set_xlim(0, 24 * len(WEEKDAYS))
    ax.set_xticks([24 * day for day in range(len(WEEKDAYS) + 1)], labels=[])
    ax.set_xticks([24 * day + 12 for day in range(len(WEEKDAYS))], labels=list(WEEKDAYS), minor=True)
    ax.tick_params(axis="x", which="minor", length=0)
    for day in range(1, len(WEEKDAYS)):
        ax.axvline(24 * day, color="#d0d0d0", linewidth=0.6, zorder=0)
