"""The options of the command line: what each is called, what it takes, what its help says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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


def _tell_version(wanted: bool) -> None:
    if wanted:
        from results.edition import edition  # noqa: PLC0415 - `--help` answers at once

        typer.echo(edition())
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version", callback=_tell_version, is_eager=True, help="Say which Ticketlab this is, and end."
    ),
]
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
Stratify = Annotated[
    bool,
    typer.Option(
        "--stratify",
        help="Draw the day factors of every ten replications together, spread evenly (100 or more, in tens).",
    ),
]
Control = Annotated[
    bool,
    typer.Option(
        "--control", help="Take noise off the objective: what the work that came by chance explains of it."
    ),
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
Resume = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Continue what was interrupted in this folder, as it was asked for."),
]
KeepTickets = Annotated[
    bool, typer.Option("--keep-tickets", help="Also write one row per ticket (tickets.parquet).")
]
Why = Annotated[
    bool, typer.Option("--why", help="Also tell why tickets waited, by tier, segment and hour (why.csv).")
]
Report = Annotated[
    bool, typer.Option("--report", help="Also write report.html, a page for people who were not there.")
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME|all", help="Also play this change of the file; may be repeated."),
]
Objective = Annotated[
    str | None,
    typer.Option(help="Judge by this measure, measure[by=group], or weighted sum [default: the file's]."),
]
SubjectTo = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CONSTRAINT",
        help='Only what keeps this may win, such as "kept_share >= 95 %" or '
        '"first_reply_p90[segment=firms] <= 8 h"; may be repeated.',
    ),
]
Worth = Annotated[
    str | None, typer.Option(help='The difference that matters, such as "1 point" or "10 min".')
]
UntilSure = Annotated[
    str | None,
    typer.Option(
        metavar="95%",
        help="Add replications until the best is known with this confidence, up to --worth.",
    ),
]
Budget = Annotated[
    int | None,
    typer.Option(
        min=1, max=1_000_000, help="Give up certainty after so many replications [default: 20 times -n]."
    ),
]
Precision = Annotated[
    list[str] | None,
    typer.Option(
        metavar='"MEASURE ±5%"',
        help="Add replications until this is known so well, up to --budget; may be repeated.",
    ),
]
Combine = Annotated[
    str | None,
    typer.Option(metavar="NAME,NAME,...", help="Build combinations of these strategies, and compare those."),
]
CombineAs = Annotated[
    str, typer.Option("--as", metavar="list|weighted", help="Combine in lists, or in weighted sums.")
]
UpTo = Annotated[
    int,
    typer.Option(
        min=1, max=20, help="Members of a list at most; or the steps into which weights are parted."
    ),
]
Pareto = Annotated[
    str | None,
    typer.Option(
        metavar="MEASURE,MEASURE",
        help="Name the candidates worth keeping where two or three objectives count.",
    ),
]
Grid = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=VALUES",
        help="Vary a field of the file, such as tiers.L1.frontline.agents=12..16/2 (or 12|14|16), and "
        "tell which strategy wins where; may be repeated.",
    ),
]
AllPairs = Annotated[
    bool,
    typer.Option("--all-pairs", help="Compare everybody with everybody, not only with the baseline."),
]
Confirm = Annotated[
    int | None,
    typer.Option(
        min=0,
        max=1_000_000,
        help="Fresh replications for winner, runner-up and baseline [default: as many as before].",
    ),
]
Everything = Annotated[
    bool,
    typer.Option("--all", help="Write the differences of all measures and groups, not the usual ones."),
]
ReportUnless = Annotated[
    bool, typer.Option("--report/--no-report", help="Write report.html, for people who were not there.")
]
Steady = Annotated[
    bool,
    typer.Option("--steady", help="Also play a pilot of 60 weeks: does the desk settle, and how soon?"),
]
DeskName = Annotated[str, typer.Argument(help="Name of the desk; the file is NAME.yaml.")]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="POOL=LEAST..MOST",
        help="A pool whose head-count may vary, such as L1.frontline=8..24; may be repeated "
        "[default: the file's sizing].",
    ),
]
Holding = Annotated[
    list[str] | None,
    typer.Option(
        "--subject-to",
        metavar="CONSTRAINT",
        help='What must hold, such as "wait_p90[segment=free] <= 8 h" or "first_reply_attainment'
        '[policy=premium] >= 95 % in 90 % of months"; may be repeated [default: the goals of the policies].',
    ),
]
Odds = Annotated[
    str | None,
    typer.Option(
        metavar="90%",
        help="Goals are to be reached in this share of their periods [default: in the long run].",
    ),
]
Certainty = Annotated[
    str | None,
    typer.Option(metavar="95%", help="How sure it is to be that the desk keeps it all [default: 95 %]."),
]
SizeBudget = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=1_000_000,
        help="Give up certainty after so many fresh replications [default: 10 times -n].",
    ),
]
Exhaustive = Annotated[
    bool, typer.Option("--exhaustive", help="Simulate every desk within the bounds: for small boxes.")
]
