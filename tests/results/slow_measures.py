"""The measures by plain Python, ticket by ticket and group by group: slow, and written apart from the fast.

Only the clocks themselves (`clock_history`) and open time are taken from the program; both have tests of
their own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sim.calendars import open_times, packed
from sim.clock_history import ACHIEVED, BREACHED, UNDECIDED, clock_history
from sim.outcome import Ended, Outcome
from sim.vocabulary import METRICS, Scenario
from sim.workload import TRUE, Workload

Key = tuple[str, str, str]
"""Name of a sum, what it is split by, group."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
REPLIES = (Ended.REPLY, Ended.TRANSFER_REPLY, Ended.SOLVED)
NO_LIVE_REPLIES = (Ended.DIAGNOSED, Ended.TRIAGED, Ended.PAUSED, Ended.HANDED_BACK)
ATTRIBUTES = ("segment", "priority", "plan", "request", "channel", "skill", "vip", "category", "persona")


class SlowMeasures:
    """Sums by group, and the durations of every group, of one replication."""

    def __init__(self, scenario: Scenario, workload: Workload, outcome: Outcome) -> None:
        self.scenario, self.workload, self.outcome = scenario, workload, outcome
        self.since, self.until = scenario.run.warmup, scenario.run.measured_until
        self.sums: dict[Key, float] = defaultdict(float)
        self.durations: dict[Key, list[float]] = defaultdict(list)
        self.work: dict[int, list[int]] = defaultdict(list)
        self.stays: dict[int, list[int]] = defaultdict(list)
        self.messages: dict[int, list[float]] = defaultdict(list)
        for row, ticket in enumerate(outcome.work.ticket.tolist()):
            self.work[ticket].append(row)
        for row, ticket in enumerate(outcome.stays.ticket.tolist()):
            self.stays[ticket].append(row)
        for ticket, at in zip(outcome.messages.ticket.tolist(), outcome.messages.time.tolist(), strict=True):
            self.messages[ticket].append(at)
        for ticket in range(workload.size):
            self._ticket(ticket)
            self._backlog(ticket)
        self._waiting()
        for owed in (False, True) if scenario.triage.priority_confusion is not None else (False,):
            self._clocks(owed)

    # -------------------------------------------------------- groups

    def groups(self, ticket: int) -> Iterator[tuple[str, str]]:
        """(by, group) of a ticket."""
        yield "all", "all"
        levels, policies = self.scenario.levels, self.scenario.policies
        for name in ATTRIBUTES:
            if levels.get(name) and (name in self.workload.columns or name in ("priority", "skill")):
                code = int(self.workload.codes(name)[ticket])
                if code >= 0:
                    yield name, levels[name][code]
        policy, priority = (int(self.workload.codes(name)[ticket]) for name in ("policy", "priority"))
        if policy >= 0:
            yield "policy", policies[policy].name
            yield "policy×priority", f"{policies[policy].name}×{self.scenario.priorities[priority]}"
        if self.scenario.triage.priority_confusion is not None:
            true = int(self.workload.codes("priority", TRUE)[ticket])
            yield "true_priority", self.scenario.priorities[true]
        tier = int(self.workload.touches.tier[self.workload.touches.first[ticket]])
        yield "tier", self.scenario.tiers[tier]
        wall = self._wall(self.workload.created[ticket])
        hour, day = f"{wall.hour:02d}:00", WEEKDAYS[wall.weekday()]
        yield "hour", hour
        yield "weekday", day
        yield "hour_of_week", f"{day} {hour}"
        yield from self._week(self.workload.created[ticket])

    def _wall(self, instant: float) -> datetime:
        moment = self.scenario.start.astimezone(UTC) + timedelta(minutes=float(instant))
        return moment.astimezone(ZoneInfo(self.scenario.timezone))

    def _week(self, instant: float) -> Iterator[tuple[str, str]]:
        """The week of an instant, where it is one of those of the measured period."""
        monday = self._monday(instant)
        if self._monday(self.since) <= monday <= self._monday(math.nextafter(self.until, 0)):
            yield "week", monday.isoformat()

    def _monday(self, instant: float):
        day = self._wall(instant).date()
        return day - timedelta(days=day.weekday())

    def add(self, groups: list[tuple[str, str]], name: str, value: float = 1.0) -> None:
        """Adds to a sum of every group."""
        for by, group in groups:
            self.sums[name, by, group] += value

    def last(self, groups: list[tuple[str, str]], name: str, length: float, ended: bool) -> None:
        """Adds a duration to every group."""
        self.add(groups, name, length)
        self.add(groups, f"{name}_n")
        for by, group in groups:
            self.durations[name, by, group].append(length if ended else math.inf)

    # -------------------------------------------------------- tickets

    def _ticket(self, ticket: int) -> None:
        outcome, born = self.outcome, float(self.workload.created[ticket])
        if not self.since <= born < self.until:
            return
        groups = list(self.groups(ticket))
        first, reply, solve, left = (
            float(column[ticket])
            for column in (outcome.first_touch, outcome.first_reply, outcome.last_solve, outcome.left)
        )
        gone, solved = not math.isnan(left), self.is_solved(ticket)
        wait, answer = (self._or_end(at, left) - born for at in (first, reply))
        touched, replied = not math.isnan(first), not math.isnan(reply)
        shown: dict[str, bool] = {
            "tickets": True,
            "solved": solved,
            "left": gone,
            "lost": gone or wait > self.workload.patience[ticket],
            "queued": wait > 0,
            "served": touched,
            "ever_solved": not math.isnan(solve),
            "reopened": not math.isnan(solve) and outcome.reopenings[ticket] > 0,
            "one_touch": solved and outcome.touches[ticket] == 1,
            "wait_undecided": not touched and not gone,
            "first_reply_undecided": not replied and not gone,
            "full_resolution_undecided": not solved and not gone,
            "escalated": any(0 <= before < after for before, after in pairwise(self._tiers(ticket))),
            "first_level": solved and all(tier <= 0 for tier in self._tiers(ticket)),
        }
        for name, yes in shown.items():
            self.add(groups, name, float(yes))
        self.add(groups, "wait_served", wait if touched else 0.0)
        self.add(groups, "touches", float(outcome.touches[ticket]) if solved else 0.0)
        self.add(groups, "transfers", float(outcome.transfers[ticket]) if solved else 0.0)
        self.last(groups, "wait", wait, touched or gone)
        self.last(groups, "first_reply", answer, replied or gone)
        self.last(groups, "first_reply_open", self._open(ticket, 0, born + answer), replied or gone)
        if not gone:
            until = solve if solved else outcome.end
            self.last(groups, "full_resolution", until - born, solved)
            self.last(groups, "full_resolution_open", self._open(ticket, 4, until), solved)
            self.last(groups, "requester_wait", self._requester_wait(ticket), solved)
        self._answers(ticket, groups)
        self._visits(ticket, groups)

    def is_solved(self, ticket: int) -> bool:
        """Whether the last that happened to it was a solve."""
        solves = [self._ends(row) for row in self.work[ticket] if self._how(row) == Ended.SOLVED]
        return bool(solves) and not any(at >= solves[-1] for at in self.messages[ticket])

    def _or_end(self, *instants: float) -> float:
        return next((at for at in instants if not math.isnan(at)), self.outcome.end)

    def _how(self, row: int) -> int:
        return int(self.outcome.work.ended[row])

    def _ends(self, row: int) -> float:
        return float(self.outcome.work.end[row])

    def _tiers(self, ticket: int) -> list[int]:
        return [int(self.outcome.stays.tier[row]) for row in self.stays[ticket]]

    def _open(self, ticket: int, metric: int, until: float) -> float:
        """Open time since the creation, on the calendar of the observed target."""
        policy, priority = (int(self.workload.codes(name)[ticket]) for name in ("policy", "priority"))
        targets = self.scenario.policies[policy].targets if policy >= 0 else {}
        calendar = targets[metric, priority].calendar if (metric, priority) in targets else 0
        clocks = packed(self.scenario.calendars)
        begin, end = open_times(clocks, calendar, [float(self.workload.created[ticket]), until])
        return float(end - begin)

    def _requester_wait(self, ticket: int) -> float:
        """Time in which the ball was with the desk."""
        events = [(self._ends(row), 0) for row in self.work[ticket] if self._how(row) in (0, Ended.SOLVED)]
        events += [(at, 1) for at in self.messages[ticket]]
        total, ours = 0.0, float(self.workload.created[ticket])
        for at, comes_back in sorted(events):
            if comes_back:
                ours = at
            else:
                total, ours = total + at - ours, math.nan
        return total if math.isnan(ours) else total + self.outcome.end - ours

    def _replied_at(self, ticket: int) -> list[float]:
        """Instants of all replies in order."""
        if self.workload.live[ticket]:
            rows = [row for row in self.work[ticket] if self._how(row) not in NO_LIVE_REPLIES]
            return [float(self.outcome.work.start[row]) for row in rows]
        return [self._ends(row) for row in self.work[ticket] if self._how(row) in REPLIES]

    def _answers(self, ticket: int, groups: list[tuple[str, str]]) -> None:
        for asked in self.messages[ticket]:
            later = [at for at in self._replied_at(ticket) if at > asked]
            later += [at for at in self._replied_at(ticket) if at == asked and self.workload.live[ticket]]
            self.last(groups, "next_reply", min(later, default=self.outcome.end) - asked, bool(later))
            self.add(groups, "next_reply_undecided", float(not later))

    def _visits(self, ticket: int, groups: list[tuple[str, str]]) -> None:
        stays = self.outcome.stays
        for row in self.stays[ticket]:
            tier = int(stays.tier[row])
            if tier >= 0:
                length = self._or_end(float(stays.left[row])) - float(stays.joined[row])
                where = [one for one in groups if one[0] != "tier"] + [("tier", self.scenario.tiers[tier])]
                self.add(where, "stay", length)
                self.add(where, "stay_n")

    # -------------------------------------------------------- backlog and queues

    def _backlog(self, ticket: int) -> None:
        """Open from the creation to a solve or departure, and again from a message after a solve."""
        born, left = float(self.workload.created[ticket]), float(self.outcome.left[ticket])
        events = [(self._ends(row), 0) for row in self.work[ticket] if self._how(row) == Ended.SOLVED]
        events += [(at, 1) for at in self.messages[ticket]]
        events += [] if math.isnan(left) else [(left, 0)]
        spells, opened = [], born
        for at, again in sorted(events):
            if again and math.isnan(opened):
                opened = at
            elif not again:
                spells.append((opened, at))
                opened = math.nan
        spells += [] if math.isnan(opened) else [(opened, math.inf)]
        groups = [one for one in self.groups(ticket) if one[0] != "week"]
        for begin, end in spells:
            self.add(groups, "open_minutes", self._inside(begin, end, self.since, self.until))
            self.add(groups, "open_at_end", float(begin < self.until <= end))
            if begin < self.until <= end:
                for by, group in self.groups(ticket):
                    self.durations["backlog_age", by, group].append(self.until - born)

    def _waiting(self) -> None:
        stays = self.outcome.stays
        for row in range(len(stays.ticket)):
            left = self._or_end(float(stays.left[row]))
            groups = [("all", "all")]
            groups += [("tier", self.scenario.tiers[stays.tier[row]])] if stays.tier[row] >= 0 else []
            inside = self._inside(float(stays.joined[row]), left, self.since, self.until)
            self.add(groups, "waiting", inside)

    @staticmethod
    def _inside(begin: float, end: float, since: float, until: float) -> float:
        return max(0.0, min(end, until) - max(begin, since))

    # -------------------------------------------------------- promises

    def _clocks(self, owed: bool) -> None:
        scenario, suffix = self.scenario, "_owed" if owed else ""
        clocks = clock_history(self.workload, self.outcome, scenario, owed)
        tickets: dict[int, list[int]] = defaultdict(list)
        here: Callable[[float], bool] = lambda at: self.since <= at < self.until  # noqa: E731
        for i, ticket in enumerate(clocks.ticket.tolist()):
            achieved, decided = int(clocks.achieved[i]), float(clocks.decided[i])
            policy, priority = divmod(int(clocks.row[i]), len(scenario.priorities))
            moved = ("policy", "priority", "policy×priority", "week")
            groups = [one for one in self.groups(ticket) if one[0] not in moved]
            name, level = scenario.policies[policy].name, scenario.priorities[priority]
            groups += [("policy", name), ("priority", level), ("policy×priority", f"{name}×{level}")]
            groups += [] if math.isnan(decided) else list(self._week(decided))
            metric = METRICS[clocks.metric[i]]
            started, good = here(float(clocks.start[i])), achieved == ACHIEVED
            departed = achieved == UNDECIDED and not math.isnan(clocks.stop[i])
            self.add(groups, f"clocks_started{suffix}", float(started))
            self.add(groups, f"clocks_kept{suffix}", float(started and good))
            undecided = started and achieved == UNDECIDED and not departed
            self.add(groups, f"clocks_undecided{suffix}", float(undecided))
            self.add(groups, f"breaches{suffix}", float(here(decided) and achieved == BREACHED))
            resolved = self.is_solved(ticket) and here(float(self.outcome.last_solve[ticket]))
            populations = {
                "": here(decided),
                "_resolved": not math.isnan(decided) and resolved,
                "_created": not math.isnan(decided) and here(float(self.workload.created[ticket])),
            }
            for population, counted in populations.items():
                self.add(groups, f"{metric}_decided{population}{suffix}", float(counted))
                self.add(groups, f"{metric}_achieved{population}{suffix}", float(counted and good))
            if here(decided) and achieved == BREACHED:
                stop = float(clocks.stop[i])
                late = math.inf if math.isnan(stop) else stop - float(clocks.due[i])
                for by, group in groups:
                    self.durations[f"overdue{suffix}", by, group].append(late)
            if not math.isnan(decided):
                tickets[ticket].append(achieved)
        for ticket, ends in tickets.items():
            if here(float(self.workload.created[ticket])):
                groups = list(self.groups(ticket))
                self.add(groups, f"tickets_due{suffix}")
                self.add(groups, f"tickets_kept{suffix}", float(BREACHED not in ends))
