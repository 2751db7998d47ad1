from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from results.player import ENGINES
from results.sizing.desks import Box
from scenarios.plan import Plan, plan_of
from scenarios.sizing import Variable, asked_on_command_line
from sim.desk import desk_of
from sim.draw import draw
from strategies import rank
from tests.results.plans import TEXT

SHIFTS = TEXT.replace(
    "people: {agents: 1, roster: always}",
    "people: {agents: 3, roster: early, absence: 0.3, shrinkage: 0.2, wage: 20 per hour}\n"
    "    others: {agents: 1, roster: always, wage: 30 per hour}",
).replace(
    "profiles:",
    'calendars:\n  early: {every day: "06:00-14:00"}\n  late: {every day: "14:00-22:00"}\nprofiles:',
)


def plan(text: str = SHIFTS) -> Plan:
    return plan_of(text.encode(), Path("desk.yaml"))


def box(*vary: Variable, text: str = SHIFTS) -> Box:
    return Box.of(plan(text), vary)


PEOPLE = Variable("L1", "people", 0, 6)
OTHERS = Variable("L1", "others", 1, 4)
SHIFTED = Variable("L1", "people", 1, 4, ("early", "late"))


def test_a_desk_has_the_head_counts_asked_for() -> None:
    desk = box(PEOPLE, OTHERS).desk((5, 2))
    assert [len(pool.rosters) for pool in desk.scenario.pools] == [5, 2]


def test_the_file_as_written_is_one_of_the_desks() -> None:
    desk = box(PEOPLE, OTHERS).desk((3, 1))
    for pool, own in zip(desk.scenario.pools, plan().scenario.pools, strict=True):
        for mine, written in zip(pool.rosters, own.rosters, strict=True):
            assert np.array_equal(mine.start, written.start)
            assert np.array_equal(mine.end, written.end)


def test_one_person_more_changes_no_draw_of_tickets_nor_of_the_others() -> None:
    some = box(SHIFTED)
    few, more = (draw(some.desk(counts).scenario, 0) for counts in ((2, 2), (3, 2)))
    assert np.array_equal(few.created, more.created)
    assert np.array_equal(few.patience, more.patience)
    for agent in range(4):
        mine = [
            workload.attendance.on_start[slice(*workload.attendance.on_first[agent : agent + 2])]
            for workload in (few, more)
        ]
        assert len(mine[0])
        assert np.array_equal(*mine)


def test_people_on_two_rosters_work_when_their_calendar_is_open() -> None:
    (pool, _) = box(SHIFTED).desk((1, 3)).scenario.pools
    begins = [float(roster.start[0]) / 60 for roster in pool.rosters if len(roster.start)]
    assert begins == [6.0, 14.0, 14.0, 14.0]


def test_cost_is_the_wages_of_paid_time_per_week() -> None:
    some = box(PEOPLE, OTHERS)
    assert some.cost((2, 1)) == pytest.approx(2 * 8 * 7 * 20 + 168 * 30)
    assert some.cost_of(0, 0) == 0


def test_without_any_wage_every_paid_hour_costs_one() -> None:
    some = box(Variable("L1", "people", 1, 2), text=TEXT)
    assert not some.waged
    assert some.cost((2,)) == pytest.approx(2 * 168)


def test_a_wage_that_only_some_have_is_asked_for() -> None:
    text = SHIFTS.replace(", wage: 30 per hour", "")
    with pytest.raises(ValueError, match=r"L1.others has no wage.*wage: 32 per hour"):
        box(PEOPLE, OTHERS, text=text)


def test_a_head_count_table_keeps_its_shape() -> None:
    table = "{hours: [0,0,0,0,0,0,0,0,2,4,4,4,3,4,4,4,2,0,0,0,0,0,0,0]}"
    text = TEXT.replace("{agents: 1, roster: always}", f"{{agents: {table}}}")
    (pool,) = box(Variable("L1", "people", 1, 8), text=text).desk((8,)).scenario.pools
    midday = 12 * 60.0 + 30
    there = sum(bool(np.any((roster.start <= midday) & (midday < roster.end))) for roster in pool.rosters)
    assert (len(pool.rosters), there) == (8, 6)


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_a_desk_without_people_in_a_pool_plays(engine: str) -> None:
    desk = box(PEOPLE, OTHERS).desk((0, 1))
    workload = draw(desk.scenario, 0)
    outcome = ENGINES[engine](
        workload, desk_of(desk.scenario), rank(desk.strategies["fifo"], desk.scenario, workload)
    )
    assert np.isfinite(outcome.first_touch).any()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("L1.people", "write a pool and its bounds"),
        ("L1.peopel=1..2", "did you mean L1.people"),
        ("L1.people=9..2", "the least first"),
        ("L1.people=few", "bounds of a head-count such as 8..24"),
    ],
)
def test_what_cannot_be_varied_on_the_command_line_is_told(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        asked_on_command_line(plan().scenario, text)
