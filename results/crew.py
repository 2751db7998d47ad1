"""Who plays the replications: this process, or several workers; the results come in order either way."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Any

from results.player import Played, Player

_player: Player | None = None
"""What a worker process plays."""


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Plays numbered replications; a context manager that leaves no process behind."""

    def __init__(self, player: Player, replications: Sequence[int], workers: int = 1) -> None:
        self.player = player
        self.numbers = deque(replications)
        self.workers = max(1, min(workers, len(replications)))
        self._executor: ProcessPoolExecutor | None = None
        self._at_work: deque[Future[Played]] = deque()
        self._others: set[int | None] = set()

    def __enter__(self) -> Crew:
        if self.workers > 1:
            context = _context()
            self._others = {child.pid for child in multiprocessing.active_children()}
            self._executor = ProcessPoolExecutor(self.workers, context, _prepare, (self.player,))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if kind is not None:
            self.stop()
        elif self._executor is not None:
            self._executor.shutdown()

    def stop(self) -> None:
        """Ends the workers at once, whatever they are playing."""
        if self._executor is None:
            return
        self._executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            if child.pid not in self._others:
                child.terminate()

    def played(self) -> Iterator[Played]:
        """The replications in order, as they are finished."""
        if self._executor is None:
            while self.numbers:
                yield self.player.play(self.numbers.popleft())
            return
        while self.numbers or self._at_work:
            while self.numbers and len(self._at_work) < 2 * self.workers:
                self._at_work.append(self._executor.submit(_play, self.numbers.popleft()))
            one = self._at_work[0].result()
            self._at_work.popleft()
            yield one

    def finished(self) -> Iterator[Played]:
        """After an interruption: what was finished and not yet handed out."""
        for future in self._at_work:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield future.result()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back while books are kept, so that they are never half written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):
        before(*came[0])


def _context() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["results.player"])
    return context


def _prepare(player: Player) -> None:
    """Makes a worker ready; the main process alone answers Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _player  # noqa: PLW0603
    _player = player


def _play(replication: int) -> Played:
    if _player is None:
        raise RuntimeError("this worker has not been told what to play")
    return _player.play(replication)
