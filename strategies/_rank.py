"""From a strategy to a ranking: the orders, and what in the strategy is more than an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from sim.ranking import Boost as BoostRule
from sim.ranking import Ranking
from sim.vocabulary import METRICS, Floats, Scenario
from sim.workload import Workload
from strategies._base import Strategy, walk
from strategies._compile import order_of
from strategies._own import Own
from strategies._view import View
from strategies.ai_urgency import AiUrgency
from strategies.boost import Boost
from strategies.by_load import ByLoad
from strategies.pick_and_choose import PickAndChoose
from strategies.skill_based import SkillBased
from strategies.sla import Sla

Kind = TypeVar("Kind")


def rank(strategy: Strategy, scenario: Scenario, workload: Workload) -> Ranking:
    """The strategy compiled for one workload."""
    switch = _held(strategy, ByLoad)
    skilled = _held(strategy, SkillBased)
    picks = _held(strategy, PickAndChoose, lambda each: each.by == "agent")
    asked = _held(strategy, Own, lambda each: each.looks_at_queue)
    late = _held(strategy, Sla, lambda each: each.breached == "last")
    return Ranking(
        orders=tuple(
            order_of(strategy, scenario, workload, surging=surging)
            for surging in ((True, False) if switch else (False,))
        ),
        switch_on=switch.waiting if switch else 0,
        switch_off=switch.until if switch else 0,
        boost=_boost(_held(strategy, Boost)),
        predicted_at=_predicted_at(_held(strategy, AiUrgency), scenario, workload),
        late_metric=None if late is None else _metric(late.metric),
        strict=skilled is not None,
        overflow=skilled.overflow if skilled else np.inf,
        most_skilled=skilled is not None,
        pick_strength=picks.strength or 0.0 if picks else 0.0,
        pick_taste=picks.taste if picks else 0.0,
        chooser=asked.chooser(scenario, workload) if asked else None,
    )


def _held(strategy: Strategy, kind: type[Kind], like: Callable[[Kind], bool] = lambda _: True) -> Kind | None:
    """The first strategy of a kind in this one, itself included."""
    return next((each for each in walk(strategy) if isinstance(each, kind) and like(each)), None)


def _metric(name: str | None) -> int:
    return -1 if name is None else METRICS.index(name)


def _boost(boost: Boost | None) -> BoostRule | None:
    if boost is None:
        return None
    share = np.nan if boost.at is None else boost.at
    after = np.nan if boost.after is None else boost.after
    return BoostRule(share, _metric(boost.metric), after)


def _predicted_at(predicts: AiUrgency | None, scenario: Scenario, workload: Workload) -> Floats | None:
    return None if predicts is None else predicts.predicted_at(View(scenario, workload))
