"""The tickets that wait at the tiers, and which of them goes first.

Tickets of a tier that agree in everything but base and origins form a class. Within a class the order is
that of keys stored at the join; a hand-out computes the score only for the head of each class.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.choosing import Waits
from sim.columns import floats, ints
from sim.desk import Desk
from sim.ranking import NO_CLOCK, Boost, Order, Origin, Ranking
from sim.running_clocks import RunningClocks
from sim.workload import Workload

Term = tuple[int, float, int, float]
"""Level, growth per minute, calendar, reading of the calendar at the origin."""


class Rank(NamedTuple):
    """What a waiting ticket scores under one order: a fixed base per level, growing terms, proficiency."""

    base: list[float]
    terms: list[Term]
    fit: tuple[tuple[int, float], ...]
    """Level and weight of the agent's proficiency, where it counts."""

    def key(self) -> tuple[float, ...]:
        """Sorts the tickets of a class, the first to serve first."""
        levels = list(self.base)
        for level, growth, _, origin in self.terms:
            levels[level] -= growth * origin
        return tuple([-level for level in levels])


@dataclass(slots=True)
class Class:
    """Waiting tickets that agree in everything but base and origins."""

    number: int
    pools: int
    skill: int
    request: int
    heaps: tuple[list[tuple[tuple[float, ...], int, int, Rank]], ...]
    """Per order: (key, ticket, version, rank); an entry whose version is not the ticket's is stale."""


@dataclass(slots=True)
class Stay:
    """A ticket's stay in a queue."""

    tier: int
    joined: float
    boosted_at: float = np.inf
    late_at: float = np.inf
    overflows_at: float = np.inf
    choice: tuple[int, float] = (NO_CLOCK, np.inf)
    """The running clock that is due first, and when."""
    number: int = -1
    """Class that it is in now."""
    pools: int = 0
    """Those that may take it now."""
    skill: int = 0


@dataclass
class Waiting:
    """The queues of all tiers under one ranking."""

    workload: Workload
    desk: Desk
    ranking: Ranking
    clocks: RunningClocks
    corrected: bytearray
    """1 once a ticket's first touch has ended."""
    classes: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(pools, skill, request, tier) of each class, numbered as they first appear."""

    def __post_init__(self) -> None:
        desk, work = self.desk, self.workload
        self.count = [0] * desk.tiers
        self.stays: dict[int, Stay] = {}
        self._by_key: list[dict[tuple[int, ...], Class]] = [{} for _ in range(desk.tiers)]
        self._on = [False] * desk.tiers
        self._version = [0] * work.size
        self._created = floats(work.created)
        self._request = ints(work.columns["request"])
        self._skill = [ints(row) for row in work.skill[:2]]
        self._admitted = [ints(row) for row in work.admitted[:2]]
        self._orders = [_Order(order) for order in self.ranking.orders]
        self._asks_first_due = self.ranking.asks_first_due
        predicted = self.ranking.predicted_at
        self._predicted = None if predicted is None else floats(predicted)
        self._serving = desk.serving.tolist()
        self._capable = desk.capable.tolist()
        self._listing = desk.listing.tolist()
        self.speed: list[list[float]] = desk.speed.tolist()
        self._mean_work: list[list[float]] = desk.mean_work.tolist()

    # ------------------------------------------------------------------ joining and leaving

    def join(self, ticket: int, tier: int, now: float) -> Stay:
        """Puts a ticket into the queue of a tier; its origins are filled in and stay until it leaves."""
        ranking, clocks = self.ranking, self.clocks
        self.stays[ticket] = stay = Stay(tier, now)
        if self._asks_first_due:
            stay.choice = clocks.first_due(ticket)
        if ranking.boost is not None:
            stay.boosted_at = self._boosted_at(ticket, stay, ranking.boost)
        if ranking.late_metric is not None:
            late = ranking.late_metric
            stay.late_at = stay.choice[1] if late < 0 else clocks.due(ticket, late)
        if ranking.strict and self._outsiders(ticket, tier):
            stay.overflows_at = now + ranking.overflow
        self.count[tier] += 1
        self._switch(tier)
        self.enter_class(ticket, now)
        return stay

    def leave(self, ticket: int) -> Stay:
        """Takes a ticket out of its queue."""
        stay = self.stays.pop(ticket)
        self._version[ticket] += 1
        self.count[stay.tier] -= 1
        self._switch(stay.tier)
        return stay

    def changes(self, ticket: int, stay: Stay) -> Iterator[float]:
        """Instants after the join at which the ticket's place may change while it waits."""
        for instant in (stay.boosted_at, self._predicted_at(ticket), stay.late_at, stay.overflows_at):
            if stay.joined < instant < np.inf:
                yield instant

    def enter_class(self, ticket: int, now: float) -> None:
        """Ranks a waiting ticket afresh and puts it into its class."""
        stay = self.stays[ticket]
        phase = self.corrected[ticket]
        boosted, late = stay.boosted_at <= now, stay.late_at <= now
        predicted = self._predicted is not None and self._predicted[ticket] <= now
        pools = self.may_take(ticket, stay.tier, overflowed=stay.overflows_at <= now)
        skill, request = self._skill[phase][ticket], self._request[ticket]
        ranks: list[Rank] = []
        key: tuple[int, ...] = (pools, skill, request)
        for order in self._orders:
            variant = order.variant[phase][stay.tier][boosted][predicted][late]
            rank, kinds = order.rank(ticket, variant, stay, self)
            ranks.append(rank)
            key += kinds
        group = self._by_key[stay.tier].get(key)
        if group is None:
            group = Class(len(self.classes), pools, skill, request, tuple([] for _ in ranks))
            self._by_key[stay.tier][key] = group
            self.classes.append((pools, skill, request, stay.tier))
        self._version[ticket] = version = self._version[ticket] + 1
        for heap, rank in zip(group.heaps, ranks, strict=True):
            heapq.heappush(heap, (rank.key(), ticket, version, rank))
        stay.number, stay.pools, stay.skill = group.number, pools, skill

    def may_take(self, ticket: int, tier: int, *, overflowed: bool) -> int:
        """The pools that may take a ticket at a tier now."""
        phase = self.corrected[ticket]
        skill = self._skill[phase][ticket]
        pools: int = self._admitted[phase][ticket] & self._serving[tier] & self._capable[skill]
        if self.ranking.strict and not overflowed:
            return (pools & self._listing[skill]) or pools
        return pools

    def _outsiders(self, ticket: int, tier: int) -> bool:
        every = self.may_take(ticket, tier, overflowed=True)
        return every != self.may_take(ticket, tier, overflowed=False)

    # ------------------------------------------------------------------ the next ticket

    def best(self, pool: int, tier: int, now: float) -> int | None:
        """The ticket of the tier that ranks first among those the pool may take."""
        heads = self._heads(pool, tier)
        if len(heads) < 2:
            return heads[0][1][1] if heads else None
        best_score, best_ticket = None, -1
        for group, (_, ticket, _, rank) in heads:
            score = self._score(rank, self.speed[pool][group.skill], now)
            if best_score is None or score > best_score or (score == best_score and ticket < best_ticket):
                best_score, best_ticket = score, ticket
        return best_ticket

    def favourite(self, pool: int, tier: int, taste: list[float]) -> int | None:
        """The head of the class that an agent likes best: short work, own skill, private taste."""
        best = None
        for group, (_, ticket, _, _) in self._heads(pool, tier):
            short = 60.0 / (60.0 + self._mean_work[group.request][tier])
            liking = (short + self.speed[pool][group.skill] + taste[group.request], -ticket)
            if best is None or liking > best:
                best = liking
        return None if best is None else -best[1]

    def open_to(self, pool: int, tier: int) -> tuple[Waits, ...]:
        """All tickets of the tier that the pool may take, by number."""
        found = [
            Waits(ticket, stay.joined, self.corrected[ticket])
            for ticket, stay in self.stays.items()
            if stay.tier == tier and stay.pools >> pool & 1
        ]
        return tuple(sorted(found))

    def _heads(self, pool: int, tier: int) -> list[tuple[Class, tuple[tuple[float, ...], int, int, Rank]]]:
        if not self.count[tier]:
            return []
        bit, order, version = 1 << pool, self._order(tier), self._version
        heads = []
        for group in self._by_key[tier].values():
            if group.pools & bit:
                heap = group.heaps[order]
                while heap and heap[0][2] != version[heap[0][1]]:
                    heapq.heappop(heap)
                if heap:
                    heads.append((group, heap[0]))
        return heads

    def _score(self, rank: Rank, speed: float, now: float) -> list[float]:
        levels = list(rank.base)
        for level, growth, calendar, origin in rank.terms:
            clock = self.clocks.reading(calendar, now) if calendar else now
            levels[level] += growth * (clock - origin)
        for level, weight in rank.fit:
            levels[level] += weight * speed
        return levels

    def _order(self, tier: int) -> int:
        return 0 if len(self._orders) == 1 or self._on[tier] else 1

    def _switch(self, tier: int) -> None:
        if len(self._orders) == 2:
            waiting = self.count[tier]
            if waiting >= self.ranking.switch_on:
                self._on[tier] = True
            elif waiting <= self.ranking.switch_off:
                self._on[tier] = False

    # ------------------------------------------------------------------ instants that change a place

    def _boosted_at(self, ticket: int, stay: Stay, boost: Boost) -> float:
        if np.isnan(boost.share):
            return self._created[ticket] + boost.after
        metric = stay.choice[0] if boost.metric < 0 else boost.metric
        return np.inf if metric == NO_CLOCK else self.clocks.instant_of_share(ticket, metric, boost.share)

    def _predicted_at(self, ticket: int) -> float:
        return np.inf if self._predicted is None else self._predicted[ticket]

    def origin_of(self, ticket: int, origin: int) -> float:
        """Where a term that grows on `always` from the ticket's own past begins."""
        return self._created[ticket] if origin == Origin.CREATED else self.clocks.last_message(ticket)


class _Order:
    """One order of a ranking, in forms that Python reads fast."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.variant = order.variant.tolist()
        self.base = floats(order.base)
        self.growth_row = ints(order.growth_row)
        self.growths = order.growths.tolist()
        self.levels = range(order.base.shape[2])
        self.no_kinds = [-1] * len(order.level)
        self.terms = [
            [(m, int(order.level[m]), int(order.origin[m])) for m in np.flatnonzero(active).tolist()]
            for active in order.active
        ]
        self.fit = [
            tuple((int(level), float(fit[level])) for level in np.flatnonzero(fit)) for fit in order.fit
        ]

    def rank(self, ticket: int, variant: int, stay: Stay, waiting: Waiting) -> tuple[Rank, tuple[int, ...]]:
        """A ticket's rank as it joins, and what of it makes the class."""
        base = [self.base[variant, ticket, level] for level in self.levels]
        row = self.growth_row[variant, ticket]
        terms: list[Term] = []
        kinds = [row, *self.no_kinds]
        for m, level, origin in self.terms[variant]:
            if origin <= Origin.LAST_MESSAGE:
                terms.append((level, self.growths[row][m], 0, waiting.origin_of(ticket, origin)))
            else:
                term, more, kind = self._clock_term(ticket, m, level, stay, waiting.clocks)
                terms.append(term)
                base[level] += more
                kinds[1 + m] = kind
        return Rank(base, terms, self.fit[variant]), tuple(kinds)

    def _clock_term(
        self, ticket: int, m: int, level: int, stay: Stay, clocks: RunningClocks
    ) -> tuple[Term, float, int]:
        order = self.order
        metric = int(order.metric[m])
        choice, due = stay.choice if metric < 0 else (metric, clocks.due(ticket, metric))
        if due == np.inf:
            choice = NO_CLOCK
        place = (m, clocks.row(ticket), choice)
        calendar = int(order.clock_calendar[place])
        if order.origin[m] == Origin.DUE:
            begin = stay.joined + float(order.no_promise[m]) if choice == NO_CLOCK else due
        else:
            begin = stay.joined if choice == NO_CLOCK else clocks.origin(ticket, choice)
        term = (level, float(order.clock_growth[place]), calendar, begin)
        return term, float(order.clock_base[place]), int(order.clock_kind[place])
