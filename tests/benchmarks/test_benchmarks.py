"""Every benchmark runs, at tiny size, and all engines play the same desk. Nothing here looks at speed."""

from __future__ import annotations

import math

import pytest
from typer import Typer
from typer.testing import CliRunner

pytest.importorskip("benchmarks", reason="benchmarks are no part of the wheel")

from benchmarks import growth, spread
from benchmarks.__main__ import main
from benchmarks.bench_desk import DAY, SHARES, WEEK, settled
from benchmarks.engines import CONTENDERS
from benchmarks.pipeline import STAGES, bench, minutes_for, player_of, timed
from benchmarks.timing import side_by_side
from scenarios import Plan
from sim.vocabulary import RateArrivals
from tests.plain import needs_compiling

OURS = "Ticketlab, compiled engine"
SHORT = 3 * DAY


def printed(*options: str) -> str:
    """What the command prints; it must succeed."""
    app = Typer()
    app.command()(main)
    found = CliRunner().invoke(app, options, env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    return found.output


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_engine_plays_about_as_many_tickets_as_come(name: str) -> None:
    run = CONTENDERS[name].ready(SHORT)(1)
    expected = SHORT * 18.4 / 60
    assert abs(run.tickets - expected) < 5 * math.sqrt(expected)
    assert set(run.waits) == set(SHARES)
    assert run.speed() > 0


def test_the_first_and_the_last_day_count_for_no_wait() -> None:
    assert [settled(day * DAY, 7 * DAY) for day in (0.9, 1.0, 5.9, 6.0)] == [False, True, True, False]


def test_our_desk_is_measured_without_its_first_and_last_day() -> None:
    run = bench(WEEK).scenario.run
    assert (run.warmup, run.measured_until, run.horizon) == (DAY, 6 * DAY, WEEK)


def test_a_replication_is_as_large_as_asked_for() -> None:
    _, spent = timed(player_of(bench(minutes_for(10_000))), 0)
    assert abs(spent.tickets - 10_000) < 500
    assert set(spent.seconds) == set(STAGES)


@pytest.mark.parametrize("place", [0, -1])
@pytest.mark.parametrize("name", spread.GROWING)
def test_desks_with_more_of_something_have_so_many_and_the_same_load(name: str, place: int) -> None:
    number = spread.GROWING[name].sizes[place]
    plan, plain = spread.plan_with(name, number, WEEK), bench(WEEK)
    scenario = plan.scenario
    there = {
        "strategies": plan.strategies,
        "pools": scenario.pools,
        "skills": scenario.skills,
        "priorities": scenario.priorities,
    }
    assert len(there[name]) == number
    assert agents(plan) == agents(plain)
    assert tickets(plan) == pytest.approx(tickets(plain))


def agents(plan: Plan) -> list[int]:
    """Agents by tier."""
    pools = plan.scenario.pools
    return [sum(len(p.rosters) for p in pools if p.tier == tier) for tier in range(3)]


def tickets(plan: Plan) -> float:
    """Expected tickets."""
    arrivals = [segment.arrivals for segment in plan.scenario.segments]
    return sum(float(one.expected.sum()) for one in arrivals if isinstance(one, RateArrivals))


@pytest.mark.parametrize("name", spread.GROWING)
def test_desks_with_more_of_something_are_played(name: str) -> None:
    number = spread.GROWING[name].sizes[-1]
    _, spent = timed(player_of(spread.plan_with(name, number, SHORT)), 0)
    expected = SHORT * 18.4 / 60
    plays = number if name == "strategies" else 1
    assert abs(spent.tickets / plays - expected) < 5 * math.sqrt(expected)


@needs_compiling("40,000 tickets in processes of their own")
def test_one_replication_tells_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process can only tell by how much it grows beyond what it ever held: here that may be nothing."""
    monkeypatch.setattr(growth, "ENOUGH", 20_000)
    found = growth.alone(20_000)
    assert abs(found.spent.tickets - 20_000) < 700
    assert 0 <= found.more < found.held


@pytest.mark.slow
def test_the_command_prints_its_tables() -> None:
    plain = printed("--weeks", "1", "--repeats", "2")
    assert all(name in plain for name in CONTENDERS)
    assert "10,000" in printed("--growth", "--largest", "10000")
    assert "More priorities" in printed("--spread", "--tickets", "1000", "--repeats", "2")


@pytest.mark.slow
def test_all_engines_make_customers_wait_alike() -> None:
    """Means of six runs, within five standard errors of ours."""
    found = side_by_side(3 * WEEK, 6)
    ours = found[OURS]
    for name, runs in found.items():
        for priority in SHARES:
            (mean, error), (own, own_error) = runs.wait(priority), ours.wait(priority)
            assert abs(mean - own) <= 5 * math.hypot(error, own_error), (name, priority)
            assert error < 0.35 * mean, (name, priority)
