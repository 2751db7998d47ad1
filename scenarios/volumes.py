"""How many requests and tickets are to be expected, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.vocabulary import Floats, RateArrivals, ReplayArrivals, RequestType, Scenario, Segment

WEEK = 7 * 1440.0


@dataclass(frozen=True)
class Volumes:
    """Expected numbers in an average week of the measured period, [segment, request]."""

    requests: Floats
    """All that arrive, self-served ones included."""
    tickets: Floats
    """Those that reach the desk: not self-served, or back after all."""

    @property
    def deflected(self) -> Floats:
        """Requests solved by self-service, for good."""
        return self.requests - self.tickets


def volumes(scenario: Scenario) -> Volumes:
    """What an average week of the measured period brings."""
    weeks = scenario.run.measure / WEEK
    edges = np.array([scenario.run.warmup, scenario.run.measured_until])
    requests = np.array([expected_requests(scenario, segment, edges)[:, 0] for segment in scenario.segments])
    return Volumes(requests / weeks, requests / weeks * ticket_share(scenario))


def ticket_share(scenario: Scenario) -> Floats:
    """[request] share of the requests that become tickets."""
    return np.array([1.0 - _deflected(request) for request in scenario.requests])


def _deflected(request: RequestType) -> float:
    service = request.self_service
    return service.share * (1.0 - service.returns) if service else 0.0


def expected_requests(scenario: Scenario, segment: Segment, edges: Floats) -> Floats:
    """[request, step] expected requests of a segment between successive instants of `edges`."""
    if isinstance(segment.arrivals, ReplayArrivals):
        return _replayed(scenario, segment, segment.arrivals, edges)
    cumulated = cumulated_requests(scenario, segment, segment.arrivals)
    return np.array([np.diff(np.interp(edges, segment.arrivals.edges, column)) for column in cumulated])


def cumulated_requests(scenario: Scenario, segment: Segment, arrivals: RateArrivals) -> Floats:
    """[request, edge] expected requests of a segment up to each edge of its arrivals."""
    shares = arrivals.request_shares
    if shares is None:
        shares = np.broadcast_to(
            request_mix(scenario, segment), (len(arrivals.expected), len(scenario.requests))
        )
    expected = arrivals.expected[:, None] * shares
    cumulated: Floats = np.vstack([np.zeros(len(scenario.requests)), np.cumsum(expected, axis=0)]).T
    return cumulated


def request_mix(scenario: Scenario, segment: Segment) -> Floats:
    """[request] the shares of a segment's requests."""
    mix = np.zeros(len(scenario.requests))
    codes = [scenario.levels["request"].index(label) for label in segment.requests.labels]
    mix[codes] = segment.requests.shares
    return mix


def _replayed(scenario: Scenario, segment: Segment, arrivals: ReplayArrivals, edges: Floats) -> Floats:
    known = arrivals.known.get("request", np.full(len(arrivals.created), -1, np.int16))
    unknown = _counts(arrivals.created[known < 0], edges)
    counts = [_counts(arrivals.created[known == code], edges) for code in range(len(scenario.requests))]
    return np.array(counts) + request_mix(scenario, segment)[:, None] * unknown


def _counts(instants: Floats, edges: Floats) -> Floats:
    return np.diff(np.searchsorted(instants, edges, side="left")).astype(np.float64)
