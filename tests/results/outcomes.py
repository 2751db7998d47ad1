"""Outcomes by hand, and what is measured of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from results.groups import Groups
from results.player import Contribution, contribution_of
from results.record import Record
from results.share import Grouped
from results.tickets import Tickets
from sim.journal import TRANSFERS
from sim.outcome import Ended, Messages, Outcome, Stays, Work
from sim.vocabulary import RunPlan, Scenario
from sim.workload import Workload
from tests.sim.clock_lives import TOUCHES
from tests.sim.desks import on_duty, tiny_pool, tiny_scenario
from tests.sim.plays import Ticket, workload_of

NAN = float("nan")
RUN = RunPlan(warmup=100.0, measure=1000.0, cooldown=500.0, replications=1, seed=1)
SHIFT = on_duty((0.0, 2000.0))


def small_desk(agents: int = 2, **changes: Any) -> Scenario:
    """A desk that measures from minute 100 to 1100."""
    run = changes.pop("run", RUN)
    pools = changes.pop("pools", (replace(tiny_pool(), rosters=(SHIFT,) * agents),))
    return tiny_scenario(run=run, pools=pools, **changes)


Stretch = tuple[int, int, float, float, Ended]
"""Ticket, agent, start, end, how it ended."""
Visit = tuple[int, int, float, float]
"""Ticket, tier, joined, left."""


def outcome_of(
    size: int,
    work: Sequence[Stretch] = (),
    stays: Sequence[Visit] = (),
    messages: Sequence[tuple[int, float]] = (),
    end: float = 1600.0,
    **per_ticket: dict[int, float],
) -> Outcome:
    """An outcome by its logs, and by {ticket: value} for what is kept per ticket.

    Touches and transfers are those of the work unless told otherwise.
    """
    for name, ends in (("touches", TOUCHES), ("transfers", TRANSFERS)):
        per_ticket.setdefault(name, dict(Counter(ticket for ticket, *_, ended in work if ended in ends)))
    names = ("first_touch", "first_reply", "last_solve", "left")
    moments = {name: _filled(size, NAN, per_ticket.get(name, {}), np.float64) for name in names}
    counts = {
        name: _filled(size, 0, per_ticket.get(name, {}), np.int16)
        for name in ("touches", "transfers", "reopenings")
    }
    work = sorted(work, key=lambda one: (one[2], one[1], one[3]))
    stays = sorted(stays, key=lambda one: (one[2], one[0]))
    messages = sorted(messages, key=lambda one: (one[1], one[0]))
    return Outcome(
        end=end,
        **moments,
        **counts,
        stays=Stays(
            *_columns(stays, (np.int32, np.int16, np.float64, np.float64)),
            group=np.zeros(len(stays), np.int32),
        ),
        work=Work(*_columns(work, (np.int32, np.int32, np.float64, np.float64, np.int8))),
        messages=Messages(*_columns(messages, (np.int32, np.float64))),
        classes=np.zeros((0, 4), np.int64),
    )


class Measured:
    """What one hand-made replication shows."""

    def __init__(
        self,
        scenario: Scenario,
        workload: Workload | list[Ticket],
        outcome: Outcome,
        by: tuple[str, ...] = (),
    ) -> None:
        workload = workload if isinstance(workload, Workload) else workload_of(scenario, workload)
        groups = Groups.of(scenario, by)
        tickets = Tickets(workload, outcome)
        self.contribution: Contribution = contribution_of(Grouped(tickets, groups, groups.members(workload)))
        self.record = Record(groups, 1)
        self.record.add(self.contribution)
        self.summary = self.record.summary()

    def __call__(self, measure: str, by: str = "all", group: str = "all") -> float:
        """One estimate; NaN where there is none."""
        table = self.summary
        rows = table[(table["measure"] == measure) & (table["by"] == by) & (table["group"] == group)]
        assert len(rows) <= 1
        return float(rows["estimate"].iloc[0]) if len(rows) else NAN


def _filled(size: int, empty: float, given: dict[int, float], dtype: type) -> Any:
    values = np.full(size, empty, dtype)
    for ticket, value in given.items():
        values[ticket] = value
    return values


def _columns(rows: Sequence[tuple[Any, ...]], types: tuple[type, ...]) -> list[Any]:
    return [np.array([row[k] for row in rows], dtype) for k, dtype in enumerate(types)]
