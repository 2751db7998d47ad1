"""What a ticket costs on desks like the bench desk that have more of something, at the same load."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.bench_desk import HOUR, PER_MINUTE
from benchmarks.pipeline import Spent, bench, minutes_for, player_of, timed
from scenarios import Plan
from scenarios.plan import plan_of

Data = dict[str, Any]
"""A scenario file as plain data."""


@dataclass(frozen=True)
class Growing:
    """One thing there may be more of."""

    sizes: tuple[int, ...]
    """The first is the one that the others are measured by."""
    change: Callable[[Data, int], None]
    """Makes the bench desk one that has so many."""


def strategies(data: Data, number: int) -> None:
    """So many strategies, all the same, on the same tickets."""
    data["strategies"] = {f"s{k}": ["priority"] for k in range(number)}
    data["baseline"] = "s0"


def pools(data: Data, number: int) -> None:
    """So many pools: those with most agents are parted, as evenly as can be."""
    agents = {tier: pool["agents"] for tier, own in data["tiers"].items() for pool in own.values()}
    parts = dict.fromkeys(agents, 1)
    while sum(parts.values()) < number:
        parts[max(agents, key=lambda tier: agents[tier] / parts[tier])] += 1
    for tier, people in agents.items():
        sizes = [(people + place) // parts[tier] for place in range(parts[tier])]
        data["tiers"][tier] = {
            f"{tier}_{place}": {"agents": size, "roster": "always"} for place, size in enumerate(sizes)
        }


def skills(data: Data, number: int) -> None:
    """So many kinds of request, each with its own skill, which everybody has."""
    (ticket,) = data["requests"].values()
    data["requests"] = {f"r{k}": {**ticket, "skill": f"k{k}"} for k in range(number)}
    for segment in data["segments"].values():
        segment["requests"] = dict.fromkeys(data["requests"], 1 / number)


def priorities(data: Data, number: int) -> None:
    """So many priorities, each of a segment with its share of the tickets."""
    names = [f"p{k}" for k in range(number)]
    rate = f"{PER_MINUTE * HOUR / number:.12f} per hour"
    data["priorities"] = names
    data["priority_rules"] = [{"when": {"segment": name}, "priority": name} for name in names]
    data["segments"] = {name: {"arrivals": {"rate": rate}, "requests": {"ticket": 1}} for name in names}
    limits = {"first_reply": "4 h", "full_resolution": "2 days"}
    policy = data["sla"]["policies"]["everybody"]
    policy.update({metric: dict.fromkeys(names, limit) for metric, limit in limits.items()})


GROWING: Mapping[str, Growing] = {
    "strategies": Growing((1, 2, 4, 8, 16), strategies),
    "pools": Growing((3, 6, 12, 32), pools),
    "skills": Growing((1, 2, 4, 8, 16, 32), skills),
    "priorities": Growing((3, 6, 12, 24), priorities),
}


def plan_with(name: str, number: int, minutes: float) -> Plan:
    """A desk like the bench desk with so many of something."""
    plan = bench(minutes)
    data: Data = json.loads(json.dumps(copy.deepcopy(dict(plan.data)), default=str))
    GROWING[name].change(data, number)
    return plan_of(json.dumps(data).encode(), plan.path)


def spread(
    tickets: int, repeats: int, told: Callable[[], None] = lambda: None
) -> dict[tuple[str, int], Spent]:
    """(What, how many) → what a replication of so many tickets took; in turn, the median by stage."""
    players = {
        (name, number): player_of(plan_with(name, number, minutes_for(tickets)))
        for name, growing in GROWING.items()
        for number in growing.sizes
    }
    found: dict[tuple[str, int], list[Spent]] = {key: [] for key in players}
    timed(next(iter(players.values())), 0)
    for repeat in range(repeats):
        for key, player in players.items():
            found[key].append(timed(player, repeat)[1])
            told()
    return {key: middle(runs) for key, runs in found.items()}


def middle(runs: list[Spent]) -> Spent:
    """What a usual run took, stage by stage, per ticket of the first."""
    tickets = runs[0].tickets
    stages = {
        stage: tickets * median(run.seconds[stage] / run.tickets for run in runs) for stage in runs[0].seconds
    }
    return Spent(tickets, stages)
