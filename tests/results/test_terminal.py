from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import results
from results.findings import Hours, Results
from results.measures import MEASURES
from results.overview import number_in_words, overview, with_interval
from results.tables import PROMISES, SUMMARY
from results.terminal import as_csv, as_json, as_text
from tests.results.plans import small_plan

DAY = 1440.0

Row = dict[str, object]


def promise(strategy: str, policy: str, verdict: str, **changes: object) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(PROMISES, math.nan)
    row |= {"what_if": "as written", "strategy": strategy, "policy": policy, "metric": "first_reply"}
    row |= {"priority": "all", "limit": "1 h", "calendar": "always", "goal": 0.95, "period": "month"}
    row |= {"attainment": 0.952, "low": 0.946, "high": 0.958, "odds": 0.83, "decided": 1000}
    return row | {"breaches_per_period": 12.0, "verdict": verdict} | changes


def measure(strategy: str, name: str, by: str, group: str, *values: float) -> dict[str, object]:
    estimate, low, high = values if len(values) == 3 else (values[0], math.nan, math.nan)
    row = ("as written", strategy, name, by, group, estimate, low, high, 20)
    return dict(zip(SUMMARY, row, strict=True))


def found(promises: list[dict[str, object]], rows: list[dict[str, object]] = (), **changes: Any) -> Results:
    strategies = tuple(dict.fromkeys(str(row["strategy"]) for row in promises)) or ("fifo",)
    size = len(promises) // len(strategies)
    monday = np.zeros((size, 168))
    monday[:, 8:12] = 10
    whole = Results(
        name="desk [of bold] people",
        strategies=strategies,
        baseline=strategies[0],
        stated_objective="",
        promises=pd.DataFrame(promises, columns=list(PROMISES)),
        summary=pd.DataFrame(list(rows), columns=list(SUMMARY)),
        replications_done=20,
        replications_asked=20,
        played_on=dict.fromkeys(strategies, 6 * DAY),
        hours={name: Hours(monday, np.ones((size, 168))) for name in strategies},
    )
    return replace(whole, **changes)


def test_a_promise_shows_attainment_interval_odds_and_verdict():
    table = overview(found([promise("fifo", "gold", "close")]))
    assert table.headings[1].pieces == ("gold", "first reply", "≥ 95 %")
    assert table.rows[0][1].pieces == ("95.2 % ± 0.6", "odds 83 %", "close")


def test_there_is_one_line_per_strategy_and_at_most_ten_columns():
    promises = [promise(name, f"p{k}", "kept") for name in ("fifo", "plan") for k in range(9)]
    table = overview(found(promises))
    assert [row[0].pieces for row in table.rows] == [("fifo",), ("plan",)]
    assert len(table.headings) == 10
    assert table.left_out == 4


def test_the_worst_promises_of_the_baseline_are_shown_first():
    promises = [
        promise("fifo", "good", "kept"),
        promise("fifo", "bad", "broken"),
        promise("fifo", "so", "close"),
    ]
    table = overview(found(promises), promises=2)
    assert [heading.pieces[0] for heading in table.headings[1:3]] == ["bad", "so"]


def test_promises_without_a_goal_are_not_shown():
    table = overview(found([promise("fifo", "gold", "", goal=math.nan), promise("fifo", "iron", "kept")]))
    assert [heading.pieces[0] for heading in table.headings[1:-4]] == ["iron"]


def test_where_triage_errs_the_owed_promise_is_judged():
    both = [promise("fifo", "gold", "kept"), promise("fifo", "gold", "broken", metric="first_reply_owed")]
    told = found(both)
    assert told.judged["metric"].tolist() == ["first_reply_owed"]
    assert told.objective == "first_reply_attainment_owed[policy=gold]"
    assert "by true priority" in told.sentences[0]


def test_the_objective_names_the_priority_of_a_goal_by_priority():
    told = found([promise("fifo", "gold", "broken", priority="urgent")])
    assert told.objective == "first_reply_attainment[policy×priority=gold×urgent]"


def test_the_worst_off_segment_and_the_busiest_tier_are_named():
    rows = [
        measure("fifo", "first_reply_p90", "segment", "big", 60.0),
        measure("fifo", "first_reply_p90", "segment", "small", 260.0),
        measure("fifo", "occupancy", "tier", "L1", 0.7),
        measure("fifo", "occupancy", "tier", "L2", 0.91),
        measure("fifo", "backlog_end", "all", "all", 41.26),
        measure("fifo", "lost_share", "all", "all", 0.0123),
    ]
    cells = overview(found([promise("fifo", "gold", "kept")], rows)).rows[0][-4:]
    assert [cell.pieces for cell in cells] == [("4 h 20 min", "small"), ("41.3",), ("91 %", "L2"), ("1.2 %",)]


def test_a_broken_promise_is_told_with_its_hours():
    broken = [promise("fifo", "gold", "broken"), promise("plan", "gold", "kept")]
    assert found(broken).sentences == [
        "gold first reply, 95 % per month, is broken under fifo, mostly for tickets created "
        "Mon 08:00–12:00: 100 % of the breaches, 2 % of the tickets."
    ]


def test_what_never_ended_prints_as_longer_than_was_played():
    told = found([promise("fifo", "gold", "kept")])
    assert number_in_words(MEASURES["wait_p90"], math.inf, told, "fifo") == "> 6 days"
    assert number_in_words(MEASURES["first_reply_open_p90"], math.inf, told, "fifo") == "not over"


def test_a_mean_with_undecided_waits_is_a_lower_bound():
    rows = [
        measure("fifo", "wait_mean", "all", "all", 90.0, 80.0, 100.0),
        measure("fifo", "wait_undecided", "all", "all", 0.002),
    ]
    told = found([promise("fifo", "gold", "kept")], rows)
    assert with_interval(told, told.row("fifo", "wait_mean")) == "≥ 1 h 30 min"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("wait_mean", 260.0, 248.0, 272.0), "4 h 20 min ± 12 min"),
        (("lost_share", 0.952, 0.946, 0.958), "95.2 % ± 0.6"),
        (("backlog_mean", 18.43, 17.4, 19.4), "18.4 ± 1"),
        (("wait_p90", 60.0, math.nan, math.nan), "1 h"),
    ],
)
def test_numbers_are_for_people(row, said):
    name, *values = row
    told = found([promise("fifo", "gold", "kept")], [measure("fifo", name, "all", "all", *values)])
    assert with_interval(told, told.row("fifo", name)) == said


@pytest.mark.parametrize("width", [80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(width):
    promises = [
        promise(name, policy, "broken")
        for name in ("fifo", "contract_then_due")
        for policy in ("premium_customers", "standard", "partners", "free")
    ]
    rows = [
        measure("fifo", "first_reply_p90", "segment", name, 260.0) for name in ("enterprise", "self_serve")
    ]
    lines = as_text(found(promises, rows), width).splitlines()
    assert max(map(len, lines)) <= width
    assert any("95.2 % ± 0.6" in line for line in lines)


def test_names_are_printed_literally():
    assert as_text(found([promise("fifo", "gold", "kept")])).startswith(
        "desk [of bold] people: 20 replications"
    )


def test_a_number_is_not_parted_from_its_unit():
    text = as_text(found([promise("fifo", "gold", "broken")]), 94)
    assert not [line for line in text.splitlines() if line.lstrip().startswith("%")]


def test_no_value_is_null_in_json_and_endless_is_a_word():
    rows = [measure("fifo", "wait_p90", "all", "all", math.inf)]
    told = json.loads(as_json(found([promise("fifo", "gold", "kept", odds=math.nan)], rows)))
    assert told["promises"][0]["odds"] is None
    assert told["summary"][0]["estimate"] == "inf"


def test_csv_without_a_choice_is_the_promises():
    assert as_csv(found([promise("fifo", "gold", "kept")])).startswith(",".join(PROMISES))


def test_a_scenario_without_promises_shows_its_waits():
    plan = small_plan(1)
    without = replace(plan, scenario=replace(plan.scenario, policies=()))
    told = results.run(without, strategies=["fifo"])
    assert told.promises.empty
    assert told.objective == "first_reply_p90"
    assert "worst p90" in as_text(told)


def test_a_desk_without_tickets_is_told_without_values():
    plan = small_plan(2)
    segment = plan.scenario.segments[0]
    none = replace(segment.arrivals, expected=np.zeros_like(segment.arrivals.expected))
    segments = tuple(replace(one, arrivals=none) for one in plan.scenario.segments)
    empty = replace(plan, scenario=replace(plan.scenario, segments=segments))
    told = results.run(empty, strategies=["fifo"])
    assert math.isnan(told.value("fifo", "wait_mean"))
    assert told.value("fifo", "tickets") == 0
    assert "–" in as_text(told)


def test_printed_results_show_the_overview():
    one = found([promise("fifo", "gold", "kept")])
    assert str(one) == as_text(one)
