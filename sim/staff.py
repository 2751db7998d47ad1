"""Who is free, and who of them gets a ticket that joins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.desk import Desk
from sim.vocabulary import Assignment


@dataclass
class Staff:
    """The agents: who is on duty until when, who is free since when, and how much each has worked."""

    desk: Desk
    most_skilled: bool
    """The strategy asks for the most skilled agent, whatever the desk's own rule."""

    def __post_init__(self) -> None:
        agents = len(self.desk.agent_pool)
        self.on_since = [-np.inf] * agents
        self.on_until = [-np.inf] * agents
        """End of the interval that the agent is in; before now: off duty."""
        self.busy = [False] * agents
        self.last_end = [-np.inf] * agents
        self.worked = [0.0] * agents
        self.last_handed = [-1] * self.desk.tiers
        self._free: list[dict[int, float]] = [{} for _ in self.desk.pool_tier]
        self._speed: list[list[float]] = self.desk.speed.tolist()
        self._rule = Assignment.MOST_SKILLED if self.most_skilled else self.desk.assignment

    def on_duty(self, agent: int, now: float) -> bool:
        """Whether the agent may begin a touch now."""
        return now < self.on_until[agent]

    def frees(self, agent: int) -> None:
        """The agent has nothing to do; idle time counts from the last touch or the interval's start."""
        since = max(self.last_end[agent], self.on_since[agent])
        self._free[self.desk.agent_pool[agent]][agent] = since

    def occupies(self, agent: int) -> None:
        """The agent is no longer free: at work, or off duty."""
        self._free[self.desk.agent_pool[agent]].pop(agent, None)

    def choose(self, pools: int, skill: int, tier: int, now: float) -> int | None:
        """The free agent of these pools who gets a ticket; None where nobody is free."""
        candidates = [
            (agent, since, pool)
            for pool, free in enumerate(self._free)
            if free and pools >> pool & 1
            for agent, since in free.items()
            if now < self.on_until[agent]
        ]
        if not candidates:
            return None
        if self._rule == Assignment.LONGEST_IDLE:
            return min((since, agent) for agent, since, _ in candidates)[1]
        if self._rule == Assignment.MOST_SKILLED:
            return min((-self._speed[pool][skill], since, agent) for agent, since, pool in candidates)[2]
        if self._rule == Assignment.LEAST_BUSY:
            return min((self.worked[agent], agent) for agent, _, _ in candidates)[1]
        last = self.last_handed[tier]
        return min((agent <= last, agent) for agent, _, _ in candidates)[1]
