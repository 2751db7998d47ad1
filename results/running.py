"""A plan is played: replications in order, their sums kept, files written, tables made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import pyarrow as pa

from results.blocks import blocks_in_words, check_blocks
from results.books import Books
from results.crew import Crew, CrewError, Job
from results.drift import cautions
from results.files import Folder, FolderError, WriteError, part_name
from results.findings import Hours, Results
from results.finished import REPLICATIONS, TICKETS, Finished
from results.hiring import given_or_hired
from results.identity import Identity
from results.interrupts import uninterrupted
from results.manifest import manifest
from results.player import Player, engine_for
from results.tables import promise_table, summary_table
from results.wait_curves import wait_table
from results.week_load import FAMILY, LOAD, load_table
from results.why import why_table
from scenarios import Plan

Progress = Callable[[Finished], None]


class NothingPlayedError(Exception):
    """The run was interrupted before its first replication was finished."""


class StoppedError(Exception):
    """The run could not go on; the message says why, and what is kept."""


@dataclass(frozen=True)
class Options:
    """How a plan is to be played; None: as the file says."""

    strategies: tuple[str, ...] = ()
    replications: int | None = None
    seed: int | None = None
    workers: int = 1
    by: tuple[str, ...] = ()
    engine: str = "auto"
    keep_tickets: bool = False
    cluster: str | None = None
    """The address of a Dask scheduler, or `local`."""
    load_by_hour: bool = False
    """Whether queues and people are told by hour of the week too."""
    why: bool = False
    """Whether it is told why tickets waited."""
    stratify: bool = False
    """Whether the day factors of every ten replications are drawn together, spread evenly."""


def player_of(plan: Plan, options: Options) -> Player:
    """What plays a plan; ValueError for a strategy, engine or grouping that there is not."""
    strategies = _chosen(plan, options.strategies)
    engine = engine_for(options.engine, strategies)
    run = plan.scenario.run
    run = replace(
        run,
        replications=run.replications if options.replications is None else options.replications,
        seed=run.seed if options.seed is None else options.seed,
        stratify=options.stratify,
    )
    if options.stratify:
        check_blocks(run.replications)
    player = Player(
        replace(plan.scenario, run=run),
        strategies,
        options.by,
        engine,
        options.keep_tickets,
        options.load_by_hour,
        why=options.why,
    )
    _ = player.groups
    return player


def continuing(plan: Plan, options: Options, folder: Folder) -> Options:
    """The options with which a run in a folder goes on; what is not asked for stays as it was.

    Raises FolderError where the run there is another one, saying in what.
    """
    try:
        there = Identity.read(folder.identity)
    except (OSError, ValueError) as problem:
        raise FolderError(f"{folder.path} holds no run that can be continued: {problem}") from problem
    if there.sha256 != plan.sha256:
        raise FolderError(f"cannot continue {folder.path}: another scenario file")
    known = [name for name in there.strategies if name in plan.strategies]
    options = replace(
        options,
        strategies=options.strategies or tuple(known),
        replications=options.replications or there.replications,
        seed=there.seed if options.seed is None else options.seed,
        by=options.by or there.by,
        keep_tickets=options.keep_tickets or there.keep_tickets,
        why=options.why or there.why,
        stratify=options.stratify or there.stratify,
    )
    difference = there.difference(Identity.of(plan, player_of(plan, options)))
    if difference:
        raise FolderError(f"cannot continue {folder.path}: {difference}")
    return options


def run_plan(
    plan: Plan,
    options: Options,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
) -> Results:
    """Plays a plan, writes its folder, and returns what was found.

    Replications whose part files are in the folder are not played again. Ctrl-C ends it early with what is
    finished; NothingPlayedError where nothing is, StoppedError where the workers or the disk gave up. A
    `crew` that is given plays, and is not dismissed.
    """
    begun = time.perf_counter()
    player = player_of(plan, options)
    run = _Run(player, folder, progress)
    if folder is not None:
        folder.write_identity(Identity.of(plan, player).written())
    with given_or_hired(crew, options.workers, player.engine, options.cluster) as playing:
        run.play(playing)
    if not run.books.done:
        raise NothingPlayedError
    played = time.perf_counter()
    results = run.results(plan)
    if folder is not None:
        seconds = {**run.books.seconds, "playing": played - begun}
        run.write(folder, results, manifest(plan, player, results, seconds, options))
    return results


class _Run:
    """One run on its way."""

    def __init__(self, player: Player, folder: Folder | None, progress: Progress | None) -> None:
        self.player, self.folder, self.progress = player, folder, progress
        self.asked = player.scenario.run.replications
        self.books = Books(player, self.asked)
        self.rows: list[pa.Table] = []

    def play(self, crew: Crew) -> None:
        """Takes in all replications in order, those that are there already and those that are played."""
        there = set() if self.folder is None else self.folder.parts()
        missing = [n for n in range(self.asked) if part_name(n) not in there]
        playing = crew.play(Job(self.player, number) for number in missing)
        try:
            for finished in self._in_order(set(missing), playing):
                self._take(finished)
        except KeyboardInterrupt:
            self._take_rest(crew)
            crew.stop()
        except (CrewError, WriteError) as problem:
            if isinstance(problem, CrewError):
                self._take_rest(crew)
            crew.stop()
            raise StoppedError(self._kept(problem)) from problem

    def _in_order(self, missing: set[int], playing: Iterator[tuple[Job, Finished]]) -> Iterator[Finished]:
        for number in range(self.asked):
            if number in missing:
                yield next(playing)[1]
            elif self.folder is not None:
                yield self.folder.part(part_name(number), tickets=self.player.keep_tickets)

    def _take(self, finished: Finished) -> None:
        """Takes in one replication, whole or not at all."""
        with uninterrupted():
            if self.folder is None:
                self.rows.append(finished.rows)
            else:
                self.folder.write_part(part_name(finished.played.replication), finished)
            self.books.take(finished.played)
        if self.progress:
            self.progress(finished)

    def _take_rest(self, crew: Crew) -> None:
        """What was finished when the run was stopped, and not yet taken in."""
        for _, finished in crew.finished():
            self._take(finished)

    def _kept(self, problem: Exception) -> str:
        if self.folder is None:
            return str(problem)
        count = len(self.folder.parts())
        path = self.folder.path
        return (
            f"{problem}; {count} of {self.asked} replications are finished and kept: --resume {path} goes on"
        )

    def results(self, plan: Plan) -> Results:
        """The tables of what was taken in."""
        player, records = self.player, self.books.records
        first = next(iter(player.strategies))
        return Results(
            name=player.scenario.name,
            strategies=tuple(player.strategies),
            baseline=plan.baseline if plan.baseline in player.strategies else first,
            stated_objective=plan.objective,
            promises=promise_table(records, player.scenario, player.what_if),
            summary=summary_table(records, player.what_if),
            waits=wait_table(records, player.what_if),
            load=self._load(),
            why=why_table(
                {name: record.why for name, record in records.items()}, player.scenario, player.what_if
            ),
            cautions=(
                *cautions(player.scenario.run, {name: record.drift for name, record in records.items()}),
                *([blocks_in_words(self.books.units)] if self.books.size > 1 else []),
            ),
            replications_done=len(self.books.done),
            unit=self.books.size,
            replications_asked=self.asked,
            played_on={name: record.played_on for name, record in records.items()},
            hours={
                name: Hours(record.promises.breach_hours, record.promises.clock_hours)
                for name, record in records.items()
            },
            capped=self.books.capped,
            folder=self.folder.path if self.folder else None,
            seconds=self.books.seconds,
            tickets=self.books.tickets,
            parts=tuple(self.rows),
        )

    def _load(self) -> pd.DataFrame:
        """Queues and people by hour of the week; empty unless they were asked for."""
        tables = [
            load_table(record.sections(FAMILY), self.player.groups).assign(
                what_if=self.player.what_if, strategy=name
            )
            for name, record in self.books.records.items()
        ]
        return pd.DataFrame(pd.concat(tables, ignore_index=True)[list(LOAD)])

    def write(self, folder: Folder, results: Results, told: dict[str, Any]) -> None:
        """Writes the files; the parts stay as long as replications are missing."""
        begun = time.perf_counter()
        names = [part_name(number) for number in sorted(self.books.done)]
        try:
            with uninterrupted():
                folder.write_table("promises.csv", results.promises)
                folder.write_table("summary.csv", results.summary)
                if self.player.why:
                    folder.write_table("why.csv", results.why)
                folder.merge(REPLICATIONS, names)
                if self.player.keep_tickets:
                    folder.merge(TICKETS, names)
                told["timing"]["writing"] = round(time.perf_counter() - begun, 3)
                folder.write_manifest(told)
                if not results.interrupted:
                    folder.tidy()
        except WriteError as problem:
            raise StoppedError(self._kept(problem)) from problem


def _chosen(plan: Plan, names: Sequence[str]) -> dict[str, Any]:
    unknown = [name for name in names if name not in plan.strategies]
    if unknown:
        known = ", ".join(plan.strategies)
        raise ValueError(f"the scenario has no strategy {unknown[0]!r}; it has: {known}")
    return {name: plan.strategies[name] for name in dict.fromkeys(names or plan.strategies)}
