from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys

import pytest

from results import processes
from tests.plain import PLAIN
from tests.results.played_alone import ROOT, alone, finished_parts, python, wait_for

MISSED = """
import gc
from results.processes import compile_ahead
from results.warming import warm
from sim.compiled import _Compiled

if __name__ == "__main__":
    {what}
    called = [one for one in gc.get_objects() if type(one) is _Compiled and "dispatcher" in vars(one)]
    print(sum(sum(one.dispatcher.stats.cache_misses.values()) for one in called))
"""


DEAF = """
import signal

def deaf():
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())

if __name__ == "__main__":
    from results.processes import process_crew

    with process_crew(2, "simpy") as crew:
        print(deaf(), crew._executor.submit(deaf).result())
"""


@pytest.fixture
def helpers(monkeypatch):
    """How many processes are at work while this one compiles, and for what."""
    seen = []
    monkeypatch.setattr(
        processes, "warm", lambda engine: seen.append((engine, len(multiprocessing.active_children())))
    )
    return seen


def test_another_process_helps_to_compile_and_is_gone_afterwards(monkeypatch, helpers):
    monkeypatch.setattr(processes, "processors", lambda: 2)
    before = len(multiprocessing.active_children())
    processes.compile_ahead("compiled")
    assert helpers == [("compiled", before + 1)]
    assert len(multiprocessing.active_children()) == before


def test_on_one_processor_nobody_helps_to_compile(monkeypatch, helpers):
    monkeypatch.setattr(processes, "processors", lambda: 1)
    before = len(multiprocessing.active_children())
    processes.compile_ahead("compiled")
    assert helpers == [("compiled", before)]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")
def test_workers_do_not_hear_ctrl_c_even_while_they_load(tmp_path):
    (tmp_path / "script.py").write_text(DEAF)
    said, complained = python("script.py", folder=tmp_path).communicate(timeout=300)
    assert (said, complained) == ("False True\n", "")


@pytest.mark.slow
@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
def test_what_two_processes_compiled_is_all_that_playing_needs(tmp_path):
    def missed(what: str) -> int:
        script = tmp_path / "script.py"
        script.write_text(MISSED.format(what=what))
        found = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_CACHE_DIR": str(tmp_path / "cache")}
        done = subprocess.run(
            [sys.executable, script], env=found, capture_output=True, text=True, timeout=300, check=True
        )
        return int(done.stdout)

    assert missed("compile_ahead('compiled')") > 0
    assert missed("warm('compiled')") == 0


@pytest.mark.slow
def test_workers_end_when_the_main_process_is_killed(tmp_path):
    process = alone("run", "bench", "-n", "1000", "--workers", "2", "--out", "killed", folder=tmp_path)
    wait_for(lambda: finished_parts(tmp_path / "killed"), process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)  # ends when nobody is left who could write what it reads
