"""What the SimPy engine writes down while it plays, and the outcome made of it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.outcome import Ended, Messages, Outcome, Stays, Work
from sim.vocabulary import Floats

REPLIES = frozenset({Ended.REPLY, Ended.TRANSFER_REPLY, Ended.SOLVED})
TRANSFERS = frozenset({Ended.TRANSFER, Ended.TRANSFER_REPLY, Ended.DIAGNOSED})


class Journal:
    """Times and counts per ticket, and the logs of stays, work and messages."""

    def __init__(self, size: int) -> None:
        self.first_touch: list[float | None] = [None] * size
        self.first_reply: list[float | None] = [None] * size
        self.last_solve: list[float | None] = [None] * size
        self.left: list[float | None] = [None] * size
        self.touches = [0] * size
        self.transfers = [0] * size
        self.reopenings = [0] * size
        self._stays: list[tuple[int, int, float, float, int]] = []
        self._work: list[tuple[int, int, float, float, int]] = []
        self._messages: list[tuple[int, float]] = []
        self._in_progress: dict[int, tuple[int, float]] = {}

    def begins_touch(self, ticket: int, now: float, *, answers: bool) -> None:
        """A touch begins, on phone and chat with an answer."""
        self.touches[ticket] += 1
        if self.first_touch[ticket] is None:
            self.first_touch[ticket] = now
        if answers:
            self._replied(ticket, now)

    def ends_touch(self, ticket: int, ended: int, now: float, *, live: bool) -> None:
        """A touch is done."""
        if ended in REPLIES and not live:
            self._replied(ticket, now)
        if ended in TRANSFERS:
            self.transfers[ticket] += 1
        if ended == Ended.SOLVED:
            self.last_solve[ticket] = now

    def message(self, ticket: int, now: float, *, reopens: bool) -> None:
        """The customer writes again."""
        self._messages.append((ticket, now))
        self.reopenings[ticket] += reopens

    def gives_up(self, ticket: int, now: float) -> None:
        """The customer leaves."""
        self.left[ticket] = now

    def gave_up(self, ticket: int) -> bool:
        """Whether the customer has left."""
        return self.left[ticket] is not None

    def touched(self, ticket: int) -> bool:
        """Whether the first touch has begun."""
        return self.first_touch[ticket] is not None

    def stayed(self, ticket: int, tier: int, joined: float, left: float, group: int) -> None:
        """A stay in a queue ends."""
        self._stays.append((ticket, tier, joined, left, group))

    def begins_stretch(self, ticket: int, agent: int, now: float) -> None:
        """An agent goes to work on a ticket."""
        self._in_progress[agent] = (ticket, now)

    def ends_stretch(self, agent: int, now: float, ended: int) -> None:
        """An agent's stretch of work ends."""
        ticket, start = self._in_progress.pop(agent)
        self._work.append((ticket, agent, start, now, ended))

    def outcome(self, end: float, classes: Iterable[tuple[int, int, int, int]]) -> Outcome:
        """The outcome of a run that stops at `end`; work in hand is cut there."""
        for agent in list(self._in_progress):
            self.ends_stretch(agent, end, Ended.CUT)
        return Outcome(
            end=end,
            first_touch=_times(self.first_touch),
            first_reply=_times(self.first_reply),
            last_solve=_times(self.last_solve),
            left=_times(self.left),
            touches=np.array(self.touches, dtype=np.int16),
            transfers=np.array(self.transfers, dtype=np.int16),
            reopenings=np.array(self.reopenings, dtype=np.int16),
            stays=_stays(self._stays),
            work=_work(self._work),
            messages=_messages(self._messages),
            classes=np.array(list(classes), dtype=np.int64).reshape(-1, 4),
        )

    def _replied(self, ticket: int, now: float) -> None:
        if self.first_reply[ticket] is None:
            self.first_reply[ticket] = now


def _times(values: list[float | None]) -> Floats:
    return np.array(values, dtype=np.float64)


def _stays(rows: list[tuple[int, int, float, float, int]]) -> Stays:
    ticket, tier, joined, left, group = _columns(rows, 5)
    order = np.lexsort((ticket, joined))
    return Stays(
        ticket=ticket[order].astype(np.int32),
        tier=tier[order].astype(np.int16),
        joined=joined[order],
        left=left[order],
        group=group[order].astype(np.int32),
    )


def _work(rows: list[tuple[int, int, float, float, int]]) -> Work:
    ticket, agent, start, end, ended = _columns(rows, 5)
    order = np.lexsort((end, agent, start))
    return Work(
        ticket=ticket[order].astype(np.int32),
        agent=agent[order].astype(np.int32),
        start=start[order],
        end=end[order],
        ended=ended[order].astype(np.int8),
    )


def _messages(rows: list[tuple[int, float]]) -> Messages:
    ticket, time = _columns(rows, 2)
    order = np.lexsort((ticket, time))
    return Messages(ticket=ticket[order].astype(np.int32), time=time[order])


def _columns(
    rows: list[tuple[int, int, float, float, int]] | list[tuple[int, float]], width: int
) -> NDArray[np.float64]:
    return np.array(rows, dtype=np.float64).reshape(-1, width).T
