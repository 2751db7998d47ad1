"""Covers by shifts, against trying all of them, and the roster that comes of it."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from results.sizing.roster_file import roster_frame, rosters_of
from results.sizing.shifts import Cover, Tour, cheapest, open_hours, stretches, tours_of
from scenarios.load import on_roster
from scenarios.plan import plan_of
from scenarios.shifts import ShiftKind
from scenarios.weeks import HOURS, measured_quarters
from sim.vocabulary import Floats
from tests.results.sizing.weeks import week

LONDON = ZoneInfo("Europe/London")
EVERY_DAY = (tuple(range(7)),)
MONDAY = ((0,),)
EIGHT = ShiftKind(starts=(480,), length=480.0, days=MONDAY)


def monday(hours: list[int], first: int = 8) -> Floats:
    needed = np.zeros(HOURS)
    needed[first : first + len(hours)] = hours
    return needed


def test_a_tour_covers_its_hours_less_its_break() -> None:
    kind = ShiftKind((450,), 510.0, ((240.0, 30.0),), ((0, 2),))
    (tour,) = tours_of([kind])
    assert tour.paid == 16.0
    assert tour.cover[7:17].tolist() == [0.5, 1, 1, 1, 0.5, 1, 1, 1, 1, 0.0]
    assert tour.cover.sum() == tour.paid
    assert (tour.cover[48:72] == tour.cover[:24]).all()


def test_a_shift_of_sunday_night_reaches_into_monday() -> None:
    (tour,) = tours_of([ShiftKind((1320,), 480.0, days=((6,),))])
    assert np.flatnonzero(tour.cover).tolist() == [0, 1, 2, 3, 4, 5, 166, 167]


def test_days_in_a_row_may_begin_on_any_day() -> None:
    from scenarios.form_shifts import days_on  # noqa: PLC0415

    assert len(days_on(5)) == 7
    assert (0, 1, 2, 3, 6) in days_on(5)
    assert days_on("mon-fri") == ((0, 1, 2, 3, 4),)
    assert days_on(7) == EVERY_DAY


@pytest.mark.parametrize("seed", range(6))
def test_the_cover_is_the_cheapest_of_all(seed: int) -> None:
    chance = np.random.default_rng(seed)
    needed = monday(chance.integers(0, 4, 9).tolist())
    kinds = [
        ShiftKind((480, 600), 300.0, ((120.0, 30.0),), MONDAY, wage=20.0),
        ShiftKind((540, 780), 240.0, days=MONDAY, high=2, wage=23.0),
    ]
    tours = tours_of(kinds)
    cover = np.array([tour.cover for tour in tours])
    costs = np.array([tour.paid * (20.0, 23.0)[tour.kind] for tour in tours])
    all_heads = np.array(list(product(range(7), range(7), range(3), range(3))))
    missing = np.maximum(needed - all_heads @ cover, 0.0).sum(axis=1)
    few = all_heads[:, 2:].sum(axis=1) <= 2
    least = missing[few].min()
    best = costs @ all_heads[few & (missing <= least + 1e-9)].T
    found = cheapest(needed, kinds)
    assert found.short.sum() == pytest.approx(least)
    assert found.cost == pytest.approx(best.min())
    assert (found.rostered + found.short >= needed - 1e-6).all()


def test_the_least_people_of_a_kind_are_there_even_if_nobody_is_needed() -> None:
    kinds = [ShiftKind((480,), 480.0, days=MONDAY, low=2, high=5)]
    found = cheapest(np.zeros(HOURS), kinds, wage=10.0)
    assert (found.people, found.cost, found.paid) == (2, 160.0, 16.0)


def test_what_cannot_be_covered_is_told() -> None:
    found = cheapest(monday([3, 2], first=7), [ShiftKind((480,), 240.0, days=MONDAY, high=1)])
    assert np.flatnonzero(found.short).tolist() == [7, 8]
    assert found.short[[7, 8]].tolist() == [3.0, 1.0]


def test_part_timers_are_taken_where_full_shifts_would_idle() -> None:
    full, part = EIGHT, ShiftKind((480, 600), 120.0, days=MONDAY)
    found = cheapest(monday([1, 1, 3, 3, 1, 1, 1, 1]), [full, part], wage=1.0)
    assert found.cost == 12.0
    assert found.rostered[8:16].tolist() == [1, 1, 3, 3, 1, 1, 1, 1]


def test_open_hours_are_those_that_some_shift_reaches() -> None:
    assert np.flatnonzero(open_hours([EIGHT])).tolist() == list(range(8, 16))


def test_the_roster_is_one_that_a_scenario_takes_back(tmp_path: Path) -> None:
    kinds = [ShiftKind((1320,), 480.0, ((240.0, 30.0),), ((0, 1, 2, 3, 6),)), EIGHT]
    tours = tours_of(kinds)
    cover = Cover(tours, np.array([2, 3]), np.ones(2), np.zeros(HOURS))
    plan = week()
    frame = roster_frame({"people": cover}, {"people": "UTC"}, plan.scenario.start, plan.scenario.run.horizon)
    frame.to_csv(tmp_path / "roster.csv", index=False)
    again = plan_of(
        plan.source, tmp_path / "week.yaml", changes={"tiers.L1.people": {"roster": {"file": "roster.csv"}}}
    )
    (pool,) = again.scenario.pools
    quarters = measured_quarters(again.scenario)
    assert len(pool.rosters) == 5
    assert quarters.mean_by_hour(on_roster(pool, quarters.edges)) == pytest.approx(cover.rostered)


def test_an_hour_that_a_change_of_the_clocks_skips_is_not_on_the_roster() -> None:
    kind = ShiftKind((1320,), 240.0, ((120.0, 60.0),), ((5,),))
    cover = Cover(tours_of([kind]), np.array([1]), np.ones(1), np.zeros(HOURS))
    start, horizon, zones = datetime(2026, 3, 23, tzinfo=LONDON), 14 * 1440.0, {"people": "Europe/London"}
    frame = roster_frame({"people": cover}, zones, start, horizon)
    assert frame["start"].tolist() == ["2026-03-28 22:00", "2026-04-04 22:00", "2026-04-05 01:00"]
    (roster,) = rosters_of(frame, zones, start, horizon)["people"]
    assert (roster.end - roster.start).tolist() == [120.0, 120.0, 60.0]


def test_a_roster_file_of_several_pools_gives_each_its_own_people(tmp_path: Path) -> None:
    rows = ["pool,agent,start,end"]
    rows += [f"people,a{n},2026-01-05 08:00,2026-01-05 16:00" for n in range(3)]
    rows += ["others,b,2026-01-05 08:00,2026-01-05 16:00"]
    (tmp_path / "roster.csv").write_text("\n".join(rows))
    taken = {"roster": {"file": "roster.csv"}}
    plan = week(pool="{agents: 1, roster: always}\n    others: {agents: 1, roster: always}")
    changes = {"tiers.L1.people": taken, "tiers.L1.others": taken}
    again = plan_of(plan.source, tmp_path / "week.yaml", changes=changes)
    assert [len(pool.rosters) for pool in again.scenario.pools] == [3, 1]


def test_stretches_are_what_breaks_leave() -> None:
    kind = ShiftKind((0,), 480.0, ((120.0, 15.0), (240.0, 30.0)))
    assert stretches(kind) == ((0.0, 120.0), (135.0, 240.0), (270.0, 480.0))
    assert Tour(0, 0, (0,), stretches(kind)).paid * 60 == kind.paid
