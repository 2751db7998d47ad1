"""Workers on this machine: processes forked from one that has loaded everything, compiled code included."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor

from results.crew import Crew
from results.forking import begin, context
from results.interrupts import unheard
from results.memory import keep_freed_memory
from results.warming import must_compile, warm
from sim.compiled import keeps_compiled


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def compile_ahead(engine: str) -> None:
    """Compiles and keeps what an engine plays with; meanwhile another process does so for what counts."""
    counting = multiprocessing.get_context("spawn").Process(target=_play_without_compiling, daemon=True)
    try:
        if processors() > 1:
            with unheard():
                counting.start()
        warm(engine)
    finally:
        if counting.pid:
            counting.kill()
            counting.join()


def _play_without_compiling() -> None:
    """Plays in SimPy: of what is compiled, only draws and sums are needed."""
    import results.preload  # noqa: F401, PLC0415 - the main process alone answers Ctrl-C, and warns

    warm("simpy")


def process_crew(workers: int, engine: str = "auto") -> Crew:
    """A crew of so many processes, compiled for by this one; with one, this process plays."""
    if workers < 2:
        return Crew()
    if must_compile(engine) and keeps_compiled():
        compile_ahead(engine)
    begin(engine, workers, None)
    others = {child.pid for child in multiprocessing.active_children()}
    executor = ProcessPoolExecutor(workers, context(engine), _begin_work)

    def dismiss() -> None:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()

    return Crew(executor, size=lambda: workers, dismiss=dismiss)


def _begin_work() -> None:
    """What a worker does first; the main process alone answers Ctrl-C."""
    keep_freed_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_main_process, daemon=True).start()


def _end_with_main_process() -> None:
    """Nobody is left to wait for the work of a worker whose main process was killed."""
    main = multiprocessing.parent_process()
    if main is not None:
        main.join()
        os._exit(1)
