"""The process from which workers are forked; it loads what they need while the scenario is still read."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver
from multiprocessing.context import BaseContext

from results.interrupts import unheard

PRELOAD = {"simpy": "results.crew"}
"""Engine → what it imports beside `results.preload`; else `results.preload_compiled`."""


def context(engine: str) -> BaseContext:
    """How workers come to be: forked where that can be done safely, else from nothing."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(["results.preload", PRELOAD.get(engine, "results.preload_compiled")])
    return found


def begin(engine: str, workers: int | None, cluster: str | None) -> None:
    """Starts it, without waiting, where several workers are asked for on this machine."""
    here = cluster is None and workers is not None and workers > 1
    if here and context(engine).get_start_method() == "forkserver":
        with unheard():
            forkserver.ensure_running()
