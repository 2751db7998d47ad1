"""The first play of a replication, with which others are compared, and what is the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from results.announcements import Coming
from results.tickets import Tickets
from sim.vocabulary import Scenario


@dataclass(frozen=True)
class First:
    """The first play of a replication."""

    tickets: Tickets
    scenario: Scenario

    @cached_property
    def coming(self) -> list[Coming]:
        """Who comes to each tier, and who is on duty for them."""
        return Coming.of(self.tickets.workload, self.scenario)
