"""The command line: `ticketlab run`, `compare`, `size`, `check`, `schema`, `strategies`, `scenarios`, `new`.

Nothing heavy is imported before a command needs it, so that `ticketlab --help` answers at once.
"""

# ruff: noqa: PLC0415 - imports inside commands keep `--help` quick
from __future__ import annotations

import typer

from results import cli_options as given
from results.guard import guarded, open_closed_streams
from results.memory import keep_freed_memory, look_rarely_for_garbage

app = typer.Typer(
    name="ticketlab",
    help="Simulate a support desk: which order of work keeps the promises, and with how many people?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def common(version: given.Version = False) -> None:
    """What goes before any command."""


@app.command()
def run(  # noqa: PLR0917
    scenario: given.ScenarioName,
    strategy: given.Chosen = None,
    replications: given.Replications = None,
    seed: given.Seed = None,
    stratify: given.Stratify = False,
    engine: given.Engine = given.EngineName.AUTO,
    workers: given.Workers = None,
    cluster: given.Cluster = None,
    out: given.Out = None,
    force: given.Force = False,
    resume: given.Resume = None,
    by: given.By = None,
    measure: given.Shown = None,
    keep_tickets: given.KeepTickets = False,
    why: given.Why = False,
    plots: given.Plots = False,
    report: given.Report = False,
    output: given.Output = given.Format.TABLE,
    quiet: given.Quiet = False,
    max_memory: given.Memory = None,
    allow_code: given.AllowCode = False,
) -> None:
    """Play a scenario under its strategies: do the promises hold, with what odds, how long are waits."""
    from results.forking import begin

    begin(engine.value, workers, cluster)
    from results.run_command import RunRequest, run_command

    request = RunRequest(
        scenario=scenario,
        strategies=tuple(strategy or ()),
        replications=replications,
        seed=seed,
        stratify=stratify,
        engine=engine.value,
        workers=workers,
        cluster=cluster,
        out=out,
        force=force,
        resume=resume,
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
    )
    guarded(lambda: run_command(request))


@app.command()
def compare(  # noqa: PLR0917
    scenario: given.ScenarioName,
    strategy: given.Chosen = None,
    what_if: given.WhatIf = None,
    objective: given.Objective = None,
    subject_to: given.SubjectTo = None,
    worth: given.Worth = None,
    until_sure: given.UntilSure = None,
    budget: given.Budget = None,
    precision: given.Precision = None,
    combine: given.Combine = None,
    combine_as: given.CombineAs = "list",
    up_to: given.UpTo = 3,
    pareto: given.Pareto = None,
    grid: given.Grid = None,
    all_pairs: given.AllPairs = False,
    confirm: given.Confirm = None,
    replications: given.Replications = None,
    seed: given.Seed = None,
    stratify: given.Stratify = False,
    control: given.Control = False,
    engine: given.Engine = given.EngineName.AUTO,
    workers: given.Workers = None,
    cluster: given.Cluster = None,
    out: given.Out = None,
    force: given.Force = False,
    resume: given.Resume = None,
    by: given.By = None,
    measure: given.Shown = None,
    everything: given.Everything = False,
    plots: given.Plots = False,
    report: given.ReportUnless = True,
    output: given.Output = given.Format.TABLE,
    quiet: given.Quiet = False,
    max_memory: given.Memory = None,
    allow_code: given.AllowCode = False,
) -> None:
    """Compare strategies and what-ifs on the same tickets: which is best, by how much, how sure is that."""
    from results.forking import begin

    begin(engine.value, workers, cluster)
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
        precision=tuple(precision or ()),
        combine=None if combine is None else Asked(tuple(parts_of(combine)), combine_as, up_to),
        pareto=tuple(parts_of(pareto)),
        grid=tuple(grid or ()),
        all_pairs=all_pairs,
        confirm=confirm,
        replications=replications,
        seed=seed,
        stratify=stratify,
        control=control,
        engine=engine.value,
        workers=workers,
        cluster=cluster,
        out=out,
        force=force,
        resume=resume,
        by=tuple(by or ()),
        measures=tuple(measure or ()),
        everything=everything,
        plots=plots,
        report=report,
        format=output.value,
        quiet=quiet,
        max_memory=max_memory,
        allow_code=allow_code,
    )
    guarded(lambda: compare_command(request))


@app.command()
def size(  # noqa: PLR0917
    scenario: given.ScenarioName,
    vary: given.Vary = None,
    subject_to: given.Holding = None,
    odds: given.Odds = None,
    certainty: given.Certainty = None,
    strategy: given.Chosen = None,
    replications: given.Replications = None,
    budget: given.SizeBudget = None,
    exhaustive: given.Exhaustive = False,
    seed: given.Seed = None,
    engine: given.Engine = given.EngineName.AUTO,
    workers: given.Workers = None,
    cluster: given.Cluster = None,
    out: given.Out = None,
    force: given.Force = False,
    plots: given.Plots = False,
    report: given.ReportUnless = True,
    output: given.Output = given.Format.TABLE,
    quiet: given.Quiet = False,
    max_memory: given.Memory = None,
    allow_code: given.AllowCode = False,
) -> None:
    """Size the tiers: the cheapest head-counts that keep the promises, under each strategy, with the odds."""
    from results.forking import begin

    begin(engine.value, workers, cluster)
    from results.size_command import SizeRequest, size_command

    request = SizeRequest(
        scenario=scenario,
        vary=tuple(vary or ()),
        subject_to=tuple(subject_to or ()),
        odds=odds or "",
        certainty=certainty or "",
        strategies=tuple(strategy or ()),
        replications=replications,
        budget=budget,
        exhaustive=exhaustive,
        seed=seed,
        engine=engine.value,
        workers=workers,
        cluster=cluster,
        out=out,
        force=force,
        plots=plots,
        report=report,
        format=output.value,
        quiet=quiet,
        max_memory=max_memory,
        allow_code=allow_code,
    )
    guarded(lambda: size_command(request))


@app.command()
def check(
    scenario: given.ScenarioName,
    steady: given.Steady = False,
    output: given.ReadableFormat = given.Readable.TEXT,
    max_memory: given.Memory = None,
    allow_code: given.AllowCode = False,
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
def strategies(output: given.ReadableFormat = given.Readable.TEXT) -> None:
    """List the strategies: what each reads, its options and scale, and when it misleads."""
    from results.commands import strategies_command

    guarded(lambda: strategies_command(output.value))


@app.command()
def scenarios() -> None:
    """List the scenarios that come with the package."""
    from results.commands import scenarios_command

    guarded(scenarios_command)


@app.command()
def new(name: given.DeskName) -> None:
    """Write a commented scenario file that runs, to begin with."""
    from results.commands import new_command

    guarded(lambda: new_command(name))


def main() -> None:
    """The entry point of the console script."""
    open_closed_streams()
    look_rarely_for_garbage()
    keep_freed_memory()
    app()


if __name__ == "__main__":
    main()
