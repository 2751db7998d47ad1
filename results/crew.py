"""Who plays the replications: this process, or the workers of an executor; results come in order either way.

A crew plays any number of batches, of any players, with the workers it has. Workers keep the players that
they have met.
"""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from results.edition import edition
from results.finished import Finished
from results.interrupts import uninterrupted
from results.player import Player

PATIENCE = 5.0
"""How often it is looked whether there still are workers [s]."""

PLAYERS_KEPT = 64
"""So many players are kept by each worker; batches of more are played player by player."""


Result = TypeVar("Result")


class CrewError(Exception):
    """The workers cannot go on; the message says why."""


@dataclass(frozen=True, eq=False)
class Job:
    """One replication of one player."""

    player: Player
    replication: int
    confirm: bool = False
    """A fresh replication, for what was chosen by looking at results."""
    batch: str = ""
    """Tells the part files of this player from those of others in the same folder."""


class Crew:
    """Plays jobs; a context manager that leaves nothing running."""

    def __init__(
        self,
        executor: Executor | None = None,
        *,
        size: Callable[[], int] = lambda: 1,
        watch: Callable[[], None] = lambda: None,
        dismiss: Callable[[], None] = lambda: None,
        lost: tuple[type[Exception], ...] = (BrokenExecutor,),
    ) -> None:
        """Without an executor this process plays.

        `size` says how many workers there are now; `watch` raises CrewError when none is left to wait for;
        `dismiss` ends the workers at once; `lost` are the errors that tell of workers that have died.
        """
        self._executor, self._size, self._watch, self._dismiss = executor, size, watch, dismiss
        self._lost = lost
        self._stopped = False
        self._at_work: deque[tuple[Job, Future[Finished]]] = deque()
        self._packed: dict[int, tuple[Player, bytes]] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.stop()
        elif self._executor is not None and not self._stopped:
            self._executor.shutdown()
            self._dismiss()

    def stop(self) -> None:
        """Ends the workers, whatever they are playing."""
        self._stopped = True
        self._dismiss()

    def play(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Finished]]:
        """The jobs in order, as they are finished; CrewError where the workers cannot go on."""
        if self._executor is None:
            for job in jobs:
                yield job, Finished.of(job.player, job.player.play(job.replication, job.confirm))
            return
        waiting = iter(jobs)
        try:
            while self._send(self._executor, waiting):
                job, future = self._at_work[0]
                finished = self._awaited(future)
                self._at_work.popleft()
                yield job, finished
        except GeneratorExit:
            self._forget()
            raise

    def finished(self) -> Iterator[tuple[Job, Finished]]:
        """After an interruption: what was finished and not yet handed out."""
        for job, future in self._at_work:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield job, future.result()

    def _forget(self) -> None:
        """Nobody wants to know any more what is being played."""
        for _, future in self._at_work:
            future.cancel()
        self._at_work.clear()

    def _send(self, executor: Executor, waiting: Iterator[Job]) -> bool:
        """Hands out jobs while there is room; whether any is at work."""
        room = 2 * max(self._size(), 1) + 1
        while len(self._at_work) < room:
            job = next(waiting, None)
            if job is None:
                break
            order = (edition(), self._pack(job.player), job.replication, job.confirm)
            self._at_work.append((job, self._submitted(executor, _play, *order)))
        return bool(self._at_work)

    def _submitted(self, executor: Executor, task: Callable[..., Result], *given: object) -> Future[Result]:
        """Hands out a task; not even Ctrl-C may come between a worker and its birth."""
        try:
            with uninterrupted():
                return executor.submit(task, *given)
        except self._lost as problem:
            raise CrewError(_lost(problem)) from problem

    def _awaited(self, future: Future[Result]) -> Result:
        while True:
            try:
                return future.result(timeout=PATIENCE)
            except TimeoutError:
                if future.done():
                    raise
                self._watch()
            except CancelledError as problem:
                raise CrewError("the connection to the workers was lost") from problem
            except self._lost as problem:
                raise CrewError(_lost(problem)) from problem

    def _pack(self, player: Player) -> bytes:
        """A player as bytes, without what a worker builds itself; the same bytes each time."""
        if id(player) not in self._packed:
            if len(self._packed) == PLAYERS_KEPT:
                self._packed.clear()
            self._packed[id(player)] = player, zlib.compress(pickle.dumps(replace(player)), 1)
        return self._packed[id(player)][1]


def _lost(problem: BaseException) -> str:
    return (
        f"workers ended unexpectedly ({type(problem).__name__}): for want of memory, "
        'or because the script that started them has no `if __name__ == "__main__":`'
    )


def _play(wanted: str, player: bytes, replication: int, confirm: bool) -> Finished:
    """What a worker does."""
    if edition() != wanted:
        raise CrewError(f"a worker has {edition()}; here it is {wanted}: install the same on all machines")
    own = _met(player)
    found = Finished.of(own, own.play(replication, confirm))
    return found if found.light else Finished(found.contents)


@lru_cache(maxsize=PLAYERS_KEPT)
def _met(player: bytes) -> Player:
    found = pickle.loads(zlib.decompress(player))
    if not isinstance(found, Player):
        raise TypeError(f"{type(found).__name__} is no player")
    return found
