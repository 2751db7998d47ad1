"""`ticketlab size` where head-counts vary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import results
from results.crew import Crew, Job
from results.finished import Finished
from results.sizing.course import SIZED, STOPPED, course_of, run_course
from results.sizing.question import SizeQuestion, setup_of
from results.sizing.trials import InterruptedSearchError
from scenarios.plan import plan_of
from tests.plain import needs_compiling
from tests.results.sizing.test_played import ASKED, SHORT
from tests.results.test_cli import Done, ticketlab

pytestmark = needs_compiling("60,000 tickets")

WORDS = ("--workers", "1", "--budget", "8", "-q", "--no-report")
CONTRACT = ("-s", "contract")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "desk.yaml").write_text(SHORT + ASKED, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(SHORT, encoding="utf-8")
    return tmp_path


def size(*words: str, file: str = "desk.yaml") -> Done:
    return ticketlab("size", file, *WORDS, *words)


def test_the_desk_stands_first_and_the_files_are_beside_it(desk: Path) -> None:
    done = size(*CONTRACT, "--out", "sized")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("contract: 2 in L1.people")
    assert "Results are in sized" in done.stdout
    names = {path.name for path in (desk / "sized").iterdir()}
    assert {"sizing.csv", "candidates.csv", "promises.csv", "frontier.csv", "manifest.json"} <= names


def test_the_command_line_asks_without_the_file() -> None:
    asked = ("--vary", "L1.people=1..3", "--subject-to", "wait_mean <= 30 min")
    told = json.loads(size(*CONTRACT, *asked, "--format", "json", file="plain.yaml").stdout)
    assert told["subject_to"] == ["wait_mean <= 30 min"]
    assert told["sizing"][0]["agents"] in {1, 2}


@pytest.mark.parametrize(
    ("words", "file", "said"),
    [
        ((), "plain.yaml", "say which head-counts may vary"),
        (("--vary", "L2.people=1..3"), "desk.yaml", "did you mean L1.people?"),
        (("--vary", "L1.people=3..1"), "desk.yaml", "the least first"),
        (("--odds", "often"), "desk.yaml", "--odds 'often'"),
        (("--subject-to", "wait_mean < 3"), "desk.yaml", "is no constraint"),
    ],
)
def test_what_cannot_be_asked_is_the_users_mistake(words: tuple[str, ...], file: str, said: str) -> None:
    done = size(*words, file=file)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_python_gives_what_the_command_line_gives() -> None:
    plan = plan_of((SHORT + ASKED).encode(), Path("desk.yaml"))
    found = results.size(plan, strategies=["contract"], budget=8)
    told = json.loads(size(*CONTRACT, "--format", "json").stdout)
    assert [row["agents"] for row in told["sizing"]] == found.sizing["agents"].tolist()
    assert [row["value"] for row in told["requirements"]] == pytest.approx(
        found.requirements["value"].tolist()
    )


class Impatient(Crew):
    """Is interrupted when it has played so much."""

    left = 10

    def play(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Finished]]:
        for one in super().play(jobs):
            self.left -= 1
            if not self.left:
                raise KeyboardInterrupt
            yield one


def test_ctrl_c_keeps_the_desks_that_were_simulated() -> None:
    setup = setup_of(plan_of((SHORT + ASKED).encode(), Path("desk.yaml")), SizeQuestion())
    course = course_of(setup, "fifo")
    with pytest.raises(InterruptedSearchError):
        run_course(course, setup, Impatient())
    assert course.status == STOPPED != SIZED
    assert course.trials.played == 9
    assert course.desk is None


@pytest.mark.slow
def test_two_workers_find_what_one_finds() -> None:
    one, two = (
        json.loads(ticketlab("size", "desk.yaml", *words, "-q", "--no-report", "--format", "json").stdout)
        for words in (("--workers", "1"), ("--workers", "2"))
    )
    for name in ("sizing", "requirements", "neighbours", "frontier", "candidates"):
        assert one[name] == two[name]
