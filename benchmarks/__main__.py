"""`python -m benchmarks`: engines side by side on the bench desk, in one run, on one core."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from benchmarks.engines import ENGINES
from benchmarks.timing import Timed, bytes_per_ticket, side_by_side


def main(
    weeks: Annotated[int, typer.Option(min=1, help="Weeks to play in each run.")] = 8,
    repeats: Annotated[int, typer.Option(min=2, help="Runs of each engine.")] = 5,
) -> None:
    """Plays the bench desk with each engine in turn and prints waits, speed and memory."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("playing", total=repeats * len(ENGINES))
        found = side_by_side(weeks, repeats, lambda: progress.advance(task))
    for name in ENGINES:
        found[name].bytes_per_ticket = bytes_per_ticket(name, weeks)
    console = Console()
    console.print(f"Bench desk: {weeks} weeks, {repeats} runs of each engine in turn, one core\n")
    console.print(_waits(found), _speeds(found))


def _waits(found: dict[str, Timed]) -> Table:
    """Whether the engines play the same desk."""
    table = Table(title="Mean wait in minutes ± standard error", title_justify="left")
    table.add_column("engine")
    first, *_ = found.values()
    for priority in first.waits:
        table.add_column(priority, justify="right")
    for name, timed in found.items():
        each = (timed.wait(priority) for priority in first.waits)
        table.add_row(name, *(f"{mean:.2f} ± {error:.2f}" for mean, error in each))
    return table


def _speeds(found: dict[str, Timed]) -> Table:
    table = Table(title="Speed and memory", title_justify="left")
    table.add_column("engine")
    first, *_ = found.values()
    for heading in ("tickets/s", "slowest", "fastest", "ratio", "kB per ticket"):
        table.add_column(heading, justify="right")
    for name, timed in found.items():
        speeds = (timed.speed, min(timed.speeds), max(timed.speeds))
        table.add_row(
            name,
            *(f"{speed:,.0f}" for speed in speeds),
            f"{timed.speed / first.speed:.2f}",
            f"{timed.bytes_per_ticket / 1000:.1f}",
        )
    return table


if __name__ == "__main__":
    typer.run(main)
