"""A sizing by shifts is played: each strategy on its own, then the tables, the rosters and the folder."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from results.crew import Crew
from results.files import Folder
from results.hiring import given_or_hired
from results.manifest import manifest
from results.player import Player
from results.running import NothingPlayedError, Options, Progress
from results.sizing.hours import SizedHours, size_hours
from results.sizing.kept_tables import Tried, promises_table, requirements_table
from results.sizing.question import Asked, SizeQuestion, asked_of
from results.sizing.requirements import Bench, BeyondReachError
from results.sizing.roster_file import roster_frame
from results.sizing.rotas import Rotas
from results.sizing.sensitivity import Desk, sensitivity_of_rosters
from results.sizing.shift_tables import hours_table, rounds_table, shifts_table, staff_table
from results.sizing.theory import theory
from results.sizing.theory_table import theory_frame
from results.sizing.trials import InterruptedSearchError
from results.stage import write_found
from scenarios import Plan
from scenarios.shifts import ShiftKind

FILES = ("sizing", "requirements", "promises", "hours", "shifts", "rounds", "sensitivity")
"""What is written as CSV files, beside the rosters."""
ROSTER_FILE = "roster.csv"


@dataclass(frozen=True, eq=False)
class ShiftResults:
    """What a sizing by shifts found."""

    name: str
    asked: Asked
    desks: Mapping[str, SizedHours]
    """Strategy → its desk."""
    refused: Mapping[str, str]
    """Strategy → why it has none."""
    sizing: pd.DataFrame
    requirements: pd.DataFrame
    promises: pd.DataFrame
    hours: pd.DataFrame
    shifts: pd.DataFrame
    rounds: pd.DataFrame
    sensitivity: pd.DataFrame
    """Of the cheapest roster, if volume, handling time or absence turn out otherwise."""
    rosters: Mapping[str, pd.DataFrame]
    """File name → the roster of one strategy's desk, the cheapest first."""
    tickets: int
    replications_done: int
    seconds: dict[str, float]
    interrupted: bool
    folder: Path | None

    baseline = ""
    objective = "cost_per_week"

    def _repr_html_(self) -> str:
        from results.sizing.shift_text import as_html  # noqa: PLC0415 - the text is of these results

        return as_html(self)

    @property
    def player(self) -> Player:
        """What plays the plan as written."""
        return self.asked.player

    @property
    def replications_asked(self) -> int:
        """Of a desk in the search."""
        return self.asked.replications

    @property
    def strategies(self) -> list[str]:
        """Those that were asked for."""
        return list(self.asked.strategies)

    @property
    def cheapest_first(self) -> list[str]:
        """Those that have a desk, the cheapest first."""
        return _cheapest_first(self.desks)


def size_shifts(
    plan: Plan,
    question: SizeQuestion,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
) -> ShiftResults:
    """Finds shifts for the pools of a plan that have some, under each strategy, and writes its folder.

    ValueError for what cannot be asked; what interrupts or stops it is as for head-counts.
    """
    begun = time.perf_counter()
    found = _Course(plan, asked_of(plan, question), shifts_asked(plan))
    options = question.options
    interrupted = False
    with given_or_hired(crew, options.workers, found.asked.player.engine, options.cluster) as playing:
        try:
            found.run(playing, progress)
        except InterruptedSearchError:
            interrupted = True
    if interrupted and not (found.desks or found.refused):
        raise NothingPlayedError
    results = _results(found, time.perf_counter() - begun, folder, interrupted=interrupted)
    if folder is not None:
        _write(plan, results, folder, options)
    return results


@dataclass
class _Course:
    """How far a sizing by shifts has come."""

    plan: Plan
    asked: Asked
    kinds: Mapping[str, tuple[ShiftKind, ...]]
    desks: dict[str, SizedHours] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    rotas: list[Rotas] = field(default_factory=list)
    sensitivity: pd.DataFrame = field(default_factory=pd.DataFrame)

    def run(self, crew: Crew, progress: Progress | None) -> None:
        """Each strategy on its own, then the cheapest roster if things turn out otherwise."""
        asked = self.asked
        for strategy in asked.strategies:
            played = Rotas(
                self.plan, asked.player, strategy, asked.requirements, crew, asked.replications, progress
            )
            self.rotas.append(played)
            try:
                bench = Bench(self.plan, self.kinds, played)
                self.desks[strategy] = size_hours(bench, asked.certainty, asked.budget)
            except BeyondReachError as problem:
                self.refused[strategy] = str(problem)
        if self.desks:
            self.sensitivity = sensitivity_of_rosters(asked, _cheapest(self.desks), crew, progress)


def shifts_asked(plan: Plan) -> Mapping[str, tuple[ShiftKind, ...]]:
    """The shifts of the file; ValueError where it has none."""
    kinds = plan.sizing.shifts if plan.sizing is not None else {}
    if not kinds:
        raise ValueError("the file says no shifts: write them under sizing: shifts")
    return kinds


def _results(found: _Course, seconds: float, folder: Folder | None, *, interrupted: bool) -> ShiftResults:
    desks, played = found.desks, [trials for one in found.rotas for trials in (one.trials, one.fresh)]
    tried = [Tried(name, desk.bench.rotas.fresh, desk.confirmed.counts) for name, desk in desks.items()]
    return ShiftResults(
        name=found.plan.scenario.name,
        asked=found.asked,
        desks=desks,
        refused=found.refused,
        sizing=staff_table(desks, found.refused),
        requirements=requirements_table(tried, found.asked.certainty),
        promises=promises_table(tried),
        hours=hours_table(desks),
        shifts=shifts_table(desks),
        rounds=rounds_table(desks),
        sensitivity=found.sensitivity,
        rosters=_rosters(found.plan, desks),
        tickets=sum(one.tickets for one in played),
        replications_done=sum(one.played for one in played),
        seconds={"playing": seconds},
        interrupted=interrupted,
        folder=folder.path if folder else None,
    )


def _cheapest_first(desks: Mapping[str, SizedHours]) -> list[str]:
    return sorted(desks, key=lambda strategy: desks[strategy].cost)


def _cheapest(desks: Mapping[str, SizedHours]) -> Desk:
    """The desk of the cheapest roster."""
    strategy = _cheapest_first(desks)[0]
    desk = desks[strategy]
    rotas = desk.bench.rotas
    return Desk(rotas.player, strategy, rotas.box, desk.confirmed.counts)


def _rosters(plan: Plan, desks: Mapping[str, SizedHours]) -> dict[str, pd.DataFrame]:
    """A file for each strategy: `roster.csv` of the cheapest, then `roster-2.csv`, …."""
    run = plan.scenario.run
    found = {}
    for number, strategy in enumerate(_cheapest_first(desks), 1):
        desk = desks[strategy]
        name = ROSTER_FILE if number == 1 else f"roster-{number}.csv"
        zones = {pool: desk.bench.zone(pool) for pool in desk.covers}
        found[name] = roster_frame(desk.covers, zones, plan.scenario.start, run.horizon)
    return found


def _write(plan: Plan, results: ShiftResults, folder: Folder, options: Options) -> None:
    """Writes the tables that have columns, the rosters, what theory says, and what was asked."""
    tables = {name: getattr(results, name) for name in FILES}
    tables |= {Path(name).stem: roster for name, roster in results.rosters.items()}
    tables["theory"] = theory_frame(theory(plan.scenario))
    write_found(folder, tables, _manifest(plan, results, options))


def _manifest(plan: Plan, results: ShiftResults, options: Options) -> dict[str, Any]:
    """What was sized; only `timing` and `machine` differ between equal sizings."""
    return {
        **manifest(plan, results.player, results, results.seconds, options),
        "shifts": sorted(shifts_asked(plan)),
        "subject_to": [one.text for one in results.asked.requirements],
        "certainty": results.asked.certainty,
        "budget": results.asked.budget,
        "rosters": dict(zip(results.rosters, results.cheapest_first, strict=True)),
    }
