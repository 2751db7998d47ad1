"""What theory aims at in a tier, and where it does not apply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.words import duration, percent
from scenarios.census import Census
from sim.vocabulary import METRICS, Floats, Scenario, TriageMode
from sim.workload import TRUE

PROMISED, ASSUMED = "promised", "assumed"
FIRST_REPLY = METRICS.index("first_reply")
COUNTS = 0.1
"""A limit that fewer of a tier's tickets have does not set its staffing."""
USUAL_SHARE = 0.9
USUAL_LIMIT = 480.0
NIGHT = 4
"""Over so many open hours at least the work is spread that has come while nobody was there."""
"""Where nothing is promised at a tier: touches begin within a working day of 8 hours."""
SHORT = 59.0
"""Steady formulas need handling that is shorter than the hour for which they are used [min]."""


@dataclass(frozen=True)
class Aim:
    """The share of a tier's tickets that is to be served within a limit."""

    share: float
    limit: float
    """[min]"""
    live: bool
    """On phone or chat: the limit ends where the touch begins."""
    source: str
    """PROMISED, or ASSUMED where the tier has no first-reply promise."""

    @property
    def words(self) -> str:
        """`90 % within 4 h (promised)`."""
        return f"{percent(self.share)} within {duration(self.limit)} ({self.source})"


def aim_of(scenario: Scenario, expected: Census, tier: int, request: int | None = None) -> Aim:
    """The strictest first-reply limit that a tenth or more of the tickets entering the tier have.

    Of one request, or of all.
    """
    kinds = expected.kinds
    here = kinds.weight * (kinds.entry == tier)
    if request is not None:
        here = here * (kinds.request == request)
    live = np.array([request.live for request in scenario.requests])[kinds.request]
    mostly_live = bool(here @ live > here.sum() / 2)
    amounts: dict[tuple[float, float], float] = {}
    for place in np.flatnonzero(here > 0):
        policy, priority = int(kinds.policy[TRUE, place]), int(kinds.priority[TRUE, place])
        found = _promise(scenario, policy, priority)
        if found is not None:
            amounts[found] = amounts.get(found, 0.0) + float(here[place])
    enough = [key for key, amount in amounts.items() if amount >= COUNTS * here.sum()]
    if not enough:
        return Aim(USUAL_SHARE, USUAL_LIMIT, mostly_live, ASSUMED)
    limit, share = min(enough, key=lambda key: (key[0], -key[1]))
    return Aim(share, limit, mostly_live, PROMISED)


def _promise(scenario: Scenario, policy: int, priority: int) -> tuple[float, float] | None:
    """Limit and goal of a ticket's first reply; None: none is promised."""
    if policy < 0:
        return None
    promised = scenario.policies[policy]
    target = promised.targets.get((FIRST_REPLY, priority))
    if target is None:
        return None
    goals = [
        goal.share
        for goal in promised.goals
        if goal.metric == FIRST_REPLY and goal.priority in {-1, priority}
    ]
    return target.limit, min(max(goals, default=USUAL_SHARE), 0.999)


def remarks_on(scenario: Scenario, expected: Census, tier: int, aim: Aim, spread: int) -> list[str]:
    """Where the formulas leave out what this tier has."""
    pools = [pool for pool in scenario.pools if pool.tier == tier]
    limits = len({_promise(scenario, p, q) for p, q in _promised_here(expected, tier)} - {None})
    said = {
        "no first reply is promised at this tier: 90 % of touches within 8 h were assumed": aim.source
        == ASSUMED,
        f"only the strictest limit that 10 % of tickets have is looked at, of {limits}; "
        "who goes first changes who keeps it": limits > 1,
        "pools are taken as one; who may serve what is not looked at": _told_apart(scenario, tier),
        "people who help other tiers are counted at their own": any(pool.helps for pool in pools)
        or any(tier in pool.helps for pool in scenario.pools),
        "handling takes an hour or longer: a steady hour is a poor picture": _long(expected, tier),
        "work is paused or handed back at the end of a shift": any(pool.end_of_shift for pool in pools),
        f"work may be put off over {spread} open hours; the backlog of nights and weekends is spread "
        "evenly over them": spread > 1,
        "triage by hand takes the same people away at once": scenario.triage.mode is not TriageMode.PERFECT
        and bool(scenario.triage.by),
        "days that are busy by chance are not looked at": scenario.busyness_cv > 0
        or scenario.run.forecast_cv > 0,
    }
    return [text for text, applies in said.items() if applies]


def _promised_here(expected: Census, tier: int) -> set[tuple[int, int]]:
    kinds = expected.kinds
    here = np.flatnonzero((kinds.entry == tier) & (kinds.weight > 0))
    return set(zip(kinds.policy[TRUE, here].tolist(), kinds.priority[TRUE, here].tolist(), strict=True))


def _told_apart(scenario: Scenario, tier: int) -> bool:
    """Whether some of the tier's people may not serve some of its tickets, or are slower at them."""
    return any(pool.skills is not None or pool.serves for pool in scenario.pools if pool.tier == tier)


def _long(expected: Census, tier: int) -> bool:
    touches: Floats = np.asarray(expected.journeys.touches[:, :, tier])
    count = float(expected.per_ticket(touches))
    work = float(expected.per_ticket(expected.journeys.work[:, :, tier]))
    return count > 0 and work / count > SHORT
