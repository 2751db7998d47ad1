from __future__ import annotations

import numpy as np

from sim.touch_log import NOTHING, TouchLog
from sim.workload import TouchEnd


def add(log: TouchLog, tickets: list[int], tier: int, work: list[float], end: TouchEnd) -> None:
    tiers, ends = np.full(len(tickets), tier, np.int16), np.full(len(tickets), end, np.int8)
    gap, reading = np.full(len(tickets), float(tier)), np.full(len(tickets), 10.0 + tier)
    log.add(np.array(tickets), tiers, work=np.array(work), handover=reading, end=ends, gap=gap)


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
    assert touches.handover.tolist() == [10, 12, 10, 11, 12]
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


def test_without_a_word_nothing_is_read_and_only_a_solution_is_never_followed():
    log, ends = TouchLog(2), np.array([TouchEnd.TRANSFER, TouchEnd.SOLVED], np.int8)
    log.add(np.arange(2), np.zeros(2, np.int16), work=np.ones(2), end=ends, gap=NOTHING)
    touches = log.touches()
    assert touches.gap.tolist() == [0, np.inf]
    assert touches.handover.tolist() == [0, 0]


def test_where_only_some_touches_are_read_before_the_others_are_not():
    log, solved = TouchLog(1), np.array([TouchEnd.SOLVED], np.int8)
    for reading in (NOTHING, np.array([7.0])):
        tier = np.zeros(1, np.int16)
        log.add(np.zeros(1, np.int64), tier, work=np.ones(1), end=solved, gap=NOTHING, handover=reading)
    assert log.touches().handover.tolist() == [0, 7]
