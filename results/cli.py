"""The command line: `ticketlab run`, `compare`, `check`, `schema`, `strategies`, `scenarios`, `new`.

Nothing heavy is imported before a command needs it, so that `ticketlab --help` answers at once.
"""

# ruff: noqa: PLC0415 - imports inside commands keep `--help` quick
from __future__ import annotations

import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from results.guard import guarded

MANY_OBJECTS = 100_000
"""New objects between two looks for garbage: at Python's own 700, imports take a fifth longer."""

app = typer.Typer(
    name="ticketlab",
    help="Simulate a support desk: which order of work keeps the promises, and with how many people?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """What a command prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Readable(StrEnum):
    """What a command without rows prints."""

    TEXT = "text"
    JSON = "json"


class EngineName(StrEnum):
    """What plays the desk."""

    AUTO = "auto"
    COMPILED = "compiled"
    SIMPY = "simpy"


ScenarioName = Annotated[str, typer.Argument(help="A scenario file, or the name of a shipped scenario.")]
Memory = Annotated[
    str | None,
    typer.Option("--max-memory", help="Refuse scenarios that need more, such as 16 GB [default: 8 GB]."),
]
AllowCode = Annotated[
    bool, typer.Option("--allow-code", help="Run the Python files that the scenario names as strategies.")
]
Chosen = Annotated[
    list[str] | None, typer.Option("--strategy", "-s", help="Only this strategy; may be repeated.")
]
Replications = Annotated[
    int | None, typer.Option("--replications", "-n", min=1, max=1_000_000, help="Instead of the file's.")
]
Seed = Annotated[int | None, typer.Option(min=0, help="Instead of the file's.")]
Engine = Annotated[EngineName, typer.Option(help="What plays the desk.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, max=1024, help="Processes [default: one per processor, if worth it]."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS|local",
        help="Play on the Dask cluster of this scheduler, or on one made here.",
    ),
]
Out = Annotated[
    Path | None, typer.Option(help="Folder for the results [default: the next free runs/NAME-n].")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite earlier results in that folder.")]
By = Annotated[
    list[str] | None,
    typer.Option(help="Show measures by this too: an attribute, a crossing (plan,priority), or customer."),
]
Shown = Annotated[list[str] | None, typer.Option(help="Show this measure too; `--measure help` lists all.")]
Output = Annotated[Format, typer.Option("--format", help="What to print.")]
Plots = Annotated[bool, typer.Option("--plots", help="Also draw the figures, as SVG and PNG, in figures/.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no remarks.")]
ReadableFormat = Annotated[Readable, typer.Option("--format", help="What to print.")]


@app.command()
def run(  # noqa: PLR0917
    scenario: ScenarioName,
    strategy: Chosen = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = EngineName.AUTO,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Out = None,
    force: Force = False,
    resume: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Continue the interrupted run in this folder, as it was asked for."),
    ] = None,
    by: By = None,
    measure: Shown = None,
    keep_tickets: Annotated[
        bool, typer.Option("--keep-tickets", help="Also write one row per ticket (tickets.parquet).")
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Also tell why tickets waited, by tier, segment and hour (why.csv).")
    ] = False,
    plots: Plots = False,
    report: Annotated[
        bool, typer.Option("--report", help="Also write report.html, a page for people who were not there.")
    ] = False,
    output: Output = Format.TABLE,
    quiet: Quiet = False,
    max_memory: Memory = None,
    allow_code: AllowCode = False,
) -> None:
    """Play a scenario under its strategies: do the promises hold, with what odds, how long are waits."""
    if workers is not None and workers > 1 and cluster is None:
        from results.forking import begin

        begin(engine.value)
    from results.commands import RunRequest, run_command

    request = RunRequest(
        scenario=scenario,
        strategies=tuple(strategy or ()),
        replications=replications,
        seed=seed,
        engine=engine.value,
        workers=workers,
        out=out,
        force=force,
        by=tuple(by or ()),
        measures=tuple(measure or ()),
        keep_tickets=keep_tickets,
        why=why,
        plots=plots,
        report=report,
        format=output.value,
        quiet=quiet,
        max_memory=max_memory,
        allow_code=allow_code,
        cluster=cluster,
        resume=resume,
    )
    guarded(lambda: run_command(request))


@app.command()
def compare(  # noqa: PLR0917
    scenario: ScenarioName,
    strategy: Chosen = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME|all", help="Also play this change of the file; may be repeated."),
    ] = None,
    objective: Annotated[
        str | None,
        typer.Option(help="Judge by this measure, measure[by=group], or weighted sum [default: the file's]."),
    ] = None,
    subject_to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONSTRAINT",
            help='Only what keeps this may win, such as "kept_share >= 95 %" or '
            '"first_reply_p90[segment=firms] <= 8 h"; may be repeated.',
        ),
    ] = None,
    worth: Annotated[
        str | None, typer.Option(help='The difference that matters, such as "1 point" or "10 min".')
    ] = None,
    until_sure: Annotated[
        str | None,
        typer.Option(
            metavar="95%",
            help="Add replications until the best is known with this confidence, up to --worth.",
        ),
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option(
            min=1, max=1_000_000, help="Give up certainty after so many replications [default: 20 times -n]."
        ),
    ] = None,
    precision: Annotated[
        list[str] | None,
        typer.Option(
            metavar='"MEASURE ±5%"',
            help="Add replications until this is known so well, up to --budget; may be repeated.",
        ),
    ] = None,
    combine: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME,...", help="Build combinations of these strategies, and compare those."
        ),
    ] = None,
    combine_as: Annotated[
        str, typer.Option("--as", metavar="list|weighted", help="Combine in lists, or in weighted sums.")
    ] = "list",
    up_to: Annotated[
        int,
        typer.Option(
            min=1, max=20, help="Members of a list at most; or the steps into which weights are parted."
        ),
    ] = 3,
    pareto: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE,MEASURE",
            help="Name the candidates worth keeping where two or three objectives count.",
        ),
    ] = None,
    grid: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUES",
            help="Vary a field of the file, such as tiers.L1.frontline.agents=12..16/2 (or 12|14|16), and "
            "tell which strategy wins where; may be repeated.",
        ),
    ] = None,
    all_pairs: Annotated[
        bool,
        typer.Option("--all-pairs", help="Compare everybody with everybody, not only with the baseline."),
    ] = False,
    confirm: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=1_000_000,
            help="Fresh replications for winner, runner-up and baseline [default: as many as before].",
        ),
    ] = None,
    replications: Replications = None,
    seed: Seed = None,
    engine: Engine = EngineName.AUTO,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Out = None,
    force: Force = False,
    by: By = None,
    measure: Shown = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Write the differences of all measures and groups, not the usual ones."),
    ] = False,
    plots: Plots = False,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Write report.html, for people who were not there.")
    ] = True,
    output: Output = Format.TABLE,
    quiet: Quiet = False,
    max_memory: Memory = None,
    allow_code: AllowCode = False,
) -> None:
    """Compare strategies and what-ifs on the same tickets: which is best, by how much, how sure is that."""
    from results.combining import Asked
    from results.compare_command import CompareRequest, compare_command
    from results.criteria import parts_of

    request = CompareRequest(
        scenario=scenario,
        strategies=tuple(strategy or ()),
        what_if=tuple(what_if or ()),
        objective=objective or "",
        subject_to=tuple(subject_to or ()),
        worth=worth or "",
        until_sure=until_sure or "",
        budget=budget,
        all_pairs=all_pairs,
        confirm=confirm,
        replications=replications,
        seed=seed,
        engine=engine.value,
        workers=workers,
        cluster=cluster,
        out=out,
        force=force,
        by=tuple(by or ()),
        measures=tuple(measure or ()),
        plots=plots,
        report=report,
        format=output.value,
        quiet=quiet,
        max_memory=max_memory,
        allow_code=allow_code,
        precision=tuple(precision or ()),
        pareto=tuple(parts_of(pareto)),
        combine=None if combine is None else Asked(tuple(parts_of(combine)), combine_as, up_to),
        everything=everything,
        grid=tuple(grid or ()),
    )
    guarded(lambda: compare_command(request))


@app.command()
def check(
    scenario: ScenarioName,
    steady: Annotated[
        bool,
        typer.Option("--steady", help="Also play a pilot of 60 weeks: does the desk settle, and how soon?"),
    ] = False,
    output: ReadableFormat = Readable.TEXT,
    max_memory: Memory = None,
    allow_code: AllowCode = False,
) -> None:
    """Say what a scenario file means and what in it is wrong or unlikely, without simulating."""
    from results.commands import check_command

    guarded(lambda: check_command(scenario, output.value, max_memory, allow_code=allow_code, steady=steady))


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors that complete and check."""
    from results.commands import schema_command

    guarded(schema_command)


@app.command()
def strategies(output: ReadableFormat = Readable.TEXT) -> None:
    """List the strategies: what each reads, its options and scale, and when it misleads."""
    from results.commands import strategies_command

    guarded(lambda: strategies_command(output.value))


@app.command()
def scenarios() -> None:
    """List the scenarios that come with the package."""
    from results.commands import scenarios_command

    guarded(scenarios_command)


@app.command()
def new(name: Annotated[str, typer.Argument(help="Name of the desk; the file is NAME.yaml.")]) -> None:
    """Write a commented scenario file that runs, to begin with."""
    from results.commands import new_command

    guarded(lambda: new_command(name))


def main() -> None:
    """The entry point of the console script."""
    gc.set_threshold(MANY_OBJECTS)
    app()


if __name__ == "__main__":
    main()
