"""The words of a support desk, as data: what a scenario file says once it has been read and checked.

Everything here is frozen and names things by their place in the scenario (segment 0, tier 1, …); labels
are kept beside them for people. Times are minutes from the scenario's start on the UTC time line.
Attributes of tickets are codes, their place in `Scenario.levels[attribute]`; −1 means "not given".

Its parts, by idea: `words` are the smallest, `demand` who asks for what, `people` who is there to help,
`service_levels` what is promised. All of them are imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Calendar
from sim.demand import (
    Customers,
    EntryRule,
    Hold,
    RateArrivals,
    Reopen,
    ReplayArrivals,
    RequestType,
    Segment,
    SelfService,
    Step,
)
from sim.people import Assignment, EndOfShift, Pool, Roster, Triage, TriageMode
from sim.service_levels import Goal, OnPriorityChange, OnReopen, Policy, SlaRules, Target
from sim.words import ALWAYS, MAX_VISITS, METRICS, SOLVED, Codes, Condition, Filter, Floats, Masks, Mix


@dataclass(frozen=True)
class RunPlan:
    """How long and how often to play."""

    warmup: float
    measure: float
    cooldown: float
    replications: int
    seed: int
    forecast_cv: float = 0.0
    stratify: bool = False
    """Draw the day factors of every ten replications together, spread evenly."""

    @property
    def measured_until(self) -> float:
        """The instant at which the measured period ends [min]; it begins at `warmup`."""
        return self.warmup + self.measure

    @property
    def horizon(self) -> float:
        """The last instant that can be played [min]."""
        return self.warmup + self.measure + self.cooldown


@dataclass(frozen=True, eq=False)
class Scenario:
    """A desk, its customers and its promises, ready to be drawn and played; one is equal to itself only."""

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


__all__ = [
    "ALWAYS",
    "MAX_VISITS",
    "METRICS",
    "SOLVED",
    "Assignment",
    "Codes",
    "Condition",
    "Customers",
    "EndOfShift",
    "EntryRule",
    "Filter",
    "Floats",
    "Goal",
    "Hold",
    "Masks",
    "Mix",
    "OnPriorityChange",
    "OnReopen",
    "Policy",
    "Pool",
    "RateArrivals",
    "Reopen",
    "ReplayArrivals",
    "RequestType",
    "Roster",
    "RunPlan",
    "Scenario",
    "Segment",
    "SelfService",
    "SlaRules",
    "Step",
    "Target",
    "Triage",
    "TriageMode",
]
