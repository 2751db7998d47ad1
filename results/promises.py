"""Are the promises kept? Attainment against the goal, and the odds that a contract period reaches it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.clock_passes import count_decided
from results.estimates import Estimates, Ratios, share_interval
from results.groups import Groups, Places
from results.passes import Codes, Counts
from results.words import duration, listed
from sim.clock_history import Instances
from sim.localtime import HOURS
from sim.vocabulary import METRICS, Floats, Policy, Scenario, Target

KEPT, CLOSE, BROKEN, UNJUDGED = "kept", "close", "broken", ""
SEVERITY = (BROKEN, CLOSE, KEPT, UNJUDGED)
"""Verdicts, the worst first."""

OWED = "_owed"
"""Ends the name of a metric whose targets are those of the true priority."""


@dataclass(frozen=True)
class Promise:
    """A policy × metric (× priority, where its goal is given so)."""

    policy: int
    metric: int
    priority: int = -1
    """−1: all together."""
    goal: float = np.nan
    """NaN: reported, not judged."""
    period: str = ""
    owed: bool = False
    """By the targets of the true priority."""

    def metric_name(self) -> str:
        """The metric as the tables name it."""
        return METRICS[self.metric] + (OWED if self.owed else "")


def triage_can_err(scenario: Scenario) -> bool:
    """Whether recorded and owed promises may differ."""
    return scenario.triage.priority_confusion is not None


def promises_of(scenario: Scenario) -> tuple[Promise, ...]:
    """What a scenario promises: one for each goal, and one for each clock that has limits but no goal."""
    made: list[Promise] = []
    for place, policy in enumerate(scenario.policies):
        for metric in sorted({metric for metric, _ in policy.targets}):
            goals = [goal for goal in policy.goals if goal.metric == metric]
            made += [Promise(place, metric, goal.priority, goal.share, goal.period) for goal in goals]
            if not goals:
                made.append(Promise(place, metric))
    if triage_can_err(scenario):
        made = [Promise(**{**vars(promise), "owed": owed}) for promise in made for owed in (False, True)]
    return tuple(made)


@dataclass(frozen=True)
class Kept:
    """How the promises fared in one replication; one entry per promise."""

    achieved: Floats
    decided: Floats
    """Clocks decided in the measured period."""
    periods_met: Floats
    periods_judged: Floats
    """Whole calendar periods in which a clock was decided."""
    breaches: Floats
    """In whole periods."""
    periods: Floats
    breach_hours: Floats
    """[promise, hour of the week] breached clocks by the local hour in which they started."""
    clock_hours: Floats
    """[promise, hour of the week] decided clocks likewise."""


class ClockCounts:
    """Decided clocks by metric and target row: by the hour in which they started, and by contract period."""

    def __init__(self, groups: Groups, promises: Sequence[Promise]) -> None:
        self._groups = groups
        scenario = groups.scenario
        self._rows = len(scenario.policies) * len(scenario.priorities) + 1
        run, targets = scenario.run, (len(METRICS), self._rows)
        self._edges = {
            period: groups.time.periods(period, run.warmup, run.measured_until)
            for period in sorted({promise.period for promise in promises} - {""})
        }
        self._hours = np.zeros((*targets, HOURS, 2), np.int64)
        self._periods = {
            period: np.zeros((*targets, max(len(edges) - 1, 0), 2), np.int64)
            for period, edges in self._edges.items()
        }

    def add(self, clocks: Instances, some: Codes) -> None:
        """Takes in some of the clocks: those decided in the measured period."""
        count_decided(clocks, some, self._groups.time.hour_of_week(clocks.start), self._hours)
        decided = clocks.decided
        for period, edges in self._edges.items():
            place = np.searchsorted(edges, decided, side="right") - 1
            count_decided(clocks, some, place, self._periods[period])

    def hours(self, promise: Promise) -> tuple[Floats, Floats]:
        """Breached, and all decided clocks of a promise by hour of the week."""
        broken, good = self._of(promise, self._hours).astype(np.float64).T
        return broken, broken + good

    def periods(self, promise: Promise) -> tuple[float, float, float, float]:
        """(periods that reach the goal, periods with a decided clock, breaches in whole periods, periods)."""
        if not promise.period:
            return 0, 0, 0, 0
        broken, good = self._of(promise, self._periods[promise.period]).T
        return _reached(promise.goal, good, broken)

    def _of(self, promise: Promise, table: Counts) -> Counts:
        """[place, kept] the counts of a promise's targets together."""
        priorities = len(self._groups.scenario.priorities)
        first = promise.policy * priorities + max(promise.priority, 0)
        last = first + (1 if promise.priority >= 0 else priorities)
        return np.asarray(table[promise.metric, first:last].sum(axis=0))


def periods_met(
    promise: Promise, decided: Floats, achieved: NDArray[np.bool_], groups: Groups
) -> tuple[float, float, float, float]:
    """(periods that reach the goal, periods with a decided clock, breaches in whole periods, periods).

    `decided` and `achieved` are of the clocks that the promise is about.
    """
    if not promise.period:
        return 0, 0, 0, 0
    run = groups.scenario.run
    edges = groups.time.periods(promise.period, run.warmup, run.measured_until)
    place = np.searchsorted(edges, decided, side="right") - 1
    inside = (place >= 0) & (place < len(edges) - 1)
    cells = place[inside] * 2 + achieved[inside]
    broken, good = np.bincount(cells, minlength=2 * max(len(edges) - 1, 0)).reshape(-1, 2).T
    return _reached(promise.goal, good, broken)


def _reached(goal: float, good: Places, broken: Places) -> tuple[float, float, float, float]:
    every = good + broken
    judged = every > 0
    # A share given in per cent is not exact in binary: 95 of 100 keeps a goal of 95 %.
    met = judged & (good >= goal * every - 1e-9)
    return float(met.sum()), float(judged.sum()), float(broken.sum()), float(len(every))


def kept(promises: Sequence[Promise], recorded: ClockCounts, owed: ClockCounts | None) -> Kept:
    """How the promises fared, given the clocks on recorded and, where triage can err, on owed targets."""
    numbers = np.zeros((len(promises), 6))
    hours = np.zeros((2, len(promises), HOURS))
    for place, promise in enumerate(promises):
        counts = owed if promise.owed and owed is not None else recorded
        broken, every = hours[:, place] = counts.hours(promise)
        numbers[place, :2] = every.sum() - broken.sum(), every.sum()
        numbers[place, 2:] = counts.periods(promise)
    return Kept(*numbers.T, *hours)


class PromiseRecord:
    """How the promises fared over the replications of one strategy."""

    def __init__(self, promises: Sequence[Promise]) -> None:
        self.promises = promises
        self.replications = 0
        self._attainment, self._odds, self._breaches = Ratios(), Ratios(), Ratios()
        self.breach_hours = np.zeros((len(promises), 168))
        self.clock_hours = np.zeros((len(promises), 168))

    def add(self, one: Kept) -> None:
        """Takes in one replication."""
        self.replications += 1
        self._attainment.add(one.achieved, one.decided)
        self._odds.add(one.periods_met, one.periods_judged)
        self._breaches.add(one.breaches, one.periods)
        self.breach_hours += one.breach_hours
        self.clock_hours += one.clock_hours

    @property
    def decided(self) -> Floats:
        """Clocks decided in all replications."""
        return np.rint(self._attainment.denominators)

    def attainment(self) -> Estimates:
        """Attainment of each promise with its interval."""
        return self._attainment.estimates().clipped(0, 1)

    def breaches_per_period(self) -> Floats:
        """Mean breaches in a whole contract period."""
        return self._breaches.estimates().value

    def odds(self) -> Estimates:
        """Share of contract periods that reach the goal.

        Where all replications agree, their spread says nothing; then the interval is that of a share seen in
        as many independent trials as there are replications.
        """
        plain = self._odds.estimates().clipped(0, 1)
        low, high = plain.low.copy(), plain.high.copy()
        for place in np.flatnonzero(plain.low == plain.high):
            low[place], high[place] = share_interval(float(plain.value[place]), self.replications)
        return Estimates(plain.value, low, high)

    def verdicts(self) -> list[str]:
        """Kept, close or broken; nothing where there is no goal."""
        found = self.attainment()
        return [
            verdict(promise.goal, *bounds)
            for promise, *bounds in zip(self.promises, found.value, found.low, found.high, strict=True)
        ]


def verdict(goal: float, value: float, low: float, high: float) -> str:
    """Long-run attainment against the goal: the whole interval at or above, below, or neither.

    Without an interval (one replication), or without a decided clock, it is close.
    """
    if np.isnan(goal):
        return UNJUDGED
    if np.isnan(value) or np.isnan(low):
        return CLOSE
    if low >= goal - 1e-12:
        return KEPT
    return BROKEN if high < goal - 1e-12 else CLOSE


def limits_in_words(scenario: Scenario, promise: Promise) -> tuple[str, str]:
    """The limits of a promise and the calendars on which they count."""
    policy = scenario.policies[promise.policy]
    targets = _targets(policy, promise)
    names = list(dict.fromkeys(scenario.calendars[target.calendar].name for _, target in targets))
    lengths = {duration(target.limit) for _, target in targets}
    if len(lengths) == 1:
        return lengths.pop(), listed(names, "or")
    each = [f"{scenario.priorities[priority]} {duration(target.limit)}" for priority, target in targets]
    return ", ".join(each), listed(names, "or")


def _targets(policy: Policy, promise: Promise) -> list[tuple[int, Target]]:
    return [
        (priority, target)
        for (metric, priority), target in sorted(policy.targets.items(), key=lambda item: item[0])
        if metric == promise.metric and promise.priority in {-1, priority}
    ]
