"""The desk in SimPy: the definition of what happens to a ticket.

Three kinds of process: `arrivals` brings the tickets, `life` is one ticket's way through queues, touches,
waits for others, escalation and reopening, and `shift` is one agent's comings and goings. Whatever happens
at one instant happens in the order of `Kind`, then of the agent's or ticket's number; each event is handled
to its end before the next.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
import simpy
from simpy.events import URGENT

from sim.desk import Desk
from sim.fate import Fate
from sim.grid import rounded
from sim.journal import TRANSFERS, Journal
from sim.moments import Kind, Moment, Process
from sim.outcome import Ended, Outcome
from sim.ranking import Ranking
from sim.running_clocks import RunningClocks
from sim.staff import Staff
from sim.taking import Taking
from sim.triage_queue import UNTRIAGED, TriageQueue
from sim.vocabulary import EndOfShift
from sim.waiting import Stay, Waiting
from sim.workload import TouchEnd, Workload

SAME_TOUCH_AGAIN = frozenset({Ended.DIAGNOSED, Ended.HANDED_BACK})


def play(workload: Workload, desk: Desk, ranking: Ranking) -> Outcome:
    """What happens when this workload meets this desk under this ranking."""
    return SupportDesk(workload, desk, ranking).run()


class SupportDesk:
    """One replication at play."""

    def __init__(self, workload: Workload, desk: Desk, ranking: Ranking) -> None:
        self.env = simpy.Environment()
        self.work, self.desk, self.ranking = workload, desk, ranking
        self._moves_waiting = ranking.moves_waiting
        size, agents = workload.size, len(desk.agent_pool)
        self.journal = Journal(size)
        self.clocks = RunningClocks(workload, desk, ranking)
        self.corrected = bytearray(size)
        self.staff = Staff(desk, ranking.most_skilled)
        self.waiting = Waiting(workload, desk, ranking, self.clocks, self.corrected)
        self.untriaged = TriageQueue(desk)
        self.taking = Taking(desk, ranking, workload.attendance, self.waiting, self.untriaged, self.clocks)
        self.fate = Fate(workload)
        self.lives: dict[int, simpy.Process] = {}
        self.turn: dict[int, simpy.Event] = {}
        """What a waiting ticket's life waits for: an agent, or None when the customer gives up."""
        self.in_hand = [-1] * agents
        self.paused: dict[int, simpy.Event] = {}
        """Agent → what their paused touch waits for."""
        self.remaining: dict[tuple[int, int], float] = {}
        """(ticket, planned end) → work that is left of a touch that was given back."""
        self.diagnosed: set[int] = set()
        created = workload.created
        measured = (created >= desk.measured_from) & (created < desk.measured_until)
        self.open_measured = int(np.count_nonzero(measured))
        self.journeys_over = self.env.event()

    def run(self) -> Outcome:
        """Plays to the end of the measured period and on until its tickets' journeys are over."""
        env, desk = self.env, self.desk
        for agent in range(len(desk.agent_pool)):
            env.process(self.shift(agent))
        env.process(self.arrivals())
        env.run(until=desk.measured_until)
        if self.open_measured and desk.horizon > desk.measured_until:
            env.schedule(self._stop_at_horizon(), URGENT, desk.horizon - env.now)
            env.run(until=self.journeys_over)
        for ticket, stay in self.waiting.stays.items():
            self.journal.stayed(ticket, stay.tier, stay.joined, np.nan, stay.number)
        for ticket, joined in self.untriaged.waiting():
            self.journal.stayed(ticket, self.untriaged.tier, joined, np.nan, UNTRIAGED)
        return self.journal.outcome(env.now, self.waiting.classes)

    # ------------------------------------------------------------------ processes

    def arrivals(self) -> Process:
        """Brings the tickets, in order."""
        for ticket, created in enumerate(self.work.created.tolist()):
            yield Moment(self.env, created, Kind.ARRIVES, ticket)
            self.lives[ticket] = self.env.process(self.life(ticket))

    def life(self, ticket: int) -> Process:
        """A ticket from its arrival to its last solve, or until its customer gives up."""
        env, journal, clocks, fate = self.env, self.journal, self.clocks, self.fate
        if clocks.needed:
            clocks.created(ticket)
        agent, watched = None, False
        if fate.triage_work[ticket] >= 0:
            watched = self._watch_patience(ticket)
            agent = yield from self.triage(ticket)
            if journal.gave_up(ticket):
                if agent is not None:
                    self.releases(agent)
                return self.ends_journey(ticket)
        touch, last = fate.first[ticket], fate.first[ticket + 1]
        while touch < last:
            turn = self.queue(ticket, fate.tier[touch], agent)
            if not watched and ticket in self.turn:
                watched = self._watch_patience(ticket)
            agent = yield turn
            if agent is None:
                return self.ends_journey(ticket)
            ended = yield from self.touch(ticket, touch, agent)
            if ended in SAME_TOUCH_AGAIN:
                continue
            if ended in TRANSFERS:
                touch += 1
                continue
            self.releases(agent)
            agent = None
            gap = fate.gap[touch]
            touch += 1
            if touch == last:
                break
            if ended == TouchEnd.HELD:
                yield Moment(env, env.now + gap, Kind.THIRD_PARTY_ANSWERS, ticket)
                clocks.third_party_answered(ticket, env.now)
            else:
                reopens = ended == TouchEnd.SOLVED
                kind = Kind.REOPENS if reopens else Kind.CUSTOMER_REPLIES
                yield Moment(env, env.now + gap, kind, ticket)
                journal.message(ticket, env.now, reopens=reopens)
                clocks.customer_wrote(ticket, env.now)
        self.ends_journey(ticket)

    def shift(self, agent: int) -> Process:
        """An agent comes on duty, resumes the paused touch or takes the best ticket, and goes again."""
        env, staff, there = self.env, self.staff, self.work.attendance
        first, last = there.on_first[agent], there.on_first[agent + 1]
        starts, ends = there.on_start[first:last].tolist(), there.on_end[first:last].tolist()
        for start, end in zip(starts, ends, strict=True):
            yield Moment(env, start, Kind.SHIFT_CHANGES, agent)
            staff.on_since[agent], staff.on_until[agent] = start, end
            if agent in self.paused:
                self.paused.pop(agent).succeed()
            elif self.in_hand[agent] < 0:
                self.takes_next(agent)
            yield Moment(env, end, Kind.SHIFT_CHANGES, agent)
            self.leaves_duty(agent)

    # ------------------------------------------------------------------ parts of a ticket's life

    def queue(self, ticket: int, tier: int, releasing: int | None) -> simpy.Event:
        """Joins a queue; what comes is an agent, or None where the customer gives up first.

        An agent whose touch has just ended is released once the ticket has joined.
        """
        waiting = self.waiting
        stay = waiting.join(ticket, tier, self.env.now)
        if self._moves_waiting:
            self._set_timers(ticket, stay)
        self.turn[ticket] = turn = self.env.event()
        if releasing is not None:
            self.releases(releasing)
        if ticket in waiting.stays:
            self.offers(ticket)
        return turn

    def triage(self, ticket: int) -> Generator[simpy.Event, Any, int | None]:
        """Waits for somebody to write down priority and skill; the agent is still to be released."""
        length: float = self.fate.triage_work[ticket]
        while True:
            self.untriaged.join(ticket, self.env.now)
            self.turn[ticket] = turn = self.env.event()
            self._offers_triage(ticket)
            agent: int | None = yield turn
            if agent is None:
                return None
            ended = yield from self.work_on(ticket, agent, length, Ended.TRIAGED, 1.0)
            if ended == Ended.TRIAGED:
                return agent
            length = self.remaining.pop((ticket, Ended.TRIAGED))
            self.releases(agent)

    def touch(self, ticket: int, touch: int, agent: int) -> Generator[simpy.Event, Any, int]:
        """An agent works on a ticket; how it ended."""
        env, clocks, fate = self.env, self.clocks, self.fate
        live = fate.live[ticket]
        speeds = self.waiting.speed[self.desk.agent_pool[agent]]
        speed, planned = speeds[fate.true_skill[ticket]], fate.end[touch]
        work: float = fate.work[touch] + fate.handover[touch]
        if speed == 0.0:
            speed, planned = speeds[fate.seen_skill[ticket]], int(Ended.DIAGNOSED)
            work = fate.diagnosis[ticket]
        elif ticket in self.diagnosed and touch == fate.first[ticket]:
            work += fate.diagnosis_handover[ticket]
        if (ticket, planned) in self.remaining:
            work = self.remaining.pop((ticket, planned))
        else:
            answers = live and planned != Ended.DIAGNOSED
            self.journal.begins_touch(ticket, env.now, answers=answers)
            if answers:
                clocks.replied(ticket, env.now)
        ended = yield from self.work_on(
            ticket, agent, work if speed == 1.0 else rounded(work / speed), planned, speed
        )
        if ended == Ended.HANDED_BACK:
            return ended
        if ended == Ended.DIAGNOSED:
            self.diagnosed.add(ticket)
        self.journal.ends_touch(ticket, ended, env.now, live=live)
        if clocks.needed:
            clocks.touch_ends(ticket, ended, env.now, first=not self.corrected[ticket])
        self.corrected[ticket] = 1
        return ended

    def work_on(
        self, ticket: int, agent: int, length: float, planned: int, speed: float
    ) -> Generator[simpy.Event, Any, int]:
        """A stretch of work after another until it is done, or given back at the end of a shift."""
        env = self.env
        remaining, ended = length, planned
        while True:
            begun = env.now
            self.journal.begins_stretch(ticket, agent, begun)
            try:
                yield Moment(env, begun + remaining, Kind.TOUCH_ENDS, agent)
            except simpy.Interrupt as shift_end:
                remaining -= env.now - begun
                ended = Ended.PAUSED if shift_end.cause == EndOfShift.PAUSE else Ended.HANDED_BACK
            self.staff.worked[agent] += env.now - begun
            self.journal.ends_stretch(agent, env.now, ended)
            if ended != Ended.PAUSED:
                break
            self.paused[agent] = back = env.event()
            yield back
            ended = planned
        if ended == Ended.HANDED_BACK:
            self.remaining[ticket, planned] = rounded(remaining * speed)
        return ended

    # ------------------------------------------------------------------ who takes what

    def releases(self, agent: int) -> None:
        """An agent's work on a ticket is over: they take the next, if on duty."""
        now = self.env.now
        self.in_hand[agent] = -1
        self.staff.last_end[agent] = now
        if self.staff.on_duty(agent, now):
            self.takes_next(agent)

    def takes_next(self, agent: int) -> None:
        """A free agent takes the best-ranked ticket that they may serve, or waits for one."""
        ticket = self.taking.next_for(agent, self.env.now)
        if ticket is None:
            self.staff.frees(agent)
        else:
            self.hands(ticket, agent)

    def offers(self, ticket: int) -> None:
        """A waiting ticket goes to a free agent, if there is one who may take it."""
        stay = self.waiting.stays[ticket]
        agent = self.staff.choose(stay.pools, stay.skill, stay.tier, self.env.now)
        if agent is not None:
            self.hands(ticket, agent)

    def _offers_triage(self, ticket: int) -> None:
        agent = self.staff.choose(self.desk.triage_pools, 0, 0, self.env.now)
        if agent is not None:
            self.hands(ticket, agent)

    def hands(self, ticket: int, agent: int) -> None:
        """Gives a waiting ticket to an agent on duty."""
        self.staff.occupies(agent)
        self.in_hand[agent] = ticket
        if ticket in self.waiting.stays:
            stay = self.waiting.leave(ticket)
            self.staff.last_handed[stay.tier] = agent
            self.journal.stayed(ticket, stay.tier, stay.joined, self.env.now, stay.number)
        else:
            self._leaves_triage(ticket)
        self.turn.pop(ticket).succeed(agent)

    # ------------------------------------------------------------------ things that happen to those who wait

    def leaves_duty(self, agent: int) -> None:
        """An interval ends or a block begins: idle agents just leave, others by the pool's rule."""
        self.staff.occupies(agent)
        ticket = self.in_hand[agent]
        rule = self.desk.pool_end_of_shift[self.desk.agent_pool[agent]]
        working = ticket >= 0 and agent not in self.paused
        if working and rule != EndOfShift.FINISH and not self.fate.live[ticket]:
            self.lives[ticket].interrupt(rule)

    def place_changes(self, ticket: int, stay: Stay) -> None:
        """A boost, a prediction, a breach or the end of the wait for own skills moves a waiting ticket."""
        if self.waiting.stays.get(ticket) is stay:
            self.waiting.enter_class(ticket, self.env.now)
            self.offers(ticket)

    def gives_up(self, ticket: int) -> None:
        """Patience runs out before the first touch has begun."""
        if self.journal.touched(ticket):
            return
        self.journal.gives_up(ticket, self.env.now)
        if ticket in self.turn:
            if ticket in self.waiting.stays:
                stay = self.waiting.leave(ticket)
                self.journal.stayed(ticket, stay.tier, stay.joined, self.env.now, stay.number)
            else:
                self._leaves_triage(ticket)
            self.turn.pop(ticket).succeed(None)

    def ends_journey(self, ticket: int) -> None:
        """Nothing more happens to the ticket; the run may end once this holds for all measured ones."""
        self.lives.pop(ticket, None)
        if self.desk.measured_from <= self.fate.created[ticket] < self.desk.measured_until:
            self.open_measured -= 1
            if not self.open_measured and self.env.now >= self.desk.measured_until:
                self.journeys_over.succeed()

    # ------------------------------------------------------------------ setting up

    def _set_timers(self, ticket: int, stay: Stay) -> None:
        for instant in self.waiting.changes(ticket, stay):
            timer = Moment(self.env, instant, Kind.TIMER, ticket)
            timer.callbacks.append(lambda _: self.place_changes(ticket, stay))

    def _watch_patience(self, ticket: int) -> bool:
        fate = self.fate
        end = fate.created[ticket] + fate.patience[ticket]
        if fate.leaves[ticket] and self.env.now <= end < np.inf and not self.journal.touched(ticket):
            gives_up = Moment(self.env, end, Kind.PATIENCE_ENDS, ticket)
            gives_up.callbacks.append(lambda _: self.gives_up(ticket))
        return True

    def _stop_at_horizon(self) -> simpy.Event:
        stop = self.env.event()
        stop._ok, stop._value = True, None
        stop.callbacks.append(self._stop)
        return stop

    def _stop(self, _: simpy.Event) -> None:
        self.journeys_over.succeed()

    def _leaves_triage(self, ticket: int) -> None:
        joined = self.untriaged.leave(ticket)
        self.journal.stayed(ticket, self.untriaged.tier, joined, self.env.now, UNTRIAGED)
