from __future__ import annotations

import json

import pytest

from tests.results.plans import TWINS
from tests.results.test_cli import Done, ticketlab


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.yaml").write_text(TWINS, encoding="utf-8")
    return tmp_path


def compare(*words: str) -> Done:
    return reported("--no-report", *words)


def reported(*words: str) -> Done:
    """With the report, as it is written unless told otherwise; that takes a while."""
    return ticketlab("compare", "desk.yaml", "--workers", "1", "-n", "3", "--confirm", "2", *words)


def test_the_verdict_stands_first(desk):
    done = compare()
    assert done.returncode == 0, done.stderr
    first = done.stdout.splitlines()[0]
    assert first.startswith("contract is ")
    assert "2 fresh replications" in first
    assert "Judged by wait_mean[plan=premium] (lower is better)." in done.stdout
    assert "Results are in runs/desk-1" in done.stdout
    assert done.stderr == ""
    assert (desk / "runs" / "desk-1" / "comparison.csv").is_file()


def test_json_stands_alone_on_stdout():
    done = compare("--format", "json", "--measure", "asa", "--worth", "1 min")
    told = json.loads(done.stdout)
    assert told["winner"] == "contract"
    assert [one["strategy"] for one in told["candidates"]] == [
        *("fifo", "contract", "oldest", "fifo", "contract")
    ]
    assert {row["measure"] for row in told["comparison"]} == {"wait_mean", "asa"}
    assert told["gains"]


def test_csv_gives_the_rows_of_the_objective():
    lines = compare("--format", "csv", "--confirm", "0").stdout.splitlines()
    assert lines[0].startswith("what_if,strategy,baseline,measure")
    assert len(lines) == 3


def test_what_ifs_and_constraints_are_in_the_table():
    done = compare("--what-if", "second", "-s", "contract", "--subject-to", "wait_mean <= 1 h")
    assert done.returncode == 0, done.stderr
    assert "contract with second" in done.stdout.replace("\n", " ").replace("  ", " ")
    assert "constraints" in done.stdout


def test_measures_asked_for_are_headed_exploratory():
    done = compare("--measure", "wait_mean", "--by", "plan")
    assert "exploratory" in done.stdout
    assert "standard" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--objective", "wait_meen"), "nearest is 'wait_mean'"),
        (("--subject-to", "kept_share > 5"), "is no constraint"),
        (("--what-if", "nobody"), "allowed: second"),
        (("--worth", "1 point"), "a duration such as"),
        (("--measure", "wait"), "there is no measure 'wait'"),
        (("-s", "nobody"), "no strategy 'nobody'"),
        (("-s", "fifo"), "nothing to compare"),
        (("--combine", "fcfs,plam"), "did you mean plan"),
        (("--combine", ""), "at least two strategies"),
        (("--pareto", "wait_mean"), "two or three objectives"),
        (("--precision", "wait_mean"), "is no precision"),
        (("--grid", "tiers.L1.people.agentz=1|2"), "did you mean agents"),
        (("--grid", "tiers.L1.people.agents=1|2", "--control"), "leave out --control"),
        (("--stratify",), "100 replications or more, in tens"),
        (("--control", "--objective", "wait_p90"), "--control needs means and shares"),
        (("--resume", "nowhere"), "there is no folder nowhere"),
        (("--resume", "nowhere", "--force"), "leave out --out and --force"),
        (("--grid", "tiers.L1.people.agents=1|2", "--combine", "fcfs,plan"), "leave out --combine"),
    ],
)
def test_what_cannot_be_asked_is_told_without_a_folder(desk, words, message):
    done = compare(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (desk / "runs").exists()


def test_the_report_is_written_unless_it_is_not_wanted(desk):
    done = reported("-s", "contract")
    assert done.returncode == 0, done.stderr
    page = (desk / "runs" / "desk-1" / "report.html").read_text(encoding="utf-8")
    assert done.stdout.splitlines()[0].split(" is ")[0] in page
    assert not (desk / "runs" / "desk-1" / "figures").exists()
    compare()
    assert not (desk / "runs" / "desk-2" / "report.html").exists()


def test_figures_are_drawn_where_they_are_wanted(desk):
    done = compare("-s", "contract", "--plots")
    assert done.returncode == 0, done.stderr
    assert (desk / "runs" / "desk-1" / "figures" / "differences.svg").is_file()
    assert (desk / "runs" / "desk-1" / "figures" / "week-queue.png").is_file()


def test_names_are_printed_as_they_are(desk):
    odd = TWINS.replace("oldest:", '"[bold]<b>":').replace("replications: 12", "replications: 2")
    (desk / "desk.yaml").write_text(odd, encoding="utf-8")
    assert "[bold]<b>" in compare().stdout


def test_combinations_are_built_compared_and_summed_up(desk):
    words = (
        "--combine",
        "fcfs,plan,priority",
        "--up-to",
        "2",
        "--pareto",
        "wait_mean[plan=premium],wait_p90",
    )
    done = compare(*words, "--confirm", "0")
    assert done.returncode == 0, done.stderr
    assert "9 lists built; 5 kept" in " ".join(done.stdout.split())
    assert "Worth keeping where" in done.stdout
    assert (desk / "runs" / "desk-1" / "combinations.csv").is_file()


def test_a_grid_tells_who_wins_where_and_draws_it(desk):
    done = compare("--grid", "tiers.L1.people.agents=1|2", "--confirm", "0", "--plots", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("agents,strategy,value")
    made = {path.name for path in (desk / "runs" / "desk-1" / "figures").iterdir()}
    assert made == {"win-map.svg", "win-map.png", "effects.svg", "effects.png"}


def test_a_grid_has_a_report_too(desk):
    done = reported("--grid", "tiers.L1.people.agents=1|2", "--confirm", "0", "--quiet")
    assert done.returncode == 0, done.stderr
    page = (desk / "runs" / "desk-1" / "report.html").read_text(encoding="utf-8")
    for part in ("Who wins where", "Every strategy at every point", "What each factor does", "win-map"):
        assert part in page
