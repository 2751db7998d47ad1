"""From the shape of a week to the expected number of requests in each step of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.localtime import DAY, WEEK, local_time
from sim.vocabulary import Floats, RateArrivals

HOURS = 168
"""Of a week; a profile has a whole multiple of so many weights."""


@dataclass(frozen=True)
class Profile:
    """The shape of a week of arrivals."""

    weights: Floats
    """Steps of equal length through a local week from Monday 00:00, on any scale."""
    timezone: str
    like: Mapping[date, int] = field(default_factory=dict)
    """Local holidays → the weekday (Monday: 0) whose weights they have."""

    def __post_init__(self) -> None:
        size = len(self.weights)
        if size == 0 or size % HOURS:
            raise ValueError(f"a week needs {HOURS} weights or a multiple of that, not {size}")
        if not (np.isfinite(self.weights).all() and (self.weights >= 0).all() and self.weights.sum() > 0):
            raise ValueError("weights must be finite and not negative, and one of them above 0")


@dataclass(frozen=True)
class Steps:
    """Stretches of time in which neither the rate nor the local day changes."""

    edges: Floats
    weight: Floats
    """Of each step, 1 on average over a plain week."""
    day: NDArray[np.int32]
    desk_day: NDArray[np.int32]

    def mass(self) -> Floats:
        """Weight × length of each step [min]."""
        return self.weight * np.diff(self.edges)


def flat(timezone: str) -> Profile:
    """The same rate at all hours."""
    return Profile(np.ones(HOURS), timezone)


def rate_arrivals(
    per_week: float,
    profile: Profile,
    *,
    desk_timezone: str,
    start: datetime,
    horizon: float,
    day_cv: float = 0.0,
) -> RateArrivals:
    """Arrivals at a rate, the average over a plain week, that follows a profile."""
    steps = _steps(profile, desk_timezone, start, np.array([0.0, horizon]))
    return RateArrivals(steps.edges, steps.mass() * (per_week / WEEK), steps.day, steps.desk_day, day_cv)


def forecast_arrivals(
    starts: Floats,
    tickets: Floats,
    profile: Profile,
    *,
    desk_timezone: str,
    start: datetime,
    horizon: float,
    day_cv: float = 0.0,
) -> RateArrivals:
    """Arrivals by a forecast of counts; within an interval they follow the profile.

    `starts` are instants in order [min]; an interval ends where the next begins, the last is as long as
    the one before. `tickets` are counts per interval, or [interval, request type] where the forecast names
    requests. What is before, after or outside the run is left out.
    """
    if len(starts) < 2 or (np.diff(starts) <= 0).any():
        raise ValueError("a forecast needs at least two starts, each after the one before")
    ends = np.append(starts[1:], 2 * starts[-1] - starts[-2])
    steps = _steps(profile, desk_timezone, start, np.unique(np.concatenate(([0.0, horizon], starts, ends))))
    interval, share = _shares_of_intervals(steps, starts, ends)
    counts = tickets if tickets.ndim == 1 else tickets.sum(axis=1)
    inside = np.flatnonzero((steps.edges[:-1] >= 0) & (steps.edges[1:] <= horizon))
    return RateArrivals(
        edges=steps.edges[np.append(inside, inside[-1] + 1)],
        expected=(counts[interval] * share)[inside],
        day=steps.day[inside],
        desk_day=steps.desk_day[inside],
        day_cv=day_cv,
        request_shares=None if tickets.ndim == 1 else _shares(tickets)[interval[inside]],
    )


def _shares_of_intervals(steps: Steps, starts: Floats, ends: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The interval that each step lies in, and its share of what that interval brings.

    By the profile; evenly over an interval in which the profile is zero; 0 outside all intervals.
    """
    interval = np.searchsorted(starts, steps.edges[:-1], side="right").astype(np.int64) - 1
    covered = (interval >= 0) & (steps.edges[:-1] < ends[-1])
    interval = np.where(covered, interval, 0)
    mass = np.where(covered, steps.mass(), 0.0)
    length = np.where(covered, np.diff(steps.edges), 0.0)
    total = np.bincount(interval, mass, len(starts))[interval]
    by_profile = mass / np.where(total > 0, total, 1.0)
    return interval, np.where(total > 0, by_profile, length / (ends - starts)[interval])


def _shares(tickets: Floats) -> Floats:
    """Shares of the request types in each interval; all alike where none is expected."""
    total = tickets.sum(axis=1, keepdims=True)
    return np.where(total > 0, tickets / np.where(total > 0, total, 1.0), 1.0 / tickets.shape[1])


def _steps(profile: Profile, desk_timezone: str, start: datetime, cuts: Floats) -> Steps:
    """Steps from the first cut to the last, ending at every cut, profile step and midnight."""
    begin, until = float(cuts[0]), float(cuts[-1])
    local = local_time(profile.timezone, start, begin, until)
    desk = local_time(desk_timezone, start, begin, until)
    width = WEEK / len(profile.weights)
    edges = np.unique(
        np.concatenate((cuts, local.boundaries(width, begin, until), desk.boundaries(DAY, begin, until)))
    )
    middle = (edges[:-1] + edges[1:]) / 2
    day = local.day(middle)
    within = local.of_week(middle)
    for holiday, like in profile.like.items():
        its_day = (holiday - local.first_day) // timedelta(days=1)
        within = np.where(day == its_day, np.mod(within, DAY) + like * DAY, within)
    weight = (profile.weights / profile.weights.mean())[(within / width).astype(np.int64)]
    return Steps(edges, weight, day, desk.day(middle))
