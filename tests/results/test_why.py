"""Why tickets waited: the parts add up to what the measures report, and the table says what was added up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from results.cli import app
from results.groups import Groups
from results.player import ENGINES, contribution_of
from results.running import Options, player_of, run_plan
from results.share import Grouped
from results.tickets import Tickets
from results.why import ELSEWHERE, QUEUE, WHY, WHYS, WhyRecord, causes_of, in_words, places_of, why_sums
from scenarios import read
from scenarios.shipped_files import shipped
from sim.desk import desk_of
from sim.draw import draw
from sim.outcome import Ended
from strategies import build, rank
from tests.results.outcomes import outcome_of, small_desk
from tests.results.plans import TEXT, small_plan
from tests.sim.plays import Ticket, workload_of
from tests.sim.random_desks import random_scenario, random_strategy


def a_play(scenario, strategy):
    workload = draw(scenario, 0)
    outcome = ENGINES["compiled"](workload, desk_of(scenario), rank(strategy, scenario, workload))
    groups = Groups.of(scenario)
    return Grouped(Tickets(workload, outcome), groups, groups.members(workload))


def assert_adds_up(grouped):
    """The minutes in queues and in all are those that the measures report."""
    scenario, groups = grouped.groups.scenario, grouped.groups
    measured = contribution_of(grouped).sums
    why = why_sums(grouped)
    in_queue = [1 + k for k, (reason, _) in enumerate(causes_of(scenario)) if reason in QUEUE]
    for row, (by, label) in enumerate(places_of(scenario)):
        low, high = groups.span(by)
        place = groups.labels[1][low:high].tolist().index(label)
        assert why[row, in_queue].sum() == measured["stay"][low + place], (by, label)
        if by != "tier":
            assert why[row, 0] == measured["tickets"][low + place]
    left = ~np.isnan(grouped.tickets.outcome.left)
    if not left.any():
        for row, (by, label) in enumerate(places_of(scenario)):
            if by != "tier":
                low, high = groups.span(by)
                place = groups.labels[1][low:high].tolist().index(label)
                assert why[row, 1:].sum() == measured["full_resolution"][low + place], (by, label)


@pytest.mark.parametrize("seed", range(25))
def test_the_parts_add_up_to_the_measures_at_random_desks(seed):
    dice = np.random.default_rng(seed)
    scenario = random_scenario(dice)
    assert_adds_up(a_play(scenario, build(random_strategy(dice, scenario), scenario)))


@pytest.mark.parametrize("name", ["saas", "msp", "internal_it"])
def test_the_parts_add_up_to_the_measures_of_shipped_scenarios(name):
    plan = read(shipped()[name])
    assert_adds_up(a_play(plan.scenario, next(iter(plan.strategies.values()))))


def one_ticket_table():
    """A ticket that waits 20 minutes behind a longer one, is worked on, and pending for an hour."""
    scenario = small_desk(agents=1)
    work = [
        (0, 0, 200.0, 230.0, Ended.SOLVED),
        (1, 0, 230.0, 240.0, Ended.REPLY),
        (1, 0, 300.0, 310.0, Ended.SOLVED),
    ]
    stays = [(0, 0, 200.0, 200.0), (1, 0, 210.0, 230.0), (1, 0, 300.0, 300.0)]
    tickets = [Ticket(200.0), Ticket(210.0)]
    workload = workload_of(scenario, tickets)
    outcome = outcome_of(2, work, stays, [(1, 300.0)], last_solve={0: 230.0, 1: 310.0})
    outcome = replace(outcome, classes=np.array([[1, 0, 0, 0]]))
    groups = Groups.of(scenario)
    record = WhyRecord()
    record.add(why_sums(Grouped(Tickets(workload, outcome), groups, groups.members(workload))))
    return record.table(scenario)


def test_minutes_are_per_ticket_and_shares_are_of_the_whole():
    table = one_ticket_table()
    own = table[table["by"] == "all"].set_index("reason")
    assert own["minutes"].to_dict() == {"all busy": 10.0, "in work": 25.0, "pending": 30.0}
    assert own["share"].to_dict() == pytest.approx({"all busy": 2 / 13, "in work": 5 / 13, "pending": 6 / 13})
    assert own["tickets"].tolist() == [2, 2, 2]


def test_a_tier_tells_its_queue_alone():
    table = one_ticket_table()
    own = table[table["by"] == "tier"]
    assert own[["group", "reason", "minutes", "share"]].to_numpy().tolist() == [["L1", "all busy", 10.0, 1.0]]


def test_an_hour_is_that_of_creation():
    table = one_ticket_table()
    assert set(table[table["by"] == "hour"]["group"]) == {"03:00"}


def test_a_tier_is_told_in_words():
    words = in_words(one_ticket_table(), "L1")
    assert words == "L1: 10 min in the queue per ticket that came there: all busy 100 %."
    assert in_words(one_ticket_table(), "L9") == ""


def test_a_run_tells_why_only_where_it_was_asked_for():
    asked = run_plan(small_plan(), Options(why=True)).why
    assert list(asked.columns) == list(WHYS)
    assert set(asked["strategy"]) == {"fifo", "level"}
    assert run_plan(small_plan(), Options()).why.empty


def test_intervals_are_over_replications():
    table = run_plan(small_plan(replications=5), Options(why=True)).why
    assert (table["low"] <= table["minutes"]).all()
    assert (table["minutes"] <= table["high"]).all()
    assert (table["low"] < table["high"]).any()
    assert set(table["reason"]) <= {*QUEUE, *ELSEWHERE.values()}


def test_sums_travel_with_a_played_replication():
    player = player_of(small_plan(), Options(why=True))
    assert player.play(0).strategies["fifo"].sums[WHY].shape == (
        len(places_of(player.scenario)),
        1 + len(causes_of(player.scenario)),
    )


def test_minutes_in_queues_agree_with_the_summary():
    found = run_plan(small_plan(), Options(why=True))
    table = found.why[(found.why["strategy"] == "fifo") & (found.why["by"] == "tier")]
    visits = found.replications.query("strategy == 'fifo' and measure == 'queue_wait_mean' and by == 'tier'")
    told = float((table["minutes"] * table["tickets"]).sum())
    assert told == pytest.approx(float(pd.Series(visits["sum"]).sum()))


def test_the_command_writes_why_csv_and_says_why(tmp_path, capsys):
    file, out = tmp_path / "small.yaml", tmp_path / "out"
    file.write_text(TEXT, encoding="utf-8")
    assert main_with("run", str(file), "--why", "--out", str(out), "--quiet") == 0
    assert list(pd.read_csv(out / "why.csv").columns) == list(WHYS)
    assert "fifo, L1:" in capsys.readouterr().out


def main_with(*words):
    """The exit code of the command line with these words."""
    with pytest.raises(SystemExit) as stopped:
        app(words)
    return stopped.value.code
