"""The SLA engine: what is promised, how its clocks run, and which of them kept their limit.

Its parts, by idea: `presets` are the rules of ten products, `targets` the promises of a scenario as arrays,
`clock_events` what each event does to a ticket's clocks, `clock_history` the clocks of a whole outcome.
"""

from __future__ import annotations

from sim.clock_events import (
    ClockState,
    apply_end,
    apply_message,
    created,
    customer_wrote,
    due,
    elapsed,
    first_due,
    held,
    new_clocks,
    pending,
    reopened,
    replied,
    resumed,
    retargeted,
    solved,
    transferred,
)
from sim.clock_history import Instances, clock_history
from sim.presets import PRESETS
from sim.targets import PromiseTable, promise_table, target_rows

__all__ = [
    "PRESETS",
    "ClockState",
    "Instances",
    "PromiseTable",
    "apply_end",
    "apply_message",
    "clock_history",
    "created",
    "customer_wrote",
    "due",
    "elapsed",
    "first_due",
    "held",
    "new_clocks",
    "pending",
    "promise_table",
    "reopened",
    "replied",
    "resumed",
    "retargeted",
    "solved",
    "target_rows",
    "transferred",
]
