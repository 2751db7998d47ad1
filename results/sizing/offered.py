"""How many agents the work of a week would keep busy, hour by hour, if nobody ever had to wait.

The desk as a network of infinite-server queues with time-varying Poisson arrivals (Massey and Whitt 1993): a
ticket's later touches come when its customer, the third party or the tier before has taken the usual time.
A week repeats itself, so that every delay is a factor per frequency of the week.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.census import Census
from scenarios.journeys import transitions
from scenarios.load import tickets_by_hour
from scenarios.weeks import HOURS, measured_quarters
from sim.distributions import Distribution
from sim.vocabulary import Floats, RequestType, Scenario, Step

STEP = 15.0
"""Length of a step [min]."""
STEPS = HOURS * 4
FINE = 60
"""So many points per step tell how long work goes on."""
WEEKS = 20
"""What lasts longer counts as spread evenly over the week."""

Waves = NDArray[np.complex128]
"""One factor per frequency of the week."""


def offered_by_hour(scenario: Scenario, census: Census) -> Floats:
    """[request, tier, hour of the week] agents busy at proficiency 1, reading after transfers too (Erlangs).

    Work of triage by hand and of diagnosis is left out.
    """
    created = tickets_by_hour(scenario, measured_quarters(scenario))
    entering = _entering(scenario, census)
    busy = np.zeros((len(scenario.requests), len(scenario.tiers), STEPS))
    for place, request in enumerate(scenario.requests):
        rate = np.tensordot(entering[:, place], created[:, place], axes=([0], [0])) / 60
        if rate.any():
            busy[place] = _network(request, np.repeat(rate, STEPS // HOURS, axis=1))
    by_hour: Floats = busy.reshape(*busy.shape[:2], HOURS, -1).mean(axis=3)
    return by_hour


def offered_load(rate: Floats, work: Distribution) -> Floats:
    """[step] mean agents busy with work that arrives at a rate [per min] over the steps of a week."""
    return _steps(np.fft.rfft(rate) * _going_on(work))


def _entering(scenario: Scenario, census: Census) -> Floats:
    """[segment, request, tier] share of the tickets that begin at each tier."""
    kinds = census.kinds
    begun = np.zeros((len(scenario.segments), len(scenario.requests), len(scenario.tiers)))
    known = kinds.entry >= 0
    np.add.at(begun, (kinds.segment[known], kinds.request[known], kinds.entry[known]), kinds.weight[known])
    total = begun.sum(axis=2, keepdims=True)
    shares: Floats = np.divide(begun, total, out=np.zeros_like(begun), where=total > 0)
    return shares


def _network(request: RequestType, entering: Floats) -> Floats:
    """[tier, step] agents busy with one request's tickets, which enter at a rate [tier, step]."""
    tiers = len(entering)
    arriving = np.fft.rfft(entering, axis=1)
    onward, solved = transitions(request, tiers)
    visits = {tier: _Visit(request, step) for tier, step in request.path.items()}
    lasts = np.zeros_like(arriving)
    for tier, visit in visits.items():
        lasts[tier] = visit.lasts
    system = np.eye(tiers) - np.einsum("ij,ik->kji", onward, lasts)
    begun = np.linalg.solve(system, arriving.T[:, :, None])[:, :, 0].T
    busy = np.zeros((tiers, STEPS))
    for tier, visit in visits.items():
        again = _reopened(request, begun[tier] * visit.lasts * solved[tier], visit.work)
        waves = (begun[tier] * visit.touches + again) * visit.going_on
        if request.handover is not None:
            waves = waves + (begun[tier] - arriving[tier]) * _going_on(request.handover)
        busy[tier] = _steps(waves)
    return busy


class _Visit:
    """What one visit to a tier does to each frequency of the arrivals there."""

    def __init__(self, request: RequestType, step: Step) -> None:
        self.work, self.going_on = _delay(step.work), _going_on(step.work)
        held = step.hold.share if step.hold and not request.live else 0.0
        third = _delay(step.hold.length) if step.hold else np.zeros_like(self.work)
        touch = self.work * (1 - held + held * third * self.work)
        reply = _delay(step.customer_reply)
        counts = [(1, 1.0)] if request.live else list(zip(step.touches, step.touch_shares, strict=True))
        self.lasts: Waves = sum((share * touch**n * reply ** (n - 1) for n, share in counts), 0 * touch)
        planned = sum((share * _powers(touch * reply, n) for n, share in counts), 0 * touch)
        self.touches: Waves = planned * (1 + held * self.work * third)


def _powers(factor: Waves, count: int) -> Waves:
    """1 + z + … of `count` terms."""
    total, power = np.zeros_like(factor), np.ones_like(factor)
    for _ in range(count):
        total, power = total + power, power * factor
    return total


def _reopened(request: RequestType, solved: Waves, work: Waves) -> Waves:
    """Touches after reopenings: each may be followed by another."""
    if request.reopen is None or request.reopen.share == 0:
        return np.zeros_like(solved)
    back = request.reopen.share * _delay(request.reopen.after)
    again: Waves = solved * back / (1 - back * work)
    return again


def _delay(distribution: Distribution | None) -> Waves:
    """What a delay does to each frequency; no distribution: no delay."""
    if distribution is None:
        return np.ones(STEPS // 2 + 1, np.complex128)
    edges: Floats = np.maximum((np.arange(STEPS * WEEKS + 1) - 0.5) * STEP, 0.0)
    reached = distribution.cdf(edges)
    reached[0] = 0.0
    mass = np.diff(reached).reshape(WEEKS, STEPS).sum(axis=0)
    return np.fft.rfft(mass + (1.0 - mass.sum()) / STEPS)


def _going_on(work: Distribution) -> Waves:
    """Agents busy in each step, per arrival per minute of one step; all of them add to the mean work."""
    width = STEP / FINE
    middles = np.asarray((np.arange(STEPS * FINE) + 0.5) * width, np.float64)
    left = 1.0 - work.cdf(middles)
    once = np.concatenate([[0.0], np.cumsum(left) * width])
    twice = np.concatenate([[0.0], np.cumsum((once[1:] + once[:-1]) * (width / 2))])[::FINE]
    twice = np.concatenate([[0.0], twice])
    weights = (twice[2:] - 2 * twice[1:-1] + twice[:-2]) / STEP
    total = float(weights.sum())
    weights = weights * (min(work.mean, total) / total) if total > 0 else weights
    return np.fft.rfft(weights + max(work.mean - total, 0.0) / STEPS)


def _steps(waves: Waves) -> Floats:
    """The week that some frequencies make."""
    week: Floats = np.fft.irfft(waves, STEPS)
    return np.maximum(week, 0.0)
