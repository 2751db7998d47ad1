# ruff: noqa: E501 - a row of a table is one line
from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.vocabulary import RateArrivals, ReplayArrivals
from tests.scenarios.texts import changed, plan, said

RATE = "arrivals: {rate: 100 per week, profile: work}"
ROWS = """\
opened,prio,group,kind,tier_of_plan
2026-01-05 09:30,1,technical,Phone,gold
2026-01-04 09:30,1,technical,Phone,gold
2026-01-07 12:00,2,product,Phone,premium
2026-01-06 10:00,,technical,Phone,premium
2026-01-06 10:00,9,product,Phone,
2026-01-06 11:00,1,technical,Mail,premium
2031-01-06 11:00,1,technical,Phone,premium
,1,technical,Phone,premium
"""
REPLAY = (
    "arrivals: {replay: tickets.csv, created: opened, where: {kind: Phone}, "
    'columns: {priority: prio, skill: group, plan: tier_of_plan}, values: {priority: {"1": urgent, "2": high}}}'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tickets.csv").write_text(ROWS)
    return tmp_path


def replayed(text: str, folder: Path) -> ReplayArrivals:
    arrivals = plan(text, folder).scenario.segments[0].arrivals
    assert isinstance(arrivals, ReplayArrivals)
    return arrivals


def text(*changes: tuple[str, str]) -> str:
    """The small file with a replay, some pieces replaced in that."""
    new = REPLAY
    for old, other in changes:
        assert old in new
        new = new.replace(old, other)
    return changed((RATE, new), ("profiles:\n  work: {days: [1, 1, 1, 1, 1, 0, 0]}\n", ""))


def test_rows_of_the_run_come_in_order_and_the_rest_is_counted(folder: Path) -> None:
    arrivals = replayed(text(), folder)
    assert arrivals.created.tolist() == [570.0, 2040.0, 2040.0, 3600.0]
    assert arrivals.skipped == 4


def test_cells_are_codes_and_blank_or_unmapped_ones_are_drawn_and_counted(folder: Path) -> None:
    arrivals = replayed(text(), folder)
    assert arrivals.known["priority"].tolist() == [0, -1, -1, 1]
    assert arrivals.known["skill"].tolist() == [0, 0, 1, 1]
    assert arrivals.drawn == {"priority": 2, "skill": 0, "plan": 1}


def test_labels_of_the_file_extend_the_levels(folder: Path) -> None:
    made = plan(text(), folder)
    assert made.scenario.levels["plan"] == ("premium", "standard", "gold")


def test_equal_times_keep_the_order_of_the_file(folder: Path) -> None:
    assert replayed(text(), folder).known["skill"][1:3].tolist() == [0, 1]


def test_rows_with_missing_values_may_be_skipped(folder: Path) -> None:
    arrivals = replayed(text(("created: opened", "created: opened, missing: skip")), folder)
    assert arrivals.created.tolist() == [570.0, 3600.0]
    assert arrivals.skipped == 6
    assert set(arrivals.drawn.values()) == {0}


def test_times_are_local_to_the_zone_that_is_given(folder: Path) -> None:
    arrivals = replayed(text(("created: opened", "created: opened, timezone: Europe/Berlin")), folder)
    assert arrivals.created[0] == 510.0


def test_times_may_have_a_format_and_the_file_may_be_packed(folder: Path) -> None:
    frame = pd.read_csv(folder / "tickets.csv", dtype=str)
    frame["opened"] = pd.to_datetime(frame["opened"]).dt.strftime("%d/%m/%Y %H:%M")
    frame.to_csv(folder / "tickets.csv.gz", index=False)
    packed = text(
        ("tickets.csv", "tickets.csv.gz"), ("created: opened", 'created: opened, format: "%d/%m/%Y %H:%M"')
    )
    assert replayed(packed, folder).created.tolist() == [570.0, 2040.0, 2040.0, 3600.0]


def test_parquet_files_are_read_as_words(folder: Path) -> None:
    pd.read_csv(folder / "tickets.csv").to_parquet(folder / "tickets.parquet")
    arrivals = replayed(text(("tickets.csv", "tickets.parquet")), folder)
    assert arrivals.known["priority"].tolist() == [0, -1, -1, 1]


def test_times_with_an_offset_are_instants(folder: Path) -> None:
    rows = "opened,prio,group,kind,tier_of_plan\n2026-01-05T09:30:00+01:00,1,technical,Phone,premium\n"
    (folder / "tickets.csv").write_text(rows)
    assert replayed(text(), folder).created.tolist() == [510.0]


def test_numbers_of_a_custom_field_are_numbers(folder: Path) -> None:
    arrivals = replayed(text(("skill: group", "skill: group, fields.seats: prio")), folder)
    assert arrivals.numbers["fields.seats"][0] == 1.0
    assert np.isnan(arrivals.numbers["fields.seats"][1])
    assert arrivals.drawn["fields.seats"] == 1


def test_a_skill_of_the_file_that_nobody_has_is_a_mistake(folder: Path) -> None:
    (folder / "tickets.csv").write_text(ROWS.replace("product", "plumbing"))
    lines = said(text(), folder)
    assert any(
        "found tickets that none of front may serve at L1" in line and "skill plumbing" in line
        for line in lines
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tickets.csv", "nothing.csv", "arrivals.replay: found 'nothing.csv', allowed: a .csv, .csv.gz or .parquet file"),
        ("tickets.csv", "tickets.xlsx", "arrivals.replay: found 'tickets.xlsx', allowed: a .csv"),
        ("created: opened", "created: openned", "found no column openned in tickets.csv, it has: opened"),
        ("skill: group", "skill: groop", "found no column groop in tickets.csv"),
        ("{kind: Phone}", "{kinds: Phone}", "found no column kinds in tickets.csv"),
        ("{kind: Phone}", "{kind: Fax}", "found no row of tickets.csv inside the run, 8 outside it or filtered"),
        ("skill: group", "skil: group", "arrivals.columns.skil: found 'skil', allowed: plan"),
        ("created: opened", 'created: opened, format: "%d/%m/%Y"', "arrivals.created: found '2026-01-05 09:30' in column opened"),
        ("created: opened", "created: group", "found 'technical' in column group of tickets.csv"),
        ("{\"1\": urgent, \"2\": high}", "{\"7\": urgent}", "found no value of column prio that is a priority of this file"),
        ("created: opened", "created: opened, timezone: Mars/Base", "found 'Mars/Base', allowed: a time zone"),
    ],
)  # fmt: skip
def test_a_replay_that_cannot_be_is_a_mistake(folder: Path, old: str, new: str, message: str) -> None:
    lines = said(text((old, new)), folder)
    assert any(message in line for line in lines), lines


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b'a,b\n1\n1,2,3,4\n"', b"\x1f\x8b\x08broken"])
@pytest.mark.parametrize("name", ["tickets.csv", "tickets.csv.gz", "tickets.parquet"])
def test_a_damaged_file_is_a_mistake(folder: Path, content: bytes, name: str) -> None:
    (folder / name).write_bytes(content)
    assert said(text(("tickets.csv", name)), folder)


FORECAST = (
    "start,tickets,request\n2026-01-05,300,incident\n2026-01-05,100,question\n2026-01-12,200,incident\n"
)


def test_a_forecast_gives_volumes_and_shares_of_requests(folder: Path) -> None:
    (folder / "volumes.csv").write_text(FORECAST)
    arrivals = (
        plan(changed((RATE, "arrivals: {forecast: volumes.csv, profile: work}")), folder)
        .scenario.segments[0]
        .arrivals
    )
    assert isinstance(arrivals, RateArrivals)
    assert arrivals.expected.sum() == pytest.approx(600)
    assert arrivals.request_shares is not None
    assert arrivals.request_shares[0].tolist() == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("tickets,request", "volume,request", "found no column tickets in volumes.csv"),
        ("300", "many", "found rows of volumes.csv without a start"),
        ("300", "-3", "found rows of volumes.csv without a start"),
        ("incident", "incidnt", "found 'incidnt', allowed: incident, question (did you mean incident?)"),
        ("2026-01-05", "Monday", "found rows of volumes.csv without a start"),
        ("2026-", "2031-", "found no tickets of volumes.csv inside the run"),
        ("300", "9e20", "tickets in a replication, about"),
        (
            "2026-01-12,200,incident\n",
            "",
            "found volumes.csv, which cannot be used: a forecast needs at least two",
        ),
    ],
)
def test_a_forecast_that_cannot_be_is_a_mistake(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "volumes.csv").write_text(FORECAST.replace(old, new))
    lines = said(changed((RATE, "arrivals: {forecast: volumes.csv, profile: work}")), folder)
    assert any(message in line for line in lines), lines


ROSTER = "agent,start,end\nann,2026-01-05 09:00,2026-01-05 17:00\nbob,2026-01-05 10:00,2026-01-05 18:00\n"
POOL = ("agents: 3, roster: office", "roster: {file: roster.csv}")
NO_MORE = ("what_if:\n  more: {tiers.L1.front.agents: 4}\n", "")


def test_a_roster_may_come_from_a_file(folder: Path) -> None:
    (folder / "roster.csv").write_text(ROSTER)
    first, second = plan(changed(POOL, NO_MORE), folder).scenario.pools[0].rosters
    assert (first.start.tolist(), first.end.tolist()) == ([540.0], [1020.0])
    assert (second.start.tolist(), second.end.tolist()) == ([600.0], [1080.0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("agent,start", "who,start", "found no column agent in roster.csv"),
        ("09:00", "nine", "found rows of roster.csv that cannot be read"),
        ("17:00", "08:00", "does not end after it starts"),
        ("2026-", "2036-", "found a roster that never opens in the run"),
        ("ann", "", "found rows of roster.csv that cannot be read"),
    ],
)
def test_a_roster_file_that_cannot_be_is_a_mistake(folder: Path, old: str, new: str, message: str) -> None:
    (folder / "roster.csv").write_text(ROSTER.replace(old, new))
    lines = said(changed(POOL, NO_MORE), folder)
    assert any(message in line for line in lines), lines


def test_measured_work_may_come_from_a_file(folder: Path) -> None:
    (folder / "work.csv").write_text("hours\n1\n2\n\n3\n")
    measured = ("L2: {work: 30 min,", "L2: {work: {empirical: {file: work.csv, column: hours, unit: h}},")
    assert plan(changed(measured), folder).scenario.requests[0].path[1].work.mean == pytest.approx(120)
    (folder / "work.csv").write_text("hours\n1\nlong\n")
    assert any("found 'long' in column hours of work.csv" in line for line in said(changed(measured), folder))
