"""When requests come: a unit Poisson process seen through the cumulated, randomly moved expected count."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.distributions import BLOCK, unit_gamma
from sim.grid import on_grid
from sim.strata import day_uniforms
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Floats, RateArrivals, Scenario, Segment

Steps = NDArray[np.int32]


def rate_instants(
    arrivals: RateArrivals, segment: str, desk: Floats, streams: Streams
) -> tuple[Floats, Steps]:
    """Instants of a segment's requests, in order [min], and the step that each lies in.

    `desk[desk_day]` are the factors that all segments share.
    """
    days = int(arrivals.day.max(initial=-1)) + 1
    own = day_factors(streams, Kind.SEGMENT, segment, Purpose.DAY_FACTOR, cv=arrivals.day_cv, days=days)
    expected = arrivals.expected * own[arrivals.day] * desk[arrivals.desk_day]
    cumulated = np.concatenate(([0.0], np.cumsum(expected)))
    points = unit_poisson(streams, segment, float(cumulated[-1]))
    until = np.searchsorted(points, cumulated[1:])
    step = np.repeat(np.arange(len(until), dtype=np.int32), np.diff(until, prepend=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.diff(arrivals.edges) / expected
    for begin in range(0, len(points), BLOCK):
        block = slice(begin, begin + BLOCK)
        at = step[block]
        points[block] = on_grid(arrivals.edges[at] + (points[block] - cumulated[at]) * pace[at])
    inside = int(np.searchsorted(points, arrivals.edges[-1]))
    return points[:inside], step[:inside]


def unit_poisson(streams: Streams, segment: str, until: float) -> Floats:
    """Points below `until` of a Poisson process of rate 1: cumulated standard exponentials."""
    generator = streams.generator(Kind.SEGMENT, segment, Purpose.ARRIVALS)
    blocks: list[Floats] = []
    reached = 0.0
    while reached < until:
        missing = until - reached
        points = generator.random(int(missing + 4 * missing**0.5) + 16)
        np.log1p(np.negative(points, out=points), out=points)
        np.negative(points, out=points)
        points[0] += reached
        blocks.append(np.cumsum(points, out=points))
        reached = float(points[-1])
    points = blocks[0] if len(blocks) == 1 else np.concatenate([np.empty(0), *blocks])
    return points[: np.searchsorted(points, until)]


def day_factors(streams: Streams, kind: Kind, name: str, purpose: Purpose, *, cv: float, days: int) -> Floats:
    """A gamma factor of mean 1 and this cv for each day."""
    if cv == 0:
        return np.ones(days)
    return unit_gamma(cv**-2, day_uniforms(streams, kind, name, purpose, days))


def desk_factors(scenario: Scenario, streams: Streams) -> Floats:
    """The factor of each desk-local day on all segments: busyness times the replication's forecast error."""
    last_days = (
        int(segment.arrivals.desk_day.max(initial=-1))
        for segment in scenario.segments
        if isinstance(segment.arrivals, RateArrivals)
    )
    days = max(last_days, default=-1) + 1
    busyness = day_factors(streams, Kind.DESK, "", Purpose.BUSYNESS, cv=scenario.busyness_cv, days=days)
    error = day_factors(streams, Kind.DESK, "", Purpose.FORECAST_ERROR, cv=scenario.run.forecast_cv, days=1)
    return busyness * error


def instants(segment: Segment, desk: Floats, streams: Streams) -> tuple[Floats, Steps | None]:
    """Instants of a segment's requests [min], drawn or replayed, and their steps where a rate was given."""
    if isinstance(segment.arrivals, RateArrivals):
        return rate_instants(segment.arrivals, segment.name, desk, streams)
    return segment.arrivals.created, None
