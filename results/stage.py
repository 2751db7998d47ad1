"""A stage of a comparison: its replications are played in order and taken in, and at the end written."""

from __future__ import annotations

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
        """Takes in one replication of one player."""
        if self.folder is not None:
            self.folder.write_part(name, finished)
        self.seconds = total_seconds([self.seconds, finished.played.seconds])
        self.tickets += finished.played.tickets


class Stage(Generic[Books]):
    """The search, or the confirmation, on its way."""

    def __init__(self, contest: Books, desk: Desk, *, fresh: bool = False) -> None:
        self.contest, self.desk, self.fresh = contest, desk, fresh
        self.names: list[str] = []
        self.rows: list[pa.Table] = []
        self.stopped = False

    def play(self, crew: Crew, count: int) -> None:
        """Takes in so many more replications in order; Ctrl-C ends it with those that are finished."""
        begin = self.contest.done
        jobs = (
            Job(player, number, self.fresh, batch=f"{place}-")
            for number in range(begin, begin + count)
            for place, player in self.contest.playing
        )
        try:
            for job, finished in crew.play(jobs):
                self._take(job, finished)
        except KeyboardInterrupt:
            for job, finished in crew.finished():
                self._take(job, finished)
            crew.stop()
            self.stopped = True
        except (CrewError, WriteError) as problem:
            crew.stop()
            raise StoppedError(str(problem)) from problem

    def _take(self, job: Job, finished: Finished) -> None:
        with uninterrupted():
            name = part_name(job.replication, job.batch, job.confirm)
            self.desk.keep(name, finished)
            self.names.append(name)
            if self.desk.folder is None:
                self.rows.append(finished.rows)
            self.contest.take(job.player.what_if, finished.played)
        if self.desk.progress:
            self.desk.progress(finished)


def write_stages(
    folder: Folder,
    tables: Mapping[str, pd.DataFrame],
    stages: Sequence[Stage[Any]],
    told: Mapping[str, Any],
) -> None:
    """Writes tables that have columns, and the replications: those of the finalists as `confirmation`."""
    try:
        with uninterrupted():
            for name, table in tables.items():
                if len(table.columns):
                    folder.write_table(f"{name}.csv", table)
            for stage, name in zip(stages, (REPLICATIONS, "confirmation"), strict=False):
                folder.merge(REPLICATIONS, stage.names, name)
            folder.write_manifest(told)
            folder.tidy()
    except WriteError as problem:
        raise StoppedError(str(problem)) from problem
