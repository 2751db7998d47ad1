from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from strategies import StrategyError, build, idle_members, rank
from tests.strategies.desk import scenario
from tests.strategies.test_build import PLAIN, TICKETS

MORE: list[list[Any]] = [
    [{"plan": {"weights": {"premium": 3, "standard": 1}}}, {"order": {"of": "vip", "values": ["yes"]}}],
    [{"custom_field": {"field": "region", "order": ["emea", "amer"]}}],
    [{"cost": {"by": "impact", "per_hour": {"high": 50, "low": 1}}}, "shortest_work", "persona"],
    [{"ai_urgency": {"matrix": {p: {p: 1} for p in ("urgent", "high", "normal", "low")}}}],
]
JUNK: list[Any] = [
    *(None, True, -1, 0, 1e308, 10**400, float("nan"), float("inf")),
    *("", "nobody", "5 min", "otherwise"),
    *([], [[]], [None], ["fcfs"]),
    *({}, {"": None}, {"x": {"y": 1}}, {3: 4}, {"weight": 1}, {"sla": {"breached": "last"}}),
]


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a spec with a key into it."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from places(node[key])


def mutated(chance: random.Random) -> Any:
    spec = copy.deepcopy(chance.choice([*PLAIN.values(), *MORE]))
    for _ in range(chance.randint(1, 2)):
        container, key = chance.choice(list(places(spec)) or [([spec], 0)])
        kind = chance.randrange(4)
        if kind == 0:
            container[key] = copy.deepcopy(chance.choice(JUNK))
        elif kind == 1 and isinstance(container, dict):
            container[f"{key}s"] = container.pop(key)
        elif kind == 2:
            del container[key]
        else:
            container[key] = copy.deepcopy(spec)
    return spec


@pytest.mark.parametrize("seed", range(8))
def test_a_mutated_strategy_is_refused_with_messages_or_ranks(seed: int) -> None:
    chance = random.Random(seed)
    desk = scenario()
    built = 0
    for _ in range(100):
        spec = mutated(chance)
        try:
            strategy = build(spec, desk)
        except StrategyError:
            continue
        built += 1
        idle_members(strategy, desk)
        for order in rank(strategy, desk, TICKETS).orders:
            assert np.isfinite(order.base).all()
    assert 0 < built < 100
