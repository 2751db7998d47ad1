"""A plan is played: replications in order, their sums kept, files written, tables made."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from results.crew import Crew, uninterrupted
from results.files import REPLICATIONS, TICKETS, Folder
from results.findings import Hours, Results
from results.player import Played, Player, engine_for, total_seconds
from results.record import Record
from results.replication_rows import replication_rows
from results.tables import promise_table, summary_table
from scenarios import Plan
from strategies import own_code

PACKAGES = ("ticketlab", "numpy", "scipy", "pandas", "pyarrow", "simpy", "numba")

Progress = Callable[[Played], None]


class NothingPlayedError(Exception):
    """The run was interrupted before its first replication was finished."""


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


class _Books:
    """What is kept while replications come in."""

    def __init__(self, player: Player, replications: int, folder: Folder | None) -> None:
        self.player, self.folder = player, folder
        self.records = {name: Record(player.groups, replications) for name in player.strategies}
        self.done: list[int] = []
        self.parts: list[pa.Table] = []
        self.seconds: dict[str, float] = {}
        self.tickets = self.capped = 0

    def take(self, one: Played) -> None:
        """Takes in one replication, whole or not at all."""
        with uninterrupted():
            for name, contribution in one.strategies.items():
                self.records[name].add(contribution)
            rows = replication_rows(one, self.player.groups, self.player.what_if)
            if self.folder is None:
                self.parts.append(rows)
            else:
                self.folder.write_part(REPLICATIONS, one.replication, rows)
                if one.rows is not None:
                    self.folder.write_part(TICKETS, one.replication, one.rows)
            self.done.append(one.replication)
            self.seconds = total_seconds([self.seconds, one.seconds])
            self.tickets += one.tickets
            self.capped += one.capped


def player_of(plan: Plan, options: Options) -> Player:
    """What plays a plan; ValueError for a strategy, engine or grouping that there is not."""
    strategies = _chosen(plan, options.strategies)
    engine = engine_for(options.engine, strategies)
    run = plan.scenario.run
    run = replace(
        run,
        replications=run.replications if options.replications is None else options.replications,
        seed=run.seed if options.seed is None else options.seed,
    )
    player = Player(replace(plan.scenario, run=run), strategies, options.by, engine, options.keep_tickets)
    _ = player.groups
    return player


def run_plan(
    plan: Plan, options: Options, folder: Folder | None = None, progress: Progress | None = None
) -> Results:
    """Plays a plan, writes its folder, and returns what was found.

    Ctrl-C ends it early with what is finished; NothingPlayedError where nothing is.
    """
    begun = time.perf_counter()
    player = player_of(plan, options)
    asked = player.scenario.run.replications
    books = _Books(player, asked, folder)
    _play(player, books, asked, options.workers, progress)
    if not books.done:
        raise NothingPlayedError
    played = time.perf_counter()
    results = _results(plan, books, asked)
    if folder is not None:
        _write(folder, results, books)
        seconds = {
            **{stage: round(spent, 3) for stage, spent in books.seconds.items()},
            "playing": round(played - begun, 3),
            "writing": round(time.perf_counter() - played, 3),
        }
        folder.write_manifest(_manifest(plan, player, results, seconds, options))
    return results


def _play(player: Player, books: _Books, asked: int, workers: int, progress: Progress | None) -> None:
    with Crew(player, range(asked), workers) as crew:
        try:
            for one in crew.played():
                books.take(one)
                if progress:
                    progress(one)
        except KeyboardInterrupt:
            for one in crew.finished():
                books.take(one)
            crew.stop()


def _results(plan: Plan, books: _Books, asked: int) -> Results:
    player, records = books.player, books.records
    return Results(
        name=player.scenario.name,
        strategies=tuple(player.strategies),
        baseline=plan.baseline if plan.baseline in player.strategies else next(iter(player.strategies)),
        stated_objective=plan.objective,
        promises=promise_table(records, player.scenario, player.what_if),
        summary=summary_table(records, player.what_if),
        replications_done=len(books.done),
        replications_asked=asked,
        played_on={name: record.played_on for name, record in records.items()},
        hours={
            name: Hours(record.promises.breach_hours, record.promises.clock_hours)
            for name, record in records.items()
        },
        capped=books.capped,
        folder=books.folder.path if books.folder else None,
        seconds=books.seconds,
        tickets=books.tickets,
        parts=tuple(books.parts),
    )


def _write(folder: Folder, results: Results, books: _Books) -> None:
    with uninterrupted():
        folder.write_table("promises.csv", results.promises)
        folder.write_table("summary.csv", results.summary)
        done = sorted(books.done)
        folder.merge(REPLICATIONS, done)
        if books.player.keep_tickets:
            folder.merge(TICKETS, done)
        folder.tidy()


def _chosen(plan: Plan, names: Sequence[str]) -> dict[str, Any]:
    unknown = [name for name in names if name not in plan.strategies]
    if unknown:
        known = ", ".join(plan.strategies)
        raise ValueError(f"the scenario has no strategy {unknown[0]!r}; it has: {known}")
    return {name: plan.strategies[name] for name in dict.fromkeys(names or plan.strategies)}


def _manifest(
    plan: Plan, player: Player, results: Results, seconds: Mapping[str, float], options: Options
) -> dict[str, Any]:
    return {
        "scenario": results.name,
        "file": plan.path.name,
        "sha256": hashlib.sha256(plan.source).hexdigest(),
        "seed": player.scenario.run.seed,
        "strategies": list(player.strategies),
        "baseline": results.baseline,
        "objective": results.objective,
        "replications": results.replications_done,
        "replications_asked": results.replications_asked,
        "code": own_code(player.strategies.values()),
        "engine": player.engine,
        "by": list(player.by),
        "tickets": results.tickets,
        "versions": {"python": platform.python_version(), **_versions()},
        "timing": dict(seconds),
        "machine": {
            "system": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "workers": options.workers,
        },
    }


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found
