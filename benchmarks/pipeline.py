"""Our own way from a scenario to measures, stage by stage, as a run plays it."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from benchmarks.bench_desk import DAY, HOUR, PATIENCE, PER_MINUTE, SHARES, WORK
from results.player import Contribution, Player, contribution_of
from results.share import Grouped
from results.tickets import Tickets
from scenarios import Plan, read, shipped
from sim.compiled_engine import outcome_of, played, readied
from strategies import rank

STAGES = ("draw", "rank", "play", "measure")
GROUPINGS = ("segment", "tier")
"""Measures are told by these, and of all tickets."""


@dataclass(frozen=True)
class Spent:
    """What a replication took."""

    tickets: int
    """Tickets played, over all strategies."""
    seconds: dict[str, float]
    """Stage → processor time."""

    def nanoseconds(self, *stages: str) -> float:
        """Processor time per ticket, of some stages or of all [ns]."""
        return 1e9 * sum(self.seconds[stage] for stage in stages or self.seconds) / self.tickets


def player_of(plan: Plan, engine: str = "compiled") -> Player:
    """Who plays the plan, measured by all, segment and tier."""
    return Player(plan.scenario, plan.strategies, engine=engine, only=GROUPINGS)


def timed(player: Player, replication: int) -> tuple[Contribution, Spent]:
    """Plays one replication; of several strategies the first is told.

    What else runs on the machine is left out, in proportion.
    """
    began, seen = time.process_time(), time.perf_counter()
    found = player.play(replication)
    own = (time.process_time() - began) / (time.perf_counter() - seen)
    first, *_ = found.strategies.values()
    return first, Spent(found.tickets, {stage: own * found.seconds[stage] for stage in STAGES})


def kernel_timed(player: Player, replication: int) -> tuple[Contribution, Spent]:
    """Plays one replication under the only strategy; timed from the first event until logs are in order."""
    (strategy,) = player.strategies.values()
    workload, members = player.drawn(replication, confirm=False)
    ready = readied(workload, player.desk, rank(strategy, player.scenario, workload))
    began = time.process_time()
    state = played(ready)
    spent = Spent(workload.size, {"kernel": time.process_time() - began})
    grouped = Grouped(Tickets(workload, outcome_of(state, player.desk)), player.groups, members)
    return contribution_of(grouped), spent


def bench(minutes: float) -> Plan:
    """The shipped bench desk, played for so long from empty; its first and last day are not measured."""
    return read(shipped()["bench"], changes=lasting(minutes), limit_tickets=math.inf)


def hurried(tickets: float, pace: float) -> Plan:
    """The bench desk at a faster pace, for about so many tickets: all durations are so many times shorter.

    A scenario lasts 20 years at most; in these the bench desk receives three million tickets.
    """
    work, patience = (
        "requests.ticket.path.L{}.work.lognormal.mean",
        "requests.ticket.patience.exponential.mean",
    )
    limits = {"first_reply": (1, 4, 8), "full_resolution": (24, 48, 72)}
    changes = {
        **{
            f"segments.{k}.arrivals.rate": f"{PER_MINUTE * HOUR * v * pace} per hour"
            for k, v in SHARES.items()
        },
        **{work.format(place + 1): f"{mean / pace} min" for place, mean in enumerate(WORK)},
        patience: f"{PATIENCE / pace} min",
    }
    for metric, hours in limits.items():
        for priority, limit in zip(SHARES, hours, strict=True):
            changes[f"sla.policies.everybody.{metric}.{priority}"] = f"{limit * HOUR / pace} min"
    length = lasting(minutes_for(tickets / pace))
    return read(shipped()["bench"], changes={**changes, **length}, limit_tickets=math.inf)


def lasting(minutes: float) -> dict[str, str]:
    """The changes that make a scenario last so long, its first and last day included."""
    day = min(DAY, minutes / 3)
    return {
        "run.warmup": f"{day:g} min",
        "run.measure": f"{minutes - 2 * day:.6f} min",
        "run.cooldown": f"{day:g} min",
    }


def minutes_for(tickets: float) -> float:
    """How long the bench desk takes to receive so many tickets [min], in whole hours."""
    return math.ceil(tickets / PER_MINUTE / HOUR) * HOUR


def mean_waits(player: Player, contribution: Contribution) -> dict[str, float]:
    """Priority → mean wait until the first touch or until the customer left [min]."""
    low, high = player.groups.span("segment")
    own = slice(low, high)
    waits = contribution.sums["wait"][own] / contribution.sums["wait_n"][own]
    return dict(zip(SHARES, waits.tolist(), strict=True))
