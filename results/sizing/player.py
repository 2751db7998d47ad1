"""Plays one desk of a sizing: all desks have the same tickets, which are drawn once and kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from results.cells import Cells
from results.compared import Compared
from results.criteria import Constraint
from results.first import First
from results.groups import CROSS, Groups
from results.odds import odds_names
from results.player import Contribution, Player, contribution_of
from results.promises import OWED, Promise, promises_of
from results.share import Grouped
from results.sizing.presence import PRESENCE
from sim.streams import Streams
from sim.vocabulary import METRICS, Floats, Scenario
from sim.workload import Workload

MOST_TICKETS = 3_000_000
"""Tickets of drawn replications that are kept."""


@dataclass(frozen=True)
class DeskPlayer(Player):
    """Plays one desk under one strategy."""

    odds: tuple[Constraint, ...] = ()
    """Constraints by periods."""
    only_clocks: bool = False
    """Whether only what promises are made of is wanted."""
    tickets: str = ""
    """What tells the tickets of one sizing from those of another; empty: they are not kept."""

    @cached_property
    def groups(self) -> Groups:
        """The same groups as at every other desk of the sizing."""
        if not self.tickets:
            return super().groups
        if self.tickets not in GROUPS:
            GROUPS.clear()
            GROUPS[self.tickets] = super().groups
        return replace(GROUPS[self.tickets], scenario=self.scenario)

    def drawn(self, replication: int, confirm: bool) -> tuple[Workload, Cells]:
        """The same tickets as at every other desk of the sizing, and who is there at this one."""
        if not self.tickets:
            return super().drawn(replication, confirm)
        key = self.tickets, replication, confirm
        kept = DRAWN.get(key)
        if kept is None:
            kept = super().drawn(replication, confirm)
            DRAWN.keep(key, kept)
            return kept
        streams = Streams(self.scenario.run.seed, replication, confirm)
        return replace(kept[0], attendance=PRESENCE.of(self.tickets, self.scenario, streams)), kept[1]

    def contribution(self, grouped: Grouped, first: First) -> Contribution:
        """What one play adds to the measures, and to the constraints by periods."""
        found = contribution_of(grouped, only_clocks=self.only_clocks)
        promises = promises_of(self.scenario)
        sums: dict[str, Floats] = {}
        others = []
        for one in self.odds:
            place = same_promise(one, promises, self.scenario)
            if place is None:
                others.append(one)
                continue
            counts = found.kept.periods_met[place], found.kept.periods_judged[place]
            sums |= {
                name: np.array([count]) for name, count in zip(odds_names(one.text), counts, strict=True)
            }
        if others:
            sums |= Compared(tuple(others)).periods(grouped)
        return replace(found, sums={**found.sums, **sums})


def same_promise(one: Constraint, promises: Sequence[Promise], scenario: Scenario) -> int | None:
    """The place of the promise whose goal, in its own periods, a constraint repeats; None: there is none."""
    place = same_target(one, promises, scenario)
    if place is None or (one.period, one.bound) != (promises[place].period, promises[place].goal):
        return None
    return place


def same_target(one: Constraint, promises: Sequence[Promise], scenario: Scenario) -> int | None:
    """The place of the promise whose attainment a constraint is about; None: there is none."""
    term = one.expression.single
    for place, promise in enumerate(promises):
        by, group = "policy", scenario.policies[promise.policy].name
        if promise.priority >= 0:
            by, group = f"policy{CROSS}priority", f"{group}{CROSS}{scenario.priorities[promise.priority]}"
        name = METRICS[promise.metric] + "_attainment" + (OWED if promise.owed else "")
        if term is not None and (term.measure.name, term.by, term.group) == (name, by, group):
            return place
    return None


class Kept:
    """Drawn replications, the last ones first to stay."""

    def __init__(self, most: int) -> None:
        self._most, self._tickets = most, 0
        self._kept: OrderedDict[tuple[str, int, bool], tuple[Workload, Cells]] = OrderedDict()

    def get(self, key: tuple[str, int, bool]) -> tuple[Workload, Cells] | None:
        """What was drawn, if it is still here."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: tuple[str, int, bool], drawn: tuple[Workload, Cells]) -> None:
        """Keeps one, and lets go of those that were not asked for the longest."""
        self._kept[key] = drawn
        self._tickets += drawn[0].size
        while self._tickets > self._most and len(self._kept) > 1:
            _, (workload, _) = self._kept.popitem(last=False)
            self._tickets -= workload.size


GROUPS: dict[str, Groups] = {}
"""The groups of the sizing that this process plays."""

DRAWN = Kept(MOST_TICKETS)
"""What this process has drawn."""
