"""Which ticket an agent takes who is free: triage first, then the best-ranked one that they may serve."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.choosing import Chooser, HandOut
from sim.desk import Desk
from sim.ranking import Ranking
from sim.running_clocks import RunningClocks
from sim.triage_queue import TriageQueue
from sim.waiting import Waiting
from sim.workload import Attendance


@dataclass
class Taking:
    """How agents come to their next ticket."""

    desk: Desk
    ranking: Ranking
    attendance: Attendance
    waiting: Waiting
    untriaged: TriageQueue
    clocks: RunningClocks
    whim: list[int] = field(init=False)
    """Uniforms that each agent has used."""

    def __post_init__(self) -> None:
        self.whim = [0] * len(self.desk.agent_pool)

    def next_for(self, agent: int, now: float) -> int | None:
        """The ticket that an agent takes now; None: nothing waits that they may take."""
        desk, pool = self.desk, self.desk.agent_pool[agent]
        if desk.triage_pools >> pool & 1:
            ticket = self.untriaged.head()
            if ticket is not None:
                return ticket
        for tier in (desk.pool_tier[pool], *desk.pool_helps[pool]):
            ticket = self._at(tier, agent, pool, now)
            if ticket is not None:
                return ticket
        return None

    def _at(self, tier: int, agent: int, pool: int, now: float) -> int | None:
        """The ticket of a tier that the agent takes."""
        ranking = self.ranking
        if ranking.chooser is not None:
            return self._ask(ranking.chooser, tier, agent, pool, now)
        best = self.waiting.best(pool, tier, now)
        return best if best is None or not ranking.pick_strength else self._pick(tier, agent, pool, best)

    def _ask(self, chooser: Chooser, tier: int, agent: int, pool: int, now: float) -> int | None:
        waiting = self.waiting.open_to(pool, tier) if self.waiting.count[tier] else ()
        if len(waiting) < 2:
            return waiting[0].ticket if waiting else None
        return chooser.choose(HandOut(now, agent, tier, waiting, self.clocks.due_of_any))

    def _pick(self, tier: int, agent: int, pool: int, best: int) -> int | None:
        """What the agent likes best, or else the best-ranked: one uniform decides."""
        there = self.attendance
        whim = there.whims[agent, self.whim[agent] % there.whims.shape[1]]
        self.whim[agent] += 1
        if whim >= self.ranking.pick_strength:
            return best
        taste = (self.ranking.pick_taste * there.taste[agent]).tolist()
        return self.waiting.favourite(pool, tier, taste)
