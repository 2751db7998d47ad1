"""Whether every path through the tiers ends, and every tier is reached."""

from __future__ import annotations

from collections.abc import Iterable

from scenarios.mistakes import Path
from scenarios.reading import Reading
from sim.vocabulary import SOLVED, Pool, RequestType, Scenario


def check_paths(scenario: Scenario, reading: Reading) -> None:
    """Note paths that never end, and tiers that no path reaches."""
    reached: set[int] = set()
    sound = True
    for request in scenario.requests:
        path = ("requests", request.name)
        if reading.report.clean((*path, "path"), (*path, "entry"), ("tiers",)):
            reached |= _check_one(request, reading)
        else:
            sound = False
    if sound and scenario.requests:
        for place, tier in enumerate(scenario.tiers):
            if place not in reached and not any(
                _busy_elsewhere(pool, scenario) for pool in _of(scenario, place)
            ):
                reading.report.add(("tiers", tier), f"found {tier}, which no entry and no path reaches")


def _of(scenario: Scenario, tier: int) -> list[Pool]:
    return [pool for pool in scenario.pools if pool.tier == tier]


def _busy_elsewhere(pool: Pool, scenario: Scenario) -> bool:
    return bool(pool.helps) or scenario.pools.index(pool) in scenario.triage.by


def _check_one(request: RequestType, reading: Reading) -> set[int]:
    """The tiers that a request reaches."""
    tiers = reading.levels["tier"]
    reached = reachable(request)
    for place in reached:
        if place in request.path and SOLVED not in _onward(request, {place}):
            where: Path = ("requests", request.name, "path", tiers[place], "next")
            reading.report.add(
                where, f"found a path that never ends once it is at {tiers[place]}, needed: a way to solved"
            )
    for place in request.path:
        if place not in reached:
            where = ("requests", request.name, "path", tiers[place])
            reading.report.add(where, f"found {tiers[place]}, which neither entry nor path reaches")
    return reached


def reachable(request: RequestType, begin: Iterable[int] = ()) -> set[int]:
    """The tiers that tickets of a request may visit, from all its tiers of entry or from these."""
    return _onward(request, set(begin) or {rule.tier for rule in request.entry}) - {SOLVED}


def _onward(request: RequestType, begin: set[int]) -> set[int]:
    """All that can follow from some tiers, themselves included."""
    seen: set[int] = set()
    waiting = set(begin)
    while waiting:
        place = waiting.pop()
        seen.add(place)
        step = request.path.get(place)
        if step is not None:
            after = {tier for tier, share in zip(step.next, step.next_shares, strict=True) if share > 0}
            waiting |= after - seen
    return seen
