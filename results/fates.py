"""What became of each ticket of a batch: what the measures need to know, worked out from its logs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from results.passes import follow_stays, follow_work, lasted_until
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
class Stayed:
    """What the stays in queues tell of each ticket."""

    length: Floats
    """At the tiers [min]."""
    visits: NDArray[np.int16]
    escalated: Flags
    """Ever moved to a later tier."""
    moved: Flags
    """Ever waited at another tier than the first of the desk."""
    tiers: Floats
    """[3, 1 + tier] time of waiting in the period, at no tier and at each; stays and visits of those created
    in it."""


@dataclass(frozen=True)
class Worked:
    """What the work on it tells of each ticket."""

    waited: Floats
    """Sum of the instants at which it was left to the customer, or solved [min]."""
    closings: NDArray[np.int16]
    """Number of these."""
    solves: NDArray[np.int16]
    closed: Floats
    """Time of the period that is left after each solve [min]."""
    shut: NDArray[np.int16]
    """Solves before the end of the period."""


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
        low, high = np.searchsorted(self.created, self._period)
        return slice(int(low), int(high))

    @cached_property
    def stayed(self) -> Stayed:
        """What the stays in queues tell."""
        batch, stays, size = self.batch, self.batch.outcome.stays, self.size
        found = Stayed(
            length=np.zeros(size),
            visits=np.zeros(size, np.int16),
            escalated=np.zeros(size, np.bool_),
            moved=np.zeros(size, np.bool_),
            tiers=np.zeros((3, batch.tiers + 1)),
        )
        follow_stays(
            batch.stays,
            batch.stays_first,
            stays.tier,
            stays.joined,
            stays.left,
            self.end,
            self._period,
            np.array([self.measured.start, self.measured.stop]),
            found.length,
            found.visits,
            found.escalated,
            found.moved,
            found.tiers,
        )
        return found

    @cached_property
    def worked(self) -> Worked:
        """What the work tells."""
        batch, work, size = self.batch, self.batch.outcome.work, self.size
        found = Worked(
            waited=np.zeros(size),
            closings=np.zeros(size, np.int16),
            solves=np.zeros(size, np.int16),
            closed=np.zeros(size),
            shut=np.zeros(size, np.int16),
        )
        follow_work(
            batch.work,
            batch.work_first,
            work.end,
            work.ended,
            self._period,
            found.waited,
            found.closings,
            found.solves,
            found.closed,
            found.shut,
        )
        return found

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
        solves = self.worked.solves
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
        waited, closings, written = (
            self.worked.waited - self.created,
            self.worked.closings,
            self.batch.message_ticket,
        )
        if len(written):
            waited -= np.bincount(written, self.batch.message_time, minlength=self.size)
            closings = closings - np.bincount(written, minlength=self.size)
        return np.where(closings == 0, waited + self.end, waited)

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
    def _period(self) -> Floats:
        return np.array([self.since, self.until])

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
        length = np.empty(self.size)
        lasted_until(instants, self.left_at, self.end, self.created, length)
        return length
