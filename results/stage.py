"""A stage of a comparison: its replications are played in order and taken in, and at the end written."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

import pandas as pd
import pyarrow as pa

from results.crew import Crew, CrewError, Job
from results.files import Folder, WriteError, part_name
from results.finished import REPLICATIONS, Finished
from results.interrupts import uninterrupted
from results.player import Played, Player, total_seconds
from results.running import Progress, StoppedError
from results.words import plural


class Playing(Protocol):
    """What takes in replications."""

    @property
    def done(self) -> int:
        """Replications that all have played."""
        ...

    @property
    def playing(self) -> Sequence[tuple[int, Player]]:
        """Who plays on, each with a number of their own."""
        ...

    def take(self, what_if: str, played: Played) -> None:
        """Takes in a replication under one what-if."""
        ...


Books = TypeVar("Books", bound=Playing)


class Desk:
    """Where what is played is kept."""

    def __init__(self, folder: Folder | None, progress: Progress | None) -> None:
        self.folder, self.progress = folder, progress
        self.seconds: dict[str, float] = {}
        self.tickets = 0

    def keep(self, name: str, finished: Finished) -> None:
        """Keeps the part files of one replication of one player."""
        if self.folder is not None:
            self.folder.write_part(name, finished)

    def count(self, finished: Finished) -> None:
        """Adds up tickets and time."""
        self.seconds = total_seconds([self.seconds, finished.played.seconds])
        self.tickets += finished.played.tickets

    def there(self) -> set[str]:
        """The part files that are there already."""
        return set() if self.folder is None else self.folder.parts()

    def stopped(self, problem: Exception) -> StoppedError:
        """Why it could not go on, and what is kept."""
        if self.folder is None:
            return StoppedError(str(problem))
        kept, path = plural(len(self.folder.parts()), "part"), self.folder.path
        return StoppedError(f"{problem}; what is finished is kept ({kept}): --resume {path} goes on")


class Stage(Generic[Books]):
    """The search, or the confirmation, on its way."""

    def __init__(self, contest: Books, desk: Desk, *, fresh: bool = False) -> None:
        self.contest, self.desk, self.fresh = contest, desk, fresh
        self.names: list[str] = []
        self.rows: list[pa.Table] = []
        self.stopped = False
        self._wanted: deque[Job] = deque()
        """What is to be taken in, in order."""

    def play(self, crew: Crew, count: int) -> None:
        """Takes in so many more replications in order; those whose part files are there are not played again.

        Ctrl-C ends it with those that are finished.
        """
        begin, there = self.contest.done, self.desk.there()
        self._wanted = deque(
            Job(player, number, self.fresh, batch=f"{place}-")
            for number in range(begin, begin + count)
            for place, player in self.contest.playing
        )
        # It has a name, since what nobody holds is closed, and forgets what is at work.
        playing = crew.play([job for job in self._wanted if _part(job) not in there])
        try:
            while self._wanted:
                job = self._wanted[0]
                self._take(job, self._kept(job) if _part(job) in there else next(playing)[1])
        except KeyboardInterrupt:
            self._take_rest(crew)
            crew.stop()
            self.stopped = True
        except (CrewError, WriteError) as problem:
            if isinstance(problem, CrewError):
                self._take_rest(crew)
            crew.stop()
            raise self.desk.stopped(problem) from problem

    def _kept(self, job: Job) -> Finished:
        """What a part file holds."""
        assert self.desk.folder is not None
        return self.desk.folder.part(_part(job), tickets=False)

    def _take(self, job: Job, finished: Finished) -> None:
        """Keeps one replication of one player, and takes it in if it is its turn."""
        with uninterrupted():
            self.desk.keep(_part(job), finished)
            if not self._wanted or job is not self._wanted[0]:
                return
            self._wanted.popleft()
            self.desk.count(finished)
            self.names.append(_part(job))
            if self.desk.folder is None:
                self.rows.append(finished.rows)
            self.contest.take(job.player.what_if, finished.played)
        if self.desk.progress:
            self.desk.progress(finished)

    def _take_rest(self, crew: Crew) -> None:
        """What was finished when it was stopped is kept, and taken in up to the first that is missing."""
        for job, finished in crew.finished():
            self._take(job, finished)


def _part(job: Job) -> str:
    return part_name(job.replication, job.batch, job.confirm)


def write_found(
    folder: Folder,
    tables: Mapping[str, pd.DataFrame],
    told: Mapping[str, Any],
    stages: Sequence[Stage[Any]] = (),
) -> None:
    """Writes tables that have columns, what is told of them, and the replications of the stages.

    Those of the finalists are called `confirmation`. The parts stay as long as replications are missing.
    """
    try:
        with uninterrupted():
            for name, table in tables.items():
                if len(table.columns):
                    folder.write_table(f"{name}.csv", table)
            for stage, name in zip(stages, (REPLICATIONS, "confirmation"), strict=False):
                folder.merge(REPLICATIONS, stage.names, name)
            folder.write_manifest(told)
            if not any(stage.stopped for stage in stages):
                folder.tidy()
    except WriteError as problem:
        raise StoppedError(str(problem)) from problem
