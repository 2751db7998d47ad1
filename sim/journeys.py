"""The way of every ticket through the tiers: all its touches, drawn visit by visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.distributions import Distribution, durations
from sim.lots import Lots, Rows
from sim.paths import Paths, paths
from sim.streams import Purpose
from sim.touch_log import NOTHING, Ends, TouchLog
from sim.visits import FIRST, TRANSFERRED, Causes, Counts, Deciding, Visiting, room_for, settle
from sim.vocabulary import MAX_VISITS, Codes, Floats, RequestType, Scenario, Step
from sim.workload import TouchEnd, Touches

Some = Rows | slice
"""Places of some visits among several, or all of them."""

ALL = slice(None)

Length = Callable[[RequestType, Step], Distribution | None]
"""How long something lasts that belongs to a visit; None: no time at all."""


@dataclass(frozen=True)
class Journeys:
    """The planned touches of all tickets."""

    touches: Touches
    capped: int
    """Tickets whose 50th visit was made to end solved."""


def plan_journeys(scenario: Scenario, tickets: Lots, request: Codes, entry: Codes) -> Journeys:
    """The touches of all tickets, each beginning at its tier `entry`."""
    log, ways = TouchLog(len(request)), paths(scenario)
    ticket, cause = np.arange(len(request)), np.full(len(request), FIRST, np.int8)
    row = place = ticket if tickets.row is None else tickets.row
    kind = request * np.int16(ways.tiers) + entry
    for number in range(MAX_VISITS):
        if not len(ticket):
            break
        visiting, place, counts = _by_kind(ways, ticket, place, kind, cause)
        ticket, kind, cause = Visits(ways, tickets, number, visiting, place, counts).play(log)
        place = row.take(ticket)
    return Journeys(log.touches(), capped=len(ticket))


def _by_kind(
    ways: Paths, ticket: Rows, place: Rows, kind: Codes, cause: Causes
) -> tuple[Visiting, Rows, NDArray[np.int64]]:
    """The visits of these tickets, those of one kind together, their places, and how many of each kind."""
    alike = bool((kind == kind[0]).all())
    counts = np.bincount(kind[:1] if alike else kind, minlength=ways.kinds)
    if alike:
        counts *= len(kind)
    else:
        order = np.argsort(kind, kind="stable")
        ticket, place, cause = ticket.take(order), place.take(order), cause.take(order)
    return Visiting(counts.cumsum(), ticket, cause), place, counts


@dataclass(frozen=True)
class Visits:
    """The n-th visits of all tickets that come so far."""

    ways: Paths
    tickets: Lots
    number: int
    visiting: Visiting
    place: Rows
    """Of each visit's ticket among all requests."""
    counts: NDArray[np.int64]
    """Visits of each kind."""

    def play(self, log: TouchLog) -> tuple[Rows, Codes, Causes]:
        """Write the touches of these visits down; who goes on, to which kind of visit and why."""
        settled = room_for(len(self.visiting.ticket))
        going, back = settle(self.visiting, self.deciding(), self.ways.tiers, settled)
        if self.number == MAX_VISITS - 1:
            settled.end.fill(TouchEnd.SOLVED)
            back = 0
        self.write(log, settled.touches, settled.end, self.gaps(settled.end, settled.reopened[:back]))
        return settled.ticket[:going], settled.kind[:going], settled.cause[:going]

    @cached_property
    def present(self) -> list[int]:
        """Kinds of which there are visits."""
        found: list[int] = self.counts.nonzero()[0].tolist()
        return found

    def deciding(self) -> Deciding:
        """What decides about these visits, with the uniforms that it takes."""
        return Deciding(
            onward=self.ways.onward,
            touches=self.ways.touches,
            transfer_reply=self.ways.transfer_reply,
            reopened=self.ways.reopened,
            onward_lots=self.lots_for(Purpose.NEXT),
            touch_lots=self.lots_for(Purpose.TOUCHES),
            reply_lots=self.lots_for(Purpose.TRANSFER_REPLY),
            reopen_lots=self.lots_for(Purpose.REOPEN),
        )

    def asks(self, purpose: Purpose) -> bool:
        """Whether this is decided by lot for any of these visits."""
        return not self.ways.asking[purpose].isdisjoint(self.present)

    def lots_for(self, purpose: Purpose) -> Floats:
        """A uniform for each visit; nothing where they are not asked for."""
        return self.lots(purpose, self.place) if self.asks(purpose) else NOTHING

    def lots(self, purpose: Purpose, place: Rows, touch: int = 0) -> Floats:
        """Uniforms of the requests at these places."""
        drawn, at = self.tickets.drawn(purpose, place, index=(self.number, touch))
        return drawn if at is None else drawn.take(at)

    def times(self, purpose: Purpose, length: Length, touch: int = 0, on: Some = ALL) -> Floats:
        """A duration for each of these visits, or for some of them [min]."""
        place, ends = self.place[on], self.visiting.ends
        if not isinstance(on, slice):
            ends = np.searchsorted(on, ends)
        uniforms, at = self.tickets.drawn(purpose, place, index=(self.number, touch))
        times, begin = np.empty(len(place)), 0
        for kind in self.present:
            end = int(ends[kind])
            lasting = length(self.ways.requests[kind], self.ways.step(kind))
            if lasting is None:
                times[begin:end] = 0.0
            elif at is None:
                durations(lasting, uniforms[begin:end], into=times[begin:end])
            else:
                durations(lasting, uniforms, at[begin:end], times[begin:end])
            begin = end
        return times

    def gaps(self, end: Ends, reopened: Rows) -> Floats:
        """After the last touch of each visit [min]; nothing where all are the usual ones."""
        if not len(reopened):
            return NOTHING
        gap = _usual_gaps(end)
        gap[reopened] = self.times(Purpose.REOPEN_DELAY, _reopening, on=reopened)
        return gap

    def handovers(self) -> Floats:
        """Extra reading work on the first touch of each visit [min]; nothing: none at all."""
        if self.number == 0 or not self.asks(Purpose.HANDOVER):
            return NOTHING
        handed_over = (self.visiting.cause == TRANSFERRED).nonzero()[0]
        reading = np.zeros(len(self.visiting.ticket))
        reading[handed_over] = self.times(Purpose.HANDOVER, _handover, on=handed_over)
        return reading

    def write(self, log: TouchLog, counts: Counts, last: Ends, last_gap: Floats) -> None:
        """Write the touches down, touch by touch."""
        tier, handover = np.repeat(self.ways.tier, self.counts), self.handovers()
        least, most = int(counts.min()), int(counts.max())
        for touch in range(1, most + 1):
            on = ALL if touch <= least else (counts >= touch).nonzero()[0]
            end, gap = last[on], _of(last_gap, on)
            if touch < most:
                end, gap = self.replied(touch, on, counts, end, gap)
            self._write_touch(log, touch, on, tier=tier[on], handover=_of(handover, on), end=end, gap=gap)
            handover = NOTHING

    def replied(self, touch: int, on: Some, counts: Counts, end: Ends, gap: Floats) -> tuple[Ends, Floats]:
        """Ends and gaps, but a reply and the customer's answer where one more touch is planned."""
        replied = (counts[on] > touch).nonzero()[0]
        end, gap = end.copy(), gap.copy() if len(gap) else _usual_gaps(end)
        end[replied] = TouchEnd.REPLY
        gap[replied] = self.times(Purpose.CUSTOMER_REPLY, _answer, touch, _among(on, replied))
        return end, gap

    def _write_touch(
        self, log: TouchLog, touch: int, on: Some, *, tier: Codes, handover: Floats, end: Ends, gap: Floats
    ) -> None:
        """One touch of the visits `on`, and one more of those put on hold after it."""
        ticket, work = self.visiting.ticket[on], self.times(Purpose.WORK, _work, touch, on)
        held = self.held(touch, on)
        if not len(held):
            log.add(ticket, tier, work=work, handover=handover, end=end, gap=gap)
            return
        again = _among(on, held)
        ends, gaps = end.copy(), gap.copy() if len(gap) else _usual_gaps(end)
        ends[held] = TouchEnd.HELD
        gaps[held] = self.times(Purpose.HOLD_LENGTH, _holding, touch, again)
        log.add(ticket, tier, work=work, handover=handover, end=ends, gap=gaps)
        work = self.times(Purpose.HELD_WORK, _work, touch, again)
        log.add(ticket[held], tier[held], work=work, end=end[held], gap=_of(gap, held))

    def held(self, touch: int, on: Some) -> Rows:
        """Which of the visits `on` are put on hold after this touch."""
        if not self.asks(Purpose.HOLD):
            return np.empty(0, np.int64)
        share = np.repeat(self.ways.held, self.counts)[on]
        held: Rows = (self.lots(Purpose.HOLD, self.place[on], touch) < share).nonzero()[0]
        return held


def _among(on: Some, places: Rows) -> Rows:
    """Which visits those at some places among `on` are."""
    return places if isinstance(on, slice) else on[places]


def _of(values: Floats, some: Some) -> Floats:
    """The values of some visits; nothing where there are none at all."""
    return values[some] if len(values) else NOTHING


def _usual_gaps(end: Ends) -> Floats:
    """What follows the last touch of each visit where nothing is reopened [min]."""
    return np.where(end == TouchEnd.SOLVED, np.inf, 0.0)


def _work(_: RequestType, step: Step) -> Distribution:
    return step.work


def _answer(_: RequestType, step: Step) -> Distribution | None:
    return step.customer_reply


def _holding(_: RequestType, step: Step) -> Distribution | None:
    return step.hold.length if step.hold else None


def _handover(request: RequestType, _: Step) -> Distribution | None:
    return request.handover


def _reopening(request: RequestType, _: Step) -> Distribution | None:
    return request.reopen.after if request.reopen else None
