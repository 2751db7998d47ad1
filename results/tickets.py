"""What became of each ticket: what the measures need to know, worked out from workload and outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.lives import Batch, Lives
from sim.outcome import Ended, Outcome
from sim.vocabulary import Floats, RunPlan
from sim.workload import Workload

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
class Tickets:
    """The tickets of one replication as they were played."""

    workload: Workload
    outcome: Outcome

    @cached_property
    def _lives(self) -> Lives:
        return Lives(self.workload, self.outcome)

    def batches(self) -> Iterator[Fates]:
        """All tickets in order, a batch at a time."""
        return (Fates(batch) for batch in self._lives.batches())

    @property
    def solved(self) -> Flags:
        """Solved in the end: not reopened again when the run stopped."""
        return np.concatenate([fates.solved for fates in self.batches()])

    @property
    def touched(self) -> Flags:
        """Had a first touch."""
        return ~np.isnan(self.outcome.first_touch)

    @property
    def wait(self) -> Floats:
        """Creation to the first touch, to leaving, or to the run's end [min]."""
        return np.concatenate([fates.wait for fates in self.batches()])


@dataclass(frozen=True)
class Fates:
    """What became of each ticket of a batch."""

    batch: Batch

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

    def measured(self, run: RunPlan) -> slice:
        """The tickets that were created in the measured period."""
        low, high = np.searchsorted(self.created, (run.warmup, run.measured_until))
        return slice(int(low), int(high))

    @cached_property
    def left_at(self) -> Floats:
        """When the customer gave up and went; NaN: stayed."""
        return self.batch.outcome.left[self.batch.span]

    @cached_property
    def last_solve(self) -> Floats:
        """The last solve; NaN: none."""
        return self.batch.outcome.last_solve[self.batch.span]

    @cached_property
    def wait(self) -> Floats:
        """Creation to the first touch, to leaving, or to the run's end [min]."""
        return self._until(self.batch.outcome.first_touch[self.batch.span])

    @cached_property
    def touched(self) -> Flags:
        """Had a first touch."""
        return ~np.isnan(self.batch.outcome.first_touch[self.batch.span])

    @cached_property
    def left(self) -> Flags:
        """The customer gave up and went."""
        return ~np.isnan(self.left_at)

    @cached_property
    def lost(self) -> Flags:
        """Left, or lost in silence: patience ran out before the first touch."""
        return self.left | (self.wait > self.batch.workload.patience[self.batch.span])

    @cached_property
    def first_reply(self) -> Floats:
        """Creation to the first reply, to leaving, or to the run's end [min]."""
        return self._until(self.batch.outcome.first_reply[self.batch.span])

    @cached_property
    def replied(self) -> Flags:
        """Had a first reply."""
        return ~np.isnan(self.batch.outcome.first_reply[self.batch.span])

    @cached_property
    def touches(self) -> NDArray[np.int16]:
        """Touches begun."""
        return self.batch.outcome.touches[self.batch.span]

    @cached_property
    def transfers(self) -> NDArray[np.int16]:
        """Transfers."""
        return self.batch.outcome.transfers[self.batch.span]

    @cached_property
    def reopened(self) -> Flags:
        """Reopened at least once."""
        return self._reopenings > 0

    @cached_property
    def solved(self) -> Flags:
        """Solved in the end: not reopened again when the run stopped."""
        solved = self.batch.work_ticket[self.batch.work_ended == Ended.SOLVED]
        solves = np.bincount(solved, minlength=self.size)
        return (solves > 0) & (solves > self._reopenings)

    @cached_property
    def resolved_at(self) -> Floats:
        """The last solve, or the run's end where the ticket is not solved in the end [min]."""
        return np.where(self.solved, self.last_solve, self.end)

    @cached_property
    def requester_wait(self) -> Floats:
        """Time during which the requester waited for the desk, up to the last solve or the run's end [min].

        Creation to the first reply that left it to the customer, or solve; then from each customer message
        to the next such.
        """
        batch, closing = self.batch, self._closing
        closed, written = batch.work_ticket[closing], batch.message_ticket
        waited = np.bincount(closed, batch.work_end[closing], minlength=self.size) - self.created
        closings = np.bincount(closed, minlength=self.size)
        if len(written):
            waited -= np.bincount(written, batch.message_time, minlength=self.size)
            closings -= np.bincount(written, minlength=self.size)
        return waited + np.where(closings == 0, self.end, 0.0)

    @cached_property
    def escalated(self) -> Flags:
        """Ever moved to a later tier."""
        ticket, tier = self.batch.stay_ticket, self.batch.stay_tier
        up = (ticket[1:] == ticket[:-1]) & (tier[1:] > tier[:-1]) & (tier[:-1] >= 0)
        return self._any(ticket[1:][up])

    @cached_property
    def moved(self) -> Flags:
        """Ever waited at another tier than the first of the desk."""
        return self._any(self.batch.stay_ticket[self.batch.stay_tier > 0])

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
        gone = np.flatnonzero(self.left)
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
    def _reopenings(self) -> NDArray[np.int16]:
        return self.batch.outcome.reopenings[self.batch.span]

    @cached_property
    def _closing_before(self) -> Places:
        """The place, among all closing touches, of the one that each message follows.

        A customer writes only after a reply that left it to them or a solve, and once after each.
        """
        ticket = self.batch.message_ticket
        closings = np.concatenate(([0], np.cumsum(self._closing)))
        nth = np.arange(len(ticket)) - self.batch.messages_first[ticket]
        places: Places = closings[self.batch.work_first[ticket]] + nth
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

    def _any(self, tickets: NDArray[np.int32]) -> Flags:
        found = np.zeros(self.size, np.bool_)
        found[tickets] = True
        return found

    def _until(self, instants: Floats) -> Floats:
        """Creation to an instant, to leaving where there is none, or to the run's end [min]."""
        until = np.where(np.isnan(instants), self.left_at, instants)
        return np.where(np.isnan(until), self.end, until) - self.created
