"""One replication's workload: the tickets with all that chance decides about them, and who is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Codes, Floats, Masks

OBSERVED, CORRECTED, TRUE = 0, 1, 2
"""Phases of what is known of a ticket: as triaged; once the first touch has ended; the truth."""


class TouchEnd(IntEnum):
    """How a planned touch ends."""

    REPLY = 0
    """A public reply; the ticket is pending until the customer answers."""
    HELD = 1
    """No reply; a third party must answer, then one more touch follows here."""
    TRANSFER = 2
    TRANSFER_REPLY = 3
    """A transfer that comes with a public reply."""
    SOLVED = 4


@dataclass(frozen=True)
class Touches:
    """The planned touches of all tickets, those of ticket i at `first[i]:first[i + 1]`, in order."""

    first: NDArray[np.int64]
    tier: NDArray[np.int16]
    work: Floats
    """Work at proficiency 1, without handover [min]."""
    handover: Floats
    """Extra reading work on the first touch after a planned transfer, else 0 [min]."""
    end: NDArray[np.int8]
    """A TouchEnd."""
    gap: Floats
    """After the touch: the customer's reply time (REPLY), the third party's (HELD), the delay to a
    reopening (SOLVED; ∞: none) [min]; 0 after transfers."""


@dataclass(frozen=True)
class Attendance:
    """When the agents of one replication are there, and what else chance decides about them.

    Intervals of agent a are at `first[a]:first[a + 1]`, disjoint, in order. Attended intervals are paid ones
    less absence and blocks away from tickets.
    """

    on_first: NDArray[np.int64]
    on_start: Floats
    on_end: Floats
    paid_first: NDArray[np.int64]
    paid_start: Floats
    paid_end: Floats
    draw_taste: Callable[[], Floats]
    draw_whims: Callable[[], Floats]

    @cached_property
    def taste(self) -> Floats:
        """[agent, request] uniform on 0…1, for agents who pick and choose; drawn when first asked for."""
        return self.draw_taste()

    @cached_property
    def whims(self) -> Floats:
        """[agent, 4096] uniforms, one per taking from a non-empty queue, used in turn and again.

        Drawn when first asked for.
        """
        return self.draw_whims()


@dataclass(frozen=True)
class Workload:
    """All tickets of a replication, numbered by (creation, segment, place in the segment).

    Columns are arrays with one entry per ticket. Phased columns have shape [3, tickets]: OBSERVED,
    CORRECTED, TRUE (one and the same where triage cannot err).
    """

    replication: int
    created: Floats
    columns: Mapping[str, Codes]
    """Attributes that do not change: segment, request, channel, account_type, plan, vip, persona, category,
    impact, urgency, sentiment, categorical fields.NAME; −1: not given."""
    numbers: Mapping[str, Floats]
    """Numeric custom fields, NaN: not given."""
    customer: NDArray[np.int32]
    """Customers are numbered through the segments in file order, the heaviest of a segment first."""
    priority: Codes
    """Phased."""
    skill: Codes
    """Phased."""
    policy: Codes
    """Phased: place of the first policy that matches, −1 none."""
    admitted: Masks
    """Phased: bit p is set where the `serves` filter of pool p takes the ticket (skills apart)."""
    live: NDArray[np.bool_]
    """On phone or chat."""
    patience: Floats
    """From creation [min]; ∞: for ever."""
    leaves: NDArray[np.bool_]
    triage_work: Floats
    """Length of a manual triage touch [min]; NaN: not triaged by hand."""
    diagnosis: Floats
    """Length of the touch that finds a wrong skill [min]."""
    diagnosis_handover: Floats
    """Handover on the touch after a diagnosis [min]."""
    draw_predict: Callable[[], Floats]
    touches: Touches
    attendance: Attendance
    deflected: NDArray[np.int64]
    """[segment, request] self-served requests (those who came back after all not counted) that arrived in the
    measured period."""
    capped: int
    """Tickets whose 50th visit was made to end solved."""

    @property
    def size(self) -> int:
        """Number of tickets."""
        return len(self.created)

    @cached_property
    def predict(self) -> Floats:
        """[tickets, 2] uniforms for strategies that predict: is it covered, what is predicted.

        Drawn when first asked for: few strategies predict.
        """
        return self.draw_predict()

    def codes(self, attribute: str, phase: int = OBSERVED) -> Codes:
        """Codes of a categorical attribute in a phase; KeyError where the scenario has no such attribute."""
        phased = {"priority": self.priority, "skill": self.skill, "policy": self.policy}
        return phased[attribute][phase] if attribute in phased else self.columns[attribute]
