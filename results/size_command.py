"""What `ticketlab size` does, once its options are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace

from results.crew import Crew
from results.files import Folder, FolderError
from results.guard import DONE, INTERRUPTED, WRONG_INPUT, WrongInputError, say
from results.hiring import hired
from results.player import Player
from results.processes import processors
from results.progress import progress_bar
from results.request import Request, compile_aloud, for_people, kept_or_abandoned, print_results
from results.running import Progress
from results.sizing import shift_text
from results.sizing.ceiling import CeilingError
from results.sizing.course import UNREACHABLE
from results.sizing.played import SizeResults, size_plan
from results.sizing.question import Setup, SizeQuestion, asked_of, setup_of
from results.sizing.shifted import size_shifts
from results.sizing.text import as_csv, as_json, show_sizing
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
    if plan.sizing is not None and plan.sizing.shifts and not request.vary:
        return size_by_shifts(plan, request)
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
    if results.interrupted:
        say(f"interrupted; what is finished is in {folder.path}")
    for_people(plan, results, plots=request.plots, report=request.report)
    print_results(request, results, as_json, as_csv, show_sizing)
    if results.interrupted:
        return INTERRUPTED
    refused = all(course.status == UNREACHABLE for course in results.courses)
    return WRONG_INPUT if refused else DONE


def size_by_shifts(plan: Plan, request: SizeRequest) -> int:
    """Finds shifts where the file asks for them; writes the folder, prints the rosters."""
    try:
        asked = asked_of(plan, request.question)
        folder = request.folder(plan)
    except (ValueError, FolderError, ScenarioError) as problem:
        raise WrongInputError(str(problem)) from problem
    with kept_or_abandoned(folder), _crew(asked.player, request) as (crew, question, advance):
        results = size_shifts(plan, question, folder, advance, crew)
    for_people(plan, results, plots=request.plots, report=request.report)
    print_results(request, results, shift_text.as_json, shift_text.as_csv, shift_text.show_shifts)
    if results.interrupted:
        say(f"interrupted; what is finished is in {folder.path}")
        return INTERRUPTED
    return DONE if results.desks else WRONG_INPUT


def _played(plan: Plan, setup: Setup, folder: Folder, request: SizeRequest) -> SizeResults:
    with _crew(setup.player, request) as (crew, question, advance):
        return size_plan(plan, question, folder, advance, crew, setup=setup)


@contextmanager
def _crew(player: Player, request: SizeRequest) -> Iterator[tuple[Crew, SizeQuestion, Progress | None]]:
    """Who plays, what with so many workers is asked, and who is told of progress."""
    workers = request.workers or processors()
    if not request.quiet:
        compile_aloud(player.engine, request.cluster)
    asked = replace(request.question, options=replace(request.options, workers=workers))
    with (
        hired(workers, player.engine, request.cluster) as crew,
        nullcontext() if request.quiet else progress_bar(None) as advance,
    ):
        yield crew, asked, advance
