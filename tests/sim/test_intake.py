from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.distributions import Constant, Exponential
from sim.intake import intake
from sim.streams import Streams
from sim.vocabulary import Mix, SelfService
from tests.sim.desks import DAY, WEEK, replayed, steady, tiny_request, tiny_run, tiny_scenario, tiny_segment

STREAMS = Streams(seed=3, replication=0)

TWO = (tiny_request("ask"), tiny_request("break"))
MIX = Mix(("break", "ask"), (0.3, 0.7))


def two_kinds(per_hour=60.0, mix=MIX, **changes):
    segment = tiny_segment(per_hour=per_hour, requests=mix)
    return tiny_scenario(requests=TWO, segments=(segment,), **changes)


def helped(share, returns=0.0, after=None):
    service = SelfService(share, returns, after)
    scenario = two_kinds()
    return replace(scenario, requests=(replace(TWO[0], self_service=service), TWO[1]))


def test_requests_come_in_their_shares():
    request = intake(two_kinds(), STREAMS).request
    assert abs((request == 1).mean() - 0.3) < 4 * np.sqrt(0.21 / len(request))


def test_a_change_of_shares_moves_only_requests_between_the_bounds():
    before = intake(two_kinds(), STREAMS)
    after = intake(two_kinds(mix=Mix(("break", "ask"), (0.4, 0.6))), STREAMS)
    assert np.array_equal(before.created, after.created)
    assert not ((before.request == 1) & (after.request == 0)).any()
    assert (before.request != after.request).mean() == pytest.approx(0.1, abs=0.01)


def test_a_forecast_s_shares_hold_step_by_step():
    arrivals = replace(steady(60.0), request_shares=np.array([[1.0, 0.0], [0.0, 1.0]] * 21))
    scenario = two_kinds(mix=Mix(("ask",), (1.0,)))
    scenario = replace(scenario, segments=(replace(scenario.segments[0], arrivals=arrivals),))
    came = intake(scenario, STREAMS)
    assert np.array_equal(came.request, (came.created // DAY).astype(int) % 2)


def test_the_self_served_never_become_tickets():
    scenario, plain = helped(0.25), two_kinds()
    came, before = intake(scenario, STREAMS), intake(plain, STREAMS)
    asks = (before.request == 0).sum()
    gone = len(before.created) - len(came.created)
    assert abs(gone - 0.25 * asks) < 4 * np.sqrt(0.1875 * asks)
    assert np.isin(came.created, before.created).all()


def test_deflections_are_counted_by_segment_and_request_in_the_measured_period():
    came, before = intake(helped(0.25), STREAMS), intake(two_kinds(), STREAMS)
    gone = before.created[~np.isin(before.created, came.created)]
    assert came.deflected.tolist() == [[((gone >= WEEK) & (gone < 5 * WEEK)).sum(), 0]]
    assert 0 < came.deflected[0, 0] < len(gone)


def test_who_comes_back_is_a_ticket_after_the_delay_and_not_deflected():
    came = intake(helped(1.0, returns=1.0, after=Constant(90.0)), STREAMS)
    plain = intake(two_kinds(), STREAMS)
    asks = plain.created[plain.request == 0]
    assert came.deflected.sum() == 0
    assert len(came.created) == len(plain.created) - (asks + 90 >= 6 * WEEK).sum()
    assert np.isin(asks[asks + 90 < 6 * WEEK] + 90, came.created).all()


def test_tickets_are_numbered_by_creation_also_when_some_come_back_late():
    came = intake(helped(0.5, returns=0.5, after=Exponential(2 * DAY)), STREAMS)
    assert (np.diff(came.created) >= 0).all()
    assert came.created[-1] < 6 * WEEK


def test_equal_times_are_numbered_by_segment_then_place():
    segments = (
        tiny_segment("a", arrivals=replayed([10.0, 20.0, 20.0])),
        tiny_segment("b", arrivals=replayed([5.0, 10.0, 20.0])),
    )
    came = intake(tiny_scenario(segments=segments), STREAMS)
    assert came.created.tolist() == [5, 10, 10, 20, 20, 20]
    assert came.tickets.row is not None
    assert came.tickets.row.tolist() == [3, 0, 4, 1, 2, 5]


@pytest.mark.parametrize("alone", [True, False])
def test_what_comes_outside_the_run_is_no_ticket(alone):
    end = tiny_run().horizon
    one = tiny_segment("a", arrivals=replayed([-1.0, 0.0, 10.0, end]))
    other = tiny_segment("b", arrivals=replayed([-2.0, 10.0, end - 1, end + 1]))
    came = intake(tiny_scenario(segments=(one,) if alone else (one, other)), STREAMS)
    assert came.created.tolist() == ([0, 10] if alone else [0, 10, 10, end - 1])
    assert came.tickets.row is not None
    assert came.tickets.row.tolist() == ([1, 2] if alone else [1, 2, 5, 6])


def test_one_segment_s_requests_are_the_tickets_as_they_are():
    came = intake(two_kinds(), STREAMS)
    assert came.tickets is came.requests


def test_a_replay_s_own_requests_are_kept_and_blank_ones_drawn():
    arrivals = replayed(np.arange(1000.0).tolist(), request=[1] * 400 + [-1] * 600)
    segment = tiny_segment(arrivals=arrivals, requests=Mix(("ask",), (1.0,)))
    came = intake(tiny_scenario(requests=TWO, segments=(segment,)), STREAMS)
    assert came.request.tolist() == [1] * 400 + [0] * 600


def test_a_run_without_arrivals_has_no_tickets():
    came = intake(tiny_scenario(segments=(tiny_segment(per_hour=0.0),), run=tiny_run()), STREAMS)
    assert len(came.created) == 0
