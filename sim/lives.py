"""The tickets of an outcome a batch at a time, with what the logs tell of them ticket by ticket.

A batch is small enough that what is worked out from it takes little memory, however many tickets there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import PLACE, compiled, compiled_apart
from sim.outcome import Outcome
from sim.vocabulary import Floats
from sim.workload import Workload

Rows = NDArray[np.int32]

BATCH = 131_072
"""About so many tickets make a batch: what is done once in each then takes little time."""


class Logs(NamedTuple):
    """The logs of an outcome, and which of their rows are those of each ticket of a batch.

    Tickets are counted from the first of the batch. Rows of ticket i, as they stand in the log, are at
    `first[i]:first[i + 1]`.
    """

    stays: Rows
    stays_first: Rows
    tier: NDArray[np.int16]
    joined: Floats
    left: Floats
    work: Rows
    work_first: Rows
    start: Floats
    end: Floats
    ended: NDArray[np.int8]
    messages: Rows
    messages_first: Rows
    written: Floats


@compiled
def is_plain(logs: Logs, i: int, touches: int, transfers: int, last_solve: float) -> bool:
    """Whether each touch passed ticket i on or solved it, and its customer did not write.

    Then the outcome's columns tell when it was answered and solved, and once at most.
    """
    solved = not np.isnan(last_solve)
    return touches == transfers + solved and logs.messages_first[i] == logs.messages_first[i + 1]


@dataclass(frozen=True)
class Batch:
    """Successive tickets `begin … end − 1` of an outcome."""

    workload: Workload
    """Of all tickets."""
    outcome: Outcome
    """Of all tickets."""
    begin: int
    end: int
    tiers: int
    """Tiers at which any ticket ever waited lie below."""
    logs: Logs

    @property
    def size(self) -> int:
        """Number of tickets."""
        return self.end - self.begin

    @property
    def span(self) -> slice:
        """Where its tickets are among all."""
        return slice(self.begin, self.end)

    @cached_property
    def numbers(self) -> Rows:
        """The numbers of its tickets."""
        return np.arange(self.begin, self.end, dtype=np.int32)

    @property
    def created(self) -> Floats:
        """When its tickets were created [min]."""
        return self.workload.created[self.span]

    @cached_property
    def stay_tier(self) -> NDArray[np.int16]:
        """At which tier each stay in a queue was."""
        return self.outcome.stays.tier[self.logs.stays]

    @cached_property
    def joined(self) -> Floats:
        """From when [min]."""
        return self.outcome.stays.joined[self.logs.stays]

    @cached_property
    def stayed_until(self) -> Floats:
        """Until when, or to the run's end [min]."""
        left = self.outcome.stays.left[self.logs.stays]
        return np.where(np.isnan(left), self.outcome.end, left)

    @cached_property
    def work_end(self) -> Floats:
        """Until when [min]."""
        return self.outcome.work.end[self.logs.work]

    @cached_property
    def work_ended(self) -> NDArray[np.int8]:
        """How it ended."""
        return self.outcome.work.ended[self.logs.work]

    @cached_property
    def message_ticket(self) -> Rows:
        """Whose customer wrote."""
        return self.outcome.messages.ticket[self.logs.messages] - np.int32(self.begin)

    @cached_property
    def message_time(self) -> Floats:
        """When [min]."""
        return self.outcome.messages.time[self.logs.messages]


@dataclass(frozen=True)
class Lives:
    """All tickets of an outcome, to be had in batches."""

    workload: Workload
    outcome: Outcome

    def batches(self) -> Iterator[Batch]:
        """All tickets in order; at least one batch, if an empty one."""
        size = self.workload.size
        number = max(round(size / BATCH), 1)
        for k in range(number):
            yield self.batch(size * k // number, size * (k + 1) // number)

    def batch(self, begin: int, end: int) -> Batch:
        """Some successive tickets."""
        stays, work, messages = self.outcome.stays, self.outcome.work, self.outcome.messages
        logs = Logs(
            *(*_rows(self._stays, begin, end), stays.tier, stays.joined, stays.left),
            *(*_rows(self._work, begin, end), work.start, work.end, work.ended),
            *(*_rows(self._messages, begin, end), messages.time),
        )
        return Batch(self.workload, self.outcome, begin, end, self._tiers, logs)

    @cached_property
    def _tiers(self) -> int:
        return int(self.outcome.stays.tier.max(initial=0)) + 1

    @cached_property
    def _stays(self) -> _Sorted:
        return self._by_ticket(self.outcome.stays.ticket)

    @cached_property
    def _work(self) -> _Sorted:
        return self._by_ticket(self.outcome.work.ticket)

    @cached_property
    def _messages(self) -> _Sorted:
        return self._by_ticket(self.outcome.messages.ticket)

    def _by_ticket(self, ticket: Rows) -> _Sorted:
        return by_code(ticket, self.workload.size)


_Sorted = tuple[Rows, Rows]
"""(where the rows of each ticket, or code, begin; rows in their order)."""


def _rows(log: _Sorted, begin: int, end: int) -> tuple[Rows, Rows]:
    """The rows of some tickets, and where each ticket's begin among them."""
    first, order = log
    own = first[begin : end + 1]
    return order[own[0] : own[-1]], own - own[0]


def by_code(codes: Rows, number: int) -> _Sorted:
    """Where the rows of each code below a number begin, and rows in order of their codes.

    Those of one code stay as they stand.
    """
    first, order = np.zeros(number + 2, np.int32), np.empty(len(codes), np.int32)
    _sort_by_code(codes, first, order)
    return first[:-1], order


@compiled_apart
def _sort_by_code(codes: Rows, first: Rows, order: Rows) -> None:
    """Counts the rows of each code two places on, so that filling moves the beginnings to their places."""
    for row in range(len(codes)):
        first[(codes[row] & PLACE) + 2] += 1
    for place in range(2, len(first)):
        first[place] += first[place - 1]
    for row in range(len(codes)):
        place = (codes[row] & PLACE) + 1
        order[first[place] & PLACE] = row
        first[place] += 1
