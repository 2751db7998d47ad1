from __future__ import annotations

import numpy as np

from sim.distributions import Exponential
from sim.grid import TICKS_PER_MINUTE
from sim.lots import Lots
from sim.streams import Kind, Purpose, Streams

STREAMS = Streams(seed=2, replication=0)
REQUESTS = Lots(STREAMS, ("a", "b"), (400, 600))


def own(segment: str, count: int) -> np.ndarray:
    return STREAMS.uniforms(Kind.SEGMENT, segment, Purpose.WORK, count)


def test_each_request_has_the_uniform_of_its_place_in_its_segment():
    expected = np.concatenate((own("a", 400), own("b", 600)))
    assert np.array_equal(REQUESTS.uniforms(Purpose.WORK), expected)


def test_tickets_keep_their_uniforms_in_whatever_order_they_are_numbered():
    row = np.random.default_rng(0).permutation(1000)[:900]
    tickets = Lots(STREAMS, ("a", "b"), (400, 600), row)
    assert np.array_equal(tickets.uniforms(Purpose.WORK), REQUESTS.uniforms(Purpose.WORK)[row])


def test_few_tickets_get_the_same_uniforms_as_among_all():
    tickets = Lots(STREAMS, ("a", "b"), (400, 600), np.arange(1000)[::-1].copy())
    for of in ([3, 5, 990], [999], [], [0], [610, 2], list(range(0, 1000, 2))):
        few = np.array(of, np.int64)
        assert np.array_equal(tickets.uniforms(Purpose.WORK, few), tickets.uniforms(Purpose.WORK)[few])
        assert np.array_equal(REQUESTS.uniforms(Purpose.WORK, few), REQUESTS.uniforms(Purpose.WORK)[few])


def test_all_are_drawn_only_where_many_are_asked_for():
    for places, all_drawn in ((np.arange(499), False), (np.arange(501), True)):
        drawn, at = REQUESTS.drawn(Purpose.WORK, places)
        assert (at is places) == all_drawn
        assert len(drawn) == (1000 if all_drawn else len(places))


def test_a_segment_more_leaves_the_others_uniforms():
    more = Lots(STREAMS, ("new", "a", "b"), (50, 400, 600))
    assert np.array_equal(more.uniforms(Purpose.WORK)[50:], REQUESTS.uniforms(Purpose.WORK))


def test_times_are_on_the_grid():
    ticks = REQUESTS.times(Purpose.WORK, Exponential(10.0)) * TICKS_PER_MINUTE
    assert np.array_equal(ticks, np.rint(ticks))
