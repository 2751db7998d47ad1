from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest

from sim.compiled_engine import play
from sim.desk import desk_of
from sim.distributions import Lognormal
from sim.draw import draw
from sim.vocabulary import Mix, Scenario, SelfService, Triage
from sim.workload import Workload
from tests.sim.desks import WEEK, replayed, steady, tiny_scenario, tiny_segment
from tests.sim.plays import first_come
from tests.sim.rich_desk import rich_pool, rich_scenario, rich_segment

PER_TICKET = (
    "created",
    "live",
    "patience",
    "leaves",
    "triage_work",
    "diagnosis",
    "diagnosis_handover",
    "predict",
)
PHASED = ("priority", "skill", "policy", "admitted")
PER_TOUCH = ("tier", "work", "handover", "end", "gap")


def table(work: Workload) -> dict[str, np.ndarray]:
    """All columns of the tickets, tickets last."""
    columns = {name: getattr(work, name) for name in PER_TICKET}
    columns["predict"] = columns["predict"].T
    columns |= {name: getattr(work, name) for name in PHASED} | dict(work.columns) | dict(work.numbers)
    return {name: np.asarray(values) for name, values in columns.items()}


def touches_by_ticket(work: Workload, tickets: np.ndarray) -> list[list[bytes]]:
    first = work.touches.first
    return [
        [getattr(work.touches, name)[first[t] : first[t + 1]].tobytes() for name in PER_TOUCH]
        for t in tickets
    ]


def check_same_tickets(
    one: Workload, mine: np.ndarray, other: Workload, theirs: np.ndarray, but=("segment",)
) -> None:
    """Everything about some tickets is as in another workload, bit for bit."""
    before, after = table(one), table(other)
    assert set(before) == set(after)
    assert mine.sum() == theirs.sum() > 0
    for name in set(before) - set(but):
        assert np.array_equal(before[name][..., mine], after[name][..., theirs], equal_nan=True), name
    assert touches_by_ticket(one, np.flatnonzero(mine)) == touches_by_ticket(other, np.flatnonzero(theirs))


def in_segment(work: Workload, scenario: Scenario, name: str) -> np.ndarray:
    return work.codes("segment") == scenario.levels["segment"].index(name)


def check_same_agents(one: Workload, mine: list[int], other: Workload, theirs: list[int]) -> None:
    a, b = one.attendance, other.attendance
    for me, them in zip(mine, theirs, strict=True):
        for kind in ("on", "paid"):
            for end in ("start", "end"):
                first_a, first_b = getattr(a, f"{kind}_first"), getattr(b, f"{kind}_first")
                before = getattr(a, f"{kind}_{end}")[first_a[me] : first_a[me + 1]]
                after = getattr(b, f"{kind}_{end}")[first_b[them] : first_b[them + 1]]
                assert np.array_equal(before, after)
        assert np.array_equal(a.taste[me], b.taste[them])
        assert np.array_equal(a.whims[me], b.whims[them])


SCENARIO = rich_scenario()
WORKLOAD = draw(SCENARIO, 0)
ALL = np.ones(WORKLOAD.size, bool)


def test_the_same_replication_is_the_same_bit_for_bit():
    again = draw(rich_scenario(), 0)
    check_same_tickets(WORKLOAD, ALL, again, ALL, but=())
    check_same_agents(WORKLOAD, list(range(6)), again, list(range(6)))


def test_another_replication_and_a_confirmation_are_different():
    for other in (draw(SCENARIO, 1), draw(SCENARIO, 0, confirm=True)):
        size = min(other.size, WORKLOAD.size)
        assert not np.isin(other.created[:size], WORKLOAD.created).any()


def test_the_number_of_replications_changes_no_draw():
    more = replace(SCENARIO, run=replace(SCENARIO.run, replications=99))
    check_same_tickets(WORKLOAD, ALL, draw(more, 0), ALL, but=())


def test_a_segment_more_changes_no_other():
    segments = (rich_segment("new", 2.0), *SCENARIO.segments)
    scenario = rich_scenario(segments=segments)
    work = draw(scenario, 0)
    for name in ("big", "small"):
        mine, theirs = in_segment(WORKLOAD, SCENARIO, name), in_segment(work, scenario, name)
        check_same_tickets(WORKLOAD, mine, work, theirs)
    check_same_agents(WORKLOAD, list(range(6)), work, list(range(6)))


def test_the_order_of_segments_changes_no_draw():
    scenario = rich_scenario(segments=SCENARIO.segments[::-1])
    work = draw(scenario, 0)
    for name in ("big", "small"):
        check_same_tickets(
            WORKLOAD, in_segment(WORKLOAD, SCENARIO, name), work, in_segment(work, scenario, name)
        )


def test_a_pool_more_changes_no_other():
    scenario = rich_scenario(pools=(rich_pool("new", 0), *SCENARIO.pools))
    work = draw(scenario, 0)
    check_same_tickets(WORKLOAD, ALL, work, ALL, but=("admitted",))
    check_same_agents(WORKLOAD, list(range(6)), work, list(range(3, 9)))


def test_an_agent_more_changes_no_other():
    scenario = rich_scenario(pools=(rich_pool("front", 0, agents=4), SCENARIO.pools[1]))
    work = draw(scenario, 0)
    check_same_tickets(WORKLOAD, ALL, work, ALL, but=())
    check_same_agents(WORKLOAD, list(range(6)), work, [0, 1, 2, 4, 5, 6])


def test_a_higher_rate_in_one_segment_changes_no_other():
    scenario = rich_scenario(segments=(rich_segment("big", 6.0), SCENARIO.segments[1]))
    work = draw(scenario, 0)
    small = (WORKLOAD, in_segment(WORKLOAD, SCENARIO, "small"), work, in_segment(work, scenario, "small"))
    check_same_tickets(*small)


def test_a_higher_rate_moves_only_when_the_first_tickets_come():
    plain = tiny_scenario(segments=(tiny_segment(traits={"plan": Mix(("a", "b"), (0.5, 0.5))}),))
    faster = replace(plain, segments=(replace(plain.segments[0], arrivals=steady(8.0)),))
    one, other = draw(plain, 0), draw(faster, 0)
    assert other.size > one.size
    check_same_tickets(
        one, np.ones(one.size, bool), other, np.arange(other.size) < one.size, but=("created",)
    )


def test_better_triage_leaves_the_truth_and_the_journeys():
    scenario = rich_scenario(triage=Triage())
    work = draw(scenario, 0)
    check = ("priority", "skill", "policy", "admitted", "triage_work", "diagnosis", "diagnosis_handover")
    check_same_tickets(WORKLOAD, ALL, work, ALL, but=check)
    assert np.array_equal(WORKLOAD.priority[2], work.priority[2])
    assert np.array_equal(WORKLOAD.skill[2], work.skill[2])


def test_a_touch_mean_moves_only_works():
    path = {**SCENARIO.requests[0].path, 1: replace(SCENARIO.requests[0].path[1], work=Lognormal(80.0, 1.2))}
    work = draw(
        replace(SCENARIO, requests=(replace(SCENARIO.requests[0], path=path), SCENARIO.requests[1])), 0
    )
    before, after = table(WORKLOAD), table(work)
    assert all(np.array_equal(before[name], after[name], equal_nan=True) for name in before)
    assert np.array_equal(WORKLOAD.touches.gap, work.touches.gap)
    changed = WORKLOAD.touches.work != work.touches.work
    assert set(WORKLOAD.touches.tier[changed]) == {1}


def test_self_service_takes_tickets_away_and_leaves_the_rest():
    without = replace(SCENARIO.requests[0], self_service=SelfService(0.2))
    none = replace(SCENARIO.requests[0], self_service=None)
    some, all_ = (draw(replace(SCENARIO, requests=(r, SCENARIO.requests[1])), 0) for r in (without, none))
    check_same_tickets(some, np.ones(some.size, bool), all_, np.isin(all_.created, some.created), but=())


def test_tickets_are_numbered_by_creation():
    assert (np.diff(WORKLOAD.created) >= 0).all()


def test_patience_is_endless_where_none_is_stated():
    assert np.isinf(draw(tiny_scenario(), 0).patience).all()
    chats = WORKLOAD.codes("request") == 1
    assert WORKLOAD.patience[chats].mean() == pytest.approx(5.0, abs=4 * 5 / np.sqrt(chats.sum()))
    assert np.array_equal(WORKLOAD.live, chats)
    assert np.array_equal(WORKLOAD.leaves, chats)


def test_every_replication_replays_the_same_rows_with_its_own_other_draws():
    created = [10.0, 20.0, 20.0, 35.0]
    arrivals = replayed(created, priority=[0, 1, -1, 3], skill=[1, 0, 1, -1])
    segment = tiny_segment(arrivals=arrivals)
    scenario = tiny_scenario(segments=(segment,), levels={"skill": ("general", "platform")})
    one, other = draw(scenario, 0), draw(scenario, 1)
    for work in (one, other):
        assert work.created.tolist() == created
        assert work.priority[2].tolist() == [0, 1, 2, 3]
        assert work.skill[2].tolist() == [1, 0, 1, 0]
    assert not np.array_equal(one.touches.work, other.touches.work)


def test_a_day_without_tickets_is_a_workload_too():
    quiet = replace(SCENARIO, segments=tuple(rich_segment(s.name, 0.0) for s in SCENARIO.segments))
    work = draw(quiet, 0)
    assert work.size == 0
    assert work.priority.shape == (3, 0)
    assert work.touches.first.tolist() == [0]
    assert work.predict.shape == (0, 2)


def test_all_times_are_on_the_grid():
    times = [
        WORKLOAD.created,
        WORKLOAD.patience,
        WORKLOAD.diagnosis,
        WORKLOAD.touches.work,
        WORKLOAD.touches.gap,
    ]
    there = WORKLOAD.attendance
    times += [there.on_start, there.on_end, WORKLOAD.triage_work[~np.isnan(WORKLOAD.triage_work)]]
    for values in times:
        finite = values[np.isfinite(values)] * 2.0**20
        assert np.array_equal(finite, np.rint(finite))


def test_columns_have_the_types_of_the_workload():
    assert all(codes.dtype == np.int16 for codes in WORKLOAD.columns.values())
    assert all(getattr(WORKLOAD, name).dtype == np.int16 for name in ("priority", "skill", "policy"))
    assert WORKLOAD.admitted.dtype == np.int64
    assert WORKLOAD.customer.dtype == np.int32
    assert WORKLOAD.touches.first.dtype == np.int64
    assert WORKLOAD.touches.end.dtype == np.int8
    assert all(values.shape[-1] == WORKLOAD.size for values in table(WORKLOAD).values())


def test_what_is_the_same_for_all_tickets_is_held_once():
    work = draw(tiny_scenario(), 0)
    same = [work.columns["request"], work.columns["channel"], work.skill, work.policy, work.admitted]
    same += [work.live, work.leaves, work.patience, work.triage_work, work.touches.handover]
    assert work.size > 1
    assert all(not any(column.strides) for column in same)


def test_deflections_belong_to_the_measured_period():
    assert WORKLOAD.deflected.shape == (2, 2)
    assert WORKLOAD.deflected[:, 1].tolist() == [0, 0]
    weeks = SCENARIO.run.measure / WEEK
    expected = 168 * weeks * 4 * 0.6 * 0.2 * 0.5
    factors = np.sqrt((0.2**2 + 0.1**2) / (7 * weeks) + 0.05**2)
    assert abs(WORKLOAD.deflected.sum() - expected) < 4 * np.hypot(np.sqrt(expected), factors * expected)


def test_what_few_strategies_ask_for_is_drawn_when_asked_and_travels_with_the_workload():
    work = draw(SCENARIO, 1)
    assert not {"predict"} & set(vars(work))
    assert not {"taste", "whims"} & set(vars(work.attendance))
    sent = pickle.loads(pickle.dumps(work))
    assert np.array_equal(sent.predict, work.predict)
    assert np.array_equal(sent.attendance.taste, work.attendance.taste)
    assert np.array_equal(sent.attendance.whims, work.attendance.whims)
    assert work.predict is work.predict


def test_a_strategy_that_does_not_pick_draws_no_tastes():
    work = draw(SCENARIO, 2)
    play(work, desk_of(SCENARIO), first_come(SCENARIO, work.size))
    assert not {"taste", "whims"} & set(vars(work.attendance))
