"""What chance has decided about each ticket, in forms that Python reads fast."""

from __future__ import annotations

from sim.columns import flags, floats, ints
from sim.workload import OBSERVED, TRUE, Workload


class Fate:
    """The plan of every ticket and touch; the touches of ticket i are `first[i]` to `first[i + 1]`."""

    def __init__(self, workload: Workload) -> None:
        touches = workload.touches
        self.first = ints(touches.first)
        self.tier = ints(touches.tier)
        self.work = floats(touches.work)
        self.handover = floats(touches.handover)
        self.end = ints(touches.end)
        self.gap = floats(touches.gap)
        self.true_skill = ints(workload.skill[TRUE])
        self.seen_skill = ints(workload.skill[OBSERVED])
        self.live = flags(workload.live)
        self.created = floats(workload.created)
        self.patience = floats(workload.patience)
        self.leaves = flags(workload.leaves)
        self.triage_work = floats(workload.triage_work)
        self.diagnosis = floats(workload.diagnosis)
        self.diagnosis_handover = floats(workload.diagnosis_handover)
