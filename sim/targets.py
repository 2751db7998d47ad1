"""What is promised about each clock of each ticket, as arrays: limits, calendars and rules.

A *target row* is policy × number of priorities + priority; the last row is for tickets without a policy.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.calendars import Clocks, packed
from sim.vocabulary import ALWAYS, METRICS, Codes, Floats, Scenario
from sim.workload import Workload


class PromiseTable(NamedTuple):
    """All promises of a scenario and the rules by which its clocks run."""

    limit: Floats
    """[row, metric] open time of the calendar [min]; ∞: nothing promised."""
    calendar: NDArray[np.int64]
    """[row, metric] place of the calendar whose open time counts."""
    pauses: NDArray[np.bool_]
    """[ball, metric] whether a clock stands still while the ball is PENDING (1) or ON_HOLD (2)."""
    on_priority_change: int
    """An OnPriorityChange."""
    on_reopen: int
    """An OnReopen."""
    restart_on_transfer: bool
    clocks: Clocks


def promise_table(scenario: Scenario) -> PromiseTable:
    """The promises of a scenario."""
    priorities = len(scenario.priorities)
    shape = (len(scenario.policies) * priorities + 1, len(METRICS))
    limit, calendar = np.full(shape, np.inf), np.full(shape, ALWAYS, dtype=np.int64)
    for place, policy in enumerate(scenario.policies):
        for (metric, priority), target in policy.targets.items():
            row = place * priorities + priority
            limit[row, metric], calendar[row, metric] = target.limit, target.calendar
    rules, never = scenario.sla, (False,) * len(METRICS)
    return PromiseTable(
        limit,
        calendar,
        np.array([never, rules.pauses_pending, rules.pauses_on_hold], dtype=np.bool_),
        int(rules.on_priority_change),
        int(rules.on_reopen),
        rules.restart_on_transfer,
        packed(scenario.calendars),
    )


EVERY = slice(None)


def target_rows(workload: Workload, scenario: Scenario, some: slice = EVERY) -> NDArray[np.int32]:
    """[phase, ticket] target row of each ticket, or of some, as triaged, once corrected and in truth."""
    return rows_among(workload, len(scenario.policies), len(scenario.priorities), some)


def rows_among(workload: Workload, policies: int, priorities: int, some: slice = EVERY) -> NDArray[np.int32]:
    """The same, for so many policies and priorities."""
    policy, priority = workload.policy[:, some], workload.priority[:, some]
    if not (policy.strides[0] or priority.strides[0]):  # one and the same in all phases
        return np.broadcast_to(_rows(policy[0], priority[0], policies, priorities), policy.shape)
    return _rows(policy, priority, policies, priorities)


def _rows(policy: Codes, priority: Codes, policies: int, priorities: int) -> NDArray[np.int32]:
    rows = policy * np.int32(priorities)
    rows += priority
    rows[(policy < 0) | (priority < 0)] = policies * priorities
    return rows
