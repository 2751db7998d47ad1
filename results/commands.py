"""What the commands do, once their options are read."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from results.cluster import LOCAL, ClusterError
from results.files import Folder, FolderError, next_free
from results.findings import Results
from results.groups import crossing
from results.guard import DONE, FAILED, INTERRUPTED, WrongInputError, say
from results.hiring import usual_workers
from results.measures import MEASURES, measure_named
from results.progress import progress_bar
from results.running import NothingPlayedError, Options, StoppedError, continuing, player_of, run_plan
from results.terminal import as_csv, as_json, console, show
from results.warming import must_compile, warm
from scenarios import Plan, ScenarioError, read
from scenarios.json_schema import schema
from scenarios.reading import BYTES_PER_TICKET, LIMIT_TICKETS
from scenarios.shipped_files import shipped, starter
from sim.compiled import keeps_compiled
from strategies import StrategyError, catalogue, exchange_rates

if TYPE_CHECKING:
    from results.comparison_results import Comparison
    from results.steady import Steadiness

UNITS = {"KB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40}
WIDTH = 100
OWN_RULES = (
    "Your own: a class in a Python file beside the scenario, written ./my_rule.py:MyRule like a name above,\n"
    "and run with --allow-code; docs/strategies.md says how to write one."
)


@dataclass(frozen=True)
class RunRequest:
    """What `ticketlab run` was asked for."""

    scenario: str
    strategies: tuple[str, ...]
    replications: int | None
    seed: int | None
    engine: str
    workers: int | None
    out: Path | None
    force: bool
    by: tuple[str, ...]
    measures: tuple[str, ...]
    keep_tickets: bool
    why: bool
    format: str
    quiet: bool
    max_memory: str | None
    allow_code: bool
    cluster: str | None
    resume: Path | None
    plots: bool
    report: bool


def run_command(request: RunRequest) -> int:
    """Plays a scenario, writes its folder, prints what was found."""
    if "help" in request.measures:
        return print_measures()

    plan = plan_named(request.scenario, request.max_memory, allow_code=request.allow_code)
    try:
        for name in request.measures:
            measure_named(name)
        options, folder = _prepared(plan, request)
    except (ValueError, FolderError) as problem:
        raise WrongInputError(str(problem)) from problem
    try:
        with kept_or_abandoned(folder):
            results = _played(plan, options, folder, request)
    except StoppedError as problem:
        say(str(problem))
        return FAILED
    if results.interrupted:
        done, asked = results.replications_done, results.replications_asked
        say(
            f"interrupted after {done} of {asked} replications; results of {done} are in {folder.path}; "
            f"--resume {folder.path} goes on"
        )
    for_people(plan, results, plots=request.plots, report=request.report, seed=options.seed)
    _print_results(results, request, tuple(crossing(by) for by in request.by))
    return INTERRUPTED if results.interrupted else DONE


def for_people(
    plan: Plan, results: Results | Comparison, *, plots: bool, report: bool, seed: int | None = None
) -> None:
    """Draws the figures and writes the report where they are wanted, beside the other files."""
    if results.folder is None or not (plots or report):
        return
    from results.plots.chosen import drawings_of  # noqa: PLC0415 - plots load slowly
    from results.plots.drawing import write_drawings  # noqa: PLC0415
    from results.report import write_report  # noqa: PLC0415

    drawings = drawings_of(results)
    try:
        if plots:
            write_drawings(drawings, results.folder)
        if report:
            write_report(plan, results, results.folder, seed, drawings)
    except OSError as problem:
        raise WrongInputError(f"cannot write to {results.folder}: {problem.strerror or problem}") from problem


@contextmanager
def kept_or_abandoned(folder: Folder) -> Iterator[None]:
    """Leaves no empty folder behind what fails, and says whose fault it was."""
    try:
        yield
    except (StrategyError, ClusterError, FolderError) as problem:
        folder.abandon()
        raise WrongInputError(str(problem)) from problem
    except NothingPlayedError as problem:
        folder.abandon()
        raise KeyboardInterrupt from problem
    except BaseException:
        folder.abandon()
        raise


def _prepared(plan: Plan, request: RunRequest) -> tuple[Options, Folder]:
    """How to play, and where the results go; ValueError or FolderError where that cannot be."""
    options = Options(
        strategies=request.strategies,
        replications=request.replications,
        seed=request.seed,
        by=request.by,
        engine=request.engine,
        keep_tickets=request.keep_tickets,
        why=request.why,
        cluster=request.cluster,
        load_by_hour=request.plots or request.report,
    )
    if request.resume is None:
        player = player_of(plan, options)
        folder = Folder.prepared(request.out or next_free(plan.path.stem), force=request.force)
    else:
        if request.out is not None or request.force:
            raise ValueError("--resume goes on in its own folder; leave out --out and --force")
        folder = Folder.continued(request.resume)
        options = continuing(plan, options, folder)
        player = player_of(plan, options)
    return replace(options, workers=request.workers or usual_workers(player)), folder


def _played(plan: Plan, options: Options, folder: Folder, request: RunRequest) -> Results:
    player = player_of(plan, options)
    if not request.quiet:
        compile_aloud(player.engine, options.cluster)
    asked = player.scenario.run.replications
    with nullcontext() if request.quiet else progress_bar(asked) as advance:
        return run_plan(plan, options, folder, advance)


def compile_aloud(engine: str, cluster: str | None) -> None:
    """Compiles the engine where it has to be, telling people at a terminal so and how long it took."""
    here = cluster in {None, LOCAL}
    if not (here and must_compile(engine) and sys.stderr.isatty()):
        return
    say("compiling the engine, which takes about half a minute, once ...")
    if keeps_compiled():
        begun = time.perf_counter()
        warm(engine)
        say(f"compiled in {time.perf_counter() - begun:.0f} s")


def _print_results(results: Results, request: RunRequest, by: tuple[str, ...]) -> None:

    if request.format == "json":
        print(as_json(results, request.measures, by))
    elif request.format == "csv":
        print(as_csv(results, request.measures, by), end="")
    else:
        show(results, console(colours=sys.stdout.isatty()), request.measures, by)
        print(f"Results are in {results.folder}")


def print_measures() -> int:
    """Lists the measures."""
    for measure in MEASURES.values():
        worse = {"high": "more is worse", "low": "less is worse"}.get(measure.worse, "")
        print(f"{measure.name} [{measure.unit}]{': ' + worse if worse else ''}")
        print(textwrap.fill(measure.what, WIDTH, initial_indent="    ", subsequent_indent="    "))
    return DONE


def check_command(
    scenario: str, format_: str, max_memory: str | None, *, allow_code: bool, steady: bool = False
) -> int:
    """Says what a scenario file means, without simulating; `steady`: and whether it settles, by a pilot."""
    from results.check import render, report  # noqa: PLC0415 - solves programmes, which nothing else does

    plan = plan_named(scenario, max_memory, allow_code=allow_code)
    checked = report(plan)
    found = _settling(plan) if steady else None
    if format_ == "json":
        more = {"steady": found.as_data()} if found else {}
        print(json.dumps({**checked.as_data(), **more}, ensure_ascii=False, indent=2, allow_nan=False))
        return DONE
    print(render(checked), end="")
    if found:
        print("\nSteady or not (by a pilot of 60 weeks without holidays, from an empty desk)")
        for sentence in found.sentences:
            print(textwrap.fill(f"• {sentence}", WIDTH, subsequent_indent="  "))
    return DONE


def _settling(plan: Plan) -> Steadiness:
    """Plays the pilot, with a progress bar for people."""
    from results.steady import REPLICATIONS, steadiness  # noqa: PLC0415 - plays, which a check does not

    with progress_bar(REPLICATIONS) as advance:
        return steadiness(plan, progress=advance)


def schema_command() -> int:
    """Prints JSON Schema."""
    print(json.dumps(schema(), ensure_ascii=False, indent=2))
    return DONE


def strategies_command(format_: str) -> int:
    """Lists the strategies."""
    entries = catalogue()
    if format_ == "json":
        content = {"strategies": entries, "exchange_rates": exchange_rates()}
        print(json.dumps(content, ensure_ascii=False, indent=2))
        return DONE
    for entry in entries:
        print(f"{entry['name']}: {entry['first']}")
        for label, text in (("reads", entry["reads"]), ("scale", entry["scale"])):
            print(_hanging(f"{label}: {text}"))
        for option in entry["options"]:
            default = f" [{option['default']}]" if option["default"] else ""
            print(_hanging(f"{option['option']}{default}: {option['meaning']}; {option['allowed']}"))
        print(_hanging(f"misleads: {entry['misleads']}") + "\n")
    print("What scores are worth in each other:")
    for sentence in exchange_rates():
        print(_hanging(sentence))
    print(f"\n{OWN_RULES}")
    return DONE


def scenarios_command() -> int:
    """Lists the shipped scenarios with the first line of each."""
    for name, path in shipped().items():
        with path.open(encoding="utf-8") as file:
            line = next((text.strip("# \n") for text in file if text.startswith("#")), "")
        print(_hanging(f"{name}: {line}").strip())
    return DONE


def new_command(name: str) -> int:
    """Writes a starter file."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(starter(path.stem))
    except FileExistsError:
        raise WrongInputError(f"{path} exists already; choose another name") from None
    except OSError as problem:
        raise WrongInputError(f"cannot write {path}: {problem.strerror or problem}") from problem
    print(f"Wrote {path}. Try: ticketlab check {path}, then ticketlab run {path}")
    return DONE


def plan_named(scenario: str, max_memory: str | None = None, *, allow_code: bool = False) -> Plan:
    """The plan of a scenario file, or of a shipped scenario of this name."""
    path = Path(scenario)
    known = shipped()
    if not path.is_file() and scenario in known:
        path = known[scenario]
    elif not path.exists():
        names = ", ".join(known)
        raise WrongInputError(
            f"{scenario}: no such file, and no shipped scenario of this name (there are: {names})"
        )
    try:
        limit = LIMIT_TICKETS if max_memory is None else _tickets_in(max_memory)
        return read(path, limit_tickets=limit, allow_code=allow_code)
    except ScenarioError as problem:
        raise WrongInputError(str(problem)) from problem


def _tickets_in(memory: str) -> float:
    """How many tickets fit in so much memory: `16 GB`, or a plain number of GB."""
    text = memory.upper().replace("IB", "B").strip()
    unit = next((name for name in UNITS if text.endswith(name)), "")
    try:
        amount = float(text.removesuffix(unit))
    except ValueError:
        amount = -1.0
    if not 0 < amount < float("inf"):
        raise WrongInputError(f"--max-memory {memory!r}: write a positive amount such as 16 GB or 500 MB")
    return amount * UNITS[unit or "GB"] / BYTES_PER_TICKET


def _hanging(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="    ", subsequent_indent="      ")
