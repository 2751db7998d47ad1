"""What became of each ticket: what the measures need to know, worked out from workload and outcome."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.outcome import Ended, Outcome
from sim.vocabulary import Floats
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
    def wait(self) -> Floats:
        """Creation to the first touch, to leaving, or to the run's end [min]."""
        until = np.where(np.isnan(self.outcome.first_touch), self.outcome.left, self.outcome.first_touch)
        return self._or_end(until) - self.workload.created

    @cached_property
    def touched(self) -> Flags:
        """Had a first touch."""
        return ~np.isnan(self.outcome.first_touch)

    @cached_property
    def left(self) -> Flags:
        """The customer gave up and went."""
        return ~np.isnan(self.outcome.left)

    @cached_property
    def lost(self) -> Flags:
        """Left, or lost in silence: patience ran out before the first touch."""
        return self.left | (self.wait > self.workload.patience)

    @cached_property
    def first_reply(self) -> Floats:
        """Creation to the first reply, to leaving, or to the run's end [min]."""
        until = np.where(np.isnan(self.outcome.first_reply), self.outcome.left, self.outcome.first_reply)
        return self._or_end(until) - self.workload.created

    @cached_property
    def replied(self) -> Flags:
        """Had a first reply."""
        return ~np.isnan(self.outcome.first_reply)

    @cached_property
    def solved(self) -> Flags:
        """Solved in the end: not reopened again when the run stopped."""
        solves = np.bincount(self._solve_tickets, minlength=self.workload.size)
        return (solves > 0) & (solves > self.outcome.reopenings)

    @cached_property
    def resolved_at(self) -> Floats:
        """The last solve, or the run's end where the ticket is not solved in the end [min]."""
        return np.where(self.solved, self.outcome.last_solve, self.outcome.end)

    @cached_property
    def requester_wait(self) -> Floats:
        """Time during which the requester waited for the desk, up to the last solve or the run's end [min].

        Creation to the first reply that left it to the customer, or solve; then from each customer message
        to the next such.
        """
        work, messages, size = self.outcome.work, self.outcome.messages, self.workload.size
        closing = _CLOSINGS[work.ended]
        ends = np.bincount(work.ticket[closing], work.end[closing], minlength=size)
        begins = np.bincount(messages.ticket, messages.time, minlength=size)
        closings = np.bincount(work.ticket[closing], minlength=size)
        written = np.bincount(messages.ticket, minlength=size)
        ours = closings == written
        return ends - begins - self.workload.created + np.where(ours, self.outcome.end, 0.0)

    @cached_property
    def escalated(self) -> Flags:
        """Ever moved to a later tier."""
        stays = self.outcome.stays
        order = np.argsort(stays.ticket, kind="stable")
        ticket, tier = stays.ticket[order], stays.tier[order]
        up = (ticket[1:] == ticket[:-1]) & (tier[1:] > tier[:-1]) & (tier[:-1] >= 0)
        return np.bincount(ticket[1:][up], minlength=self.workload.size) > 0

    @cached_property
    def moved(self) -> Flags:
        """Ever waited at another tier than the first of the desk."""
        stays = self.outcome.stays
        return np.bincount(stays.ticket[stays.tier > 0], minlength=self.workload.size) > 0

    @cached_property
    def openings(self) -> tuple[Places, Floats]:
        """(ticket, instant) at which tickets became open: creations and reopenings."""
        messages = self.outcome.messages
        reopens = self._reopening_messages
        ticket = np.concatenate((np.arange(self.workload.size), messages.ticket[reopens].astype(np.int64)))
        return ticket, np.concatenate((self.workload.created, messages.time[reopens]))

    @cached_property
    def closings(self) -> tuple[Places, Floats]:
        """(ticket, instant) at which tickets ceased to be open: solves and departures."""
        gone = np.flatnonzero(self.left)
        work = self.outcome.work
        solves = work.ended == Ended.SOLVED
        ticket = np.concatenate((self._solve_tickets, gone))
        return ticket, np.concatenate((work.end[solves], self.outcome.left[gone]))

    @cached_property
    def answers(self) -> tuple[Places, Floats, Flags]:
        """(ticket, wait, answered) of each customer message after the first.

        The wait is to the next reply, or to the run's end where none came [min].
        """
        order, first = self._messages_by_ticket
        ticket = self.outcome.messages.ticket[order]
        asked = self.outcome.messages.time[order]
        replies, at, row_of_closing = self._replies_by_ticket
        following = row_of_closing[first] + 1
        inside = following < len(replies)
        following = np.where(inside, following, 0)
        answered = inside & (replies[following] == ticket) if len(replies) else inside
        until = np.where(answered, at[following], self.outcome.end) if len(replies) else asked
        return ticket.astype(np.int64), until - asked, answered

    @cached_property
    def _solve_tickets(self) -> Places:
        work = self.outcome.work
        solves: Places = work.ticket[work.ended == Ended.SOLVED].astype(np.int64)
        return solves

    @cached_property
    def _messages_by_ticket(self) -> tuple[Places, Places]:
        """Messages in order of (ticket, time), and the place of the closing touch that each follows.

        A customer writes only after a reply that left it to them or a solve, and once after each.
        """
        order = np.argsort(self.outcome.messages.ticket, kind="stable")
        ticket = self.outcome.messages.ticket[order]
        begins = np.searchsorted(ticket, ticket)
        work = self.outcome.work
        closing_tickets = np.sort(work.ticket[_CLOSINGS[work.ended]], kind="stable")
        return order, np.searchsorted(closing_tickets, ticket) + np.arange(len(ticket)) - begins

    @cached_property
    def _replies_by_ticket(self) -> tuple[Places, Floats, Places]:
        """(ticket, instant) of replies in order of (ticket, time), and the row of each closing touch."""
        work = self.outcome.work
        order = np.argsort(work.ticket, kind="stable")
        ticket, ended = work.ticket[order].astype(np.int64), work.ended[order]
        live = self.workload.live[ticket]
        replies = np.where(live, _LIVE_REPLIES[ended], _REPLIES[ended])
        at = np.where(live, work.start[order], work.end[order])
        rows = np.cumsum(replies) - 1
        return ticket[replies], at[replies], rows[_CLOSINGS[ended]]

    @cached_property
    def _reopening_messages(self) -> Flags:
        """Which customer messages reopen a solved ticket."""
        work = self.outcome.work
        ended = work.ended[np.argsort(work.ticket, kind="stable")]
        closings = ended[_CLOSINGS[ended]]
        order, follows = self._messages_by_ticket
        reopens = np.zeros(len(order), np.bool_)
        reopens[order] = closings[follows] == Ended.SOLVED
        return reopens

    def _or_end(self, instants: Floats) -> Floats:
        return np.where(np.isnan(instants), self.outcome.end, instants)
