"""What in a scenario does nothing, says two things at once, or cannot be borne."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from results.words import hours, listed, percent
from scenarios.balance import TRIAGE
from scenarios.census import Census
from scenarios.kinds import Kinds
from scenarios.load import Load
from scenarios.rows import Bools
from scenarios.work import may_serve
from sim.vocabulary import Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE
from strategies import Strategy, idle_members

FULL, NEARLY_FULL = 1.0, 0.95


@dataclass(frozen=True)
class Remark:
    """Something to look at; the run still works."""

    about: str
    """`load`, `cover`, `unused`, `overlap`, `strategy`, `preset` or `file` (what the reader noticed)."""
    text: str


def remarks(
    scenario: Scenario, census: Census, load: Load, strategies: Mapping[str, Strategy]
) -> list[Remark]:
    """All that is worth a look, the gravest first."""
    return [
        *(Remark("load", text) for text in _unbearable(scenario, census, load)),
        *(Remark("unused", text) for text in _unused(scenario, census)),
        *(Remark("overlap", text) for text in _overlaps(scenario, census)),
        *(Remark("strategy", text) for text in _idle(scenario, strategies)),
        *(Remark("preset", text) for text in _assumed(scenario)),
    ]


def _unbearable(scenario: Scenario, census: Census, load: Load) -> Iterator[str]:
    for demand in load.balance.unserved:
        what = "triage by hand" if demand.skill == TRIAGE else scenario.skills[demand.skill]
        amount = hours(demand.hours * 60)
        yield (
            f"{scenario.tiers[demand.tier]}: nobody who is ever on duty may do {what}, "
            f"{amount} of work a week; the run still works and says so"
        )
    for place, pool in enumerate(scenario.pools):
        occupancy = float(load.balance.occupancy[place])
        where = f"{scenario.tiers[pool.tier]} {pool.name}"
        if occupancy > FULL:
            yield f"{where}: {_too_much(occupancy)}, {_relief(scenario, census, pool.tier)}"
        elif occupancy > NEARLY_FULL:
            yield f"{where}: the work fills {percent(occupancy)} of the time there is; expect very long waits"


def _too_much(occupancy: float) -> str:
    return f"the work is {percent(occupancy)} of what its people can do"


def _relief(scenario: Scenario, census: Census, tier: int) -> str:
    """What happens when a tier has more work than people."""
    kinds = census.kinds
    leaves = np.array([request.leaves and request.patience is not None for request in scenario.requests])
    leaving = float(kinds.weight[leaves[kinds.request] & (kinds.entry == tier)].sum())
    if leaving > 0:
        return "bearable only because customers leave; the run still works and says so"
    return "so the queue grows week by week; the run still works and says so"


def _unused(scenario: Scenario, census: Census) -> Iterator[str]:
    kinds = census.kinds
    used = {int(code) for phase in (OBSERVED, TRUE) for code in np.unique(kinds.policy[phase])}
    for place, policy in enumerate(scenario.policies):
        if place not in used:
            yield f"no ticket ever comes under the policy {policy.name}"
        else:
            yield from _unused_limits(scenario, kinds, place)
    levels = {int(code) for phase in (OBSERVED, TRUE) for code in np.unique(kinds.priority[phase])}
    silent = [label for code, label in enumerate(scenario.priorities) if code not in levels]
    if silent:
        yield f"no ticket ever has the priority {listed(silent, 'or')}"
    yield from _idle_pools(scenario, census)
    yield from _undecisive(scenario, kinds)


def _undecisive(scenario: Scenario, kinds: Kinds) -> Iterator[str]:
    """Rules that never decide: an earlier one takes all that they match."""
    for place in _never_first(kinds.rule_matches):
        yield f"priority rule {place + 1} never decides a ticket's priority"
    for number, request in enumerate(scenario.requests):
        mine = kinds.entry_matches[: len(request.entry), kinds.request == number]
        if mine.size:
            for place in _never_first(mine):
                yield f"entry rule {place + 1} of {request.name} never decides where a ticket begins"


def _never_first(matches: Bools) -> list[int]:
    earlier: NDArray[np.int64] = np.cumsum(matches, axis=0) - matches
    return [place for place in range(len(matches)) if not (matches[place] & (earlier[place] == 0)).any()]


def _unused_limits(scenario: Scenario, kinds: Kinds, policy: int) -> Iterator[str]:
    promised = {priority for _, priority in scenario.policies[policy].targets}
    occur = {
        int(code)
        for phase in (OBSERVED, TRUE)
        for code in np.unique(kinds.priority[phase][kinds.policy[phase] == policy])
    }
    idle = [scenario.priorities[code] for code in sorted(promised - occur)]
    if idle:
        name = scenario.policies[policy].name
        yield f"the policy {name} has limits for {listed(idle)}, but no such ticket comes under it"


def _idle_pools(scenario: Scenario, census: Census) -> Iterator[str]:
    kinds = census.kinds
    busy = sum(1 << pool for pool in set(scenario.triage.by))
    for tier in range(len(scenario.tiers)):
        visited = census.journeys.visits[kinds.request, kinds.entry, tier] > 0
        for phase in (OBSERVED, CORRECTED):
            at = np.full(kinds.size, tier)
            may = may_serve(scenario, at, kinds.skill[phase], kinds.admitted[phase])
            busy |= int(np.bitwise_or.reduce(may[visited], initial=0))
    for place, pool in enumerate(scenario.pools):
        if not busy >> place & 1:
            yield f"no ticket is ever for the pool {pool.name}"


def _overlaps(scenario: Scenario, census: Census) -> Iterator[str]:
    kinds = census.kinds
    names = [policy.name for policy in scenario.policies]
    for one, other, share in _both(kinds, kinds.policy_matches):
        yield _says_both(f"the policies {names[one]} and {names[other]}", share, names[one])
    for one, other, share in _both(kinds, kinds.rule_matches):
        levels = [scenario.priorities[scenario.priority_rules[place][1]] for place in (one, other)]
        if levels[0] != levels[1]:
            yield _says_both(f"the priority rules {one + 1} and {other + 1}", share, levels[0])
    for place, request in enumerate(scenario.requests):
        mine = (kinds.request == place) & (kinds.weight > 0)
        for one, other, share in _both(kinds, kinds.entry_matches & mine):
            tiers = [scenario.tiers[request.entry[rule].tier] for rule in (one, other)]
            if tiers[0] != tiers[1]:
                rules = f"the entry rules {one + 1} and {other + 1} of {request.name}"
                yield _says_both(rules, share, tiers[0])


def _both(kinds: Kinds, matches: Bools) -> Iterator[tuple[int, int, float]]:
    """Pairs that some tickets match both of, though neither takes all that the other takes."""
    total = max(float(kinds.weight.sum()), np.finfo(float).tiny)
    for one, other in combinations(range(len(matches)), 2):
        both = matches[one] & matches[other]
        only = [(matches[one] & ~both).any(), (matches[other] & ~both).any()]
        if both.any() and all(only):
            yield one, other, float(kinds.weight[both].sum()) / total


def _says_both(what: str, share: float, decides: str) -> str:
    return f"{what} both match {percent(share)} of the tickets: the first, {decides}, decides"


def _idle(scenario: Scenario, strategies: Mapping[str, Strategy]) -> Iterator[str]:
    for name, strategy in strategies.items():
        yield from (f"strategy {name}: {sentence}" for sentence in idle_members(strategy, scenario))


ASSUMED = {
    "on_priority_change": "what a change of priority does to a running clock",
    "on_reopen": "what a reopening does to a resolution clock",
}


def _assumed(scenario: Scenario) -> Iterator[str]:
    if scenario.policies:
        for rule in scenario.sla.assumed:
            yield f"the preset {scenario.sla.preset}: {ASSUMED.get(rule, rule)} is assumed, not verified"
