"""Workers on this machine: processes forked from one that has loaded everything, compiled code included."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from results.crew import Crew

PRELOAD = {"simpy": "results.crew"}
"""Engine → what the process from which workers are forked imports; else `results.preload_compiled`."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def process_crew(workers: int, engine: str = "auto") -> Crew:
    """A crew of so many processes; with one, this process plays."""
    if workers < 2:
        return Crew()
    others = {child.pid for child in multiprocessing.active_children()}
    executor = ProcessPoolExecutor(workers, _context(engine), _deaf_to_ctrl_c)

    def dismiss() -> None:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()

    return Crew(executor, size=lambda: workers, dismiss=dismiss)


def _context(engine: str) -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["results.preload", PRELOAD.get(engine, "results.preload_compiled")])
    return context


def _deaf_to_ctrl_c() -> None:
    """The main process alone answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
