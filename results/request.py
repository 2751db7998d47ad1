"""What commands that play have in common: what they are asked for, the plan, the compiling, the pages."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from results.cluster import LOCAL, ClusterError
from results.files import Folder, FolderError, next_free
from results.groups import crossing
from results.guard import DONE, GaveUpError, WrongInputError, say
from results.measures import MEASURES, measure_named
from results.processes import compile_ahead
from results.running import NothingPlayedError, Options, StoppedError
from results.warming import must_compile
from scenarios import Plan, ScenarioError, read
from scenarios.reading import BYTES_PER_TICKET, LIMIT_TICKETS
from scenarios.shipped_files import shipped
from sim.compiled import keeps_compiled
from strategies import StrategyError

if TYPE_CHECKING:
    from rich.console import Console

    from results.report.method import Found

Further = ParamSpec("Further")
Printed = TypeVar("Printed", bound="Found")
UNITS = {"KB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40}
WIDTH = 100
"""Of what is printed [columns]."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a command that plays was asked for."""

    scenario: str
    strategies: tuple[str, ...]
    replications: int | None
    seed: int | None
    engine: str
    workers: int | None
    cluster: str | None
    out: Path | None
    force: bool
    plots: bool
    report: bool
    format: str
    quiet: bool
    max_memory: str | None
    allow_code: bool
    by: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    stratify: bool = False
    resume: Path | None = None

    @property
    def options(self) -> Options:
        """How to play."""
        return Options(
            strategies=self.strategies,
            replications=self.replications,
            seed=self.seed,
            by=self.by,
            engine=self.engine,
            cluster=self.cluster,
            stratify=self.stratify,
        )

    @property
    def crossings(self) -> tuple[str, ...]:
        """The groupings to show, as they are called."""
        return tuple(crossing(by) for by in self.by)

    def plan(self) -> Plan:
        """The plan of the scenario that is named."""
        return plan_named(self.scenario, self.max_memory, allow_code=self.allow_code)

    def checked_measures(self) -> None:
        """ValueError where one that is to be shown is not known."""
        for name in self.measures:
            measure_named(name)

    def folder(self, plan: Plan) -> Folder:
        """Where the results go; FolderError where they cannot."""
        return Folder.prepared(self.out or next_free(plan.path.stem), force=self.force)

    def resumed(self) -> Folder | None:
        """The folder of what is gone on with; None: nothing is.

        ValueError where options speak of another folder, FolderError where there is nothing to go on with.
        """
        if self.resume is None:
            return None
        if self.out is not None or self.force:
            raise ValueError("--resume goes on in its own folder; leave out --out and --force")
        return Folder.continued(self.resume)


def print_results(
    request: Request,
    results: Printed,
    as_json: Callable[Concatenate[Printed, Further], str],
    as_csv: Callable[Concatenate[Printed, Further], str],
    show: Callable[Concatenate[Printed, Console, Further], None],
    *further: Further.args,
    **named: Further.kwargs,
) -> None:
    """Prints what was found in the form that was asked for; below a table, where the rest is.

    What is asked for `further`, such as measures, goes to each of the three.
    """
    from results.terminal import console  # noqa: PLC0415 - what plays nothing prints no table

    if request.format == "json":
        print(as_json(results, *further, **named))
    elif request.format == "csv":
        print(as_csv(results, *further, **named), end="")
    else:
        show(results, console(colours=sys.stdout.isatty()), *further, **named)
        print(f"Results are in {results.folder}")


def for_people(
    plan: Plan,
    results: Found,
    *,
    plots: bool,
    report: bool,
    seed: int | None = None,
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
    except StoppedError as problem:
        folder.abandon()
        raise GaveUpError(str(problem)) from problem
    except (NothingPlayedError, KeyboardInterrupt) as problem:
        folder.abandon()
        kept = f"what is finished is kept: --resume {folder.path} goes on"
        raise KeyboardInterrupt(
            f"interrupted; {kept if folder.parts() else 'nothing was finished'}"
        ) from problem
    except BaseException:
        folder.abandon()
        raise


def compile_aloud(engine: str, cluster: str | None) -> None:
    """Compiles the engine where it has to be, telling people at a terminal so and how long it took."""
    here = cluster in {None, LOCAL}
    if not (here and must_compile(engine)):
        return
    tell = say if sys.stderr.isatty() else lambda _: None
    tell("compiling the engine, which takes about half a minute, once ...")
    if keeps_compiled():
        begun = time.perf_counter()
        compile_ahead(engine)
        tell(f"compiled in {time.perf_counter() - begun:.0f} s")


def print_measures() -> int:
    """Lists the measures."""
    for measure in MEASURES.values():
        worse = {"high": "more is worse", "low": "less is worse"}.get(measure.worse, "")
        print(f"{measure.name} [{measure.unit}]{': ' + worse if worse else ''}")
        print(textwrap.fill(measure.what, WIDTH, initial_indent="    ", subsequent_indent="    "))
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
