"""Which clocks ran on each ticket of an outcome, and which of them kept their limit.

The logs of an outcome are replayed ticket by ticket through the same events that the engines apply while
they play, so the two cannot disagree.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock_events import CLOCKS, new_clocks
from sim.clock_replay import (
    ACHIEVED,
    BREACHED,
    NOTE,
    UNDECIDED,
    Instances,
    Replay,
    Tickets,
    replay_all,
)
from sim.lives import Batch, Lives
from sim.outcome import Outcome
from sim.targets import PromiseTable, promise_table, target_rows
from sim.vocabulary import Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload

__all__ = ["ACHIEVED", "BREACHED", "UNDECIDED", "ClockReplay", "Instances", "clock_history"]


class ClockReplay:
    """Replays the clocks of outcomes under some promises, batch by batch."""

    def __init__(self, table: PromiseTable, shortcut: bool = True) -> None:
        """`shortcut`: tell plain lives in one go, which is faster than event by event."""
        self._table, self._shortcut = table, shortcut
        self._watched = np.flatnonzero((table.limit < np.inf).any(axis=0))

    def instances(self, batch: Batch, rows: NDArray[np.int32], corrected: NDArray[np.int32]) -> Instances:
        """All instances of the clocks of a batch, whose tickets are counted from its first.

        They run on the given target rows and, by the rules of the scenario's preset, on the corrected ones
        from the end of the first touch.
        """
        # All clocks but one start with a ticket; a message may start a next reply and two new cycles.
        room = len(self._watched) * batch.size + 3 * len(batch.logs.messages)
        replay = Replay(
            table=self._table,
            watched=self._watched,
            tickets=_tickets(batch, rows, corrected),
            logs=batch.logs,
            end=batch.outcome.end,
            state=new_clocks(1),
            place=0,
            shortcut=self._shortcut,
            notes=np.zeros(CLOCKS, dtype=NOTE),
            found=Instances.room(room),
            size=np.zeros(1, dtype=np.int64),
        )
        replay_all(replay)
        return replay.found.first(int(replay.size[0]))


def clock_history(workload: Workload, outcome: Outcome, scenario: Scenario, owed: bool) -> Instances:
    """All instances of the clocks of an outcome: recorded, or owed by the true priority.

    Recorded clocks run on the target of the observed priority and then on that of the corrected one; owed
    ones on that of the true one all along.
    """
    rows = target_rows(workload, scenario)[[TRUE, TRUE] if owed else [OBSERVED, CORRECTED]]
    batch = Lives(workload, outcome).batch(0, workload.size)
    return ClockReplay(promise_table(scenario)).instances(batch, *rows)


def _tickets(batch: Batch, rows: NDArray[np.int32], corrected: NDArray[np.int32]) -> Tickets:
    """What the replay needs to know of each ticket; copied where an array may not be one of its own."""
    workload, outcome, span = batch.workload, batch.outcome, batch.span
    return Tickets(
        created=batch.created,
        first_reply=outcome.first_reply[span],
        last_solve=outcome.last_solve[span],
        left=outcome.left[span],
        leaves=np.array(workload.leaves[span]),
        touches=outcome.touches[span],
        transfers=outcome.transfers[span],
        live=np.array(workload.live[span]),
        row=np.array(rows),
        corrected=np.array(corrected),
    )
