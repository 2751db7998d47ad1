"""Whether there is somebody for every ticket that can occur."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.census import Census
from scenarios.check_paths import reachable
from scenarios.reading import Reading
from sim.vocabulary import Pool, Scenario
from sim.workload import CORRECTED, OBSERVED

PHASES = ((OBSERVED, ""), (CORRECTED, ""))


def check_service(scenario: Scenario, counted: Census, reading: Reading) -> None:
    """Note tickets that nobody may serve, once for each request, tier and skill."""
    for place, request in enumerate(scenario.requests):
        mine = counted.kinds.request == place
        for tier in sorted(reachable(request)):
            visits = mine & (counted.kinds.weight > 0)
            at_entry = visits & (counted.kinds.entry == tier)
            entries = _entries_leading_to(scenario, place, tier)
            passing = visits & np.isin(counted.kinds.entry, entries)
            _check_phase(scenario, counted, (place, tier), at_entry, OBSERVED, reading)
            _check_phase(scenario, counted, (place, tier), passing, CORRECTED, reading)


def _entries_leading_to(scenario: Scenario, place: int, tier: int) -> list[int]:
    """Tiers of entry from which a request may come to a tier."""
    request = scenario.requests[place]
    own = {rule.tier for rule in request.entry}
    return [begin for begin in own if tier in reachable_from(scenario, place, begin)]


def reachable_from(scenario: Scenario, place: int, begin: int) -> set[int]:
    """The tiers that tickets of a request may visit when they begin at one."""
    request = scenario.requests[place]
    seen, waiting = set[int](), {begin}
    while waiting:
        tier = waiting.pop()
        seen.add(tier)
        step = request.path.get(tier)
        if step is not None:
            after = {t for t, share in zip(step.next, step.next_shares, strict=True) if share > 0 and t >= 0}
            waiting |= after - seen
    return seen


def _check_phase(
    scenario: Scenario,
    counted: Census,
    at: tuple[int, int],
    rows: NDArray[np.bool_],
    phase: int,
    reading: Reading,
) -> None:
    kinds = counted.kinds
    skill, admitted = kinds.skill[phase], kinds.admitted[phase]
    served = np.zeros(kinds.size, np.bool_)
    for number, pool in enumerate(scenario.pools):
        if (pool.tier == at[1] or at[1] in pool.helps) and is_staffed(pool):
            able = np.array([proficiency(pool, code) > 0 for code in range(len(scenario.skills))])
            served |= able[skill] & ((admitted >> number) & 1).astype(np.bool_)
    lost = np.flatnonzero(rows & ~served)
    for code in np.unique(skill[lost]):
        first = int(lost[skill[lost] == code][0])
        _report(scenario, counted, at, first, phase, reading)


def is_staffed(pool: Pool) -> bool:
    """Whether anybody of a pool is ever there."""
    return any(len(roster.start) for roster in pool.rosters)


def proficiency(pool: Pool, skill: int) -> float:
    """How fast the agents of a pool are in a skill; 0: they do not take it."""
    return 1.0 if pool.skills is None else pool.skills.get(skill, pool.others)


def _report(
    scenario: Scenario, counted: Census, at: tuple[int, int], kind: int, phase: int, reading: Reading
) -> None:
    kinds, levels = counted.kinds, scenario.levels
    request, tier = scenario.requests[at[0]], scenario.tiers[at[1]]
    what = {
        "segment": levels["segment"][kinds.segment[kind]],
        "skill": levels["skill"][kinds.skill[phase][kind]],
        "priority": levels["priority"][kinds.priority[phase][kind]],
    }
    for attribute, codes in kinds.example.items():
        if attribute in levels and attribute not in what and codes[kind] >= 0:
            what[attribute] = levels[attribute][codes[kind]]
    described = ", ".join(f"{name} {label}" for name, label in what.items())
    pools = [pool.name for pool in scenario.pools if pool.tier == at[1] or at[1] in pool.helps]
    who = f"none of {', '.join(pools)}" if pools else "nobody"
    reading.report.add(
        ("requests", request.name, "path", tier),
        f"found tickets that {who} may serve at {tier} ({described}), "
        "needed: a pool there whose skills, others and serves take them",
    )
