"""What a ticket's way through the tiers takes on average: visits, touches, work and escalation.

A path is an absorbing Markov chain. Its expected visits are the sum of the powers of its transition matrix;
the 50th visit of a ticket ends solved, so 50 terms are all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.vocabulary import MAX_VISITS, SOLVED, Floats, RequestType, Scenario, Step


@dataclass(frozen=True)
class Journeys:
    """Expected way of one ticket, by request and tier of entry; [request, entry, tier] unless said."""

    visits: Floats
    touches: Floats
    """Held ones, those after a hold and those after reopenings included."""
    work: Floats
    """Work of the touches at proficiency 1 [min]."""
    handover: Floats
    """Reading work after transfers [min]."""
    transfers: Floats
    """[request, entry] moves from tier to tier."""
    reopenings: Floats
    """[request, entry]."""
    solved_at_first: Floats
    """[request, entry] share solved in the tier of entry without ever leaving it."""
    escalated: Floats
    """[request, entry] share that ever moves to a later tier."""


def journeys(scenario: Scenario) -> Journeys:
    """The expected way of each request from each tier; 0 where its path has no such tier."""
    parts = [_journeys_of(request, len(scenario.tiers)) for request in scenario.requests]
    return Journeys(*(np.array(column) for column in zip(*parts, strict=True)))


def transitions(request: RequestType, tiers: int) -> tuple[Floats, Floats]:
    """([tier, tier] shares of visits that go on to a tier, [tier] shares that end solved)."""
    onward, solved = np.zeros((tiers, tiers)), np.zeros(tiers)
    for tier, step in request.path.items():
        for after, share in zip(step.next, step.next_shares, strict=True):
            if after == SOLVED:
                solved[tier] += share
            else:
                onward[tier, after] += share
    return onward, solved


def expected_visits(onward: Floats) -> Floats:
    """[entry, tier] expected visits, the first included, of at most `MAX_VISITS`."""
    power = np.eye(len(onward))
    total = power.copy()
    for _ in range(MAX_VISITS - 1):
        power = power @ onward
        total += power
    return total


def _journeys_of(request: RequestType, tiers: int) -> tuple[Floats, ...]:
    onward, solved = transitions(request, tiers)
    in_path = np.array([tier in request.path for tier in range(tiers)], np.float64)
    visits = expected_visits(onward) * in_path[:, None] * in_path
    arrivals = np.maximum(visits - np.diag(in_path), 0.0)
    reopened = _reopenings(request) * visits * solved
    steps = [request.path.get(tier) for tier in range(tiers)]
    touches = visits * [_planned_touches(request, step) for step in steps] + reopened
    touches *= [_with_holds(request, step) for step in steps]
    work = touches * [step.work.mean if step else 0.0 for step in steps]
    handover = arrivals * (request.handover.mean if request.handover else 0.0)
    stay = np.diag(np.diag(onward))
    at_first = np.diag(expected_visits(stay)) * solved * in_path
    return (
        visits,
        touches,
        work,
        handover,
        arrivals.sum(axis=1),
        reopened.sum(axis=1),
        at_first,
        _escalated(onward) * in_path,
    )


def _planned_touches(request: RequestType, step: Step | None) -> float:
    """Touches of a visit; on phone and chat a visit is one."""
    if step is None:
        return 0.0
    return 1.0 if request.live else float(np.dot(step.touches, step.touch_shares))


def _with_holds(request: RequestType, step: Step | None) -> float:
    """Touches per planned touch: a held one is followed by one more."""
    return 1.0 + (step.hold.share if step and step.hold and not request.live else 0.0)


def _reopenings(request: RequestType) -> float:
    """Expected reopenings of a solved ticket: each may be reopened again."""
    if request.reopen is None:
        return 0.0
    return float(np.sum(request.reopen.share ** np.arange(1, MAX_VISITS)))


def _escalated(onward: Floats) -> Floats:
    """[entry] share that ever moves to a later tier."""
    later = np.triu(onward, k=1).sum(axis=1)
    share: Floats = expected_visits(np.tril(onward)) @ later
    return share
