from __future__ import annotations

import numpy as np

from sim.choices import choices
from sim.visits import FIRST, REOPENED, TRANSFERRED, Deciding, Visiting, room_for, settle
from sim.workload import TouchEnd

TIERS = 2
ONWARD = choices([((-1, 1), (0.6, 0.4)), ((-1,), (1.0,)), ((1,), (1.0,)), ((-1,), (1.0,))])
"""Of request 0 at tier 0 and 1, of request 1 at tier 0 and 1."""
TOUCHES = choices([((1, 3), (0.5, 0.5)), ((2,), (1.0,)), ((1,), (1.0,)), ((1,), (1.0,))])

ENDS = np.array([4, 5, 7, 7])
CAUSE = np.array([FIRST, FIRST, FIRST, REOPENED, TRANSFERRED, FIRST, FIRST], np.int8)
"""Four visits of kind 0, one of kind 1, two of kind 2."""


def lots(**by_visit: float) -> np.ndarray:
    """A uniform for each visit; 0 where nothing is said."""
    uniforms = np.zeros(len(CAUSE))
    for visit, uniform in by_visit.items():
        uniforms[int(visit[1:])] = uniform
    return uniforms


def settled(**changes):
    deciding = Deciding(
        onward=ONWARD,
        touches=TOUCHES,
        transfer_reply=np.array([0.5, 0.0, 1.0, 0.0]),
        reopened=np.array([0.1, 0.0, 0.0, 0.0]),
        onward_lots=lots(_1=0.6, _2=0.99, _3=0.99),
        touch_lots=lots(_0=0.5, _2=0.49, _3=0.9),
        reply_lots=lots(_1=0.5, _2=0.49),
        reopen_lots=lots(_0=0.1, _2=0.9, _3=0.05),
    )
    room = room_for(len(CAUSE))
    visiting = Visiting(ENDS, np.arange(20, 27), CAUSE)
    going, back = settle(visiting, deciding._replace(**changes), TIERS, room)
    return room, going, back


def test_visits_end_solved_or_with_a_transfer_with_or_without_a_reply():
    room, _, _ = settled()
    assert room.end.tolist() == [
        TouchEnd.SOLVED,
        TouchEnd.TRANSFER,
        TouchEnd.TRANSFER_REPLY,
        TouchEnd.SOLVED,
        TouchEnd.SOLVED,
        TouchEnd.TRANSFER_REPLY,
        TouchEnd.TRANSFER_REPLY,
    ]


def test_a_visit_takes_its_touches_and_a_reopened_ticket_one():
    assert settled()[0].touches.tolist() == [3, 1, 1, 1, 2, 1, 1]


def test_transferred_and_reopened_tickets_go_on_to_their_kind_of_visit():
    room, going, back = settled()
    assert (going, back) == (5, 1)
    assert room.ticket[:going].tolist() == [21, 22, 23, 25, 26]
    assert room.kind[:going].tolist() == [1, 1, 0, 3, 3]
    assert room.cause[:going].tolist() == [TRANSFERRED, TRANSFERRED, REOPENED, TRANSFERRED, TRANSFERRED]
    assert room.reopened[:back].tolist() == [3]


def test_nothing_is_looked_up_that_is_not_decided_by_lot():
    nothing = np.zeros(0)
    sure = choices([((-1,), (1.0,)), ((-1,), (1.0,)), ((1,), (1.0,)), ((-1,), (1.0,))])
    _, going, back = settled(
        onward=sure,
        touches=sure,
        reopened=np.zeros(4),
        **dict.fromkeys(("onward_lots", "touch_lots", "reply_lots", "reopen_lots"), nothing),
    )
    assert (going, back) == (2, 0)
