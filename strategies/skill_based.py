"""Best skill first; agents leave tickets outside their own skills alone for a while."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.vocabulary import Scenario
from strategies._base import Described, Level
from strategies._options import Duration, option
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class SkillBased(Described):
    """Best skill first; agents leave tickets outside their own skills alone for a while."""

    name = "skill_based"
    first = "what the agent does best; tickets outside their skills only after `overflow` in the queue"
    reads = "observed skill, the agent's proficiency"
    scale = "proficiency ÷ largest proficiency of the scenario"
    misleads = "without `overflow` people stay idle while tickets outside their own skills wait"

    overflow: float = field(
        default=np.inf,
        metadata=option(
            Duration(zero=True), "wait in this queue after which anybody who may serve it takes it"
        ),
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the fit of agent and ticket."""
        return (Level(fit=1 / largest_proficiency(view.scenario)),)


def largest_proficiency(scenario: Scenario) -> float:
    """The best that any pool is at any skill."""
    return max(
        1.0 if pool.skills is None else max((*pool.skills.values(), pool.others)) for pool in scenario.pools
    )
