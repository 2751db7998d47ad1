from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from results import files
from results.crew import Crew, Job
from results.files import Folder, FolderError, WriteError, part_name
from results.running import Options, player_of
from tests.results.plans import small_plan

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def finished():
    player = player_of(small_plan(1), Options(keep_tickets=True))
    return next(Crew().play([Job(player, 0)]))[1]


@pytest.fixture
def full_disk(monkeypatch):
    def fails(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", fails)


def test_a_part_is_there_once_it_is_written(tmp_path, finished):
    folder = Folder.prepared(tmp_path / "run")
    assert folder.parts() == set()
    folder.write_part(part_name(7), finished)
    assert folder.parts() == {"000007"}
    assert folder.part("000007", tickets=True).contents == finished.contents


def test_a_part_without_its_sums_is_not_there(tmp_path, finished):
    folder = Folder.prepared(tmp_path / "run")
    folder.write_part(part_name(7), finished)
    (tmp_path / "run" / "parts" / "sums-000007.feather").unlink()
    assert folder.parts() == set()


def test_batches_and_fresh_replications_have_parts_of_their_own():
    names = {part_name(1), part_name(1, "a-"), part_name(1, confirm=True), part_name(1, "a-", confirm=True)}
    assert len(names) == 4


@pytest.mark.parametrize("damaged", ["sums-000007.feather", "replications-000007.parquet"])
def test_a_damaged_part_is_told(tmp_path, finished, damaged):
    folder = Folder.prepared(tmp_path / "run")
    folder.write_part(part_name(7), finished)
    (tmp_path / "run" / "parts" / damaged).write_bytes(b"half")
    with pytest.raises(FolderError, match=r"sums-000007\.feather: .*remove it"):
        folder.part("000007", tickets=False)


def test_a_full_disk_is_told_before_anything_is_played(tmp_path, full_disk):
    with pytest.raises(FolderError, match="No space left on device"):
        Folder.prepared(tmp_path / "deep" / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_finds_no_room_leaves_nothing_half_written(tmp_path, finished, monkeypatch, request):
    folder = Folder.prepared(tmp_path / "run")
    request.getfixturevalue("full_disk")
    with pytest.raises(WriteError, match=r"cannot write .*No space left on device"):
        folder.write_part(part_name(0), finished)
    assert list((tmp_path / "run" / "parts").iterdir()) == []


def test_abandoning_keeps_what_is_finished(tmp_path, finished):
    folder = Folder.prepared(tmp_path / "run")
    folder.write_part(part_name(0), finished)
    folder.abandon()
    assert folder.parts() == {"000000"}


@pytest.mark.parametrize("name", ["run", "what a näme", "two\nlines", "🦆"])
def test_an_abandoned_folder_is_gone(tmp_path, name):
    folder = Folder.prepared(tmp_path / name)
    folder.write_identity("{}")
    folder.abandon()
    assert list(tmp_path.iterdir()) == []


def test_what_was_half_written_is_swept_when_a_run_goes_on(tmp_path):
    folder = Folder.prepared(tmp_path / "run")
    folder.write_identity("{}")
    left_over = tmp_path / "run" / "parts" / "sums-000001.feather.unfinished"
    left_over.touch()
    assert Folder.continued(tmp_path / "run").parts() == set()
    assert not left_over.exists()


def test_nothing_is_continued_where_nothing_was_begun(tmp_path):
    with pytest.raises(FolderError, match="no folder"):
        Folder.continued(tmp_path / "run")
    with pytest.raises(FolderError, match="no run that was interrupted"):
        Folder.continued(tmp_path)
    folder = Folder.prepared(tmp_path / "run")
    folder.write_manifest({})
    folder.tidy()
    with pytest.raises(FolderError, match="finished run"):
        Folder.continued(tmp_path / "run")


def test_a_limit_on_the_size_of_files_is_a_full_disk(tmp_path):
    code = (
        "import resource, signal; from pathlib import Path; from results.files import Folder\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "Folder.prepared(Path('run'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "FolderError: cannot write results to run: File too large" in done.stderr
