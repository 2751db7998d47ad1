"""What a case's desk does, estimated from few long replications with the help of controls.

A control is computed from the workload alone, and its mean is known exactly: tickets and work beyond what
is expected, and the waits in queues that chance treats alike and that theory solves, those of one agent who
works as fast as all together. Regressed on, they take away what is but the luck of the draw.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import strategies
from sim.compiled_engine import play
from sim.desk import Desk, desk_of
from sim.draw import draw
from sim.vocabulary import Floats, RateArrivals, Scenario
from sim.workload import Workload
from tests.cases.cases import Case


def measured(case: Case, replications: int) -> tuple[dict[str, Floats], Floats]:
    """Quantity → (sum, count) of each replication; and the controls of each replication."""
    desk = desk_of(case.scenario)
    plays = {"": case.strategy, **case.variants}
    rules = {name: strategies.build(spec, case.scenario) for name, spec in plays.items()}
    rows: dict[str, list[tuple[float, float]]] = {quantity: [] for quantity in case.exact}
    controls = []
    for replication in range(replications):
        work = draw(case.scenario, replication)
        controls.append([*surpluses(case.scenario, work, desk), *alike(case.scenario, work)])
        for name, rule in rules.items():
            outcome = play(work, desk, strategies.rank(rule, case.scenario, work))
            for quantity, (measure, _) in case.exact.items():
                if measure.variant == name:
                    rows[quantity].append(measure.of(case.scenario, work, outcome))
    return {quantity: np.array(pairs) for quantity, pairs in rows.items()}, np.array(controls)


def surpluses(scenario: Scenario, work: Workload, desk: Desk) -> tuple[float, float]:
    """Tickets and minutes of work beyond their expectations, up to the end of the measured period."""
    until = scenario.run.measured_until
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

    The first queue has the first class alone, the next the first two, and so on. Mean waits are those of
    Pollaczek and Khinchine. Nothing where a ticket is more than one piece of work, or can come back.
    """
    arrivals, agents = scenario.segments[0].arrivals, sum(len(pool.rosters) for pool in scenario.pools)
    if len(work.touches.work) != work.size or len(arrivals.expected) > 1:
        return
    run, segment = scenario.run, work.columns["segment"]
    rate = [float(one.arrivals.expected.sum()) / run.horizon for one in scenario.segments]
    lengths = [request.path[0].work for request in scenario.requests]
    for classes in range(1, len(rate) + 1):
        busy = sum(r * d.mean for r, d in zip(rate, lengths[:classes], strict=False)) / agents
        if busy >= 1:
            return
        own = segment < classes
        created, length = work.created[own], work.touches.work[own] / agents
        squares = sum(r * d.mean**2 * (1 + d.cv**2) for r, d in zip(rate, lengths[:classes], strict=False))
        waits = waits_of_one(created, length)
        counted = waits[(created >= run.warmup) & (created < run.measured_until)]
        yield float(np.sum(counted - squares / agents**2 / (2 * (1 - busy))))
        yield float(np.sum((counted > 0) - busy))


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
