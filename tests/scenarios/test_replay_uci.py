"""A real desk's export is read and played: two months of incidents of a company's ServiceNow.

The environment variable TICKETLAB_DATA names the folder that holds the export; without it these are skipped.
"""

from __future__ import annotations

import gzip
import os
from bisect import bisect_left
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from results.check import report
from scenarios import Plan
from scenarios.plan import plan_of
from sim.desk import desk_of
from sim.draw import draw
from sim.outcome import Outcome
from sim.simpy_engine import play
from sim.vocabulary import Floats, ReplayArrivals
from sim.workload import OBSERVED, TRUE, Workload
from strategies import rank
from tests.laws import assert_all_laws

EXPORT = "uci_incident_tickets_2016-03_04.csv.gz"
SCENARIO = Path(__file__).with_name("uci_replay.yaml")
ROWS = 16_929
NO_GROUP = 845
LARGEST = ["20", "25", "24", "64", "55", "39", "9", "66", "65", "28", "10"]
DATA = Path(os.environ.get("TICKETLAB_DATA", ""))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "TICKETLAB_DATA" not in os.environ, reason="TICKETLAB_DATA names no folder with the export"
    ),
]


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The scenario, as if it lay beside the export."""
    return plan_of(SCENARIO.read_bytes(), DATA / SCENARIO.name)


@pytest.fixture(scope="module")
def export() -> pd.DataFrame:
    """The export as the test reads it: words only, in order of creation."""
    with gzip.open(DATA / EXPORT, "rt", encoding="utf-8") as file:
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows["at"] = pd.to_datetime(rows["opened_at"], format="%d/%m/%Y %H:%M")
    return rows.sort_values("at", kind="stable")


@pytest.fixture(scope="module")
def work(plan: Plan) -> Workload:
    return draw(plan.scenario, 0)


@pytest.fixture(scope="module")
def outcomes(plan: Plan, work: Workload) -> dict[str, Outcome]:
    desk = desk_of(plan.scenario)
    return {
        name: play(work, desk, rank(strategy, plan.scenario, work))
        for name, strategy in plan.strategies.items()
    }


def replay(plan: Plan) -> ReplayArrivals:
    arrivals = plan.scenario.segments[0].arrivals
    assert isinstance(arrivals, ReplayArrivals)
    return arrivals


def test_every_row_is_a_ticket_or_counted_as_skipped(plan: Plan, work: Workload) -> None:
    assert work.size + replay(plan).skipped == ROWS
    assert work.size == ROWS


def test_tickets_are_created_when_the_file_says(work: Workload, export: pd.DataFrame) -> None:
    minutes = (export["at"] - pd.Timestamp("2016-03-01")) / pd.Timedelta(minutes=1)
    assert work.created.tolist() == minutes.tolist()


def test_priorities_are_those_of_the_file(plan: Plan, work: Workload, export: pd.DataFrame) -> None:
    assert plan.scenario.levels["priority"] == ("critical", "high", "moderate", "low")
    assert (work.priority[TRUE] + 1).tolist() == export["priority"].astype(int).tolist()
    assert np.bincount(work.priority[OBSERVED]).tolist() == [172, 284, 15_981, 492]
    assert replay(plan).drawn["priority"] == 0


def test_groups_are_skills_and_tickets_without_one_get_that_of_their_request(
    plan: Plan, work: Workload, export: pd.DataFrame
) -> None:
    of = {"70": "group_70", "?": "group_70"} | {group: f"group_{group}" for group in LARGEST}
    skills = plan.scenario.skills
    assert [skills[code] for code in work.skill[TRUE]] == [of.get(g, "other") for g in export["first_group"]]
    assert replay(plan).drawn["skill"] == NO_GROUP


def test_every_tier_is_busy_but_not_too_busy(plan: Plan) -> None:
    tiers = report(plan).tiers
    assert [tier.tier for tier in tiers] == ["L1", "L2"]
    assert all(0.7 <= tier.occupancy <= 0.9 for tier in tiers)


def test_the_laws_hold_under_both_strategies(
    plan: Plan, work: Workload, outcomes: dict[str, Outcome]
) -> None:
    for name, strategy in plan.strategies.items():
        ranking = rank(strategy, plan.scenario, work)
        assert_all_laws(work, desk_of(plan.scenario), ranking, outcomes[name])
        assert not np.isnan(outcomes[name].last_solve).any()


def out_of_place(before: Floats, after: Floats) -> int:
    """Fewest tickets to leave out so that the others are touched in one order both times."""
    ends: list[int] = []
    place = np.argsort(np.argsort(after, kind="stable"))
    for here in place[np.argsort(before, kind="stable")]:
        at = bisect_left(ends, here)
        ends[at : at + 1] = [int(here)]
    return len(before) - len(ends)


def test_a_ticket_that_overtakes_all_is_the_only_one_out_of_place() -> None:
    assert out_of_place(np.arange(5.0), np.array([1.0, 2.0, 3.0, 0.0, 4.0])) == 1


def test_few_tickets_change_place_since_most_have_one_priority(
    plan: Plan, work: Workload, outcomes: dict[str, Outcome]
) -> None:
    """Where one ticket overtakes, all behind it begin at another time, until the queue is empty."""
    fcfs, priority = outcomes["fcfs"].first_touch, outcomes["priority"].first_touch
    desk = work.skill[OBSERVED] == plan.scenario.skills.index("group_70")
    moved = sum(out_of_place(fcfs[mine], priority[mine]) for mine in (desk, ~desk))
    other_time = float((fcfs != priority).mean())
    print(f"{moved / ROWS:.1%} change place, {other_time:.1%} are first touched at another time")
    assert 0 < moved < 0.1 * ROWS
    assert moved < other_time * ROWS


def test_the_export_is_the_one_that_the_scenario_was_written_for(export: pd.DataFrame) -> None:
    assert len(export) == ROWS
    groups = Counter(export["first_group"])
    assert groups["?"] == NO_GROUP
    assert [group for group, _ in groups.most_common(13) if group not in ("?", "70")] == LARGEST
