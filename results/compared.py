"""What a comparison notes of each play beside the measures: digest, gains and losses, odds, answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from results.announcements import SUMS as ANNOUNCED
from results.announcements import announcement_sums
from results.answers import FAMILY, answers_by_hour
from results.bins import Histogram
from results.controls import OFFERED, offered_work
from results.criteria import Constraint
from results.digests import digest
from results.first import First
from results.gains import SUMS, comparable, gain_sums
from results.odds import odds_names, periods_reached
from results.promises import triage_can_err
from results.share import Grouped
from results.why import WHY, why_sums
from sim.clock_history import clock_history
from sim.vocabulary import Floats


@dataclass(frozen=True)
class Noted:
    """What was noted of one play."""

    sums: Mapping[str, Floats]
    histograms: Mapping[str, Histogram]
    digest: bytes


@dataclass(frozen=True)
class Compared:
    """Looks at every play of a replication; the first strategy of the player is the baseline."""

    odds: tuple[Constraint, ...] = ()
    """Constraints by periods."""
    control: bool = False
    """Whether the work that was offered is kept."""

    def noted(self, grouped: Grouped, first: First, sums: Mapping[str, Floats]) -> Noted:
        """Further sums and durations of a play, and its digest."""
        tickets, groups, baseline = grouped.tickets, grouped.groups, first.tickets
        noted: dict[str, Floats] = {}
        if tickets is not baseline and comparable(tickets, baseline):
            noted.update(zip(SUMS, gain_sums(tickets, baseline, grouped.members, groups), strict=True))
        if self.odds:
            noted.update(self.periods(grouped))
        announced = announcement_sums(tickets, grouped.members, groups, first.coming)
        noted.update(zip(ANNOUNCED, announced, strict=True))
        noted[WHY] = why_sums(grouped)
        if self.control:
            noted[OFFERED] = np.array([offered_work(tickets.workload, groups.scenario)])
        return Noted(noted, {FAMILY: answers_by_hour(grouped)}, digest(tickets.outcome, sums))

    def periods(self, grouped: Grouped) -> dict[str, Floats]:
        """Periods reached and judged of each constraint."""
        scenario, tickets = grouped.groups.scenario, grouped.tickets
        recorded = clock_history(tickets.workload, tickets.outcome, scenario, owed=False)
        owed = None
        if triage_can_err(scenario):
            owed = clock_history(tickets.workload, tickets.outcome, scenario, owed=True)
        return {
            name: np.array([value])
            for one in self.odds
            for name, value in zip(
                odds_names(one.text), periods_reached(one, grouped, recorded, owed), strict=True
            )
        }


def gains_of(sums: Mapping[str, Floats]) -> Floats | None:
    """The `gain_sums` that were noted of a play; None of the baseline."""
    return np.stack([sums[name] for name in SUMS]) if SUMS[0] in sums else None


def announced_of(sums: Mapping[str, Floats]) -> Floats:
    """The `announcement_sums` that were noted of a play."""
    return np.stack([sums[name] for name in ANNOUNCED])
