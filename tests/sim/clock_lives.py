"""The clocks of one ticket whose life is told in a line or two."""

from __future__ import annotations

import numpy as np

from sim.clock_history import Instances, clock_history
from sim.grid import TICKS_PER_MINUTE
from sim.journal import REPLIES, TRANSFERS
from sim.outcome import Ended, Messages, Outcome, Stays, Work
from sim.vocabulary import Scenario
from tests.sim.clock_board import NORMAL, promising
from tests.sim.plays import Ticket, workload_of

TICK = 1 / TICKS_PER_MINUTE
ACHIEVED, BREACHED, UNDECIDED = 1, 0, -1
TOUCHES = {*REPLIES, *TRANSFERS, Ended.HELD, Ended.CUT}
"""What ends a touch that was begun: not triage, nor a break."""
Stretch = tuple[float, float, int]


def told(
    work: list[Stretch],
    messages: tuple[float, ...] = (),
    joins: tuple[float, ...] = (0.0,),
    *,
    left: float = np.nan,
    first_reply: float = np.nan,
    end: float = 10_000.0,
) -> Outcome:
    """What happened to one ticket: stretches of work, its customer's messages, when it joined a queue.

    The first reply is that of an e-mail, at the end of a touch, unless told otherwise.
    """
    n, m, s = len(work), len(messages), len(joins)
    nothing, none, codes = np.array([np.nan]), np.zeros(1, np.int16), [code for _, _, code in work]
    replies, solves = ([stop for _, stop, code in work if code in ends] for ends in (REPLIES, {Ended.SOLVED}))
    return Outcome(
        end=end,
        first_touch=nothing,
        first_reply=np.array([first_reply if first_reply >= 0 else min(replies, default=np.nan)]),
        last_solve=np.array([max(solves, default=np.nan)]),
        left=np.array([left]),
        touches=np.array([sum(code in TOUCHES for code in codes)], np.int16),
        transfers=np.array([sum(code in TRANSFERS for code in codes)], np.int16),
        reopenings=none,
        stays=Stays(
            np.zeros(s, np.int32),
            np.zeros(s, np.int16),
            np.array(joins, np.float64),
            np.full(s, np.nan),
            np.zeros(s, np.int32),
        ),
        work=Work(
            np.zeros(n, np.int32),
            np.zeros(n, np.int32),
            np.array([begin for begin, _, _ in work], np.float64),
            np.array([stop for _, stop, _ in work], np.float64),
            np.array(codes, np.int8),
        ),
        messages=Messages(np.zeros(m, np.int32), np.array(messages, np.float64)),
        classes=np.zeros((0, 4), np.int64),
    )


def history(
    scenario: Scenario, outcome: Outcome, owed: bool = False, ticket: Ticket | None = None
) -> Instances:
    """The clocks of one ticket, created at 0 unless told otherwise."""
    work = workload_of(scenario, [ticket or Ticket(0.0, priority=NORMAL, policy=0)])
    return clock_history(work, outcome, scenario, owed)


def rows(found: Instances, metric: int) -> list[tuple[int, float, float, float]]:
    """(achieved, start, stop, decided) of the instances of a metric."""
    chosen = found.metric == metric
    columns = (found.achieved, found.start, found.stop, found.decided)
    return list(zip(*(column[chosen].tolist() for column in columns), strict=True))


def only(found: Instances, metric: int) -> tuple[int, float, float, float]:
    (row,) = rows(found, metric)
    return row


HOURS_2 = promising(2)
