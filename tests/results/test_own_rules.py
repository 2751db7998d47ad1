"""A scenario with rules of the user's own, from the command line to the folder."""

from __future__ import annotations

import json
import re

import pytest

import results
from results.identity import Identity
from results.player import engine_for
from results.running import Options, player_of
from scenarios import ScenarioError, read
from tests.results.plans import TEXT
from tests.results.test_cli import ticketlab

RULES = """\
from dataclasses import dataclass


@dataclass(frozen=True)
class Premium:
    weight: float = 1.0

    def score(self, view):
        return self.weight * (view.values("plan") == "premium")


@dataclass(frozen=True)
class Oldest:
    def choose(self, queue, agent, now):
        return min(queue, key=lambda ticket: ticket.created)


@dataclass(frozen=True)
class Broken:
    def score(self, view):
        return 1 / 0


@dataclass(frozen=True)
class Nothing:
    def choose(self, queue, agent, now):
        return None
"""
LINE = len(TEXT.splitlines()) + 1


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "my_rule.py").write_text(RULES, encoding="utf-8")
    return tmp_path


def write(desk, kind: str) -> str:
    """A scenario whose strategy `mine` is this rule."""
    (desk / "sub" / "desk.yaml").write_text(f"{TEXT}  mine: [./my_rule.py:{kind}]\n", encoding="utf-8")
    return "sub/desk.yaml"


def run(desk, kind: str, *words: str):
    return ticketlab("run", write(desk, kind), "-n", "2", "--workers", "1", *words)


@pytest.mark.parametrize("command", ["run", "check"])
def test_without_leave_a_rule_is_refused_with_its_line(command, desk):
    done = ticketlab(command, write(desk, "Premium"))
    assert done.returncode == 2
    assert done.stderr.startswith(f"sub/desk.yaml:{LINE}: strategies.mine.0: ")
    assert "--allow-code" in done.stderr
    assert not (desk / "runs").exists()


def test_the_python_reader_asks_for_leave_too(desk):
    path = write(desk, "Premium")
    with pytest.raises(ScenarioError, match="allow_code=True"):
        read(path)
    plan = read(path, allow_code=True)
    more = plan.with_changes({"run.seed": 7})
    assert more.strategies["mine"] == plan.strategies["mine"]


def test_a_check_with_leave_reads_the_rule(desk):
    assert ticketlab("check", write(desk, "Premium"), "--allow-code").returncode == 0
    done = ticketlab("check", write(desk, "Premum"), "--allow-code")
    assert done.returncode == 2
    assert "sub/my_rule.py has no class `Premum`" in done.stderr
    assert "did you mean `Premium`?" in done.stderr


def test_the_list_of_strategies_says_how_to_bring_ones_own():
    assert "./my_rule.py:MyRule" in ticketlab("strategies").stdout


def test_the_manifest_names_the_files_that_were_run(desk):
    done = run(desk, "Premium", "--allow-code", "--out", "out", "--engine", "simpy")
    assert done.returncode == 0, done.stderr
    code = json.loads((desk / "out" / "manifest.json").read_text(encoding="utf-8"))["code"]
    assert list(code) == ["./my_rule.py"]
    assert re.fullmatch("[0-9a-f]{64}", code["./my_rule.py"])


def test_the_manifest_names_no_file_that_was_not_run(desk):
    done = run(desk, "Premium", "--allow-code", "--out", "out", "--engine", "simpy", "-s", "fifo")
    assert done.returncode == 0, done.stderr
    assert json.loads((desk / "out" / "manifest.json").read_text(encoding="utf-8"))["code"] == {}


def test_simpy_plays_where_a_rule_looks_at_the_queue(desk):
    done = run(desk, "Oldest", "--allow-code", "--out", "out")
    assert done.returncode == 0, done.stderr
    assert json.loads((desk / "out" / "manifest.json").read_text(encoding="utf-8"))["engine"] == "simpy"


def test_compiled_code_is_refused_where_a_rule_looks_at_the_queue(desk):
    done = run(desk, "Oldest", "--allow-code", "--out", "out", "--engine", "compiled")
    assert done.returncode == 2
    assert "strategy mine looks at the queue at each hand-out" in done.stderr
    assert not (desk / "out").exists()


def test_other_strategies_of_the_same_file_may_be_compiled(desk):
    plan = read(write(desk, "Oldest"), allow_code=True)
    assert player_of(plan, Options(strategies=("fifo",))).engine == "compiled"
    assert player_of(plan, Options()).engine == "simpy"
    assert engine_for("simpy", {}) == "simpy"


def test_a_run_with_another_rule_file_is_another_run(desk):
    def identity() -> Identity:
        plan = read(write(desk, "Premium"), allow_code=True)
        return Identity.of(plan, player_of(plan, Options(strategies=("mine",))))

    first, again = identity(), identity()
    (desk / "sub" / "my_rule.py").write_text(RULES.replace("1.0", "2.0"), encoding="utf-8")
    assert not first.difference(again)
    assert first.difference(identity()) == "other contents of a file that the scenario reads"


def test_a_run_is_the_same_from_another_folder(desk):
    write(desk, "Premium")
    plans = [read("sub/desk.yaml", allow_code=True), read(desk / "sub" / "desk.yaml", allow_code=True)]
    one, other = (Identity.of(plan, player_of(plan, Options())) for plan in plans)
    assert not one.difference(other)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "Broken",
            "sub/my_rule.py:21: Broken.score: ZeroDivisionError: division by zero\n    return 1 / 0\n",
        ),
        ("Nothing", "Nothing.choose: must give one of the tickets in `queue`, not None"),
    ],
)
def test_a_rule_that_fails_at_play_is_the_users_mistake(kind, said, desk):
    done = run(desk, kind, "--allow-code", "--engine", "simpy", "-q")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("kind", ["Premium", "Oldest"])
def test_workers_play_the_rule_as_this_process_does(kind, desk):
    plan = read(write(desk, kind), allow_code=True)
    alone, many = (
        results.run(plan, strategies=["mine"], replications=2, workers=workers, engine="simpy").summary
        for workers in (1, 2)
    )
    assert alone.equals(many)


def test_a_rule_that_fails_in_a_comparison_is_the_users_mistake_too(desk):
    path = write(desk, "Broken")
    words = ("--allow-code", "--engine", "simpy", "-q", "-n", "2", "--workers", "1")
    done = ticketlab("compare", path, *words)
    assert done.returncode == 2
    assert "Broken.score: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (desk / "runs").exists()
