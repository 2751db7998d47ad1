"""Who asks and what is known of them: customers, their traits, and what each ticket is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike, looked_up, picked
from sim.choices import Choice, Choices, choices, choose_missing
from sim.distributions import choose, unit_gamma
from sim.intake import Intake
from sim.lots import Lots
from sim.streams import Kind, Purpose, Streams
from sim.vocabulary import Codes, Customers, Floats, Mix, ReplayArrivals, Scenario, Segment

DERIVED = ("segment", "request", "channel", "priority", "skill", "policy", "tier", "pool")
"""Levels of a scenario that are not drawn here."""

NOT_GIVEN: Choice = (-1,), (1.0,)

PER_REQUEST = ("impact", "urgency", "sentiment")
"""Attributes drawn per ticket by its request's mixes."""


@dataclass(frozen=True)
class Population:
    """True attributes of the tickets, but for priority and skill, and whose tickets they are."""

    columns: Mapping[str, Codes]
    numbers: Mapping[str, Floats]
    customer: NDArray[np.int32]
    known: Mapping[str, Codes]
    """Priority and skill where a replay gives them, −1 elsewhere."""


def populate(scenario: Scenario, intake: Intake) -> Population:
    """The attributes of every ticket of a replication."""
    row, counts = intake.tickets.row, intake.requests.counts
    clienteles = [
        clientele(segment, intake.requests.streams, count)
        for segment, count in zip(scenario.segments, counts, strict=True)
    ]

    def of_tickets(
        parts: Sequence[NDArray[Any] | None], missing: float, kind: type[np.generic]
    ) -> NDArray[Any]:
        if all(part is None for part in parts):
            return alike(kind(missing), len(intake.created))
        filled = [np.full(n, missing, kind) if p is None else p for p, n in zip(parts, counts, strict=True)]
        joined = filled[0] if len(filled) == 1 else np.concatenate(filled)
        return picked(joined, row)

    columns: dict[str, Codes] = _derived(scenario, intake)
    for attribute in scenario.levels:
        if attribute not in DERIVED:
            parts = [people.codes(attribute, scenario.levels[attribute]) for people in clienteles]
            columns[attribute] = of_tickets(parts, -1, np.int16)
    for attribute in PER_REQUEST:
        if attribute in columns:
            columns[attribute] = _by_request(scenario, intake.tickets, columns, attribute)
    fields = dict.fromkeys(field for people in clienteles for field in people.numeric_fields())
    numbers = {f: of_tickets([p.values(f) for p in clienteles], np.nan, np.float64) for f in fields}
    begins = np.concatenate(([0], np.cumsum([people.count for people in clienteles])[:-1]))
    owners = [people.owner + np.int32(begin) for people, begin in zip(clienteles, begins, strict=True)]
    known = {
        attribute: of_tickets([people.known(attribute) for people in clienteles], -1, np.int16)
        for attribute in ("priority", "skill")
    }
    return Population(columns, numbers, of_tickets(owners, -1, np.int32), known)


def _derived(scenario: Scenario, intake: Intake) -> dict[str, Codes]:
    """Segment, request and channel of each ticket."""
    row = intake.tickets.row
    segment = np.repeat(np.arange(len(scenario.segments), dtype=np.int16), intake.requests.counts)
    request = picked(intake.request, row)
    channels = [scenario.levels["channel"].index(kind.channel) for kind in scenario.requests]
    return {
        "segment": picked(segment, row),
        "request": request,
        "channel": looked_up(np.array(channels, np.int16), request),
    }


@dataclass(frozen=True)
class Clientele:
    """The customers of one segment in one replication."""

    segment: Segment
    streams: Streams
    count: int
    """Customers."""
    owner: NDArray[np.int32]
    """Customer of each request, counted within the segment."""

    def known(self, attribute: str) -> Codes | None:
        """The codes that a replay gives, −1 where it is silent; None where it never speaks of it."""
        arrivals = self.segment.arrivals
        return arrivals.known.get(attribute) if isinstance(arrivals, ReplayArrivals) else None

    def codes(self, attribute: str, labels: tuple[str, ...]) -> Codes | None:
        """The codes of an attribute of each request; None where the segment says nothing of it."""
        known = self.known(attribute)
        drawn = self._drawn(attribute, labels)
        if known is None or drawn is None:
            return drawn if known is None else known
        return np.where(known >= 0, known, drawn)

    def values(self, field: str) -> Floats | None:
        """The values of a numeric field of each request; None where the segment says nothing of it."""
        arrivals = self.segment.arrivals
        known = arrivals.numbers.get(field) if isinstance(arrivals, ReplayArrivals) else None
        if field not in self.segment.numbers:
            return known
        uniforms = self._uniforms(Purpose.NUMBER, self.count, field)
        drawn = self.segment.numbers[field].inverse(uniforms)[self.owner]
        return drawn if known is None else np.where(np.isnan(known), drawn, known)

    def numeric_fields(self) -> Sequence[str]:
        """Numeric fields that the segment says something of."""
        arrivals = self.segment.arrivals
        return (*self.segment.numbers, *(arrivals.numbers if isinstance(arrivals, ReplayArrivals) else ()))

    def _drawn(self, attribute: str, labels: tuple[str, ...]) -> Codes | None:
        if attribute in self.segment.traits:
            traits = self._chosen(
                Purpose.TRAIT, self.segment.traits[attribute], self.count, attribute, labels
            )
            return traits if self.segment.customers is None else traits[self.owner]
        if attribute in self.segment.ticket_traits:
            mix = self.segment.ticket_traits[attribute]
            return self._chosen(Purpose.TICKET_TRAIT, mix, len(self.owner), attribute, labels)
        return None

    def _chosen(
        self, purpose: Purpose, mix: Mix, count: int, attribute: str, labels: tuple[str, ...]
    ) -> Codes:
        if len(mix.labels) == 1:
            return np.full(count, labels.index(mix.labels[0]), np.int16)
        return coded(mix, labels, self._uniforms(purpose, count, attribute))

    def _uniforms(self, purpose: Purpose, count: int, attribute: str) -> Floats:
        return self.streams.uniforms(Kind.SEGMENT, self.segment.name, purpose, count, attribute=attribute)


def clientele(segment: Segment, streams: Streams, requests: int) -> Clientele:
    """The customers of a segment, and which of them each of its requests comes from."""
    if segment.customers is None:
        return Clientele(segment, streams, requests, np.arange(requests, dtype=np.int32))
    shares = customer_weights(segment.customers, segment.name, streams)
    uniforms = streams.uniforms(Kind.SEGMENT, segment.name, Purpose.CUSTOMER, requests)
    return Clientele(segment, streams, len(shares), choose(shares, uniforms).astype(np.int32))


def customer_weights(customers: Customers, segment: str, streams: Streams) -> Floats:
    """How much each customer asks, relative to the mean customer: gamma of mean 1, the heaviest first."""
    if customers.skew == 0:
        return np.ones(customers.count)
    uniforms = streams.uniforms(Kind.SEGMENT, segment, Purpose.CUSTOMER_WEIGHT, customers.count)
    weights = np.sort(unit_gamma(customers.skew**-2, uniforms))[::-1]
    return weights if weights[0] > 0 else np.ones(customers.count)


def coded(mix: Mix, labels: tuple[str, ...], uniforms: Floats) -> Codes:
    """The codes of the labels that the uniforms fall on."""
    codes = np.array([labels.index(label) for label in mix.labels], np.int16)
    return codes.take(choose(mix.shares, uniforms))


def _by_request(scenario: Scenario, tickets: Lots, columns: Mapping[str, Codes], attribute: str) -> Codes:
    """Impact, urgency or sentiment: as replayed, else drawn by each ticket's request."""
    known, mixes = columns[attribute], request_mixes(scenario, attribute)
    if mixes is None:
        return known
    codes, uniforms = known.copy(), tickets.uniforms(Purpose.TICKET_TRAIT, attribute=attribute)
    choose_missing(mixes, columns["request"], uniforms, codes)
    return codes


@lru_cache(maxsize=24)
def request_mixes(scenario: Scenario, attribute: str) -> Choices | None:
    """The choice of impact, urgency or sentiment for each request; None where none of them has any."""
    labels = scenario.levels[attribute]
    mixes = [getattr(kind, attribute) for kind in scenario.requests]
    if not any(mixes):
        return None
    return choices(
        [([labels.index(one) for one in mix.labels], mix.shares) if mix else NOT_GIVEN for mix in mixes]
    )
