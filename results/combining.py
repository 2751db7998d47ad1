"""Combinations made for people: which are built, under which names, and what became of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from results.words import plural
from scenarios import Plan
from scenarios.mistakes import nearest
from strategies import (
    REGISTRY,
    Code,
    Combination,
    Strategy,
    StrategyError,
    build,
    lists_of,
    shortest,
    weighted_sums_of,
)

LIST, WEIGHTED = "list", "weighted"
WAYS = (LIST, WEIGHTED)
MOST = 1000
"""Combinations that are built at most."""


@dataclass(frozen=True)
class Asked:
    """Combinations that are asked for."""

    members: tuple[str, ...]
    way: str = LIST
    up_to: int = 3
    """Members of a list; or steps into which a weight of 1 is parted."""


@dataclass(frozen=True)
class Combined:
    """The combinations that are candidates."""

    asked: Asked
    built: int
    kept: Mapping[str, Combination]
    """By the name of the candidate."""

    @property
    def sentence(self) -> str:
        """How many were built and kept."""
        if self.asked.way == WEIGHTED:
            return f"{plural(self.built, 'weighted sum')} built, by steps of 1/{self.asked.up_to}."
        return (
            f"{plural(self.built, 'list')} built; {len(self.kept)} kept: members behind one whose scores "
            "hardly ever tie were cut, and equal lists merged."
        )


def check_asked(asked: Asked, plan: Plan) -> None:
    """ValueError for combinations that there cannot be."""
    names = asked.members
    if asked.way not in WAYS:
        raise ValueError(f"--as {asked.way!r}: write {' or '.join(WAYS)}")
    if len(names) < 2:
        raise ValueError("--combine needs at least two strategies, such as fcfs,vip,plan,sla")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"--combine names {twice} twice")
    known = [*REGISTRY, *plan.strategies]
    for name in names:
        if name not in known:
            guess = nearest(name, known)
            also = f" (did you mean {guess}?)" if guess else ""
            raise ValueError(f"--combine: there is no strategy {name!r}{also}; known: {', '.join(known)}")
    number = _number(asked)
    if number > MOST:
        raise ValueError(
            f"--combine makes {number:,} combinations, at most {MOST:,}: name fewer, or lower --up-to"
        )


def combined(plan: Plan, asked: Asked, beside: tuple[str, ...]) -> tuple[Plan, Combined]:
    """The plan with its combinations among the strategies; those that equal one `beside` go by its name."""
    members = {name: _specs(name, plan) for name in asked.members}
    code = Code(plan.allow_code, plan.path.parent)
    _check_members(members, plan, code)
    made = (lists_of if asked.way == LIST else weighted_sums_of)(
        members, asked.up_to, plan.scenario, lambda specs: build(list(specs), plan.scenario, code=code)
    )
    own = {name: shortest(plan.strategies[name]) for name in beside}
    kept: dict[str, Combination] = {}
    for one in made.kept:
        same = [name for name, strategy in own.items() if strategy == shortest(one.strategy)]
        kept[same[0] if same else _free(one.label, plan.strategies)] = one
    new: dict[str, Strategy] = {name: one.strategy for name, one in kept.items() if name not in own}
    return replace(plan, strategies={**plan.strategies, **new}), Combined(asked, made.built, kept)


def _check_members(members: Mapping[str, list[Any]], plan: Plan, code: Code) -> None:
    """ValueError for a member that cannot stand for itself, such as one that needs options."""
    for name, specs in members.items():
        try:
            build(specs, plan.scenario, code=code)
        except StrategyError as problem:
            needs = problem.message.startswith("needs")
            also = "; name a strategy of the file that has it" if needs else ""
            raise ValueError(f"--combine {name}: {problem.message}{also}") from problem


def _free(label: str, taken: Mapping[str, Any]) -> str:
    """A name that no strategy of the file has."""
    while label in taken:
        label += " (combined)"
    return label


def _specs(name: str, plan: Plan) -> list[Any]:
    """A member as a scenario file writes it: a strategy on its own, or one that the file defines."""
    if name in REGISTRY:
        return [name]
    found = plan.data["strategies"][name]
    return list(found) if isinstance(found, list | tuple) else [found]


def _number(asked: Asked) -> int:
    size = len(asked.members)
    if asked.way == LIST:
        return sum(math.perm(size, length) for length in range(1, min(asked.up_to, size) + 1))
    return math.comb(size + asked.up_to - 1, asked.up_to)
