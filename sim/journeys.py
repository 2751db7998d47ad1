"""The way of every ticket through the tiers: all its touches, drawn visit by visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, choose
from sim.grid import on_grid
from sim.lots import Lots, Rows
from sim.streams import Purpose
from sim.touch_log import TouchLog
from sim.vocabulary import MAX_VISITS, SOLVED, Codes, Floats, RequestType, Scenario, Step
from sim.workload import TouchEnd, Touches

FIRST, TRANSFERRED, REOPENED = 0, 1, 2
"""How a visit came about."""

Causes = NDArray[np.int8]
Ends = NDArray[np.int8]


@dataclass(frozen=True)
class Journeys:
    """The planned touches of all tickets."""

    touches: Touches
    capped: int
    """Tickets whose 50th visit was made to end solved."""


def plan_journeys(scenario: Scenario, tickets: Lots, request: Codes, entry: Codes) -> Journeys:
    """The touches of all tickets, each beginning at its tier `entry`."""
    log = TouchLog(len(request))
    tier, cause = entry.copy(), np.full(len(request), FIRST, np.int8)
    alive: Rows = np.arange(len(request))
    for number in range(MAX_VISITS):
        if not len(alive):
            break
        lots = VisitLots(tickets, number, alive)
        onward = [visits.play(log) for visits in _alike(scenario, lots, request, tier, cause)]
        for move in onward:
            tier[move.ticket], cause[move.ticket] = move.tier, move.cause
        alive = np.sort(np.concatenate([move.ticket for move in onward]))
    return Journeys(log.touches(), capped=len(alive))


@dataclass(frozen=True)
class VisitLots:
    """The uniforms of the tickets that make their n-th visit."""

    tickets: Lots
    number: int
    alive: Rows
    drawn: dict[tuple[Purpose, int], Floats] = field(default_factory=dict)

    def uniforms(self, purpose: Purpose, touch: int) -> Floats:
        """One for each ticket alive, drawn when first asked for."""
        key = (purpose, touch)
        if key not in self.drawn:
            of = None if self.number == 0 else self.alive
            self.drawn[key] = self.tickets.uniforms(purpose, of, index=(self.number, touch))
        return self.drawn[key]


@dataclass(frozen=True)
class Move:
    """Tickets that go on after a visit, where to and why."""

    ticket: Rows
    tier: Codes
    cause: Causes


@dataclass(frozen=True)
class Visits:
    """The n-th visits of tickets of one request type, all to the same tier."""

    request: RequestType
    step: Step
    tier: int
    lots: VisitLots
    at: Rows | slice
    """Places of these tickets among those alive."""
    cause: Causes

    @cached_property
    def ticket(self) -> Rows:
        """Numbers of the tickets."""
        return self.lots.alive[self.at]

    def play(self, log: TouchLog) -> Move:
        """Write the touches of these visits down; who goes on, where to and why."""
        onward = self.destinations()
        reopening = self.reopenings(onward)
        goes_on = np.flatnonzero((onward != SOLVED) | np.isfinite(reopening))
        if self.lots.number == MAX_VISITS - 1:
            self.write(log, np.full_like(onward, SOLVED), np.full_like(reopening, np.inf))
        else:
            self.write(log, onward, reopening)
        tier = onward[goes_on]
        moved = tier != SOLVED
        return Move(
            self.ticket[goes_on],
            np.where(moved, tier, np.int16(self.tier)),
            np.where(moved, TRANSFERRED, REOPENED).astype(np.int8),
        )

    def uniforms(self, purpose: Purpose, touch: int = 0) -> Floats:
        """One for each of these tickets."""
        return self.lots.uniforms(purpose, touch)[self.at]

    def times(self, purpose: Purpose, distribution: Distribution, touch: int = 0) -> Floats:
        """A duration for each of these tickets [min]."""
        return on_grid(distribution.inverse(self.uniforms(purpose, touch)))

    def destinations(self) -> Codes:
        """The tier that each visit leads to, or SOLVED; a reopened ticket is solved again."""
        places = np.array(self.step.next, np.int16)
        if len(places) == 1:
            onward = np.full(len(self.ticket), places[0])
        else:
            onward = places[choose(self.step.next_shares, self.uniforms(Purpose.NEXT))]
        onward[self.cause == REOPENED] = SOLVED
        return onward

    def reopenings(self, onward: Codes) -> Floats:
        """How long after being solved each is reopened; ∞: never [min]."""
        delay = np.full(len(self.ticket), np.inf)
        reopen = self.request.reopen
        if reopen is not None and reopen.share > 0:
            back = (onward == SOLVED) & (self.uniforms(Purpose.REOPEN) < reopen.share)
            delay[back] = self.times(Purpose.REOPEN_DELAY, reopen.after)[back]
        return delay

    def write(self, log: TouchLog, onward: Codes, reopening: Floats) -> None:
        """Write the touches down, touch by touch."""
        counts = self.touch_counts()
        last, last_gap = self.last_ends(onward), np.where(onward == SOLVED, reopening, 0.0)
        handover = self.handovers()
        for touch in range(1, int(counts.max(initial=0)) + 1):
            on = np.flatnonzero(counts >= touch)
            more = counts[on] > touch
            end, gap = last[on], last_gap[on]
            if more.any():
                end[more], gap[more] = TouchEnd.REPLY, self.reply_gaps(touch)[on[more]]
            reading = handover[on] if touch == 1 else np.zeros(len(on))
            self._write_touch(log, touch, on, handover=reading, end=end, gap=gap)

    def _write_touch(
        self, log: TouchLog, touch: int, on: Rows, *, handover: Floats, end: Ends, gap: Floats
    ) -> None:
        """One touch of the visits `on`, and one more of those put on hold after it."""
        work = self.times(Purpose.WORK, self.step.work, touch)[on]
        hold = self.step.hold
        if hold is None or self.request.live or hold.share == 0:
            log.add(self.ticket[on], self.tier, work=work, handover=handover, end=end, gap=gap)
            return
        held = self.uniforms(Purpose.HOLD, touch)[on] < hold.share
        away = self.times(Purpose.HOLD_LENGTH, hold.length, touch)[on]
        ends = np.where(held, np.int8(TouchEnd.HELD), end)
        gaps = np.where(held, away, gap)
        log.add(self.ticket[on], self.tier, work=work, handover=handover, end=ends, gap=gaps)
        again = on[held]
        work = self.times(Purpose.HELD_WORK, self.step.work, touch)[again]
        none = np.zeros(len(again))
        log.add(self.ticket[again], self.tier, work=work, handover=none, end=end[held], gap=gap[held])

    def handovers(self) -> Floats:
        """Extra reading work on the first touch of each visit [min]."""
        if self.request.handover is None or not (self.cause == TRANSFERRED).any():
            return np.zeros(len(self.ticket))
        return np.where(self.cause == TRANSFERRED, self.times(Purpose.HANDOVER, self.request.handover), 0.0)

    def reply_gaps(self, touch: int) -> Floats:
        """How long each customer takes to answer a reply that does not solve [min]."""
        if self.step.customer_reply is None:
            return np.zeros(len(self.ticket))
        return self.times(Purpose.CUSTOMER_REPLY, self.step.customer_reply, touch)

    def touch_counts(self) -> NDArray[np.int64]:
        """Planned touches of each visit, holds apart; one on phone and chat and after a reopening."""
        touches = np.array(self.step.touches)
        if self.request.live:
            return np.ones(len(self.ticket), np.int64)
        if len(touches) == 1:
            counts = np.full(len(self.ticket), touches[0])
        else:
            counts = touches[choose(self.step.touch_shares, self.uniforms(Purpose.TOUCHES))]
        counts[self.cause == REOPENED] = 1
        return counts

    def last_ends(self, onward: Codes) -> Ends:
        """How the last touch of each visit ends."""
        solved = onward == SOLVED
        if solved.all():
            return np.full(len(solved), TouchEnd.SOLVED, np.int8)
        share = self.request.transfer_reply
        replied = self.uniforms(Purpose.TRANSFER_REPLY) < share if 0 < share < 1 else np.bool_(share == 1)
        transfer = np.where(replied, TouchEnd.TRANSFER_REPLY, TouchEnd.TRANSFER)
        return np.where(solved, TouchEnd.SOLVED, transfer).astype(np.int8)


def _alike(
    scenario: Scenario, lots: VisitLots, request: Codes, tier: Codes, cause: Causes
) -> Iterator[Visits]:
    """The visits of those alive, by request type and tier."""
    alive, tiers = lots.alive, len(scenario.tiers)
    kind = (request[alive].astype(np.int32) * tiers + tier[alive]).astype(np.int16)
    counts = np.bincount(kind)
    present = np.flatnonzero(counts)
    order = np.argsort(kind, kind="stable") if len(present) > 1 else None
    ends = np.cumsum(counts)
    for code in present:
        at = slice(None) if order is None else order[ends[code] - counts[code] : ends[code]]
        asked = scenario.requests[code // tiers]
        place = int(code % tiers)
        yield Visits(asked, asked.path[place], place, lots, at, cause[alive[at]])
