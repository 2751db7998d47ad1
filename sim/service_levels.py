"""What is promised: targets, goals, policies, and how a product runs their clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from sim.words import Filter


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
