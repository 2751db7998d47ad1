"""What a case's desk does, estimated from few long replications with the help of controls.

A control is computed from the workload alone, and its mean is known exactly: tickets and work beyond what
is expected, and what happens to the same tickets in queues that theory solves: with one agent who works as
fast as all together, or with as many agents as it takes. Regressed on, they take away the luck of the draw.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

import strategies
from sim.compiled_engine import play
from sim.desk import desk_of
from sim.draw import draw
from sim.vocabulary import Floats, RateArrivals, RequestType, Scenario, Segment
from sim.workload import Workload
from tests.cases.queues import HOUR, Case


def measured(case: Case, replications: int) -> tuple[dict[str, Floats], Floats]:
    """Quantity → (sum, count) of each replication; and the controls of each replication."""
    desk = desk_of(case.scenario)
    plays = {"": case.strategy, **case.variants}
    rules = {name: strategies.build(spec, case.scenario) for name, spec in plays.items()}
    rows: dict[str, list[tuple[float, float]]] = {quantity: [] for quantity in case.exact}
    controls = []
    for replication in range(replications):
        work = draw(case.scenario, replication)
        controls.append([float(one) for kind in CONTROLS for one in kind(case.scenario, work)])
        for name, rule in rules.items():
            outcome = play(work, desk, strategies.rank(rule, case.scenario, work))
            for quantity, (measure, _) in case.exact.items():
                if measure.variant == name:
                    rows[quantity].append(measure.of(case.scenario, work, outcome))
    return {quantity: np.array(pairs) for quantity, pairs in rows.items()}, np.array(controls)


def surpluses(scenario: Scenario, work: Workload) -> tuple[float, float]:
    """Tickets and minutes of work beyond their expectations, up to the end of the measured period."""
    until, desk = scenario.run.measured_until, desk_of(scenario)
    expected = 0.0
    for segment in scenario.segments:
        arrivals = segment.arrivals
        assert isinstance(arrivals, RateArrivals)
        expected += float(np.interp(until, arrivals.edges, np.append(0.0, np.cumsum(arrivals.expected))))
    tickets = np.repeat(np.arange(work.size), np.diff(work.touches.first))
    came = work.created[tickets] < until
    mean = desk.mean_work[work.columns["request"][tickets], work.touches.tier]
    return float(np.sum(work.created < until) - expected), float(np.sum((work.touches.work - mean)[came]))


def alike(scenario: Scenario, work: Workload) -> Iterator[float]:
    """Waits, and tickets that wait at all, beyond their expectations, in queues of one agent.

    The first queue has the first class alone, the next the first two, and so on; whoever comes back at once
    brings all work at once. Mean waits are those of Pollaczek and Khinchine.
    """
    if len(scenario.tiers) > 1 or returns_late(scenario) or not steady(scenario):
        return
    run, segment, agents = scenario.run, work.columns["segment"], number_of_agents(scenario)
    rate = [expected_tickets(one) / run.horizon for one in scenario.segments]
    moments = [work_of(request) for request in scenario.requests]
    total = np.add.reduceat(work.touches.work, work.touches.first[:-1]) / agents
    for classes in range(1, len(rate) + 1):
        first = list(zip(rate, moments[:classes], strict=False))
        busy = sum(r * mean for r, (mean, _) in first) / agents
        if busy >= 1:
            return
        squares = sum(r * square for r, (_, square) in first) / agents**2
        own = segment < classes
        created = work.created[own]
        waits = waits_of_one(created, total[own])
        counted = waits[(created >= run.warmup) & (created < run.measured_until)]
        yield float(np.sum(counted - squares / (2 * (1 - busy))))
        yield float(np.sum((counted > 0) - busy))


def unhindered(scenario: Scenario, work: Workload) -> Iterator[float]:
    """Tickets that would find nobody free if nobody ever waited, beyond their expectation, at many instants.

    So many are then at work as Poisson says, also where tickets come back later.
    """
    if not returns_late(scenario):
        return
    run, touches = scenario.run, work.touches
    gaps = np.where(np.isfinite(touches.gap), touches.gap, 0.0)
    before = np.concatenate(([0.0], np.cumsum(touches.work + gaps)))[:-1]
    visits = np.diff(touches.first)
    began = np.repeat(work.created - before[touches.first[:-1]], visits) + before
    instants = np.arange(run.warmup, run.measured_until, HOUR / 2)
    began_by = np.searchsorted(np.sort(began), instants, side="right")
    at_work = began_by - np.searchsorted(np.sort(began + touches.work), instants, side="right")
    mean, _ = work_of(scenario.requests[0])
    load = expected_tickets(scenario.segments[0]) / run.horizon * mean
    yield float(np.sum(beyond(at_work, scenario) - stats.poisson(load).expect(lambda n: beyond(n, scenario))))


def beyond(at_work: np.ndarray, scenario: Scenario) -> np.ndarray:
    """So many more are at work than there are agents."""
    return np.maximum(at_work - number_of_agents(scenario), 0)


def number_of_agents(scenario: Scenario) -> int:
    return sum(len(pool.rosters) for pool in scenario.pools)


def expected_tickets(segment: Segment) -> float:
    assert isinstance(segment.arrivals, RateArrivals)
    return float(segment.arrivals.expected.sum())


def steady(scenario: Scenario) -> bool:
    """Whether tickets come at the same rate all the time."""
    return all(len(segment.arrivals.expected) == 1 for segment in scenario.segments)


def returns_late(scenario: Scenario) -> bool:
    return any(request.reopen and request.reopen.after.mean > 0 for request in scenario.requests)


def work_of(request: RequestType) -> tuple[float, float]:
    """Mean of a ticket's work over all its visits to L1, and mean of its square."""
    again = request.reopen.share if request.reopen else 0.0
    work, visits, spread = request.path[0].work, 1 / (1 - again), again / (1 - again) ** 2
    mean, variance = visits * work.mean, (visits * work.cv**2 + spread) * work.mean**2
    return mean, variance + mean**2


def waits_of_one(created: Floats, length: Floats) -> Floats:
    """Waits of tickets that one agent serves in order (Lindley 1952)."""
    ahead = np.concatenate(([0.0], np.cumsum(length)[:-1])) - created
    return ahead - np.minimum.accumulate(ahead)


def ratio(pairs: Floats, controls: Floats) -> tuple[float, float]:
    """Ratio of the means and its standard error: linearised values, regressed on controls of mean zero."""
    sums, counts = pairs.T
    plain = sums.sum() / counts.sum()
    values = plain + (sums - plain * counts) / counts.mean()
    useful = controls[:, controls.std(axis=0) > 0]
    design = np.column_stack([np.ones(len(values)), useful / useful.std(axis=0)])
    inverse = np.linalg.inv(design.T @ design)
    fitted = inverse @ design.T @ values
    residual = values - design @ fitted
    variance = residual @ residual / (len(values) - design.shape[1])
    return float(fitted[0]), float(np.sqrt(variance * inverse[0, 0]))


CONTROLS = (surpluses, alike, unhindered)
"""What is computed from the workload alone, and has mean zero."""
