"""When requests come: a unit Poisson process seen through the cumulated, randomly moved expected count."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled_apart
from sim.distributions import unit_gamma
from sim.grid import MINUTES_PER_TICK, TICKS_PER_MINUTE
from sim.strata import day_uniforms
from sim.streams import Kind, Purpose, Streams, generator
from sim.vocabulary import Floats, RateArrivals, Scenario, Segment

Steps = NDArray[np.int32]

_NONE = (np.empty(0), np.empty(0, np.int32))


def rate_instants(
    arrivals: RateArrivals, segment: str, desk: Floats, streams: Streams
) -> tuple[Floats, Steps]:
    """Instants of a segment's requests, in order [min], and the step that each lies in.

    `desk[desk_day]` are the factors that all segments share.
    """
    expected = _expected(arrivals, segment, desk, streams)
    cumulated = np.zeros(len(expected) + 1)
    expected.cumsum(out=cumulated[1:])
    stream = generator(streams.key(Kind.SEGMENT, segment, Purpose.ARRIVALS))
    parts, reached, until = [_NONE], 0.0, float(cumulated[-1])
    while reached < until:
        missing = until - reached
        instants = stream.random(int(missing + 4 * missing**0.5) + 16)
        np.log1p(np.negative(instants, out=instants), out=instants)
        step = np.empty(len(instants), np.int32)
        came, reached = walk(instants, step, reached, Course(cumulated, expected, arrivals.edges))
        parts.append((instants[:came], step[:came]))
    if len(parts) == 2:
        return parts[1]
    return np.concatenate([at for at, _ in parts]), np.concatenate([step for _, step in parts])


def _expected(arrivals: RateArrivals, segment: str, desk: Floats, streams: Streams) -> Floats:
    """Expected requests in each step, with the factors of its day."""
    cv, days = arrivals.day_cv, arrivals.days
    if cv == 0:
        return arrivals.expected * desk[arrivals.desk_day]
    own = day_factors(streams, Kind.SEGMENT, segment, Purpose.DAY_FACTOR, cv=cv, days=days)
    return arrivals.expected * own[arrivals.day] * desk[arrivals.desk_day]


class Course(NamedTuple):
    """How the expected number of requests grows, step by step."""

    cumulated: Floats
    """Requests expected until each edge between steps."""
    expected: Floats
    """Requests expected in each step."""
    edges: Floats
    """Instants between steps [min]."""


@compiled_apart
def walk(instants: Floats, step: Steps, reached: float, course: Course) -> tuple[int, float]:
    """How many come before the end, and how far the unit Poisson process has come then.

    `instants` are the logarithms of its waits at first, and become instants; `step` is where each lies.
    """
    at, end, pace = -1, len(course.edges) - 1, 0.0
    for place in range(len(instants)):
        reached -= instants[place]
        if reached >= course.cumulated[end]:
            return place, reached
        if reached >= course.cumulated[at + 1]:
            while reached >= course.cumulated[at + 1]:
                at += 1
            pace = (course.edges[at + 1] - course.edges[at]) / course.expected[at]
        minutes = course.edges[at] + (reached - course.cumulated[at]) * pace
        instant = np.rint(minutes * TICKS_PER_MINUTE) * MINUTES_PER_TICK
        if instant >= course.edges[end]:
            return place, course.cumulated[end]
        instants[place], step[place] = instant, at
    return len(instants), reached


def day_factors(streams: Streams, kind: Kind, name: str, purpose: Purpose, *, cv: float, days: int) -> Floats:
    """A gamma factor of mean 1 and this cv for each day."""
    if cv == 0:
        return np.ones(days)
    return unit_gamma(cv**-2, day_uniforms(streams, kind, name, purpose, days))


def desk_factors(scenario: Scenario, streams: Streams) -> Floats:
    """The factor of each desk-local day on all segments: busyness times the replication's forecast error."""
    its_days = (
        segment.arrivals.desk_days
        for segment in scenario.segments
        if isinstance(segment.arrivals, RateArrivals)
    )
    days = max(its_days, default=0)
    busyness = day_factors(streams, Kind.DESK, "", Purpose.BUSYNESS, cv=scenario.busyness_cv, days=days)
    error = day_factors(streams, Kind.DESK, "", Purpose.FORECAST_ERROR, cv=scenario.run.forecast_cv, days=1)
    return busyness * error


def instants(segment: Segment, desk: Floats, streams: Streams) -> tuple[Floats, Steps | None]:
    """Instants of a segment's requests [min], drawn or replayed, and their steps where a rate was given."""
    if isinstance(segment.arrivals, RateArrivals):
        return rate_instants(segment.arrivals, segment.name, desk, streams)
    return segment.arrivals.created, None
