"""What became of each ticket of a batch: what the measures need to know, worked out from its logs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from results.life_passes import Lived, Told, tell_tickets
from sim.lives import Batch
from sim.outcome import Ended
from sim.vocabulary import Floats

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]

_REPLIES = np.zeros(len(Ended), np.bool_)
_REPLIES[[Ended.REPLY, Ended.TRANSFER_REPLY, Ended.SOLVED]] = True
_LIVE_REPLIES = ~np.isin(
    np.arange(len(Ended)), [Ended.DIAGNOSED, Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK]
)
_CLOSINGS = np.zeros(len(Ended), np.bool_)
_CLOSINGS[[Ended.REPLY, Ended.SOLVED]] = True


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
        )
        told = Told.room(self.size, batch.tiers)
        tell_tickets(np.array(period), np.array(measured), lived, batch.logs, told)
        return told

    def those(self, flag: int) -> Flags:
        """Which tickets show a flag."""
        return (self.told.codes & flag) > 0

    @cached_property
    def left_at(self) -> Floats:
        """When the customer gave up and went; NaN: stayed."""
        return self.batch.outcome.left[self.batch.span]

    @cached_property
    def last_solve(self) -> Floats:
        """The last solve; NaN: none."""
        return self.batch.outcome.last_solve[self.batch.span]

    @cached_property
    def reopenings(self) -> tuple[Places, Floats]:
        """(ticket, instant) at which solved tickets became open again."""
        ticket = self.batch.message_ticket
        if not len(ticket):
            return np.empty(0, np.int64), np.empty(0)
        closings = self.batch.work_ended[self._closing]
        reopens = closings[self._closing_before] == Ended.SOLVED
        return ticket[reopens].astype(np.int64), self.batch.message_time[reopens]

    @cached_property
    def closings(self) -> tuple[Places, Floats]:
        """(ticket, instant) at which tickets ceased to be open: solves and departures."""
        gone = np.flatnonzero(~np.isnan(self.left_at))
        solves = np.flatnonzero(self.batch.work_ended == Ended.SOLVED)
        ticket = np.concatenate((self.batch.work_ticket[solves].astype(np.int64), gone))
        return ticket, np.concatenate((self.batch.work_end[solves], self.left_at[gone]))

    @cached_property
    def answers(self) -> tuple[Places, Floats, Flags]:
        """(ticket, wait, answered) of each customer message after the first.

        The wait is to the next reply, or to the run's end where none came [min].
        """
        ticket, asked = self.batch.message_ticket.astype(np.int64), self.batch.message_time
        if not len(ticket):
            return ticket, asked, np.empty(0, np.bool_)
        replies, at, row_of_closing = self._replies
        following = row_of_closing[self._closing_before] + 1
        inside = following < len(replies)
        following = np.where(inside, following, 0)
        answered = inside & (replies[following] == ticket)
        return ticket, np.where(answered, at[following], self.end) - asked, answered

    @cached_property
    def _closing_before(self) -> Places:
        """The place, among all closing touches, of the one that each message follows.

        A customer writes only after a reply that left it to them or a solve, and once after each.
        """
        ticket = self.batch.message_ticket
        closings = np.concatenate(([0], np.cumsum(self._closing)))
        nth = np.arange(len(ticket)) - self.batch.logs.messages_first[ticket]
        places: Places = closings[self.batch.logs.work_first[ticket]] + nth
        return places

    @cached_property
    def _closing(self) -> Flags:
        """Which stretches of work end with a reply that leaves it to the customer, or a solve."""
        return _CLOSINGS[self.batch.work_ended]

    @cached_property
    def _replies(self) -> tuple[Places, Floats, Places]:
        """(ticket, instant) of replies, and for each closing touch its row among them."""
        batch, ended = self.batch, self.batch.work_ended
        live = batch.workload.live[batch.span][batch.work_ticket]
        replies = np.where(live, _LIVE_REPLIES[ended], _REPLIES[ended])
        at = np.where(live, batch.work_start, batch.work_end)
        rows = np.cumsum(replies) - 1
        return batch.work_ticket[replies].astype(np.int64), at[replies], rows[self._closing]
