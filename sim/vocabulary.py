"""The words of a support desk, as data: what a scenario file says once it has been read and checked.

Everything here is frozen and names things by their place in the scenario (segment 0, tier 1, …); labels
are kept beside them for people. Times are minutes from the scenario's start on the UTC time line.
Attributes of tickets are codes, their place in `Scenario.levels[attribute]`; −1 means "not given".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Calendar
from sim.distributions import Distribution

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
Masks = NDArray[np.int64]

METRICS = ("first_reply", "next_reply", "requester_wait", "first_resolution", "full_resolution")
"""The clocks of the SLA engine, in the order of every array that has one entry per clock."""

ALWAYS = 0
"""The place of the built-in 24 × 7 calendar in `Scenario.calendars`."""

SOLVED = -1
"""The step after the last tier of a path."""

MAX_VISITS = 50
"""The 50th visit of a ticket ends solved."""


class EndOfShift(IntEnum):
    """What becomes of the touch in hand when an interval ends or a block begins."""

    FINISH = 0
    PAUSE = 1
    HAND_BACK = 2


class Assignment(IntEnum):
    """Who gets a ticket that joins a queue while several agents are free."""

    LONGEST_IDLE = 0
    MOST_SKILLED = 1
    LEAST_BUSY = 2
    ROUND_ROBIN = 3


class TriageMode(IntEnum):
    """Who writes down priority and skill."""

    PERFECT = 0
    MANUAL = 1
    AUTOMATED = 2


@dataclass(frozen=True)
class Condition:
    """One `attribute: value | [values] | ">= 500"` of a filter."""

    attribute: str
    """`segment`, `plan`, `account_type`, `vip`, `persona`, `category`, `priority`, `skill`, `impact`,
    `urgency`, `sentiment`, `request`, `channel` or `fields.NAME`."""
    values: tuple[str, ...] = ()
    """Labels any of which fits; empty for a comparison of numbers."""
    operator: str = ""
    """One of >=, >, <=, <, = for a numeric custom field."""
    number: float = 0.0


Filter = tuple[Condition, ...]
"""All conditions must hold; the empty filter takes everything."""


@dataclass(frozen=True)
class Mix:
    """A discrete choice: labels with shares that add to 1."""

    labels: tuple[str, ...]
    shares: tuple[float, ...]


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


@dataclass(frozen=True)
class Roster:
    """When one agent is paid to be there."""

    start: Floats
    """Interval starts [min], in order, disjoint, touching intervals made one."""
    end: Floats
    shift: NDArray[np.int32]
    """Number of the shift each interval belongs to; a shift is what begins on one local day."""


@dataclass(frozen=True)
class Pool:
    """Agents of one tier who are alike."""

    name: str
    tier: int
    rosters: tuple[Roster, ...]
    """One per agent, in the order of their numbers."""
    skills: Mapping[int, float] | None = None
    """skill → proficiency; None: all at 1."""
    others: float = 0.0
    """Proficiency in skills that are not listed; 0: they do not take them."""
    serves: Filter = ()
    helps: tuple[int, ...] = ()
    """Other tiers whose tickets they take, in this order, when nothing they may take waits at their own."""
    end_of_shift: EndOfShift = EndOfShift.FINISH
    wage: float | None = None
    """Money per paid hour."""
    absence: float = 0.0
    shrinkage: float = 0.0
    shrinkage_block: float = 30.0
    other_work: float = 0.0
    other_work_block: float = 30.0


@dataclass(frozen=True)
class Triage:
    """What the desk writes down about a ticket, by whom, and how often wrongly."""

    mode: TriageMode = TriageMode.PERFECT
    coverage: float = 1.0
    otherwise: TriageMode = TriageMode.PERFECT
    work: Distribution | None = None
    by: tuple[int, ...] = ()
    """Pools that do manual triage."""
    diagnosis: Distribution | None = None
    """Length of the touch that finds out that the skill was wrong."""
    priority_confusion: Floats | None = None
    """[true, observed] share of tickets of the true priority that get the observed one; None: no errors."""
    skill_confusion: Floats | None = None
    """[segment, true, observed] the same for the skill."""
    corrects_priority: bool = True
    """The end of the first touch corrects the priority."""


@dataclass(frozen=True)
class Target:
    """A limit on one clock."""

    limit: float
    """Open time of `calendar` [min]."""
    calendar: int


@dataclass(frozen=True)
class Goal:
    """The share of a policy's clocks that is promised to be achieved in each period."""

    metric: int
    share: float
    period: str
    """week, 4 weeks, month or quarter."""
    priority: int = -1
    """−1: all priorities together."""


@dataclass(frozen=True)
class Policy:
    """A promise to the tickets that match."""

    name: str
    when: Filter
    targets: Mapping[tuple[int, int], Target]
    """(metric, priority) → target."""
    goals: tuple[Goal, ...] = ()


class OnPriorityChange(IntEnum):
    """What a change of priority does to a running clock."""

    RETARGET_KEEP_ELAPSED = 0
    RESTART = 1
    RESTART_RETROACTIVE = 2
    KEEP_ORIGINAL = 3


class OnReopen(IntEnum):
    """What a reopening does to a resolution clock."""

    RESUME = 0
    EXTEND_BY_SOLVED_TIME = 1
    RESTART = 2
    NEW_CYCLE = 3
    IGNORE = 4


@dataclass(frozen=True)
class SlaRules:
    """How a product runs its clocks; presets are rows of one table in `sim.promises`."""

    preset: str
    on_priority_change: OnPriorityChange
    on_reopen: OnReopen
    restart_on_transfer: bool
    pauses_pending: tuple[bool, ...]
    """Per metric of METRICS: stands still while the ball is with the customer."""
    pauses_on_hold: tuple[bool, ...]
    assumed: tuple[str, ...] = ()
    """Names of the rules that the reference could not verify for this product."""


@dataclass(frozen=True)
class RunPlan:
    """How long and how often to play."""

    warmup: float
    measure: float
    cooldown: float
    replications: int
    seed: int
    forecast_cv: float = 0.0

    @property
    def measured_until(self) -> float:
        """The instant at which the measured period ends [min]; it begins at `warmup`."""
        return self.warmup + self.measure

    @property
    def horizon(self) -> float:
        """The last instant that can be played [min]."""
        return self.warmup + self.measure + self.cooldown


@dataclass(frozen=True)
class Scenario:
    """A desk, its customers and its promises, ready to be drawn and played."""

    name: str
    start: datetime
    """The first instant, aware, in `timezone`."""
    timezone: str
    run: RunPlan
    levels: Mapping[str, tuple[str, ...]]
    """attribute → labels in code order. Ordered attributes (priority, impact, urgency, sentiment) have the
    worst first; segment, request, skill, channel, tier and pool are here too."""
    orders: Mapping[str, tuple[str, ...]]
    """attribute → who comes first, where a strategy does not say otherwise."""
    calendars: tuple[Calendar, ...]
    segments: tuple[Segment, ...]
    requests: tuple[RequestType, ...]
    tiers: tuple[str, ...]
    pools: tuple[Pool, ...]
    """In the order of the file: by tier, then by place."""
    priority_rules: tuple[tuple[Filter, int], ...]
    """First match wins; then the matrix."""
    priority_matrix: NDArray[np.int16] | None
    """[impact, urgency] → priority."""
    default_priority: int
    """Where neither a rule nor the matrix gives one."""
    busyness_cv: float
    assignment: Assignment
    triage: Triage
    sla: SlaRules
    policies: tuple[Policy, ...]

    @property
    def skills(self) -> tuple[str, ...]:
        """Labels of the skills."""
        return self.levels["skill"]

    @property
    def priorities(self) -> tuple[str, ...]:
        """Labels of the priorities, most urgent first."""
        return self.levels["priority"]
