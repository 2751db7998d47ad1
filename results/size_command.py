"""What `ticketlab size` does, once its options are read."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass, replace

from results.files import Folder, FolderError
from results.guard import DONE, FAILED, INTERRUPTED, WRONG_INPUT, WrongInputError, say
from results.hiring import hired
from results.processes import processors
from results.progress import progress_bar
from results.request import Request, compile_aloud, kept_or_abandoned
from results.running import StoppedError
from results.sizing.ceiling import CeilingError
from results.sizing.course import UNREACHABLE
from results.sizing.played import SizeResults, size_plan
from results.sizing.question import Setup, SizeQuestion, setup_of
from results.sizing.text import as_csv, as_json, show_sizing
from results.terminal import console
from scenarios import Plan, ScenarioError


@dataclass(frozen=True, kw_only=True)
class SizeRequest(Request):
    """What `ticketlab size` was asked for."""

    vary: tuple[str, ...]
    subject_to: tuple[str, ...]
    odds: str
    certainty: str
    budget: int | None
    exhaustive: bool

    @property
    def question(self) -> SizeQuestion:
        """The sizing that is asked for."""
        return SizeQuestion(
            options=self.options,
            vary=self.vary,
            subject_to=self.subject_to,
            odds=self.odds,
            certainty=self.certainty,
            budget=self.budget,
            exhaustive=self.exhaustive,
        )


def size_command(request: SizeRequest) -> int:
    """Sizes, writes the folder, prints the desks."""
    plan = request.plan()
    try:
        setup = setup_of(plan, request.question)
        folder = request.folder(plan)
    except (ValueError, FolderError, ScenarioError) as problem:
        raise WrongInputError(str(problem)) from problem
    try:
        with kept_or_abandoned(folder):
            results = _played(plan, setup, folder, request)
    except CeilingError as problem:
        raise WrongInputError(str(problem)) from problem
    except StoppedError as problem:
        folder.abandon()
        say(str(problem))
        return FAILED
    if results.interrupted:
        say(f"interrupted; what is finished is in {folder.path}")
    _print(results, request)
    if results.interrupted:
        return INTERRUPTED
    refused = all(course.status == UNREACHABLE for course in results.courses)
    return WRONG_INPUT if refused else DONE


def _played(plan: Plan, setup: Setup, folder: Folder, request: SizeRequest) -> SizeResults:
    player = setup.player
    workers = request.workers or processors()
    if not request.quiet:
        compile_aloud(player.engine, request.cluster)
    asked = replace(request.question, options=replace(request.options, workers=workers))
    with (
        hired(workers, player.engine, request.cluster) as crew,
        nullcontext() if request.quiet else progress_bar(None) as advance,
    ):
        return size_plan(plan, asked, folder, advance, crew, setup=setup)


def _print(results: SizeResults, request: SizeRequest) -> None:
    if request.format == "json":
        print(as_json(results))
    elif request.format == "csv":
        print(as_csv(results), end="")
    else:
        show_sizing(results, console(colours=sys.stdout.isatty()))
        print(f"Results are in {results.folder}")
