"""What to promise: the wait within which so many of an hour's tickets are answered, and how to tell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from results.announcements import PREDICTORS, SUMS
from results.bins import BINS, Histogram, bins_of, merged
from results.groups import WEEKDAYS, Groups
from results.share import Grouped, within
from sim.vocabulary import Floats

FAMILY = "answered by hour"
"""Durations to the first reply, by segment and hour of the week of creation."""

LEVELS = {"within_50": 0.5, "within_80": 0.8, "within_95": 0.95}
ANSWERS = ("what_if", "strategy", "segment", "hour_of_week", "tickets", *LEVELS)
ANNOUNCEMENTS = (
    *("what_if", "strategy", "predictor", "by", "group", "tickets"),
    *("squared_error", "squared_error_of_mean", "bias", "slope", "in_time"),
)
HOURS = 24 * len(WEEKDAYS)


def answers_by_hour(grouped: Grouped) -> Histogram:
    """Times to the first reply or to leaving, ∞ for neither, of tickets created in the period."""
    workload, outcome, groups = grouped.tickets.workload, grouped.tickets.outcome, grouped.groups
    chosen = within(workload.created, grouped.run)
    until = np.where(np.isnan(outcome.first_reply), outcome.left, outcome.first_reply)[chosen]
    bins = bins_of(np.where(np.isnan(until), np.inf, until - workload.created[chosen])).astype(np.int64)
    segment, hour = (
        groups.codes(by, workload)[chosen].astype(np.int64) for by in ("segment", "hour_of_week")
    )
    return Histogram(*np.unique((segment * HOURS + hour) * BINS + bins, return_counts=True))


def answer_table(sections: Sequence[Histogram], groups: Groups) -> pd.DataFrame:
    """`segment, hour_of_week, tickets` and the waits within which half, 80 % and 95 % are answered [min].

    Nothing where there were fewer than 10 ÷ (1 − share) tickets; ∞ where so many had no answer.
    """
    segments = [segment.name for segment in groups.scenario.segments]
    hours = [f"{day} {hour:02d}:00" for day in WEEKDAYS for hour in range(24)]
    pooled = merged(list(sections))
    size = len(segments) * HOURS
    table = pd.DataFrame({"segment": np.repeat(segments, HOURS), "hour_of_week": hours * len(segments)})
    for name, share in LEVELS.items():
        value, totals = pooled.quantiles(share, size)
        table["tickets"] = totals
        table[name] = np.where(totals >= 10 / (1 - share) - 1e-9, value, np.nan)
    return pd.DataFrame(table[table["tickets"] > 0]).reset_index(drop=True)


def announcement_table(sums: Floats, groups: Groups) -> pd.DataFrame:
    """How well each announcement predicts the wait, over all tickets and by segment.

    The mean squared error beside that of always saying the mean; the bias (said less waited) [min]; the slope
    of the wait on what was said (1: calibrated); the share that waited at most as long as they were told.
    """
    by, group = groups.labels
    rows = []
    for number, predictor in enumerate(PREDICTORS):
        own = sums[number * (len(SUMS) // 2) : (number + 1) * (len(SUMS) // 2)]
        for place in (*range(*groups.span("all")), *range(*groups.span("segment"))):
            n, error, wait, wait2, said, said2, both, in_time = own[:, place]
            if n > 0:
                spread = said2 - said * said / n
                rows.append(
                    {
                        "predictor": predictor,
                        "by": by[place],
                        "group": group[place],
                        "tickets": int(n),
                        "squared_error": error / n,
                        "squared_error_of_mean": max(wait2 / n - (wait / n) ** 2, 0.0),
                        "bias": (said - wait) / n,
                        "slope": (both - said * wait / n) / spread if spread > 1e-9 * said2 else np.nan,
                        "in_time": in_time / n,
                    }
                )
    return pd.DataFrame(rows, columns=list(ANNOUNCEMENTS[2:]))
