"""Who is there to help: rosters, pools, triage, and the rules by which they work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution
from sim.shifts import Intervals, Shifts, roster_intervals, shifts_of
from sim.words import Filter, Floats


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

    @cached_property
    def paid(self) -> Intervals:
        """The paid intervals of its agents."""
        return roster_intervals(self.rosters)

    @cached_property
    def shifts(self) -> Shifts:
        """The paid shifts of its agents."""
        return shifts_of(self.rosters)


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
