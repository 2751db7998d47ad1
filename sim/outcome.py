"""What happened: the one outcome that both engines produce, from which everything else is computed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.vocabulary import Floats


class Ended(IntEnum):
    """How a stretch of work ended. The first five are the values of `TouchEnd`."""

    REPLY = 0
    HELD = 1
    TRANSFER = 2
    TRANSFER_REPLY = 3
    SOLVED = 4
    DIAGNOSED = 5
    """The skill was wrong and the agent lacked the right one: no reply, back to a queue of the tier."""
    TRIAGED = 6
    """Manual triage, not a touch: no reply."""
    PAUSED = 7
    HANDED_BACK = 8
    CUT = 9
    """In hand when the run ended."""


@dataclass(frozen=True)
class Stays:
    """Stays in queues, sorted by (joined, ticket)."""

    ticket: NDArray[np.int32]
    tier: NDArray[np.int16]
    joined: Floats
    left: Floats
    """NaN: still waiting when the run ended."""
    group: NDArray[np.int32]
    """The class it left with, a row of `Outcome.classes`; −1: waiting for manual triage."""


@dataclass(frozen=True)
class Work:
    """Stretches of work, sorted by (start, agent, end)."""

    ticket: NDArray[np.int32]
    agent: NDArray[np.int32]
    start: Floats
    end: Floats
    """The end of the run where it was cut."""
    ended: NDArray[np.int8]


@dataclass(frozen=True)
class Messages:
    """Customers' messages after the first (answers and reopenings), sorted by (time, ticket)."""

    ticket: NDArray[np.int32]
    time: Floats


@dataclass(frozen=True)
class Outcome:
    """Per ticket and in three logs: all that an engine has to tell. NaN: did not happen."""

    end: float
    """The instant at which the run stopped [min]."""
    first_touch: Floats
    first_reply: Floats
    last_solve: Floats
    """Of tickets that are solved at the end of the run or were solved before and reopened."""
    left: Floats
    """When the customer gave up."""
    touches: NDArray[np.int16]
    """Touches begun, triage apart, a paused or handed-back one counted once; diagnoses count."""
    transfers: NDArray[np.int16]
    reopenings: NDArray[np.int16]
    stays: Stays
    work: Work
    messages: Messages
    classes: NDArray[np.int64]
    """[class, 4]: pools that may take (bits), skill, request, tier; numbered as they first appear."""
