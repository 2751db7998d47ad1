"""Which requests become tickets: what each asks for, who helps themselves, and who comes back after all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike, picked
from sim.arrivals import Steps, desk_factors, instants
from sim.distributions import choose
from sim.lots import Lots, Rows
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Codes, Floats, RateArrivals, ReplayArrivals, Scenario, Segment, SelfService


@dataclass(frozen=True)
class Intake:
    """The requests of a replication and the tickets among them.

    Requests are kept by segment and then in order of arrival, tickets in the order of their numbers.
    """

    requests: Lots
    tickets: Lots
    request: Codes
    """Type of each request."""
    created: Floats
    """Creation of each ticket [min]."""
    deflected: NDArray[np.int64]
    """[segment, request] solved by self-service for good, of those that arrived in the measured period."""


def intake(scenario: Scenario, streams: Streams) -> Intake:
    """The requests that come in one replication, and the tickets that they become."""
    desk = desk_factors(scenario, streams)
    came = [instants(segment, desk, streams) for segment in scenario.segments]
    requests = Lots(
        streams,
        tuple(segment.name for segment in scenario.segments),
        tuple(len(at) for at, _ in came),
    )
    request = _asked(scenario, streams, came)
    arrived = np.concatenate([at for at, _ in came])
    created = _created(scenario, requests, request, arrived)
    row = _numbered(created, scenario.run.horizon)
    return Intake(
        requests=requests,
        tickets=requests if row is None else replace(requests, row=row),
        request=request,
        created=picked(created, row),
        deflected=_deflected(scenario, requests, request, arrived, created),
    )


def _asked(scenario: Scenario, streams: Streams, came: Sequence[tuple[Floats, Steps | None]]) -> Codes:
    """Type of each request."""
    if len(scenario.requests) == 1:
        return alike(np.int16(0), sum(len(at) for at, _ in came))
    return np.concatenate(
        [
            request_types(scenario, segment, streams, len(at), step)
            for segment, (at, step) in zip(scenario.segments, came, strict=True)
        ]
    )


def request_types(
    scenario: Scenario, segment: Segment, streams: Streams, count: int, step: Steps | None
) -> Codes:
    """What each request of a segment asks for: as replayed, by the forecast's shares, or by the segment's."""
    names = scenario.levels["request"]
    arrivals = segment.arrivals
    known = arrivals.known.get("request") if isinstance(arrivals, ReplayArrivals) else None
    if known is not None and (known >= 0).all():
        return known
    shares = arrivals.request_shares if isinstance(arrivals, RateArrivals) else None
    codes = np.array([names.index(label) for label in segment.requests.labels], np.int16)
    if len(codes) == 1 and shares is None:
        return np.full(count, codes[0]) if known is None else np.where(known >= 0, known, codes)
    uniforms = streams.uniforms(Kind.SEGMENT, segment.name, Purpose.REQUEST, count)
    if shares is not None and step is not None:
        return _by_step(shares, step, uniforms)
    drawn = codes.take(choose(segment.requests.shares, uniforms))
    return drawn if known is None else np.where(known >= 0, known, drawn)


def _by_step(shares: Floats, step: Steps, uniforms: Floats) -> Codes:
    bounds = np.cumsum(shares, axis=1)
    with np.errstate(invalid="ignore"):
        bounds /= bounds[:, -1:]
    place = np.zeros(len(uniforms), np.int16)
    for column in bounds.T[:-1]:
        place += uniforms >= column[step]
    return place


def _created(scenario: Scenario, requests: Lots, request: Codes, arrived: Floats) -> Floats:
    """When each request becomes a ticket: at once, after trying self-service, or never (∞) [min]."""
    offers = [(code, kind.self_service) for code, kind in enumerate(scenario.requests) if kind.self_service]
    if not offers:
        return arrived
    created = arrived.copy()
    tried = requests.uniforms(Purpose.SELF_SERVICE)
    for code, offer in offers:
        served = np.flatnonzero((request == code) & (tried < offer.share))
        created[served] += _return_delay(requests, offer, served)
    return created


def _return_delay(requests: Lots, offer: SelfService, served: Rows) -> Floats:
    """How long after helping themselves they come with a ticket after all; ∞: never [min]."""
    delay = np.full(len(served), np.inf)
    back = requests.uniforms(Purpose.RETURN, served) < offer.returns
    delay[back] = requests.times(Purpose.RETURN_DELAY, offer.after, served[back]) if offer.after else 0.0
    return delay


def _numbered(created: Floats, horizon: float) -> Rows | None:
    """The requests that become tickets, by (creation, segment, place in it); None: all, as they are."""
    inside = (created >= 0) & (created < horizon)
    if not inside.all():
        row = np.flatnonzero(inside)
        return row.take(np.argsort(created.take(row), kind="stable"))
    in_order = (created[1:] >= created[:-1]).all()
    return None if in_order else np.argsort(created, kind="stable")


def _deflected(
    scenario: Scenario, requests: Lots, request: Codes, arrived: Floats, created: Floats
) -> NDArray[np.int64]:
    counts = np.zeros((len(scenario.segments), len(scenario.requests)), np.int64)
    if created is arrived:
        return counts
    measured = (arrived >= scenario.run.warmup) & (arrived < scenario.run.measured_until)
    gone = np.flatnonzero(measured & np.isinf(created))
    segment = np.searchsorted(np.cumsum(requests.counts), gone, side="right")
    np.add.at(counts, (segment, request[gone]), 1)
    return counts
