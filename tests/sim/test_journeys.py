from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.distributions import Constant, Exponential, Lognormal
from sim.draw import draw
from sim.vocabulary import MAX_VISITS, SOLVED, EntryRule, Hold, Mix, Reopen
from sim.workload import TouchEnd, Workload
from tests.sim.desks import replayed, tiny_request, tiny_scenario, tiny_segment, tiny_step

COUNT = 20_000

ONWARD = np.array([[0.0, 0.3, 0.05], [0.1, 0.0, 0.2], [0.05, 0.15, 0.0]])
"""Shares of visits that go on from tier to tier; the rest end solved."""


def workload(*requests, count: int = COUNT, seed: int = 1) -> Workload:
    arrivals = replayed((np.arange(float(count)) / 64).tolist())
    names = tuple(request.name for request in requests)
    segment = tiny_segment(arrivals=arrivals, requests=Mix(names, (1 / len(names),) * len(names)))
    scenario = tiny_scenario(segments=(segment,), requests=requests, tiers=("L1", "L2", "L3"))
    return draw(replace(scenario, run=replace(scenario.run, seed=seed)), 0)


def chain(**changes):
    path = {}
    for tier in range(3):
        onward = [(after, share) for after, share in enumerate(ONWARD[tier]) if share]
        places = (*(after for after, _ in onward), SOLVED)
        shares = (*(share for _, share in onward), 1 - ONWARD[tier].sum())
        path[tier] = tiny_step(work=Exponential(10.0 * (tier + 1)), next=places, next_shares=shares)
    return tiny_request(path=path, **changes)


def owner(work: Workload) -> np.ndarray:
    """The ticket of each touch."""
    return np.repeat(np.arange(work.size), np.diff(work.touches.first))


def touches_of(work: Workload, of: np.ndarray) -> np.ndarray:
    """How many of the touches `of` each ticket has."""
    return np.bincount(owner(work)[of], minlength=work.size)


def check_mean(values: np.ndarray, expected: float) -> None:
    error = values.std() / np.sqrt(len(values))
    assert abs(values.mean() - expected) <= 4 * error + 1e-12


def last_of_each(work: Workload) -> np.ndarray:
    return work.touches.first[1:] - 1


@pytest.mark.parametrize("entry", [0, 1])
def test_visits_are_those_of_the_markov_chain(entry):
    work = workload(chain(entry=(EntryRule((), entry),)))
    expected = np.linalg.inv(np.eye(3) - ONWARD)[entry]
    for tier in range(3):
        check_mean(touches_of(work, work.touches.tier == tier), expected[tier])


def test_every_journey_ends_solved_once():
    work = workload(chain())
    assert (work.touches.end[last_of_each(work)] == TouchEnd.SOLVED).all()
    assert (touches_of(work, work.touches.end == TouchEnd.SOLVED) == 1).all()
    assert np.isinf(work.touches.gap[last_of_each(work)]).all()


def test_work_has_the_mean_of_its_tier():
    work = workload(chain())
    for tier in range(3):
        check_mean(work.touches.work[work.touches.tier == tier], 10.0 * (tier + 1))


def test_transfers_lead_to_another_tier_and_solutions_stay():
    work = workload(chain())
    moves = np.isin(work.touches.end[:-1], [TouchEnd.TRANSFER, TouchEnd.TRANSFER_REPLY])
    assert (np.diff(work.touches.tier)[moves] != 0).all()
    assert (work.touches.gap[:-1][moves] == 0).all()


def test_a_share_of_transfers_comes_with_a_reply():
    end = workload(chain(transfer_reply=0.8)).touches.end
    moves = end[np.isin(end, [TouchEnd.TRANSFER, TouchEnd.TRANSFER_REPLY])]
    check_mean((moves == TouchEnd.TRANSFER_REPLY).astype(float), 0.8)


@pytest.mark.parametrize(("share", "end"), [(0.0, TouchEnd.TRANSFER), (1.0, TouchEnd.TRANSFER_REPLY)])
def test_all_or_no_transfers_come_with_a_reply(share, end):
    ends = set(workload(chain(transfer_reply=share), count=500).touches.end)
    assert ends == {TouchEnd.SOLVED, end}


def test_handover_is_on_the_touch_after_a_transfer_and_nowhere_else():
    touches = workload(chain(handover=Constant(7.0))).touches
    moved = np.isin(touches.end[:-1], [TouchEnd.TRANSFER, TouchEnd.TRANSFER_REPLY])
    assert touches.handover[0] == 0
    assert np.array_equal(touches.handover[1:] == 7.0, moved)
    assert set(touches.handover) == {0.0, 7.0}


def several(**changes):
    step = tiny_step(touches=(1, 2, 4), touch_shares=(0.5, 0.3, 0.2), customer_reply=Exponential(300.0))
    return tiny_request(path={0: replace(step, **changes)})


def test_touches_of_a_visit_come_in_their_shares():
    counts = np.diff(workload(several()).touches.first)
    for touches, share in ((1, 0.5), (2, 0.3), (4, 0.2)):
        check_mean((counts == touches).astype(float), share)


def test_all_touches_but_the_last_end_in_a_reply_and_wait_for_the_customer():
    touches = workload(several()).touches
    replies = touches.end == TouchEnd.REPLY
    last = np.zeros(len(replies), bool)
    last[touches.first[1:] - 1] = True
    assert np.array_equal(replies, ~last)
    check_mean(touches.gap[replies], 300.0)


def test_touches_of_a_visit_have_works_of_their_own():
    work = workload(several())
    two = work.touches.first[:-1][np.diff(work.touches.first) == 2]
    one, other = work.touches.work[two], work.touches.work[two + 1]
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(len(two))


def test_customers_take_their_time_anew_for_each_answer():
    work = workload(several())
    four = work.touches.first[:-1][np.diff(work.touches.first) == 4]
    one, other = work.touches.gap[four], work.touches.gap[four + 1]
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(len(four))


def test_a_share_of_touches_is_held_and_one_more_follows():
    touches = workload(several(hold=Hold(0.25, Constant(2880.0)))).touches
    held = touches.end == TouchEnd.HELD
    planned = (~held).sum()
    check_mean(np.repeat([1.0, 0.0], [held.sum(), planned - held.sum()]), 0.25)
    assert set(touches.gap[held]) == {2880.0}
    assert not held[touches.first[1:] - 1].any()
    assert not (held[1:] & held[:-1]).any()


def test_the_touch_after_a_hold_has_a_work_of_its_own():
    touches = workload(several(hold=Hold(0.5, Constant(60.0)))).touches
    held = np.flatnonzero(touches.end == TouchEnd.HELD)
    assert abs(np.corrcoef(touches.work[held], touches.work[held + 1])[0, 1]) < 4 / np.sqrt(len(held))


def test_holds_leave_everything_else_as_it_was():
    before, after = workload(several()).touches, workload(several(hold=Hold(0.25, Constant(60.0)))).touches
    held = after.end == TouchEnd.HELD
    ends_as_planned = np.flatnonzero(~held)
    assert np.array_equal(after.end[ends_as_planned], before.end)
    assert np.array_equal(after.gap[ends_as_planned], before.gap)
    first = np.ones(len(held), bool)
    first[1:] = ~held[:-1]
    assert np.array_equal(after.work[first], before.work)


def test_reopenings_follow_their_share_each_time():
    work = workload(tiny_request(reopen=Reopen(0.3, Exponential(1440.0))))
    solved = np.diff(work.touches.first)
    check_mean((solved > 1).astype(float), 0.3)
    check_mean((solved[solved > 1] > 2).astype(float), 0.3)
    assert (work.touches.end == TouchEnd.SOLVED).all()
    gaps = work.touches.gap[np.isfinite(work.touches.gap)]
    check_mean(gaps, 1440.0)


def test_a_reopened_ticket_returns_to_the_tier_that_solved_it_for_one_touch_without_handover():
    request = chain(reopen=Reopen(0.4, Constant(60.0)), handover=Constant(7.0))
    touches = workload(request).touches
    reopened = np.flatnonzero((touches.end == TouchEnd.SOLVED) & np.isfinite(touches.gap)) + 1
    assert np.array_equal(touches.tier[reopened], touches.tier[reopened - 1])
    assert (touches.end[reopened] == TouchEnd.SOLVED).all()
    assert not touches.handover[reopened].any()


def test_a_reopened_ticket_takes_one_touch_where_a_visit_takes_several():
    step = tiny_step(touches=(3,), customer_reply=Constant(60.0))
    work = workload(tiny_request(path={0: step}, reopen=Reopen(0.5, Constant(60.0))))
    solved = touches_of(work, work.touches.end == TouchEnd.SOLVED)
    assert np.array_equal(np.diff(work.touches.first), 2 + solved)


def test_the_50th_visit_ends_solved_and_is_counted():
    forth = {0: tiny_step(next=(1,)), 1: tiny_step(next=(0,))}
    work = workload(tiny_request(path=forth), count=30)
    assert (np.diff(work.touches.first) == MAX_VISITS).all()
    assert (work.touches.end[last_of_each(work)] == TouchEnd.SOLVED).all()
    assert np.isinf(work.touches.gap[last_of_each(work)]).all()
    assert work.capped == 30


def test_a_reopening_counts_as_a_visit():
    work = workload(tiny_request(reopen=Reopen(1.0, Constant(5.0))), count=30)
    assert (np.diff(work.touches.first) == MAX_VISITS).all()
    assert work.capped == 30
    assert np.isinf(work.touches.gap[last_of_each(work)]).all()


def test_most_journeys_are_far_from_the_cap():
    assert workload(chain()).capped == 0


def test_a_visit_on_phone_or_chat_is_one_touch():
    request = replace(several(hold=Hold(0.5, Constant(60.0))), live=True, channel="phone")
    assert (np.diff(workload(request).touches.first) == 1).all()


def test_a_change_of_mean_moves_only_the_durations_of_that_tier():
    request = chain(reopen=Reopen(0.1, Exponential(60.0)))
    slower = replace(request, path={**request.path, 1: replace(request.path[1], work=Exponential(40.0))})
    before, after = workload(request).touches, workload(slower).touches
    for name in ("first", "tier", "end", "gap", "handover"):
        assert np.array_equal(getattr(before, name), getattr(after, name))
    changed = before.tier == 1
    assert np.array_equal(before.work[~changed], after.work[~changed])
    assert after.work[changed] == pytest.approx(2 * before.work[changed], abs=1e-5)


def test_requests_of_several_kinds_go_their_own_ways():
    quick = tiny_request("quick", path={2: tiny_step(work=Constant(1.0))}, entry=())
    work = workload(chain(), quick)
    mine = work.codes("request")[owner(work)] == 1
    assert set(work.touches.tier[mine]) == {2}
    assert set(work.touches.work[mine]) == {1.0}
    assert (np.diff(work.touches.first)[work.codes("request") == 1] == 1).all()
    expected = np.linalg.inv(np.eye(3) - ONWARD)[0].sum()
    check_mean(np.diff(work.touches.first)[work.codes("request") == 0].astype(float), expected)


def test_durations_are_on_the_grid_and_not_negative():
    request = several(work=Lognormal(18.0, 1.2), hold=Hold(0.2, Lognormal(60.0, 2.0)))
    touches = workload(request, count=2000).touches
    for times in (touches.work, touches.gap[np.isfinite(touches.gap)]):
        assert np.array_equal(times * 2**20, np.rint(times * 2**20))
        assert (times >= 0).all()
