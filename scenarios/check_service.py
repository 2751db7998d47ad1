"""Whether there is somebody for every ticket that can occur."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.census import Census
from scenarios.check_paths import reachable
from scenarios.reading import Reading
from sim.vocabulary import Pool, Scenario
from sim.workload import CORRECTED, OBSERVED


def check_service(scenario: Scenario, counted: Census, reading: Reading) -> None:
    """Note tickets that nobody may serve, once for each request, tier and skill."""
    kinds = counted.kinds
    for place, request in enumerate(scenario.requests):
        mine = (kinds.request == place) & (kinds.weight > 0)
        for tier in sorted(reachable(request)):
            begins = [rule.tier for rule in request.entry if tier in reachable(request, {rule.tier})]
            passing = mine & np.isin(kinds.entry, begins)
            for phase, rows in ((OBSERVED, mine & (kinds.entry == tier)), (CORRECTED, passing)):
                lost = rows & ~_served(scenario, counted, tier, phase)
                _report(scenario, counted, (place, tier), np.flatnonzero(lost), phase, reading)


def _served(scenario: Scenario, counted: Census, tier: int, phase: int) -> NDArray[np.bool_]:
    """Which kinds of tickets somebody may serve at a tier."""
    kinds = counted.kinds
    served = np.zeros(kinds.size, np.bool_)
    for number, pool in enumerate(scenario.pools):
        if pool.tier == tier or tier in pool.helps:
            able = np.array([proficiency(pool, code) > 0 for code in range(len(scenario.skills))])
            admitted = ((kinds.admitted[phase] >> number) & 1).astype(np.bool_)
            served |= able[kinds.skill[phase]] & admitted
    return served


def proficiency(pool: Pool, skill: int) -> float:
    """How fast the agents of a pool are in a skill; 0: they do not take it."""
    return 1.0 if pool.skills is None else pool.skills.get(skill, pool.others)


def _report(  # noqa: PLR0917
    scenario: Scenario,
    counted: Census,
    at: tuple[int, int],
    lost: NDArray[np.int64],
    phase: int,
    reading: Reading,
) -> None:
    """Note the first ticket of each skill among those that nobody may serve."""
    request, tier = scenario.requests[at[0]], scenario.tiers[at[1]]
    pools = [pool.name for pool in scenario.pools if pool.tier == at[1] or at[1] in pool.helps]
    who = f"none of {', '.join(pools)}" if pools else "nobody"
    skill = counted.kinds.skill[phase]
    for code in np.unique(skill[lost]):
        kind = int(lost[skill[lost] == code][0])
        reading.report.add(
            ("requests", request.name, "path", tier),
            f"found tickets that {who} may serve at {tier} ({_described(scenario, counted, kind, phase)}), "
            "needed: a pool there whose skills, others and serves take them",
        )


def _described(scenario: Scenario, counted: Census, kind: int, phase: int) -> str:
    """What the tickets of a kind are like."""
    kinds, levels = counted.kinds, scenario.levels
    codes = {
        "segment": kinds.segment,
        "skill": kinds.skill[phase],
        "priority": kinds.priority[phase],
        **{name: column for name, column in kinds.example.items() if name in levels},
    }
    return ", ".join(f"{name} {levels[name][col[kind]]}" for name, col in codes.items() if col[kind] >= 0)
