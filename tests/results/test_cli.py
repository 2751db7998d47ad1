from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from results import run_command
from results.cli import app
from results.cli_options import EngineName
from results.edition import edition
from results.files import Folder
from results.measures import MEASURES
from results.player import ENGINES
from results.running import NothingPlayedError, Options, StoppedError, run_plan
from scenarios import Plan
from scenarios.objective import MEASURES as NAMED_IN_FILES
from tests.results.plans import TEXT
from tests.results.played_alone import ROOT, alone, finished_parts, wait_for


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def ticketlab(*words: str) -> Done:
    """The command line, in this process."""
    done = CliRunner().invoke(app, list(words))
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*words: str) -> Done:
    return ticketlab("run", "desk.yaml", "--workers", "1", *words)


def test_a_run_writes_a_report_and_figures_on_demand(desk):
    done = run("-n", "2", "-s", "fifo", "--report", "--plots")
    assert done.returncode == 0, done.stderr
    folder = desk / "runs" / "desk-1"
    assert "Do the promises hold" in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "figures" / "week-queue.svg").is_file()


def test_a_run_prints_its_table_plainly_and_leaves_a_folder(desk):
    done = run("-n", "2")
    assert done.returncode == 0, done.stderr
    assert "fifo" in done.stdout
    assert "contract" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""
    assert (desk / "runs" / "desk-1" / "promises.csv").is_file()
    assert "Results are in runs/desk-1" in done.stdout


def test_json_stands_alone_on_stdout(desk):
    done = run("-n", "2", "--format", "json", "--by", "plan", "--measure", "wait_mean")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert [row["policy"] for row in told["promises"]] == ["premium", "premium"]
    assert {(row["measure"], row["by"]) for row in told["summary"]} == {("wait_mean", "plan")}
    assert told["folder"] == "runs/desk-1"


def test_csv_is_the_promises_or_the_measures_asked_for(desk):
    promises = run("-n", "1", "--format", "csv", "-s", "fifo").stdout.splitlines()
    assert promises[0].startswith("what_if,strategy,policy,metric")
    assert len(promises) == 2
    asked = ("-s", "fifo", "--measure", "tickets")
    measures = run("-n", "1", "--format", "csv", *asked).stdout.splitlines()
    assert measures[0] == "what_if,strategy,measure,by,group,estimate,low,high,replications"
    assert len(measures) == 2


def test_measures_and_groupings_asked_for_are_shown(desk):
    done = run("-n", "2", "--measure", "first_reply_mean", "--by", "plan,priority")
    assert "first_reply_mean  premium×" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere.yaml"), "nowhere.yaml: no such file"),
        (("run", "broken.yaml"), "broken.yaml:"),
        (("check", "broken.yaml"), "broken.yaml:"),
        (("run", "desk.yaml", "-s", "lifo"), "no strategy 'lifo'; it has: fifo, contract"),
        (("run", "desk.yaml", "--measure", "wait_meen"), "the nearest is 'wait_mean'"),
        (("run", "desk.yaml", "--by", "plam"), "cannot be grouped by 'plam'"),
        (("run", "desk.yaml", "--max-memory", "lots"), "--max-memory 'lots'"),
        (("run", "desk.yaml", "--max-memory", "1 KB"), "desk.yaml"),
        (("run", "desk.yaml", "--out", "desk.yaml"), "desk.yaml is a file"),
        (("run", "desk.yaml", "--out", "."), "not results"),
        (("run", "desk.yaml", "-n", "0"), "Invalid value"),
        (("run", "desk.yaml", "--engine", "steam"), "Invalid value"),
        (("run", "desk.yaml", "--resume", "runs/none"), "there is no folder runs/none to continue"),
        (("run", "desk.yaml", "--resume", ".", "--force"), "leave out --out and --force"),
        (("run", "desk.yaml", "--cluster", "here"), "'here' is no address: write `local`"),
        (("run",), "Missing argument"),
        (("new", "desk"), "desk.yaml exists already"),
        (("new", "no/such/folder/desk"), "cannot write"),
    ],
)
def test_wrong_input_ends_with_2_and_a_message(desk, words, said):
    (desk / "broken.yaml").write_text(TEXT.replace("strategies:", "stategies:"), encoding="utf-8")
    before = sorted(desk.iterdir())
    done = ticketlab(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(desk.iterdir()) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_played(desk):
    (desk / "closed").mkdir(mode=0o500)
    done = run("--out", "closed/run")
    assert done.returncode == 2
    assert "cannot write results to closed/run" in done.stderr


def test_a_folder_below_a_file_is_told_before_anything_is_played(desk):
    done = run("--out", "desk.yaml/run")
    assert done.returncode == 2
    assert "cannot write results to desk.yaml/run" in done.stderr


def test_an_error_of_ours_ends_with_1_and_one_line(desk, monkeypatch):
    def fails(*_: object) -> None:
        raise TypeError("a bolt is loose\nand more")

    monkeypatch.setattr(run_command, "run_plan", fails)
    done = run()
    assert done.returncode == 1
    assert done.stderr.startswith("failed: TypeError: a bolt is loose (details in ")
    assert len(done.stderr.splitlines()) == 1
    details = Path(done.stderr.split("details in ")[1].rstrip(")\n"))
    assert "Traceback" in details.read_text()
    details.unlink()
    assert not (desk / "runs" / "desk-1").exists()


def test_a_run_that_cannot_go_on_says_why_and_ends_with_1(desk, monkeypatch):
    def stopped(*_: object) -> None:
        raise StoppedError("no workers are left")

    monkeypatch.setattr(run_command, "run_plan", stopped)
    done = run()
    assert done.returncode == 1
    assert done.stderr == "no workers are left\n"
    assert not (desk / "runs" / "desk-1").exists()


def test_a_run_that_is_interrupted_at_once_leaves_nothing(desk, monkeypatch):
    def stopped(*_: object) -> None:
        raise NothingPlayedError

    monkeypatch.setattr(run_command, "run_plan", stopped)
    done = run()
    assert done.returncode == 130
    assert done.stderr == "interrupted; nothing was finished\n"
    assert not (desk / "runs" / "desk-1").exists()


def test_a_run_that_is_interrupted_again_as_it_writes_says_how_to_go_on(desk, monkeypatch):
    def stopped(plan: Plan, options: Options, folder: Folder, *_: object) -> None:
        run_plan(plan, options, folder)
        (folder.path / "parts").mkdir()
        (folder.path / "parts" / "sums-000000.feather").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(run_command, "run_plan", stopped)
    done = run("--out", "out")
    assert done.returncode == 130
    assert done.stderr == "interrupted; what is finished is kept: --resume out goes on\n"


def test_a_reader_that_goes_away_is_no_error(desk):
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m results.cli schema | head -n 1",
        shell=True,
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="there is no such shell")
def test_a_command_does_without_the_streams_that_were_closed(desk):
    done = subprocess.run(
        f"{shlex.quote(sys.executable)} -m results.cli new closed >&- 2>&-",
        shell=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0
    assert (desk / "closed.yaml").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_output_that_finds_no_room_is_one_line(desk):
    with Path("/dev/full").open("w") as full:
        process = subprocess.run(
            [sys.executable, "-m", "results.cli", "schema"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=300,
            check=False,
        )
    assert process.returncode == 1
    assert process.stderr.startswith("failed: OSError: [Errno 28] No space left on device (details in ")
    assert process.stderr.count("\n") == 1
    Path(process.stderr.split("details in ")[1].rstrip(")\n")).unlink()


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished(desk, workers):
    words = ("run", "desk.yaml", "-n", "5000", "--out", "out", "--workers", workers)
    process = alone(*words, folder=desk)
    wait_for(lambda: len(finished_parts(desk / "out")) > 2, process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("interrupted after ")
    assert err.rstrip().endswith("are in out; --resume out goes on")
    assert len(err.splitlines()) == 1
    assert "Interrupted after" in out
    assert sorted(path.name for path in (desk / "out").iterdir()) == [
        "manifest.json",
        "parts",
        "promises.csv",
        "replications.parquet",
        "summary.csv",
    ]
    told = json.loads((desk / "out" / "manifest.json").read_text())
    assert 3 <= told["replications"] < told["replications_asked"] == 5000


def test_a_folder_does_not_hide_a_shipped_scenario(desk):
    (desk / "bench").mkdir()
    assert ticketlab("check", "bench").returncode == 0


def test_a_starter_runs_through_check(desk):
    made = ticketlab("new", "my desk")
    assert made.returncode == 0, made.stderr
    done = ticketlab("check", "my desk.yaml")
    assert done.returncode == 0, done.stderr
    assert "my desk" in done.stdout


def test_check_speaks_json(desk):
    told = json.loads(ticketlab("check", "desk.yaml", "--format", "json").stdout)
    assert told["scenario"] == "Small desk"


def test_strategies_are_listed(desk):
    told = json.loads(ticketlab("strategies", "--format", "json").stdout)
    assert "fcfs" in [entry["name"] for entry in told["strategies"]]
    assert "fcfs: " in ticketlab("strategies").stdout


def test_measures_are_listed(desk):
    done = ticketlab("run", "desk.yaml", "--measure", "help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in MEASURES)


def test_help_imports_nothing_heavy(desk):
    code = (
        "import sys, results.cli\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'numba', 'simpy', 'pyarrow', 'pydantic'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_help_names_the_commands(desk):
    told = ticketlab("--help")
    assert told.returncode == 0
    assert all(
        f"  {name} " in told.stdout for name in ("run", "check", "schema", "strategies", "scenarios", "new")
    )


def test_the_version_is_told():
    told = ticketlab("--version")
    assert (told.returncode, told.stdout) == (0, f"{edition()}\n")


def test_the_engines_of_the_command_line_are_those_there_are():
    assert {engine.value for engine in EngineName} == set(ENGINES)


def test_what_a_file_may_name_as_its_objective_is_measured():
    assert set(NAMED_IN_FILES) <= set(MEASURES)
