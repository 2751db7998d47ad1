from __future__ import annotations

import dataclasses
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import results
from results.asking import Question, setup_of
from results.combining import Asked
from results.comparing import compare_plan
from results.contest import Contest
from results.continuing import QUESTION, continued
from results.crew import Crew, CrewError
from results.files import Folder, FolderError
from results.gridding import grid_plan
from results.identity import Identity
from results.running import Options, StoppedError, player_of
from results.stage import Desk, Stage
from tests.results.plans import TWINS, small_plan, twin_plan
from tests.results.played_alone import alone, digests, finished_parts, succeeds, wait_for

SURE = {"until_sure": "90 %", "worth": "0.02 min", "objective": "wait_mean", "budget": 14}


class CutError(Exception):
    """The power went."""


def cut_off(folder: Folder, after: int, *, seed: int | None = None, replications: int = 4, **asked) -> Folder:
    """A comparison that ended without a word after some replications."""
    left = iter(range(after - 1))

    def cut(_: object) -> None:
        if next(left, None) is None:
            raise CutError

    question = Question(options=Options(seed=seed, replications=replications), **asked)
    with pytest.raises(CutError):
        compare_plan(twin_plan(), question, folder, cut)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What an uninterrupted comparison of four replications and four fresh ones leaves behind."""
    folder = tmp_path_factory.mktemp("whole") / "out"
    results.compare(twin_plan(), replications=4, out=folder)
    return digests(folder)


@pytest.fixture
def begun(tmp_path) -> Folder:
    """A comparison of four replications and four fresh ones that ended after two."""
    return cut_off(Folder.prepared(tmp_path / "cut"), 2)


@pytest.mark.parametrize("after", [3, 6])
def test_what_was_cut_off_ends_with_the_same_bytes_and_plays_nothing_twice(tmp_path, after, whole, request):
    folder = cut_off(Folder.prepared(tmp_path / "cut"), after)
    numbers = request.getfixturevalue("played")
    results.compare(twin_plan(), resume=folder.path)
    assert numbers == [(number % 4, number >= 4) for number in range(after, 8)]
    assert digests(folder.path) == whole


@pytest.mark.slow
def test_what_was_added_until_it_is_sure_is_not_played_again(tmp_path, request):
    asked = {**SURE, "confirm": 1}
    folder = cut_off(Folder.prepared(tmp_path / "cut"), 12, replications=10, **asked)
    results.compare(twin_plan(), replications=10, out=tmp_path / "whole", **asked)
    numbers = request.getfixturevalue("played")
    results.compare(twin_plan(), resume=folder.path)
    assert numbers == [(12, False), (13, False), (0, True)]
    assert digests(folder.path) == digests(tmp_path / "whole")


@pytest.mark.slow
def test_combinations_that_were_screened_out_rest_when_it_goes_on(tmp_path):
    made = Asked(("fcfs", "plan", "priority"), up_to=2)
    folder = cut_off(Folder.prepared(tmp_path / "cut"), 11, replications=12, combine=made, confirm=0)
    results.compare(
        twin_plan(), replications=12, combine=made.members, up_to=2, confirm=0, out=tmp_path / "whole"
    )
    results.compare(twin_plan(), resume=folder.path)
    assert digests(folder.path) == digests(tmp_path / "whole")


def test_a_grid_goes_on_too(tmp_path, request):
    fields = ("tiers.L1.people.agents=1|2",)
    folder = Folder.prepared(tmp_path / "cut")
    left = iter(range(2))

    def cut(_: object) -> None:
        if next(left, None) is None:
            raise CutError

    question = Question(options=Options(replications=2), grid=fields, confirm=0)
    with pytest.raises(CutError):
        grid_plan(twin_plan(), question, folder, cut)
    results.grid(twin_plan(), fields, replications=2, confirm=0, out=tmp_path / "whole")
    numbers = request.getfixturevalue("played")
    results.grid(twin_plan(), fields, resume=folder.path)
    assert numbers == [(1, False)]
    assert digests(folder.path) == digests(tmp_path / "whole")


def test_what_was_asked_need_not_be_said_again(tmp_path):
    made = Asked(("fcfs", "plan"), up_to=2)
    folder = cut_off(
        Folder.prepared(tmp_path / "cut"), 1, seed=9, constraints=("wait_mean <= 1 h",), combine=made
    )
    found = continued(twin_plan(), Question(options=Options(workers=2)), folder)
    assert found == Question(
        options=Options(seed=9, replications=4, workers=2), constraints=("wait_mean <= 1 h",), combine=made
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"options": Options(seed=5)}, r"another seed \(1 there, 5 now\)"),
        ({"options": Options(replications=5)}, r"another number of replications \(4 there, 5 now\)"),
        ({"options": Options(("contract",))}, r"other strategies \(none there, contract now\)"),
        ({"objective": "wait_p90"}, r"another objective \(none there, wait_p90 now\)"),
        ({"what_if": ("all",)}, r"other what-ifs \(none there, all now\)"),
        ({"confirm": 0}, r"another number of fresh replications \(--confirm\) \(none there, 0 now\)"),
        ({"combine": Asked(("fcfs", "plan"))}, "other combinations"),
        ({"grid": ("tiers.L1.people.agents=1|2",)}, "another grid"),
    ],
)
def test_another_question_is_refused(begun, asked, said):
    with pytest.raises(FolderError, match=f"cannot continue .*: {said}"):
        continued(twin_plan(), Question(**asked), begun)


def test_every_part_of_the_question_is_looked_at():
    fields = {field.name for field in dataclasses.fields(Question)} - {"options", "lean"}
    assert fields <= set(QUESTION)


def test_another_file_is_refused(begun):
    with pytest.raises(FolderError, match="another scenario file"):
        continued(replace(twin_plan(), source=b"name: other"), Question(), begun)


def test_another_version_is_refused(begun, monkeypatch):
    monkeypatch.setattr("results.continuing.edition", lambda: "ticketlab 9.9")
    with pytest.raises(FolderError, match=r"another version \(ticketlab .* there, ticketlab 9.9 now\)"):
        continued(twin_plan(), Question(), begun)


def test_what_a_file_beside_the_scenario_changes_is_refused(begun):
    plan = twin_plan()
    other = replace(plan, scenario=replace(plan.scenario, busyness_cv=0.5))
    with pytest.raises(FolderError, match="other contents of a file"):
        compare_plan(other, continued(other, Question(), begun), begun)


def test_a_run_is_no_comparison_and_a_comparison_no_run(tmp_path, begun):
    with pytest.raises(ValueError, match="go on with it by `compare`"):
        Identity.read(begun.identity)
    run = Folder.prepared(tmp_path / "run")
    run.write_identity(Identity.of(small_plan(), player_of(small_plan(), Options())).written())
    with pytest.raises(FolderError, match="no comparison"):
        continued(twin_plan(), Question(), run)


def test_ctrl_c_loses_nothing_that_is_finished(tmp_path):
    folder = Folder.prepared(tmp_path / "out")
    stage, crew = _tired_after_one(folder)
    with crew:
        stage.play(crew, 9)
    assert stage.stopped
    assert stage.contest.done == 5  # one, and four that were at work
    assert len(folder.parts()) == 5


def test_what_comes_after_a_gap_is_kept_but_not_taken_in(tmp_path):
    folder = Folder.prepared(tmp_path / "out")
    stage, crew = _tired_after_one(folder, unfinished=True)
    with crew:
        stage.play(crew, 9)
    assert stage.contest.done == 1
    assert stage.names == ["0-000000"]
    assert folder.parts() == {"0-000000", "0-000002", "0-000003", "0-000004"}


def _tired_after_one(folder: Folder, *, unfinished: bool = False) -> tuple[Stage, Crew]:
    """Interrupted once one replication is in and four are at work, the first of those `unfinished`."""
    setup = setup_of(twin_plan(), Question())
    contest = Contest(setup.players, setup.baseline, setup.watched, 9)
    crew = Crew(ThreadPoolExecutor(1), size=lambda: 2)

    def tired(_: object) -> None:
        stage.desk.progress = None
        for _, future in crew._at_work:
            future.result()
        if unfinished:
            del crew._at_work[0]
        raise KeyboardInterrupt

    stage = Stage(contest, Desk(folder, tired))
    return stage, crew


def test_workers_that_give_up_leave_what_is_finished_and_it_is_said(tmp_path, whole):
    folder = Folder.prepared(tmp_path / "cut")
    lost = iter(range(2))

    def tired(_: object) -> None:
        if next(lost, None) is None:
            raise CrewError("no workers")

    with pytest.raises(StoppedError, match=r"no workers; what is finished is kept \(3 parts\): --resume"):
        compare_plan(twin_plan(), Question(options=Options(replications=4)), folder, tired)
    results.compare(twin_plan(), resume=folder.path)
    assert digests(folder.path) == whole


def test_an_interrupted_comparison_tells_what_it_found_and_goes_on(tmp_path, whole):
    folder = Folder.prepared(tmp_path / "cut")
    left = iter(range(9))

    def tired(_: object) -> None:
        if next(left, None) == 1:
            raise KeyboardInterrupt

    found = compare_plan(twin_plan(), Question(options=Options(replications=4)), folder, tired)
    assert found.interrupted
    assert found.replications_done == 2
    assert (folder.path / "comparison.csv").is_file()
    results.compare(twin_plan(), resume=folder.path)
    assert digests(folder.path) == whole


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_comparison_that_was_killed_goes_on_to_the_same_bytes(tmp_path, workers):
    (tmp_path / "desk.yaml").write_text(TWINS, encoding="utf-8")
    words = (
        "compare",
        "desk.yaml",
        "-n",
        "20",
        "--what-if",
        "all",
        "--no-report",
        "--workers",
        workers,
        "--quiet",
    )
    process = alone(*words, "--out", "killed", folder=tmp_path)
    wait_for(lambda: finished_parts(tmp_path / "killed"), process)
    time.sleep(random.random() / 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    goes_on = alone("compare", "desk.yaml", "--resume", "killed", "--no-report", "--quiet", folder=tmp_path)
    again = alone(*words, "--out", "whole", folder=tmp_path)
    for one in (goes_on, again):
        succeeds(one)
    assert digests(tmp_path / "killed") == digests(tmp_path / "whole")
