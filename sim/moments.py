"""The instants at which something happens on the SimPy desk, and their order where several are one."""

from __future__ import annotations

from collections.abc import Generator
from enum import IntEnum
from typing import Any

import simpy
from simpy.events import EventPriority

Process = Generator[simpy.Event, Any, None]


class Kind(IntEnum):
    """Simultaneous events are handled in this order, then by number (less than 2³²)."""

    TOUCH_ENDS = 0 << 32
    SHIFT_CHANGES = 1 << 32
    TIMER = 2 << 32
    CUSTOMER_REPLIES = 3 << 32
    THIRD_PARTY_ANSWERS = 4 << 32
    REOPENS = 5 << 32
    ARRIVES = 6 << 32
    PATIENCE_ENDS = 7 << 32


class Moment(simpy.Event):
    """An instant of the plan whose place among simultaneous ones is fixed by kind and number."""

    def __init__(self, env: simpy.Environment, at: float, kind: Kind, number: int) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        # SimPy's own priorities are 0 and 1: what an event causes at its instant comes before the next.
        env.schedule(self, EventPriority(2 + kind + number), at - env.now)
