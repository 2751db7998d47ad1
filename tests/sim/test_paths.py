from __future__ import annotations

from dataclasses import replace

import pytest

from sim.distributions import Constant
from sim.paths import paths
from sim.streams import Purpose
from sim.vocabulary import Hold, Reopen, Scenario
from tests.sim.desks import tiny_request, tiny_scenario, tiny_step


def scenario() -> Scenario:
    """Kinds 0 and 1 are those of a request by mail, kind 3 the only one of a request by phone."""
    mail = tiny_request(
        "mail",
        path={
            0: tiny_step(touches=(1, 2), touch_shares=(0.5, 0.5), next=(1, -1), next_shares=(0.3, 0.7)),
            1: tiny_step(hold=Hold(0.2, Constant(60.0))),
        },
        transfer_reply=0.5,
        reopen=Reopen(0.1, Constant(60.0)),
    )
    step = tiny_step(touches=(2, 3), touch_shares=(0.5, 0.5), hold=Hold(0.2, Constant(60.0)))
    phone = tiny_request("phone", path={1: step}, live=True, channel="phone", handover=Constant(5.0))
    return tiny_scenario(requests=(mail, phone), tiers=("L1", "L2"))


def test_only_what_can_be_one_thing_or_another_is_decided_by_lot():
    assert paths(scenario()).asking == {
        Purpose.NEXT: {0},
        Purpose.TOUCHES: {0},
        Purpose.TRANSFER_REPLY: {0},
        Purpose.REOPEN: {0, 1},
        Purpose.HOLD: {1},
        Purpose.HANDOVER: {2, 3},
    }


def test_a_kind_is_a_request_at_a_tier():
    ways, desk = paths(scenario()), scenario()
    assert ways.kinds == 4
    assert ways.tier.tolist() == [0, 1, 0, 1]
    assert [request.name for request in ways.requests] == ["mail", "mail", "phone", "phone"]
    assert ways.step(0).touches == desk.requests[0].path[0].touches
    with pytest.raises(KeyError):
        ways.step(2)


def test_paths_are_worked_out_once_for_each_scenario():
    desk = scenario()
    assert paths(desk) is paths(desk)
    assert paths(replace(desk, requests=desk.requests[:1])).kinds == 2
