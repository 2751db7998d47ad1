"""`ticketlab size` where the file asks for shifts."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.plain import needs_compiling
from tests.results.sizing.test_hours import SHIFTS, office
from tests.results.test_cli import Done, ticketlab

WORDS = ("--workers", "1", "-n", "2", "--budget", "4", "-q")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.yaml").write_bytes(office().source)
    return tmp_path


def size(*words: str) -> Done:
    return ticketlab("size", "desk.yaml", *WORDS, *words)


def test_the_verdict_stands_first_and_the_roster_is_beside_it(desk: Path) -> None:
    done = size("--out", "sized", "--plots")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("fifo: ")
    assert "Results are in sized" in done.stdout
    names = {path.name for path in (desk / "sized").iterdir()}
    assert {"roster.csv", "hours.csv", "theory.csv", "report.html", "figures"} <= names
    roster = pd.read_csv(desk / "sized" / "roster.csv")
    assert list(roster.columns) == ["pool", "agent", "start", "end"]


@needs_compiling("10,000 tickets")
def test_a_run_takes_the_roster_back(desk: Path) -> None:
    assert size("--out", "sized", "--no-report").returncode == 0
    text = office().source.decode().replace(SHIFTS, "")
    text = text.replace("{agents: 2, roster: office}", "{roster: {file: sized/roster.csv}}")
    (desk / "again.yaml").write_text(text)
    done = ticketlab("run", "again.yaml", "--workers", "1", "-n", "2", "--out", "run")
    assert done.returncode == 0, done.stderr
    promises = pd.read_csv(desk / "run" / "promises.csv")
    assert promises["attainment"].iloc[0] > 0.85


@needs_compiling("20,000 tickets")
def test_json_stands_alone_on_stdout() -> None:
    told = json.loads(size("--format", "json", "--no-report").stdout)
    assert told["verdict"][0].startswith("fifo: ")
    assert len(told["hours"]) == 168


@needs_compiling("20,000 tickets")
def test_csv_gives_the_people() -> None:
    lines = size("--format", "csv", "--no-report").stdout.splitlines()
    assert lines[0].startswith("strategy,pool,roster,agents,cost_per_week,status")


@needs_compiling("10,000 tickets")
def test_head_counts_on_the_command_line_come_before_shifts_of_the_file() -> None:
    done = size("--vary", "L1.people=1..3", "--no-report")
    assert "in L1.people" in done.stdout
    assert "Rosters" not in done.stdout


def test_what_no_number_of_people_keeps_ends_as_wrong_input(desk: Path) -> None:
    short = SHIFTS.replace('"08:00", length: 9 h', '"09:00", length: 7 h')
    (desk / "desk.yaml").write_bytes(office(shifts=short, limit="15 min").source)
    done = size("--no-report")
    assert done.returncode == 2
    assert "no number of people on these shifts keeps" in " ".join(done.stdout.split())
