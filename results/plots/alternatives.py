"""What a figure shows, in words and numbers, for those who do not see it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from results.criteria import Expression, expression
from results.plots.look import named
from results.verdict_text import difference_in_words, spread_in_words, value_in_words
from results.week_load import BACKLOG
from results.words import duration, listed, percent, three_figures

MOST = 6
"""So many lines are told one by one."""


def of_waits(curves: pd.DataFrame) -> str:
    """`fifo: half within 2 h, 90 % within 9 h`, and the limit."""
    limits = curves["limit"].dropna().unique()
    promised = f" The promise is {duration(float(limits[0]))}." if len(limits) else ""
    return f"Rising lines. {_each(curves, _quantiles)}.{promised}"


def of_differences(rows: pd.DataFrame, measure: str) -> str:
    """The differences, one by one."""
    wanted = _expression(measure)

    def told(own: pd.DataFrame) -> str:
        one = own.iloc[0]
        spread = spread_in_words(wanted, float(one["low"]), float(one["high"]))
        return f"{difference_in_words(wanted, float(one['difference']))} ({spread}), {one['verdict']}"

    baseline = str(rows["baseline"].iloc[0]) if len(rows) else "the baseline"
    return f"Marks with intervals around a line of no difference to {baseline}. {_each(rows, told)}."


def of_groups(rows: pd.DataFrame, told: Callable[[pd.Series], str], kind: str) -> str:
    """What is told of each group of one candidate."""
    parts = [f"{row['group']}: {told(row)}" for _, row in rows.head(2 * MOST).iterrows()]
    return f"{kind} {'; '.join(parts)}{_rest(len(rows) - len(parts))}."


def of_load(load: pd.DataFrame, series: str, what: str) -> str:
    """The mean over the week and the worst hour of each candidate."""

    def told(own: pd.DataFrame) -> str:
        worst = own.iloc[int(own["mean"].to_numpy().argmax())]
        mean = three_figures(float(own["mean"].mean()))
        return f"{mean} on average, most on {worst['hour_of_week']}: {three_figures(float(worst['mean']))}"

    kind = "Stepped lines over a week" + (", which rise and fall" if series == BACKLOG else "")
    return f"{kind}. {what}: {_each(load, told)}."


def of_shares(rows: pd.DataFrame) -> str:
    """Served earlier and later, group by group."""

    def told(row: pd.Series) -> str:
        return f"{percent(float(row['earlier']), 0)} earlier, {percent(float(row['later']), 0)} later"

    return of_groups(rows, told, "Bars to both sides.")


def of_reasons(rows: pd.DataFrame) -> str:
    """The largest reason of each bar."""
    parts = []
    for (name, group), own in named(rows).groupby(["candidate", "group"], sort=False):
        minutes = own.groupby("reason", sort=False)["minutes"].sum()
        largest = f"{duration(float(minutes.max()))} {minutes.idxmax()}"
        parts.append(f"{name}, {group}: {duration(float(minutes.sum()))}, of that {largest}")
    return f"Stacked bars. {'; '.join(parts[: 2 * MOST])}{_rest(len(parts) - 2 * MOST)}."


def of_settling(last: dict[str, tuple[float, float]], measure: str) -> str:
    """Where each line ends, and how far its interval reaches."""
    wanted = _expression(measure)
    parts = [
        f"{name} ends at {value_in_words(wanted, value)}"
        + ("" if np.isnan(half) else f" ± {value_in_words(wanted, half)}")
        for name, (value, half) in list(last.items())[:MOST]
    ]
    return f"Lines that settle as replications come in: {listed(parts)}."


def _quantiles(curve: pd.DataFrame) -> str:
    share, minutes = (curve[name].to_numpy(np.float64) for name in ("share", "minutes"))
    told = []
    for wanted, word in ((0.5, "half"), (0.9, "90 %")):
        place = int(np.searchsorted(share, wanted))
        told.append(f"{word} within {duration(float(minutes[place]))}" if place < len(share) else "")
    return listed([one for one in told if one]) or "fewer than half"


def _each(frame: pd.DataFrame, told: Callable[[pd.DataFrame], str]) -> str:
    parts = list(named(frame).groupby("candidate", sort=False))
    words = [f"{name}: {told(own)}" for name, own in parts[:MOST]]
    return "; ".join(words) + _rest(len(parts) - len(words))


def _rest(more: int) -> str:
    return f"; and {more} more" if more > 0 else ""


def _expression(measure: str) -> Expression:
    return expression(measure)
