"""What `ticketlab compare` does, once its options are read."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace

from results import grid_text
from results.asking import Question, Setup, setup_of
from results.combining import Asked
from results.comparing import compare_plan
from results.comparison_results import Comparison
from results.comparison_text import as_csv, as_json, show_comparison
from results.continuing import continued
from results.files import Folder, FolderError
from results.grid_results import GridResults
from results.gridding import grid_plan, setups_of
from results.guard import DONE, INTERRUPTED, WrongInputError, say
from results.hiring import hired, usual_workers
from results.player import AS_WRITTEN
from results.progress import progress_bar
from results.request import (
    Request,
    compile_aloud,
    for_people,
    kept_or_abandoned,
    print_measures,
    print_results,
)
from results.words import plural
from scenarios import Plan, ScenarioError


@dataclass(frozen=True, kw_only=True)
class CompareRequest(Request):
    """What `ticketlab compare` was asked for."""

    what_if: tuple[str, ...]
    objective: str
    subject_to: tuple[str, ...]
    worth: str
    until_sure: str
    budget: int | None
    all_pairs: bool
    confirm: int | None
    precision: tuple[str, ...]
    pareto: tuple[str, ...]
    combine: Asked | None
    everything: bool
    grid: tuple[str, ...]
    control: bool

    @property
    def question(self) -> Question:
        """The comparison that is asked for."""
        return Question(
            options=self.options,
            what_if=self.what_if,
            objective=self.objective,
            constraints=self.subject_to,
            worth=self.worth,
            until_sure=self.until_sure,
            budget=self.budget,
            all_pairs=self.all_pairs,
            confirm=self.confirm,
            precision=self.precision,
            pareto=self.pareto,
            combine=self.combine,
            measures=self.measures,
            everything=self.everything,
            grid=self.grid,
            control=self.control,
        )


def compare_command(request: CompareRequest) -> int:
    """Compares, writes the folder, prints the verdict."""
    if "help" in request.measures:
        return print_measures()
    plan = request.plan()
    try:
        request.checked_measures()
        question, folder = _prepared(plan, request)
        request = replace(request, by=question.options.by, measures=question.measures)
        setups = _setups(plan, question)
        folder = folder or request.folder(plan)
    except (ValueError, FolderError, ScenarioError) as problem:
        raise WrongInputError(str(problem)) from problem
    with kept_or_abandoned(folder):
        results = _played(plan, question, setups, folder, request)
    if results.interrupted:
        done = plural(results.replications_done, "replication")
        say(f"interrupted; results of {done} are in {folder.path}; --resume {folder.path} goes on")
    for_people(plan, results, plots=request.plots, report=request.report)
    _print(results, request)
    return INTERRUPTED if results.interrupted else DONE


def _prepared(plan: Plan, request: CompareRequest) -> tuple[Question, Folder | None]:
    """What is asked, and the folder in which it goes on; None: it begins in a folder of its own."""
    folder = request.resumed()
    if folder is None:
        return request.question, None
    return continued(plan, request.question, folder), folder


def _setups(plan: Plan, question: Question) -> dict[str, Setup]:
    """What is to be played, at each point of a grid where there is one."""
    return setups_of(plan, question) if question.grid else {AS_WRITTEN: setup_of(plan, question)}


def _played(
    plan: Plan, question: Question, setups: dict[str, Setup], folder: Folder, request: CompareRequest
) -> Comparison | GridResults:
    setup = next(iter(setups.values()))
    player = setup.players[0]
    workers = request.workers or usual_workers(player)
    if not request.quiet:
        compile_aloud(player.engine, request.cluster)
    asked = replace(question, options=replace(question.options, workers=workers))
    with hired(workers, player.engine, request.cluster) as crew:
        fresh = setup.replications if asked.confirm is None else asked.confirm
        many = sum(len(one.players) for one in setups.values())
        total = many * setup.replications + fresh * len(setups)
        with nullcontext() if request.quiet else progress_bar(total) as advance:
            if asked.grid:
                return grid_plan(plan, asked, folder, advance, crew, setups=setups)
            return compare_plan(plan, asked, folder, advance, crew, setup=setup)


def _print(results: Comparison | GridResults, request: CompareRequest) -> None:
    if isinstance(results, GridResults):
        print_results(request, results, grid_text.as_json, grid_text.as_csv, grid_text.show_grid)
    else:
        measures, by = request.measures, request.crossings
        print_results(request, results, as_json, as_csv, show_comparison, measures, by)
