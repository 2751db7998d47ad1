from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from results.cluster import ClusterError, cluster_crew
from tests.results.plans import TEXT
from tests.results.played_alone import alone, digests, finished_parts, python, succeeds, wait_for

distributed = pytest.importorskip("distributed", reason="Dask is not installed (ticketlab[cluster])")


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "desk.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


@contextmanager
def ended(*processes: subprocess.Popen[str]) -> Iterator[None]:
    """Nothing is left running."""
    try:
        yield
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def scheduler(folder: Path) -> subprocess.Popen[str]:
    words = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    return python("-m", "dask", *words, "--scheduler-file", "scheduler.json", folder=folder)


def worker(folder: Path) -> subprocess.Popen[str]:
    words = (
        "worker",
        "--scheduler-file",
        "scheduler.json",
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    )
    return python("-m", "dask", *words, folder=folder)


def address(folder: Path) -> str:
    import json  # noqa: PLC0415

    return str(json.loads((folder / "scheduler.json").read_text())["address"])


def run(folder: Path, *words: str) -> subprocess.Popen[str]:
    return alone("run", "desk.yaml", "--quiet", *words, folder=folder)


@pytest.mark.slow
def test_a_worker_that_dies_costs_nothing_but_time(desk):
    head = scheduler(desk)
    with ended(head):
        wait_for((desk / "scheduler.json").is_file, head)
        one, other = worker(desk), worker(desk)
        with ended(one, other):
            many = run(desk, "-n", "80", "--cluster", address(desk), "--out", "many")
            with ended(many):
                wait_for(lambda: len(finished_parts(desk / "many")) > 2, many)
                os.killpg(one.pid, signal.SIGKILL)
                died_after = len(finished_parts(desk / "many"))
                succeeds(many)
            assert died_after < 80
    succeeds(run(desk, "-n", "80", "--workers", "1", "--out", "one"))
    assert digests(desk / "many") == digests(desk / "one")


@pytest.mark.slow
def test_when_the_scheduler_goes_what_is_finished_is_kept_and_goes_on_elsewhere(desk):
    head = scheduler(desk)
    with ended(head):
        wait_for((desk / "scheduler.json").is_file, head)
        hand = worker(desk)
        with ended(hand):
            many = run(desk, "-n", "2000", "--cluster", address(desk), "--out", "many")
            with ended(many):
                wait_for(lambda: len(finished_parts(desk / "many")) > 2, many)
                os.killpg(head.pid, signal.SIGKILL)
                _, said = many.communicate(timeout=120)
                assert many.returncode == 1, said
                assert "replications are finished and kept: --resume many goes on" in said
                assert "Traceback" not in said
    kept = len(finished_parts(desk / "many"))
    succeeds(run(desk, "--resume", "many", "-n", str(kept + 3), "--workers", "1"))
    succeeds(run(desk, "-n", str(kept + 3), "--workers", "1", "--out", "whole"))
    assert digests(desk / "many") == digests(desk / "whole")


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_on_a_cluster_started_here(desk):
    many = run(desk, "-n", "5000", "--cluster", "local", "--workers", "2", "--out", "many")
    with ended(many):
        wait_for(lambda: len(finished_parts(desk / "many")) > 2, many)
        os.killpg(many.pid, signal.SIGINT)
        _, said = many.communicate(timeout=60)
    assert many.returncode == 130, said
    assert said.startswith("interrupted after ")
    assert said.endswith("--resume many goes on\n")
    assert (desk / "many" / "manifest.json").is_file()


@pytest.fixture
def another_cluster():
    """Something at the port at which Dask's own pages usually are."""
    with ExitStack() as stack:
        with suppress(OSError):  # it is taken already
            stack.enter_context(socket.create_server(("", 8787)))
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("another_cluster")
def test_a_cluster_started_here_gives_the_same_bytes(desk):
    many = run(desk, "-n", "6", "--cluster", "local", "--workers", "2", "--out", "many")
    with ended(many):
        assert succeeds(many) == ""
    succeeds(run(desk, "-n", "6", "--workers", "1", "--out", "one"))
    assert digests(desk / "many") == digests(desk / "one")


@pytest.mark.parametrize("address", ["what ever", "", "localhost", "tcp://", "tcp://x", "tcp://a b:1"])
def test_what_is_no_address_is_told(address):
    with pytest.raises(ClusterError, match="is no address: write `local`, or the address"):
        cluster_crew(address, None, "compiled")


def test_an_address_where_nobody_answers_is_told(monkeypatch):
    monkeypatch.setattr("results.cluster.REACHED_WITHIN", 0.5)
    with pytest.raises(ClusterError, match=r"no Dask scheduler answers at 'tcp://127\.0\.0\.1:1'"):
        cluster_crew("tcp://127.0.0.1:1", None, "compiled")


def test_without_dask_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'ticketlab\[cluster\]'"):
        cluster_crew("local", None, "compiled")
