"""A comparison is played: a search among all candidates, then fresh replications for those that decide."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa

from results.asking import Question, Setup, setup_of
from results.comparison_results import Comparison
from results.contest import CONFIRMED, SEARCH, Contest
from results.crew import Crew, CrewError, Job
from results.criteria import Expression
from results.deciding import finalists, found_of, objective_of, pursuit_of, standings_of
from results.files import Folder, WriteError, part_name
from results.finished import REPLICATIONS, Finished
from results.hiring import hired
from results.interrupts import uninterrupted
from results.manifest import manifest
from results.player import total_seconds
from results.running import NothingPlayedError, Progress, StoppedError
from results.until_sure import Pursuit, Sure
from scenarios import Plan


def compare_plan(
    plan: Plan,
    question: Question,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
) -> Comparison:
    """Plays a comparison, writes its folder, and returns what was found.

    Ctrl-C ends it early with what is finished; NothingPlayedError where no replication is, StoppedError where
    the workers or the disk gave up. A `crew` that is given plays, and is not dismissed.
    """
    begun = time.perf_counter()
    setup = setup_of(plan, question)
    desk = _Desk(folder, progress)
    options, engine = question.options, setup.players[0].engine
    workers = hired(options.workers, engine, options.cluster) if crew is None else nullcontext(crew)
    with workers as playing:
        stages, sure = _played(setup, question, playing, desk)
    if not stages[0].contest.done:
        raise NothingPlayedError
    seconds = {**desk.seconds, "playing": time.perf_counter() - begun}
    results = _results(setup, stages, sure, desk, seconds)
    if folder is not None:
        who = {"workers": options.workers, "cluster": options.cluster}
        _write(folder, results, stages, _manifest(plan, question, results, who))
    return results


class _Desk:
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


class _More:
    """Further replications of those that may be best, until it is sure or the budget ends."""

    def __init__(self, pursuit: Pursuit, setup: Setup, search: _Stage) -> None:
        self.pursuit, self.search = pursuit, search
        self.end = min(pursuit.most, setup.budget)
        self.step = max(setup.replications // 4, 1)

    def play(self, crew: Crew) -> None:
        """Plays batch after batch; Ctrl-C ends it with the batches that are finished."""
        while len(self.pursuit.alive) > 1 and self.pursuit.done < self.end and not self.search.stopped:
            count = min(self.step, self.end - self.pursuit.done)
            taken: list[tuple[Job, Finished]] = []
            try:
                taken.extend(crew.play(self.pursuit.batch(count)))
            except KeyboardInterrupt:
                crew.stop()
                self.search.stopped = True
                return
            except (CrewError, WriteError) as problem:
                crew.stop()
                raise StoppedError(str(problem)) from problem
            for job, finished in taken:
                self.search.keep(job, finished)
                self.pursuit.take(job.player.what_if, finished.played)
            self.pursuit.ended(count)


class _Stage:
    """The search, or the confirmation, on its way."""

    def __init__(self, contest: Contest, numbers: Iterable[int], desk: _Desk, *, fresh: bool = False) -> None:
        self.contest, self.numbers, self.desk, self.fresh = contest, list(numbers), desk, fresh
        self.names: list[str] = []
        self.rows: list[pa.Table] = []
        self.stopped = False

    def play(self, crew: Crew) -> None:
        """Takes in all replications in order; Ctrl-C ends it with those that are finished."""
        jobs = (
            Job(player, number, self.fresh, batch=f"{place}-")
            for number in self.numbers
            for place, player in enumerate(self.contest.players.values())
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
            self.keep(job, finished)
            self.contest.take(job.player.what_if, finished.played)
        if self.desk.progress:
            self.desk.progress(finished)

    def keep(self, job: Job, finished: Finished) -> None:
        """Keeps the rows of one replication."""
        name = part_name(job.replication, job.batch, job.confirm)
        self.desk.keep(name, finished)
        self.names.append(name)
        if self.desk.folder is None:
            self.rows.append(finished.rows)


def _played(setup: Setup, question: Question, crew: Crew, desk: _Desk) -> tuple[list[_Stage], Sure | None]:
    """The search, what makes it sure, and the confirmation where there is to be one."""
    search = Contest(
        setup.players, setup.baseline, setup.watched, setup.replications, all_pairs=question.all_pairs
    )
    stages = [_Stage(search, range(setup.replications), desk)]
    stages[0].play(crew)
    if not search.done or stages[0].stopped:
        return stages, None
    objective, sure = objective_of(setup, search), None
    if setup.confidence:
        pursuit = pursuit_of(setup, search, objective)
        _More(pursuit, setup, stages[0]).play(crew)
        sure = pursuit.result()
    wanted = setup.replications if question.confirm is None else question.confirm
    if wanted and not stages[0].stopped:
        fresh = _confirming(setup, search, objective, sure, wanted)
        stages.append(_Stage(fresh, range(wanted), desk, fresh=True))
        stages[1].play(crew)
    return stages, sure


def _confirming(
    setup: Setup, search: Contest, objective: Expression, sure: Sure | None, replications: int
) -> Contest:
    """A contest of the finalists alone."""
    chosen = finalists(search, objective, standings_of(setup, search, objective), sure)
    players = []
    for player in setup.players:
        first = next(iter(player.strategies))
        own = [cell.strategy for cell in chosen if cell.what_if == player.what_if]
        if own:
            names = dict.fromkeys([first, *own])
            players.append(replace(player, strategies={name: player.strategies[name] for name in names}))
    return Contest(players, setup.baseline, setup.watched, replications, all_pairs=True, only=chosen)


def _results(
    setup: Setup, stages: Sequence[_Stage], sure: Sure | None, desk: _Desk, seconds: dict[str, float]
) -> Comparison:
    search = stages[0].contest
    objective = objective_of(setup, search)
    fresh = stages[1].contest if len(stages) > 1 and stages[1].contest.done > 1 else None
    contests = {SEARCH: search} | ({CONFIRMED: fresh} if fresh is not None else {})

    def staged(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
        return pd.concat([table.assign(stage=stage) for stage, table in tables.items()], ignore_index=True)

    return Comparison(
        name=setup.players[0].scenario.name,
        setup=setup,
        found=found_of(setup, objective, search, fresh, sure),
        standings=standings_of(setup, search, objective),
        confirmed=standings_of(setup, fresh, objective) if fresh is not None else {},
        comparison=staged({name: one.comparison(objective, setup.worth) for name, one in contests.items()}),
        gains=staged({name: one.gains() for name, one in contests.items()}),
        answers=staged({name: one.answers() for name, one in contests.items()}),
        announcements=staged({name: one.announcements() for name, one in contests.items()}),
        promises=staged({name: one.promises() for name, one in contests.items()}),
        summary=staged({name: one.summary() for name, one in contests.items()}),
        waits=staged({name: one.waits() for name, one in contests.items()}),
        load=staged({name: one.load() for name, one in contests.items()}),
        why=staged({name: one.why() for name, one in contests.items()}),
        replications_done=search.done,
        replications_asked=setup.replications,
        tickets=desk.tickets,
        seconds=seconds,
        interrupted=any(stage.stopped for stage in stages),
        folder=desk.folder.path if desk.folder else None,
        rows=tuple(stages[0].rows),
    )


def _write(folder: Folder, results: Comparison, stages: Sequence[_Stage], told: dict[str, Any]) -> None:
    """Writes the files; what the finalists left on fresh replications is `confirmation.parquet`."""
    try:
        with uninterrupted():
            for name in (
                "comparison",
                "gains",
                "answers",
                "announcements",
                "promises",
                "summary",
                "waits",
                "load",
                "why",
            ):
                folder.write_table(f"{name}.csv", getattr(results, name))
            for stage, name in zip(stages, (REPLICATIONS, "confirmation"), strict=False):
                folder.merge(REPLICATIONS, stage.names, name)
            folder.write_manifest(told)
            folder.tidy()
    except WriteError as problem:
        raise StoppedError(str(problem)) from problem


def _manifest(plan: Plan, question: Question, results: Comparison, who: dict[str, Any]) -> dict[str, Any]:
    """What was compared; only `timing` and `machine` differ between equal comparisons."""
    setup = results.setup
    seconds = {stage: round(spent, 3) for stage, spent in results.seconds.items()}
    return {
        **manifest(plan, setup.players[0], results, seconds, who),
        "what_if": [player.what_if for player in setup.players[1:]],
        "subject_to": [one.text for one in setup.constraints],
        "worth": question.worth,
        "confirmed": [cell.label for cell in results.confirmed],
        "confirmed_replications": results.found.fresh,
    }
