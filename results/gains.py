"""Who gained and who lost, ticket by ticket: served earlier or later than under the baseline, by how much."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from results.cells import Cells
from results.estimates import Ratios
from results.groups import Groups
from results.share import Flagged, Tally, within
from results.tickets import Tickets
from sim.vocabulary import Floats

GAINS = (
    *("what_if", "strategy", "baseline", "by", "group", "tickets"),
    *("earlier", "earlier_low", "earlier_high", "later", "later_low", "later_high"),
    *("earlier_by", "later_by"),
)
USUAL = ("all", "segment", "priority")

SUMS = tuple(f"gains: {name}" for name in ("tickets", "earlier", "later", "early", "late", "won", "lost"))
"""Names under which the rows of `gain_sums` are kept."""

_TOPS, _BOTTOMS = [1, 2, 5, 6], [0, 0, 3, 4]
"""Which of the sums the shares earlier and later, and the minutes by which, are made of."""


def comparable(ours: Tickets, baseline: Tickets) -> bool:
    """Whether both are plays of the same tickets, so that they can be compared one by one."""
    one, other = ours.workload, baseline.workload
    return np.array_equal(one.created, other.created) and np.array_equal(one.customer, other.customer)


def gain_sums(ours: Tickets, baseline: Tickets, members: Cells, groups: Groups) -> Floats:
    """[7, group] of tickets created in the measured period, all and those served earlier and later.

    Rows: tickets, earlier, later, of these served on both sides (earlier, later), minutes gained, lost. A
    ticket is served when its first touch begins; it is not where its customer left before, or where the run
    ended before. Minutes are over tickets served on both sides.
    """
    measured = np.flatnonzero(within(ours.workload.created, groups.scenario.run))
    mine, theirs = (np.where(one.touched, one.wait, np.inf)[measured] for one in (ours, baseline))
    early, late = mine < theirs, mine > theirs
    both = np.isfinite(mine) & np.isfinite(theirs)
    change = np.subtract(mine, theirs, where=both, out=np.zeros(len(measured)))
    everybody = np.ones(len(measured), np.bool_)
    flags = everybody, early, late, early & both, late & both
    tally = Tally(members)
    tally.count(measured, Flagged.of(dict(zip(SUMS, flags, strict=False))))
    tally.add(measured, {SUMS[5]: -change.clip(max=0), SUMS[6]: change.clip(min=0)})
    sums = tally.sums()
    return np.stack([sums[name] for name in SUMS])


class GainRecord:
    """The gains and losses under one strategy, over all replications."""

    def __init__(self, groups: Groups, by: Iterable[str] = ()) -> None:
        wanted = [one for one in dict.fromkeys((*USUAL, *by)) if one in groups.names]
        self.places = np.concatenate([np.arange(*groups.span(one)) for one in wanted])
        self.groups = groups
        self.replications = 0
        self._ratios = Ratios()

    def add(self, sums: Floats, replications: int = 1) -> None:
        """Takes in the `gain_sums` of one replication, or of several added up."""
        own = sums[:, self.places]
        self._ratios.add(own[_TOPS], own[_BOTTOMS])
        self.replications += replications

    def table(self) -> pd.DataFrame:
        """`by, group, tickets` (per replication), shares served earlier and later, and minutes by which."""
        found = self._ratios.estimates().clipped(0, np.inf)
        tickets = self._ratios.denominators[0] / self.replications
        by, group = (labels[self.places] for labels in self.groups.labels)
        table = pd.DataFrame(
            {
                "by": by,
                "group": group,
                "tickets": tickets,
                "earlier": found.value[0],
                "earlier_low": found.low[0],
                "earlier_high": np.minimum(found.high[0], 1),
                "later": found.value[1],
                "later_low": found.low[1],
                "later_high": np.minimum(found.high[1], 1),
                "earlier_by": found.value[2],
                "later_by": found.value[3],
            }
        )
        return pd.DataFrame(table[tickets > 0]).reset_index(drop=True)
