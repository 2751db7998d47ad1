from __future__ import annotations

import numpy as np

from sim.touch_log import TouchLog
from sim.workload import TouchEnd


def add(log: TouchLog, tickets: list[int], tier: int, work: list[float], end: TouchEnd) -> None:
    ends = np.full(len(tickets), end, np.int8)
    zeros = np.zeros(len(tickets))
    log.add(np.array(tickets), tier, work=np.array(work), handover=zeros, end=ends, gap=zeros + tier)


def test_touches_are_read_ticket_by_ticket_in_the_order_of_writing():
    log = TouchLog(3)
    add(log, [0, 2], 0, [1.0, 2.0], TouchEnd.TRANSFER)
    add(log, [2], 1, [3.0], TouchEnd.REPLY)
    add(log, [0, 2], 2, [4.0, 5.0], TouchEnd.SOLVED)
    touches = log.touches()
    assert touches.first.tolist() == [0, 2, 2, 5]
    assert touches.work.tolist() == [1, 4, 2, 3, 5]
    assert touches.tier.tolist() == [0, 2, 0, 1, 2]
    assert touches.gap.tolist() == [0, 2, 0, 1, 2]
    assert touches.end.tolist() == [
        TouchEnd.TRANSFER,
        TouchEnd.SOLVED,
        TouchEnd.TRANSFER,
        TouchEnd.REPLY,
        TouchEnd.SOLVED,
    ]


def test_without_tickets_there_are_no_touches():
    touches = TouchLog(0).touches()
    assert touches.first.tolist() == [0]
    assert len(touches.work) == 0
