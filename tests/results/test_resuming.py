from __future__ import annotations

import errno
import os
import random
import signal
import time
from dataclasses import replace

import pytest

import results
from results import files
from results.files import Folder, FolderError
from results.running import Options, StoppedError, continuing, run_plan
from tests.results.plans import TEXT, small_plan
from tests.results.played_alone import alone, digests, finished_parts, succeeds, wait_for


class CutError(Exception):
    """The power went."""


def cut_off(tmp_path, after: int, replications: int = 12, **options) -> Folder:
    """A run that ended without a word after some replications."""
    folder = Folder.prepared(tmp_path / "cut")
    left = iter(range(after - 1))

    def cut(_: object) -> None:
        if next(left, None) is None:
            raise CutError

    with pytest.raises(CutError):
        run_plan(small_plan(replications), Options(**options), folder, cut)
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An uninterrupted run of twelve replications."""
    folder = tmp_path_factory.mktemp("whole") / "run"
    results.run(small_plan(12), out=folder, keep_tickets=True)
    return digests(folder)


def test_a_run_that_was_cut_off_ends_with_the_same_bytes_and_plays_nothing_twice(tmp_path, whole, request):
    folder = cut_off(tmp_path, after=5, keep_tickets=True)
    assert len(folder.parts()) == 5
    played = request.getfixturevalue("played")
    results.run(small_plan(12), resume=folder.path)
    assert played == [(number, False) for number in range(5, 12)]
    assert digests(folder.path) == whole


def test_gaps_are_filled(tmp_path, whole, request):
    folder = cut_off(tmp_path, after=5, keep_tickets=True)
    (folder.path / "parts" / "sums-000002.feather").unlink()
    played = request.getfixturevalue("played")
    results.run(small_plan(12), resume=folder.path)
    assert played == [(number, False) for number in (2, *range(5, 12))]
    assert digests(folder.path) == whole


def test_more_replications_may_be_asked_for_than_before(tmp_path, whole):
    folder = cut_off(tmp_path, after=2, replications=3, keep_tickets=True)
    results.run(small_plan(3), resume=folder.path, replications=12)
    assert digests(folder.path) == whole


def test_what_was_asked_for_need_not_be_said_again(tmp_path):
    folder = cut_off(
        tmp_path, after=1, replications=2, strategies=("level",), seed=9, by=("vip",), keep_tickets=True
    )
    options = continuing(small_plan(), Options(), folder)
    assert (options.strategies, options.seed, options.by) == (("level",), 9, ("vip",))
    assert (options.replications, options.keep_tickets) == (2, True)


@pytest.mark.parametrize(
    ("changes", "options", "said"),
    [
        ({"source": b"name: other"}, {}, "another scenario file"),
        ({}, {"seed": 5}, r"another seed \(1 there, 5 now\)"),
        ({}, {"strategies": ("level",)}, r"other strategies \(fifo, level there, level now\)"),
    ],
)
def test_another_run_is_refused(tmp_path, changes, options, said):
    folder = cut_off(tmp_path, after=1)
    with pytest.raises(FolderError, match=f"cannot continue .*: {said}"):
        continuing(replace(small_plan(), **changes), Options(**options), folder)


def test_another_version_is_refused(tmp_path, monkeypatch):
    folder = cut_off(tmp_path, after=1)
    monkeypatch.setattr("results.identity.edition", lambda: "ticketlab 9.9")
    with pytest.raises(FolderError, match=r"another version \(ticketlab .* there, ticketlab 9.9 now\)"):
        continuing(small_plan(), Options(), folder)


def test_a_disk_that_fills_up_keeps_what_is_finished(tmp_path, whole, monkeypatch):
    folder = Folder.prepared(tmp_path / "run")
    flush, room = os.fsync, iter(range(10))

    def full(file: int) -> None:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(file)

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", full)
        with pytest.raises(StoppedError, match=r"No space left on device; 3 of 12 .* kept: --resume"):
            run_plan(small_plan(12), Options(keep_tickets=True), folder)
    results.run(small_plan(12), resume=folder.path)
    assert digests(folder.path) == whole


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_that_was_killed_goes_on_to_the_same_bytes(tmp_path, workers):
    (tmp_path / "desk.yaml").write_text(TEXT, encoding="utf-8")
    words = ("run", "desk.yaml", "-n", "60", "--workers", workers, "--quiet")
    process = alone(*words, "--out", "killed", folder=tmp_path)
    wait_for(lambda: finished_parts(tmp_path / "killed"), process)
    time.sleep(random.random() / 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    goes_on = alone("run", "desk.yaml", "--resume", "killed", "--quiet", folder=tmp_path)
    again = alone(*words, "--out", "whole", folder=tmp_path)
    for one in (goes_on, again):
        succeeds(one)
    assert digests(tmp_path / "killed") == digests(tmp_path / "whole")
