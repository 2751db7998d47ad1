"""A sizing is played: each strategy on its own, then the tables and the folder."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from results.crew import Crew
from results.files import Folder
from results.hiring import given_or_hired
from results.manifest import manifest
from results.player import Player
from results.running import NothingPlayedError, Options, Progress
from results.sizing.course import Course, course_of, run_course
from results.sizing.kept_tables import Tried, promises_table, requirements_table
from results.sizing.question import Setup, SizeQuestion, setup_of
from results.sizing.sensitivity import cheapest_of, sensitivity_table
from results.sizing.tables import candidates_table, frontier_table, neighbours_table, sizing_table
from results.sizing.theory import theory
from results.sizing.theory_table import theory_frame
from results.sizing.trials import InterruptedSearchError
from results.stage import write_found
from scenarios import Plan

FILES = ("sizing", "requirements", "promises", "neighbours", "frontier", "candidates", "sensitivity")
"""What is written as CSV files."""


@dataclass(frozen=True, eq=False)
class SizeResults:
    """What a sizing found."""

    name: str
    setup: Setup
    courses: tuple[Course, ...]
    sizing: pd.DataFrame
    requirements: pd.DataFrame
    promises: pd.DataFrame
    neighbours: pd.DataFrame
    frontier: pd.DataFrame
    candidates: pd.DataFrame
    sensitivity: pd.DataFrame
    """Of the cheapest sized desk, if volume, handling time or absence turn out otherwise."""
    tickets: int
    seconds: dict[str, float]
    interrupted: bool
    folder: Path | None

    baseline = ""
    objective = "cost_per_week"

    def _repr_html_(self) -> str:
        from results.sizing.text import as_html  # noqa: PLC0415 - the text is of these results

        return as_html(self)

    @property
    def player(self) -> Player:
        """What plays the plan as written."""
        return self.setup.player

    @property
    def replications_asked(self) -> int:
        """Of a desk in the search."""
        return self.setup.replications

    @property
    def replications_done(self) -> int:
        """Replications of desks that were simulated, over all strategies."""
        return sum(one.trials.played + one.fresh.played for one in self.courses)


def size_plan(
    plan: Plan,
    question: SizeQuestion,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
    *,
    setup: Setup | None = None,
) -> SizeResults:
    """Sizes a plan under each strategy, writes its folder, and returns what was found.

    Ctrl-C ends it early with what is finished; NothingPlayedError where nothing is, StoppedError where the
    workers or the disk gave up, ValueError for what cannot be asked.
    """
    begun = time.perf_counter()
    setup = setup_of(plan, question) if setup is None else setup
    options = question.options
    courses = [course_of(setup, strategy) for strategy in setup.strategies]
    interrupted, otherwise = False, pd.DataFrame()
    with given_or_hired(crew, options.workers, setup.player.engine, options.cluster) as playing:
        try:
            for course in courses:
                run_course(course, setup, playing, progress)
            otherwise = sensitivity_table(setup, cheapest_of(setup, courses), playing, progress)
        except InterruptedSearchError:
            interrupted = True
    if not any(course.trials.played for course in courses):
        raise NothingPlayedError
    seconds = time.perf_counter() - begun
    results = _results(setup, courses, otherwise, seconds, folder, interrupted=interrupted)
    if folder is not None:
        _write(plan, results, folder, options)
    return results


def _results(
    setup: Setup,
    courses: list[Course],
    sensitivity: pd.DataFrame,
    seconds: float,
    folder: Folder | None,
    *,
    interrupted: bool,
) -> SizeResults:
    desks = [Tried(one.strategy, one.fresh, one.desk) for one in courses if one.desk is not None]
    return SizeResults(
        name=setup.player.scenario.name,
        setup=setup,
        courses=tuple(courses),
        sizing=sizing_table(setup, courses),
        requirements=requirements_table(desks, setup.certainty),
        promises=promises_table(desks),
        neighbours=neighbours_table(setup, courses),
        frontier=frontier_table(setup, courses),
        candidates=candidates_table(setup, courses),
        sensitivity=sensitivity,
        tickets=sum(one.trials.tickets + one.fresh.tickets for one in courses),
        seconds={"playing": seconds},
        interrupted=interrupted,
        folder=folder.path if folder else None,
    )


def _write(plan: Plan, results: SizeResults, folder: Folder, options: Options) -> None:
    """Writes the tables that have columns, what theory says, and what was asked."""
    tables = {name: getattr(results, name) for name in FILES}
    tables["theory"] = theory_frame(theory(plan.scenario))
    write_found(folder, tables, _manifest(plan, results, options))


def _manifest(plan: Plan, results: SizeResults, options: Options) -> dict[str, Any]:
    """What was sized; only `timing` and `machine` differ between equal sizings."""
    setup = results.setup
    return {
        **manifest(plan, setup.player, results, results.seconds, options),
        "vary": {one.name: [one.low, one.high] for one in setup.box.dimensions},
        "subject_to": [one.text for one in setup.requirements],
        "certainty": setup.certainty,
        "budget": setup.budget,
        "exhaustive": setup.exhaustive,
        "status": {course.strategy: course.status for course in results.courses},
        "desks": {course.strategy: len(course.trials.desks) for course in results.courses},
    }
