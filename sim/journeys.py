"""The way of every ticket through the tiers: all its touches, drawn visit by visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, choose, durations
from sim.lots import Lots, Rows
from sim.streams import Purpose
from sim.touch_log import TouchLog
from sim.vocabulary import MAX_VISITS, SOLVED, Codes, Floats, RequestType, Scenario, Step
from sim.workload import TouchEnd, Touches

FIRST, TRANSFERRED, REOPENED = 0, 1, 2
"""How a visit came about."""

Causes = NDArray[np.int8]
Ends = NDArray[np.int8]
Some = Rows | slice
"""Places of some visits among several, or all of them."""

ALL = slice(None)


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
        gone_on = [move.ticket for move in onward]
        alive = gone_on[0] if len(gone_on) == 1 else np.sort(np.concatenate(gone_on))
    return Journeys(log.touches(), capped=len(alive))


@dataclass(frozen=True)
class VisitLots:
    """The uniforms of the tickets that make their n-th visit."""

    tickets: Lots
    number: int
    alive: Rows
    drawn: dict[tuple[Purpose, int], Floats] = field(default_factory=dict)

    @cached_property
    def places(self) -> Rows:
        """The place of each ticket alive among all requests."""
        places = self.tickets.places(self.alive)
        return self.alive if places is None else places

    def uniforms(self, purpose: Purpose, touch: int) -> Floats:
        """By place among all requests, for all who are alive; drawn when first asked for."""
        key = (purpose, touch)
        if key not in self.drawn:
            self.drawn[key] = self.tickets.drawn(purpose, self.places, index=(self.number, touch))
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
    at: Some
    """Places of these tickets among those alive."""
    cause: Causes

    @cached_property
    def ticket(self) -> Rows:
        """Numbers of the tickets."""
        return self.lots.alive[self.at]

    @cached_property
    def places(self) -> Rows:
        """Their places among all requests."""
        return self.lots.places[self.at]

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
            np.where(moved, np.int8(TRANSFERRED), np.int8(REOPENED)),
        )

    def uniforms(self, purpose: Purpose, touch: int = 0, on: Some = ALL) -> Floats:
        """One for each of these tickets, or for some of them."""
        return self.lots.uniforms(purpose, touch)[self.places[on]]

    def times(self, purpose: Purpose, distribution: Distribution, touch: int = 0, on: Some = ALL) -> Floats:
        """A duration for each of these tickets, or for some of them [min]."""
        return durations(distribution, self.lots.uniforms(purpose, touch), self.places[on])

    def destinations(self) -> Codes:
        """The tier that each visit leads to, or SOLVED; a reopened ticket is solved again."""
        places = np.array(self.step.next, np.int16)
        if len(places) == 1:
            onward = np.full(len(self.ticket), places[0])
        else:
            onward = places.take(choose(self.step.next_shares, self.uniforms(Purpose.NEXT)))
        onward[self.cause == REOPENED] = SOLVED
        return onward

    def reopenings(self, onward: Codes) -> Floats:
        """How long after being solved each is reopened; ∞: never [min]."""
        delay = np.full(len(self.ticket), np.inf)
        reopen = self.request.reopen
        if reopen is not None and reopen.share > 0:
            back = np.flatnonzero((onward == SOLVED) & (self.uniforms(Purpose.REOPEN) < reopen.share))
            delay[back] = self.times(Purpose.REOPEN_DELAY, reopen.after, on=back)
        return delay

    def write(self, log: TouchLog, onward: Codes, reopening: Floats) -> None:
        """Write the touches down, touch by touch."""
        counts = self.touch_counts()
        last, last_gap = self.last_ends(onward), np.where(onward == SOLVED, reopening, 0.0)
        handover = self.handovers()
        for touch in range(1, int(counts.max(initial=0)) + 1):
            on = np.flatnonzero(counts >= touch) if (counts < touch).any() else ALL
            end, gap = last[on], last_gap[on]
            replied = np.flatnonzero(counts[on] > touch)
            if len(replied):
                end, gap = end.copy(), gap.copy()
                end[replied], gap[replied] = TouchEnd.REPLY, self.reply_gaps(touch, _among(on, replied))
            reading = None if handover is None or touch > 1 else handover[on]
            self._write_touch(log, touch, on, handover=reading, end=end, gap=gap)

    def _write_touch(
        self, log: TouchLog, touch: int, on: Some, *, handover: Floats | None, end: Ends, gap: Floats
    ) -> None:
        """One touch of the visits `on`, and one more of those put on hold after it."""
        work = self.times(Purpose.WORK, self.step.work, touch, on)
        hold = self.step.hold
        if hold is None or self.request.live or hold.share == 0:
            log.add(self.ticket[on], self.tier, work=work, handover=handover, end=end, gap=gap)
            return
        held = np.flatnonzero(self.uniforms(Purpose.HOLD, touch, on) < hold.share)
        again = _among(on, held)
        ends, gaps = end.copy(), gap.copy()
        ends[held] = TouchEnd.HELD
        gaps[held] = self.times(Purpose.HOLD_LENGTH, hold.length, touch, again)
        log.add(self.ticket[on], self.tier, work=work, handover=handover, end=ends, gap=gaps)
        work = self.times(Purpose.HELD_WORK, self.step.work, touch, again)
        log.add(self.ticket[again], self.tier, work=work, end=end[held], gap=gap[held])

    def handovers(self) -> Floats | None:
        """Extra reading work on the first touch of each visit [min]; None: none at all."""
        handed_over = np.flatnonzero(self.cause == TRANSFERRED)
        if self.request.handover is None or not len(handed_over):
            return None
        reading = np.zeros(len(self.ticket))
        reading[handed_over] = self.times(Purpose.HANDOVER, self.request.handover, on=handed_over)
        return reading

    def reply_gaps(self, touch: int, on: Rows) -> Floats:
        """How long the customers of some visits take to answer a reply that does not solve [min]."""
        if self.step.customer_reply is None:
            return np.zeros(len(on))
        return self.times(Purpose.CUSTOMER_REPLY, self.step.customer_reply, touch, on)

    def touch_counts(self) -> NDArray[np.int64]:
        """Planned touches of each visit, holds apart; one on phone and chat and after a reopening."""
        touches = np.array(self.step.touches)
        if self.request.live:
            return np.ones(len(self.ticket), np.int64)
        if len(touches) == 1:
            counts = np.full(len(self.ticket), touches[0])
        else:
            counts = touches.take(choose(self.step.touch_shares, self.uniforms(Purpose.TOUCHES)))
        counts[self.cause == REOPENED] = 1
        return counts

    def last_ends(self, onward: Codes) -> Ends:
        """How the last touch of each visit ends."""
        solved = onward == SOLVED
        if solved.all():
            return np.full(len(solved), TouchEnd.SOLVED, np.int8)
        share = self.request.transfer_reply
        replied = self.uniforms(Purpose.TRANSFER_REPLY) < share if 0 < share < 1 else np.bool_(share == 1)
        transfer = np.where(replied, np.int8(TouchEnd.TRANSFER_REPLY), np.int8(TouchEnd.TRANSFER))
        return np.where(solved, np.int8(TouchEnd.SOLVED), transfer)


def _among(on: Some, places: Rows) -> Rows:
    """Which visits those at some places among `on` are."""
    return places if isinstance(on, slice) else on[places]


def _alike(
    scenario: Scenario, lots: VisitLots, request: Codes, tier: Codes, cause: Causes
) -> Iterator[Visits]:
    """The visits of those alive, by request type and tier."""
    alive, tiers = lots.alive, len(scenario.tiers)
    kind = (request[alive].astype(np.int32) * tiers + tier[alive]).astype(np.int16)
    alike = bool((kind == kind[0]).all())
    counts = np.bincount(kind[:1] if alike else kind)
    order = None if alike else np.argsort(kind, kind="stable")
    ends = np.cumsum(counts)
    for code in np.flatnonzero(counts):
        at = ALL if order is None else order[ends[code] - counts[code] : ends[code]]
        asked = scenario.requests[code // tiers]
        place = int(code % tiers)
        yield Visits(asked, asked.path[place], place, lots, at, cause[alive[at]])
