"""Who asks for what: segments, arrivals, request types and their way through the tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution
from sim.words import Codes, Filter, Floats, Mix


@dataclass(frozen=True)
class Customers:
    """The people that a segment's tickets come from."""

    count: int
    skew: float = 0.0
    """Coefficient of variation of the customers' weights."""


@dataclass(frozen=True)
class RateArrivals:
    """A piecewise constant expected number of requests, before the random factors."""

    edges: Floats
    """Instants between steps [min], one more than steps; the first is 0, the last the horizon."""
    expected: Floats
    """Expected requests in each step."""
    day: NDArray[np.int32]
    """Local day of the segment that each step lies in, counted from the scenario's first local day."""
    desk_day: NDArray[np.int32]
    """The same in the desk's own time zone, for the factor that all segments share."""
    day_cv: float = 0.0
    """Coefficient of variation of the segment's own factor per local day."""
    request_shares: Floats | None = None
    """Where a forecast names requests: share of each request type in each step [step, request]."""

    @cached_property
    def days(self) -> int:
        """Local days of the segment."""
        return int(self.day.max(initial=-1)) + 1

    @cached_property
    def desk_days(self) -> int:
        """Local days of the desk."""
        return int(self.desk_day.max(initial=-1)) + 1


@dataclass(frozen=True)
class ReplayArrivals:
    """Tickets of a real desk: when they came and what is known of them."""

    created: Floats
    """Instants [min], in order; equal ones keep the file's order."""
    known: Mapping[str, Codes]
    """attribute → code per ticket, −1 where it is to be drawn: `request`, `skill`, `priority`, any trait."""
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    """numeric custom field (`fields.NAME`) → value per ticket, NaN where it is to be drawn."""
    drawn: Mapping[str, int] = field(default_factory=dict)
    """attribute → how many rows had a blank or unmapped value."""
    skipped: int = 0
    """Rows left out: outside the run, filtered, or with a missing value under `missing: skip`."""


@dataclass(frozen=True)
class Segment:
    """A class of requesters."""

    name: str
    arrivals: RateArrivals | ReplayArrivals
    requests: Mix
    customers: Customers | None = None
    """None: each ticket is its own customer."""
    traits: Mapping[str, Mix] = field(default_factory=dict)
    """Drawn per customer: account_type, plan, vip (labels no, yes), persona, fields.NAME."""
    numbers: Mapping[str, Distribution] = field(default_factory=dict)
    """Numeric custom fields, drawn per customer: fields.NAME → distribution (no unit)."""
    ticket_traits: Mapping[str, Mix] = field(default_factory=dict)
    """Drawn per ticket: category."""


@dataclass(frozen=True)
class SelfService:
    """Requests solved without a ticket, but for those who come after all."""

    share: float
    returns: float = 0.0
    after: Distribution | None = None


@dataclass(frozen=True)
class Hold:
    """A wait for a third party after a touch."""

    share: float
    length: Distribution


@dataclass(frozen=True)
class Reopen:
    """How often and how long after it was solved a ticket comes back."""

    share: float
    after: Distribution


@dataclass(frozen=True)
class EntryRule:
    """The first rule that matches names the tier where a ticket begins."""

    when: Filter
    tier: int


@dataclass(frozen=True)
class Step:
    """A visit to one tier: how much work in how many touches, and where the ticket goes next."""

    work: Distribution
    """Work per touch at proficiency 1 [min]."""
    touches: tuple[int, ...]
    touch_shares: tuple[float, ...]
    next: tuple[int, ...]
    """Tiers, or SOLVED, that the visit may lead to."""
    next_shares: tuple[float, ...]
    customer_reply: Distribution | None = None
    hold: Hold | None = None


@dataclass(frozen=True)
class RequestType:
    """A kind of request and its way through the tiers."""

    name: str
    skill: int
    channel: str
    live: bool
    """Phone or chat: the reply begins the touch and a visit is one touch."""
    entry: tuple[EntryRule, ...]
    path: Mapping[int, Step]
    impact: Mix | None = None
    urgency: Mix | None = None
    sentiment: Mix | None = None
    self_service: SelfService | None = None
    patience: Distribution | None = None
    leaves: bool = False
    """When patience runs out: True the customer leaves, False they are lost in silence."""
    handover: Distribution | None = None
    transfer_reply: float = 0.0
    reopen: Reopen | None = None
