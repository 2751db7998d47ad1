"""What became of each ticket of a batch: what the measures need to know, worked out from its logs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from results.life_passes import Lived, Told, tell_tickets
from sim.lives import Batch
from sim.outcome import Ended
from sim.vocabulary import Floats


@dataclass(frozen=True)
class Fates:
    """What became of each ticket of a batch."""

    batch: Batch
    since: float
    until: float
    """The period that is looked at [min]."""

    @property
    def size(self) -> int:
        """Number of tickets."""
        return self.batch.size

    @property
    def end(self) -> float:
        """The instant at which the run stopped [min]."""
        return self.batch.outcome.end

    @property
    def created(self) -> Floats:
        """Creation [min]."""
        return self.batch.created

    @cached_property
    def measured(self) -> slice:
        """The tickets that were created in the period."""
        low, high = np.searchsorted(self.created, [self.since, self.until])
        return slice(int(low), int(high))

    @cached_property
    def told(self) -> Told:
        """Flags, amounts and durations."""
        batch, outcome, span = self.batch, self.batch.outcome, self.batch.span
        period, measured = (self.since, self.until, self.end), (self.measured.start, self.measured.stop)
        lived = Lived(
            created=self.created,
            first_touch=outcome.first_touch[span],
            first_reply=outcome.first_reply[span],
            last_solve=self.last_solve,
            left=self.left_at,
            patience=np.array(batch.workload.patience[span]),
            touches=outcome.touches[span],
            transfers=outcome.transfers[span],
            reopenings=outcome.reopenings[span],
            live=np.array(batch.workload.live[span]),
        )
        told = Told.room(self.size, len(batch.logs.messages), batch.tiers)
        tell_tickets(np.array(period), np.array(measured), lived, batch.logs, told)
        return told

    @cached_property
    def left_at(self) -> Floats:
        """When the customer gave up and went; NaN: stayed."""
        return self.batch.outcome.left[self.batch.span]

    @cached_property
    def last_solve(self) -> Floats:
        """The last solve; NaN: none."""
        return self.batch.outcome.last_solve[self.batch.span]

    @property
    def reopened_at(self) -> Floats:
        """The instants at which solved tickets became open again."""
        return self.batch.message_time[self.told.reopens]

    @property
    def closed_at(self) -> Floats:
        """The instants at which tickets ceased to be open: solves and departures."""
        solves = self.batch.work_end[self.batch.work_ended == Ended.SOLVED]
        return np.concatenate((solves, self.left_at[~np.isnan(self.left_at)]))
