"""Combinations of some strategies: every list of a few of them, or every weighted sum on a lattice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

from sim.vocabulary import Scenario
from strategies._base import Strategy
from strategies._idle import members_that_matter
from strategies.fcfs import Fcfs
from strategies.ordered_list import OrderedList

Spec = object
Build = Callable[[Sequence[Spec]], Strategy]
"""From the plain data of a list to a strategy."""


@dataclass(frozen=True)
class Combination:
    """One way to combine some members."""

    parts: tuple[tuple[str, float], ...]
    """Members with their weights; in a list by place, each with weight 1."""
    strategy: Strategy
    weighted: bool = False

    @property
    def label(self) -> str:
        """`plan > sla` for a list, `0.33 plan + 0.67 sla` for a sum."""
        if not self.weighted or len(self.parts) == 1:
            return " > ".join(name for name, _ in self.parts)
        return " + ".join(f"{weight:.2g} {name}" for name, weight in self.parts)


@dataclass(frozen=True)
class Combinations:
    """What could be built, and what is left once equal ones are merged."""

    built: int
    kept: tuple[Combination, ...]


def lists_of(
    members: Mapping[str, Sequence[Spec]], up_to: int, scenario: Scenario, build: Build
) -> Combinations:
    """All lists of up to so many members, each cut after the first that hardly ever ties.

    Lists that rank alike are one: those that are equal once cut, and those that differ by `fcfs` at the end,
    since what ties on all levels is taken oldest first anyway.
    """
    alone = {name: build(specs) for name, specs in members.items()}
    found: list[Combination] = []
    known: list[Strategy] = []
    built = 0
    for size in range(1, min(up_to, len(members)) + 1):
        for names in permutations(members, size):
            built += 1
            cut = _cut(names, alone, scenario)
            specs = [spec for name in cut for spec in members[name]]
            strategy = build(specs)
            if shortest(strategy) not in known:
                known.append(shortest(strategy))
                found.append(Combination(tuple((name, 1.0) for name in cut), strategy))
    return Combinations(built, tuple(found))


def weighted_sums_of(
    members: Mapping[str, Sequence[Spec]], up_to: int, scenario: Scenario, build: Build
) -> Combinations:
    """The simplex lattice: all weights that are multiples of 1 ÷ `up_to` and add to 1."""
    chosen = combinations_with_replacement(members, up_to)
    points = [tuple((name, one.count(name) / up_to) for name in members if name in one) for one in chosen]
    kept = (Combination(parts, build(_sum_of(parts, members)), weighted=True) for parts in points)
    return Combinations(len(points), tuple(kept))


def shortest(strategy: Strategy) -> Strategy:
    """The same order without `fcfs` at the end of a list, which only says what ties mean anyway."""
    if not isinstance(strategy, OrderedList):
        return strategy
    members = list(strategy.members)
    while members and isinstance(members[-1], Fcfs) and members[-1].since == "created":
        members.pop()
    return OrderedList(members=tuple(members))


def _cut(names: Iterable[str], alone: Mapping[str, Strategy], scenario: Scenario) -> list[str]:
    """The members that can matter in this order."""
    names = list(names)
    kept = members_that_matter([alone[name] for name in names], scenario)
    return [name for name, matters in zip(names, kept, strict=True) if matters]


def _sum_of(parts: Sequence[tuple[str, float]], members: Mapping[str, Sequence[Spec]]) -> list[Spec]:
    if len(parts) == 1:
        return list(members[parts[0][0]])
    return [{"weighted": list(_weighed(parts, members))}]


def _weighed(parts: Sequence[tuple[str, float]], members: Mapping[str, Sequence[Spec]]) -> Iterator[Spec]:
    for name, weight in parts:
        for spec in members[name]:
            if isinstance(spec, Mapping):
                for word, options in spec.items():
                    own = dict(options) if isinstance(options, Mapping) else {}
                    yield {word: {**own, "weight": weight}}
            else:
                yield {spec: weight}
