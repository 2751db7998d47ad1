"""Which clocks ran on each ticket of an outcome, and which of them kept their limit.

The logs of an outcome are replayed ticket by ticket through the same events that the engines apply while
they play, so the two cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock_events import CLOCKS, new_clocks
from sim.clock_replay import (
    ACHIEVED,
    BREACHED,
    NOTE,
    TICKET,
    UNDECIDED,
    Found,
    Logs,
    Replay,
    replay_all,
)
from sim.lives import Batch, Lives
from sim.outcome import Outcome
from sim.targets import PromiseTable, promise_table, target_rows
from sim.vocabulary import Floats, Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload

__all__ = ["ACHIEVED", "BREACHED", "UNDECIDED", "ClockReplay", "Instances", "clock_history"]


@dataclass(frozen=True)
class Instances:
    """Every run of a clock that had a limit, by ticket, cancelled ones left out."""

    ticket: NDArray[np.int32]
    metric: NDArray[np.int8]
    row: NDArray[np.int32]
    """The target row by which it was decided; of an undecided one that in force at its end."""
    start: Floats
    stop: Floats
    """The last stop in the run, or when the customer left; NaN: never stopped."""
    due: Floats
    """Of breached ones the instant of the breach; of others the due instant when they last ran; ∞: none."""
    decided: Floats
    """The earlier of the stop and the breach; NaN: undecided."""
    achieved: NDArray[np.int8]
    """1 achieved, 0 breached, −1 undecided."""


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
        # Four clocks start with a ticket; a message may start a next reply and two new cycles.
        room = 4 * batch.size + 3 * len(batch.messages)
        replay = Replay(
            table=self._table,
            watched=self._watched,
            tickets=_tickets(batch, rows, corrected),
            logs=_logs(batch),
            state=new_clocks(1),
            place=0,
            shortcut=self._shortcut,
            notes=np.zeros(CLOCKS, dtype=NOTE),
            found=Found.of(room),
            size=np.zeros(1, dtype=np.int64),
        )
        replay_all(replay)
        return Instances(**{name: own[: replay.size[0]] for name, own in replay.found._asdict().items()})


def clock_history(workload: Workload, outcome: Outcome, scenario: Scenario, owed: bool) -> Instances:
    """All instances of the clocks of an outcome: recorded, or owed by the true priority.

    Recorded clocks run on the target of the observed priority and then on that of the corrected one; owed
    ones on that of the true one all along.
    """
    rows = target_rows(workload, scenario)[[TRUE, TRUE] if owed else [OBSERVED, CORRECTED]]
    batch = Lives(workload, outcome).batch(0, workload.size)
    return ClockReplay(promise_table(scenario)).instances(batch, *rows)


def _tickets(batch: Batch, rows: NDArray[np.int32], corrected: NDArray[np.int32]) -> NDArray[np.void]:
    """What the replay needs to know of each ticket."""
    tickets = np.empty(batch.size, dtype=TICKET)
    workload, outcome, span = batch.workload, batch.outcome, batch.span
    left = outcome.left[span]
    leaves = workload.leaves[span] & ~np.isnan(left)
    tickets["created"], tickets["first_reply"] = batch.created, outcome.first_reply[span]
    tickets["live"], tickets["leaves"] = workload.live[span], leaves
    tickets["until"] = np.where(leaves, left, outcome.end)
    tickets["row"], tickets["corrected"] = rows, corrected
    return tickets


def _logs(batch: Batch) -> Logs:
    """The logs of a batch as the replay takes them."""
    first = np.stack([batch.work_first, batch.messages_first, batch.stays_first])
    work = batch.work_start, batch.work_end, batch.work_ended
    return Logs(first, *work, batch.message_time, batch.outcome.stays.joined, batch.stays)
