"""What `ticketlab run` does, once its options are read."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace

from results.files import Folder, FolderError
from results.findings import Results
from results.guard import DONE, INTERRUPTED, WrongInputError, say
from results.hiring import usual_workers
from results.progress import progress_bar
from results.request import (
    Request,
    compile_aloud,
    for_people,
    kept_or_abandoned,
    print_measures,
    print_results,
)
from results.running import Options, continuing, player_of, run_plan
from results.terminal import as_csv, as_json, show
from scenarios import Plan


@dataclass(frozen=True, kw_only=True)
class RunRequest(Request):
    """What `ticketlab run` was asked for."""

    keep_tickets: bool
    why: bool


def run_command(request: RunRequest) -> int:
    """Plays a scenario, writes its folder, prints what was found."""
    if "help" in request.measures:
        return print_measures()

    plan = request.plan()
    try:
        request.checked_measures()
        options, folder = _prepared(plan, request)
    except (ValueError, FolderError) as problem:
        raise WrongInputError(str(problem)) from problem
    with kept_or_abandoned(folder):
        results = _played(plan, options, folder, request)
    if results.interrupted:
        done, asked = results.replications_done, results.replications_asked
        say(
            f"interrupted after {done} of {asked} replications; results of {done} are in {folder.path}; "
            f"--resume {folder.path} goes on"
        )
    for_people(plan, results, plots=request.plots, report=request.report, seed=options.seed)
    print_results(request, results, as_json, as_csv, show, request.measures, request.crossings)
    return INTERRUPTED if results.interrupted else DONE


def _prepared(plan: Plan, request: RunRequest) -> tuple[Options, Folder]:
    """How to play, and where the results go; ValueError or FolderError where that cannot be."""
    options = replace(
        request.options,
        keep_tickets=request.keep_tickets,
        why=request.why,
        load_by_hour=request.plots or request.report,
    )
    folder = request.resumed()
    if folder is not None:
        options = continuing(plan, options, folder)
    player = player_of(plan, options)
    workers = request.workers or usual_workers(player)
    return replace(options, workers=workers), folder or request.folder(plan)


def _played(plan: Plan, options: Options, folder: Folder, request: RunRequest) -> Results:
    player = player_of(plan, options)
    if not request.quiet:
        compile_aloud(player.engine, options.cluster)
    asked = player.scenario.run.replications
    with nullcontext() if request.quiet else progress_bar(asked) as advance:
        return run_plan(plan, options, folder, advance)
