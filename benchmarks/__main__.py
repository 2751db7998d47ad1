"""`python -m benchmarks`: engines side by side on the bench desk; what a ticket costs as things grow."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks import tables
from benchmarks.bench_desk import WEEK
from benchmarks.engines import CONTENDERS
from benchmarks.growth import grown
from benchmarks.machine import described
from benchmarks.spread import GROWING, spread
from benchmarks.timing import side_by_side
from results.memory import keep_freed_memory

SMALLEST = 10_000
WIDE = 140
"""Columns of a table in a file."""


def main(
    *,
    weeks: Annotated[int, typer.Option(min=1, help="Weeks that Ciw plays in each run.")] = 8,
    repeats: Annotated[int, typer.Option(min=2, help="Runs of each engine.")] = 5,
    growth: Annotated[bool, typer.Option("--growth", help="Cost from 10⁴ tickets to the largest.")] = False,
    spread: Annotated[bool, typer.Option("--spread", help="Cost with more strategies, pools …")] = False,
    largest: Annotated[int, typer.Option(min=SMALLEST, help="Tickets of --growth, at most.")] = 10_000_000,
    tickets: Annotated[int, typer.Option(min=1000, help="Tickets of a run of --spread.")] = 100_000,
) -> None:
    """Plays the bench desk with each engine in turn and prints speed, waits and shares of the stages.

    With `--growth` or `--spread` it does that instead. The process keeps freed memory, as every run does.
    """
    keep_freed_memory()
    console = Console()
    if not console.is_terminal:
        console.width = WIDE
    console.print(described())
    if growth:
        console.print(_growth(largest))
    if spread:
        console.print(*_spread(tickets, repeats))
    if not (growth or spread):
        console.print(*_side_by_side(weeks, repeats))


def _side_by_side(weeks: int, repeats: int) -> list[Table]:
    with _watched() as progress:
        task = progress.add_task("playing", total=repeats * len(CONTENDERS))
        found = side_by_side(weeks * WEEK, repeats, lambda: progress.advance(task))
    return [tables.speeds(found), tables.waits(found), tables.stages(found)]


def _growth(largest: int) -> Table:
    sizes = [size for size in (SMALLEST * 10**power for power in range(10)) if size <= largest]
    with _watched() as progress:
        return tables.growth({size: grown(size) for size in progress.track(sizes, description="growing")})


def _spread(tickets: int, repeats: int) -> list[Table]:
    with _watched() as progress:
        total = repeats * sum(len(growing.sizes) for growing in GROWING.values())
        task = progress.add_task("spreading", total=total)
        found = spread(tickets, repeats, lambda: progress.advance(task))
    return [
        tables.spread(name, {n: spent for (what, n), spent in found.items() if what == name})
        for name in GROWING
    ]


def _watched() -> Progress:
    return Progress(console=Console(stderr=True), transient=True)


if __name__ == "__main__":
    typer.run(main)
