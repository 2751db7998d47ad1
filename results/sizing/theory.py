"""How many people theory asks for, per tier and hour of the week, before anything is simulated.

Each tier and hour is taken as an Erlang queue of its own, at the load that the network of infinite-server
queues has in that hour (the modified offered load). A start for the search; the remarks say where it does
not apply.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from results.sizing.erlang import Queue, agents_for, square_root_rule
from results.sizing.offered import offered_by_hour
from results.sizing.theory_limits import NIGHT, Aim, aim_of, remarks_on
from scenarios.census import Census, census
from scenarios.load import Load, available_share, load
from scenarios.weeks import HOURS
from sim.vocabulary import Floats, Scenario

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class TierTheory:
    """What theory says about one tier."""

    tier: str
    formula: str
    """`Erlang A` where customers leave, else `Erlang C`."""
    handling: float
    """Mean handling time of a touch by the people who would do it [min]."""
    patience: float
    """Mean patience of the customers who would leave [min]; ∞: nobody leaves."""
    aim: Aim
    spread: int
    """Over so many open hours work may be put off without missing the limit; 1: it is done as it comes."""
    offered: list[float]
    """By hour of the week: agents that the work keeps busy if nobody waits (Erlangs)."""
    smoothed: list[float]
    """The same, put off to hours in which somebody is there."""
    on_duty: list[int]
    """By hour of the week: the fewest agents on duty; 0 where nobody of the tier works."""
    square_root: int
    """What the square-root rule gives in the busiest hour, for the same chance of waiting as the formula."""
    available: float
    """Share of paid time in which the tier's people are there for tickets."""
    remarks: list[str]
    """Where this does not apply."""

    @property
    def peak(self) -> int:
        """The hour of the week that needs most people."""
        return int(np.argmax(self.on_duty))

    @property
    def rostered(self) -> list[float]:
        """By hour of the week: people on the roster, so that enough of them are there on average."""
        return [count / self.available if self.available else 0.0 for count in self.on_duty]


def theory(
    scenario: Scenario, expected: Census | None = None, weighed: Load | None = None
) -> list[TierTheory]:
    """What theory asks of every tier."""
    expected = census(scenario) if expected is None else expected
    weighed = load(scenario, expected) if weighed is None else weighed
    shape = offered_by_hour(scenario, expected)
    return [_tier(scenario, expected, weighed, shape[:, tier], tier) for tier in range(len(scenario.tiers))]


def _tier(scenario: Scenario, expected: Census, weighed: Load, shape: Floats, tier: int) -> TierTheory:
    mine = [place for place, pool in enumerate(scenario.pools) if pool.tier == tier]
    paid = weighed.paid[mine].sum(axis=0)
    work = float(weighed.offered[tier].sum())
    speed = _speed(weighed, tier, work)
    offered = shape * (work / max(float(shape.sum()), 1e-12)) / speed
    handling = _handling(expected, tier) / speed
    aim = aim_of(scenario, expected, tier)
    spread = _spread(aim.limit, paid > 0)
    smoothed = _smoothed(scenario, expected, offered, paid > 0, tier)
    patience = _patience(scenario, expected, tier)
    wait = max(aim.limit - (0.0 if aim.live else handling), 0.0) / (2 if spread > 1 else 1)
    on_duty = [_agents(round(one, 4), handling, aim.share, wait, patience) for one in smoothed.tolist()]
    return TierTheory(
        tier=scenario.tiers[tier],
        formula="Erlang A" if math.isfinite(patience) else "Erlang C",
        handling=handling,
        patience=patience,
        aim=aim,
        spread=spread,
        offered=offered.sum(axis=0).tolist(),
        smoothed=smoothed.tolist(),
        on_duty=on_duty,
        square_root=_by_square_root(float(smoothed.max()), handling, patience, max(on_duty)),
        available=_available(scenario, weighed, mine),
        remarks=remarks_on(scenario, expected, tier, aim, spread),
    )


def _smoothed(scenario: Scenario, expected: Census, offered: Floats, open_hours: Mask, tier: int) -> Floats:
    """[hour] the load of all requests at a tier, each put off as far as its own limit allows."""
    total = np.zeros(HOURS)
    for place, one in enumerate(offered):
        limit = aim_of(scenario, expected, tier, place).limit
        total += put_off(one, open_hours, _spread(limit, open_hours))
    return total


def put_off(offered: Floats, open_hours: Mask, hours: int) -> Floats:
    """[hour] the load when each hour's work is spread evenly over so many open hours, its own included.

    What comes while nobody is there is spread over `NIGHT` open hours at least.
    """
    later: Floats = np.zeros(HOURS)
    opens = np.flatnonzero(open_hours)
    if not len(opens):
        return later
    following = np.concatenate([opens, opens + HOURS, opens + 2 * HOURS])
    first = np.searchsorted(following, np.arange(HOURS))
    over = np.minimum(np.where(open_hours, hours, max(hours, NIGHT)), len(opens))
    for step in range(int(over.max())):
        np.add.at(later, following[first + step] % HOURS, np.where(step < over, offered / over, 0.0))
    return later


def _spread(limit: float, open_hours: Mask) -> int:
    """Half of the limit, in whole hours in which somebody is there."""
    return int(np.clip(limit / 2 // 60, 1, max(int(open_hours.sum()), 1)))


@lru_cache(maxsize=4096)
def _agents(busy: float, handling: float, share: float, wait: float, patience: float) -> int:
    """The fewest agents at a load [Erlangs]; none where there is hardly any work."""
    if busy < 0.005 or handling <= 0:
        return 0
    return agents_for(busy / handling, handling, share, wait, patience)


def _by_square_root(busy: float, handling: float, patience: float, agents: int) -> int:
    """The square-root rule for the chance of waiting that so many agents leave."""
    if not agents:
        return 0
    waiting = Queue(agents, busy / handling, handling, patience).waiting
    return square_root_rule(busy, min(max(waiting, 1e-6), 1 - 1e-6), patience / handling)


def _speed(weighed: Load, tier: int, work: float) -> float:
    """Mean proficiency of those who would do the tier's work."""
    spent = float(weighed.balance.by_tier[:, tier].sum())
    lost = sum(demand.hours for demand in weighed.balance.unserved if demand.tier == tier)
    return (work - lost) / spent if spent > 0 and work > lost else 1.0


def _handling(expected: Census, tier: int) -> float:
    """Mean work of a touch at the tier, reading after transfers included [min]; 0: there is none."""
    journeys = expected.journeys
    touches = float(expected.per_ticket(journeys.touches[:, :, tier]))
    work = float(expected.per_ticket((journeys.work + journeys.handover)[:, :, tier]))
    return work / touches if touches > 0 else 0.0


def _patience(scenario: Scenario, expected: Census, tier: int) -> float:
    """Mean patience at the tier of entry, by how fast customers leave; ∞: nobody does.

    Those who are lost in silence are worked on all the same, so that the queue knows nothing of it.
    """
    kinds = expected.kinds
    leaving = np.array(
        [
            1.0 / r.patience.mean if r.patience and r.leaves and r.patience.mean > 0 else 0.0
            for r in scenario.requests
        ]
    )
    here = kinds.weight * (kinds.entry == tier)
    rate = float(here @ leaving[kinds.request]) / max(float(here.sum()), 1e-12)
    return 1.0 / rate if rate > 0 else math.inf


def _available(scenario: Scenario, weighed: Load, mine: list[int]) -> float:
    """Share of the tier's paid time in which people are there for tickets."""
    paid = weighed.paid[mine].sum(axis=1)
    shares = np.array([available_share(scenario.pools[place]) for place in mine])
    return float(paid @ shares / paid.sum()) if paid.sum() > 0 else 0.0
