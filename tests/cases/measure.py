"""What a case measures: per replication a sum and a count, in the case's own unit of time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.outcome import Outcome
from sim.vocabulary import Floats, Scenario
from sim.workload import Workload

HOUR = 60.0

Sums = tuple[float, float]


@dataclass(frozen=True)
class Measure:
    """A ratio: sum and count of a replication."""

    of: Callable[[Scenario, Workload, Outcome], Sums]
    share: bool = False
    """A probability."""
    variant: str = ""
    """The strategy it is measured under, where a case has several."""


def _measured(scenario: Scenario, work: Workload, group: int | None) -> np.ndarray:
    run = scenario.run
    chosen = (work.created >= run.warmup) & (work.created < run.measured_until)
    return chosen if group is None else chosen & (work.columns["segment"] == group)


def _waits(scenario: Scenario, work: Workload, outcome: Outcome, group: int | None) -> Floats:
    chosen = _measured(scenario, work, group)
    ends = np.where(np.isnan(outcome.left), outcome.first_touch, outcome.left)
    waits = (ends - work.created)[chosen] / HOUR
    assert not np.isnan(waits).any(), "every measured ticket must be decided"
    return waits


def _mean(values: np.ndarray) -> Sums:
    return float(np.sum(values)), float(len(values))


def wait(group: int | None = None) -> Measure:
    """Mean wait, of those who leave too."""
    return Measure(lambda s, w, o: _mean(_waits(s, w, o, group)))


def P_wait(group: int | None = None) -> Measure:  # noqa: N802
    """Share that waits at all."""
    return Measure(lambda s, w, o: _mean(_waits(s, w, o, group) > 0), share=True)


def P_wait_over(limit: float, group: int | None = None) -> Measure:  # noqa: N802
    """Share that waits longer."""
    return Measure(lambda s, w, o: _mean(_waits(s, w, o, group) > limit), share=True)


def P_served_within(limit: float) -> Measure:  # noqa: N802
    """Share of all that is served within a limit."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        served = np.isnan(outcome.left)[_measured(scenario, work, None)]
        return _mean((_waits(scenario, work, outcome, None) <= limit) & served)

    return Measure(of, share=True)


def given_up(group: int | None = None) -> Measure:
    """Share that leaves."""
    return Measure(lambda s, w, o: _mean(~np.isnan(o.left)[_measured(s, w, group)]), share=True)


def sojourn(group: int | None = None) -> Measure:
    """Mean time from creation to the last solve."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        times = (outcome.last_solve - work.created)[_measured(scenario, work, group)] / HOUR
        assert not np.isnan(times).any(), "every measured ticket must be solved"
        return _mean(times)

    return Measure(of)


def visit_wait() -> Measure:
    """Mean wait of a visit to the queue."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        stays, run = outcome.stays, scenario.run
        chosen = (stays.joined >= run.warmup) & (stays.joined < run.measured_until)
        return _mean((stays.left - stays.joined)[chosen] / HOUR)

    return Measure(of)


def queue_time() -> Measure:
    """Mean time in queue of a ticket, over all its stays."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        chosen = _measured(scenario, work, None)
        stays = outcome.stays
        return float(np.sum((stays.left - stays.joined)[chosen[stays.ticket]])) / HOUR, float(np.sum(chosen))

    return Measure(of)


def _within(scenario: Scenario, start: Floats, end: Floats) -> float:
    run = scenario.run
    return float(np.sum(np.maximum(np.minimum(end, run.measured_until) - np.maximum(start, run.warmup), 0)))


def occupancy(agent: int | None = None) -> Measure:
    """Share of the measured time that agents (or one) are at work."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        log = outcome.work
        chosen = np.ones(len(log.agent), bool) if agent is None else log.agent == agent
        agents = len(work.attendance.on_first) - 1 if agent is None else 1
        return _within(scenario, log.start[chosen], log.end[chosen]), agents * scenario.run.measure

    return Measure(of, share=True)


def in_system(tier: int | None = None) -> Measure:
    """Time average of the number waiting or at work (at a tier)."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        stays, log = outcome.stays, outcome.work
        left = np.where(np.isnan(stays.left), outcome.end, stays.left)
        pools = np.repeat([p.tier for p in scenario.pools], [len(p.rosters) for p in scenario.pools])
        waiting = np.ones(len(left), bool) if tier is None else stays.tier == tier
        at_work = np.ones(len(log.agent), bool) if tier is None else pools[log.agent] == tier
        area = _within(scenario, stays.joined[waiting], left[waiting])
        return area + _within(scenario, log.start[at_work], log.end[at_work]), scenario.run.measure

    return Measure(of)


def number_at(instants: Floats) -> Measure:
    """Mean number in the system at some instants."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        gone = np.sort(np.where(np.isnan(outcome.last_solve), np.inf, outcome.last_solve))
        came = np.searchsorted(work.created, instants, side="right")
        return float(np.sum(came - np.searchsorted(gone, instants, side="right"))), float(len(instants))

    return Measure(of)


def cost_rate(costs: tuple[float, ...], variant: str = "") -> Measure:
    """Cost per unit of time: so much for each ticket of a class that is in the system."""

    def of(scenario: Scenario, work: Workload, outcome: Outcome) -> Sums:
        chosen = _measured(scenario, work, None)
        times = (outcome.last_solve - work.created)[chosen]
        price = np.array(costs)[work.columns["segment"][chosen]]
        return float(np.sum(times * price)), scenario.run.measure

    return Measure(of, variant=variant)
