"""A control variate: the work that was offered, whose mean the scenario tells exactly.

Where more work came than is usual, waits are longer than usual. What a linear regression on the work explains
is taken off every estimate, with a coefficient of its own for each candidate (Lavenberg and Welch 1981): the
variance is that of what is left, with one degree of freedom less, and grows with the distance between the
work seen and the work expected. The coefficient comes from the same replications, which biases small samples,
so that fewer than twenty units go without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.census import Census, census
from scenarios.volumes import cumulated_requests
from sim.vocabulary import Floats, RateArrivals, RequestType, Scenario, Segment
from sim.workload import Workload

FEWEST = 20
"""Units without which no coefficient is estimated."""
OFFERED = "control: offered work"
"""The name under which the work of a replication is kept."""
POINTS = 4096
"""Of the distribution of how long after helping themselves customers come back."""


def offered_work(workload: Workload, scenario: Scenario) -> float:
    """Work of all touches of the tickets created in the measured period, at proficiency 1 [min]."""
    run, touches = scenario.run, workload.touches
    begin, end = np.searchsorted(workload.created, (run.warmup, run.measured_until))
    own = slice(int(touches.first[begin]), int(touches.first[end]))
    return float(touches.work[own].sum() + touches.handover[own].sum())


def expected_work(scenario: Scenario) -> float:
    """The mean of `offered_work` over replications [min]; ValueError where arrivals are not drawn."""
    tickets = np.array([_tickets(scenario, segment) for segment in scenario.segments])
    return float((tickets * _work_per_ticket(scenario, census(scenario))).sum())


def _work_per_ticket(scenario: Scenario, counted: Census) -> Floats:
    """[segment, request] mean work of a ticket [min]."""
    kinds, journeys = counted.kinds, counted.journeys
    own = (journeys.work + journeys.handover)[kinds.request, kinds.entry].sum(axis=1)
    work, weight = np.zeros((2, len(scenario.segments), len(scenario.requests)))
    np.add.at(work, (kinds.segment, kinds.request), kinds.weight * own)
    np.add.at(weight, (kinds.segment, kinds.request), kinds.weight)
    return np.divide(work, weight, out=np.zeros_like(work), where=weight > 0)


def _tickets(scenario: Scenario, segment: Segment) -> Floats:
    """[request] expected tickets created in the measured period, those who come back after all included."""
    arrivals, run = segment.arrivals, scenario.run
    if not isinstance(arrivals, RateArrivals):
        raise ValueError(f"--control needs arrivals that are drawn; segment {segment.name} replays tickets")
    found = np.zeros(len(scenario.requests))
    cumulated = cumulated_requests(scenario, segment, arrivals)
    for place, request in enumerate(scenario.requests):
        late = _delays(request)
        ends = np.array([run.warmup, run.measured_until])[:, None] - late
        came = np.diff(np.interp(ends, arrivals.edges, cumulated[place]), axis=0)[0]
        found[place] = came @ _weights(request, len(late))
    return found


def _delays(request: RequestType) -> Floats:
    """How long after the request a ticket is created: at once, or at points of the distribution [min]."""
    offer = request.self_service
    if offer is None or offer.after is None or not offer.share * offer.returns:
        return np.zeros(2)
    return np.concatenate([[0.0], offer.after.inverse((np.arange(POINTS) + 0.5) / POINTS)])


def _weights(request: RequestType, points: int) -> Floats:
    """The share of requests that become tickets at once, and at each of the other delays."""
    offer = request.self_service
    tried = offer.share if offer else 0.0
    back = tried * offer.returns if offer else 0.0
    return np.concatenate([[1.0 - tried], np.full(points - 1, back / (points - 1))])


@dataclass(frozen=True)
class Controlled:
    """An estimate with what the work explains taken off."""

    value: float
    deviations: Floats
    """Their spread is that of the estimate."""
    coefficient: float
    """Of the estimate's unit per minute of work; NaN: none was estimated."""


def controlled(value: float, deviations: Floats, work: Floats) -> Controlled:
    """An estimate, its deviations and the work of each unit less what was expected."""
    units, away = len(work), work - work.mean()
    spread = float(away @ away)
    if units < FEWEST or spread <= 0 or not np.isfinite(deviations).all():
        return Controlled(value, deviations, float("nan"))
    coefficient = float(away @ deviations) / spread
    wider = (units - 1) / (units - 2) * (1 + units * work.mean() ** 2 / spread)
    rest = deviations - coefficient * away
    return Controlled(value - coefficient * work.mean(), np.sqrt(wider) * rest, coefficient)
