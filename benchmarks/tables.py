"""What the benchmarks found, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median

from rich.table import Table

from benchmarks.bench_desk import SHARES
from benchmarks.engines import EVERYTHING, OURS
from benchmarks.growth import PARTS, Grown
from benchmarks.pipeline import STAGES, Spent
from benchmarks.timing import Timed

REFERENCE = 100_000
"""The size that the others are measured by."""
GIGABYTE = 1e9


def speeds(found: Mapping[str, Timed]) -> Table:
    """Tickets per second, and how many times those of the first."""
    first, *_ = found.values()
    table = _table("Speed, one core", "engine", ("tickets a run", "tickets/s", "slowest", "fastest", "× Ciw"))
    for name, timed in found.items():
        for label, stage in _rows(name):
            each = timed.speeds(stage)
            cells = (median(each), min(each), max(each))
            size = f"{timed.runs[0].tickets:,}"
            table.add_row(
                label, size, *(f"{speed:,.0f}" for speed in cells), _times(timed.ratio(first, stage))
            )
    return table


def _rows(name: str) -> Iterable[tuple[str, str]]:
    if name not in OURS:
        return [(name, EVERYTHING)]
    return [(f"{name} alone", "play"), (f"{name}, from scenario to measures", EVERYTHING)]


def _times(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def waits(found: Mapping[str, Timed]) -> Table:
    """Whether the engines play the same desk."""
    table = _table("Mean wait in minutes ± standard error: they play the same desk", "engine", SHARES)
    for name, timed in found.items():
        each = (timed.wait(priority) for priority in SHARES)
        table.add_row(name, *(f"{mean:.2f} ± {error:.2f}" for mean, error in each))
    return table


def stages(found: Mapping[str, Timed]) -> Table:
    """Where our time goes."""
    table = _table("Where the time goes: ns per ticket (share)", "engine", STAGES)
    for name in OURS:
        each = found[name].nanoseconds()
        total = sum(each.values())
        table.add_row(name, *(f"{each[stage]:,.0f} ({each[stage] / total:.0%})" for stage in STAGES))
    return table


def growth(found: Mapping[int, Grown]) -> Table:
    """Cost and memory by number of tickets."""
    workers = sorted({number for one in found.values() for number in one.seconds})
    title = (
        f"Growth: ns and peak bytes per ticket of one replication, × the cost at {REFERENCE:,}, GB of the "
        f"whole process; then seconds by the clock for {PARTS} replications that share the tickets"
    )
    by_clock = [f"{number} worker{'s' * (number > 1)}" for number in workers]
    headings = ("ns", "×", *STAGES, "GB", "bytes", *by_clock, "times as fast")
    table = _table(title, "tickets", headings)
    reference = found[REFERENCE].alone.spent if REFERENCE in found else None
    for size, one in found.items():
        alone, spent = one.alone, one.alone.spent
        table.add_row(
            f"{size:,}",
            f"{spent.nanoseconds():,.0f}",
            f"{spent.nanoseconds() / reference.nanoseconds():.2f}" if reference else "–",
            *(f"{spent.nanoseconds(stage):,.0f}" for stage in STAGES),
            f"{alone.held / GIGABYTE:.2f}",
            f"{alone.per_ticket:,.0f}",
            *(f"{one.seconds[number]:.2f}" for number in workers),
            f"{one.seconds[workers[0]] / one.seconds[workers[-1]]:.2f}",
        )
    return table


def spread(name: str, found: Mapping[int, Spent]) -> Table:
    """Cost of a ticket by number of strategies, pools, skills or priorities."""
    table = _table(f"More {name}: ns per ticket and strategy", name, (*STAGES, "all", "× the first"))
    first, *_ = found.values()
    for number, spent in found.items():
        table.add_row(
            str(number),
            *(f"{spent.nanoseconds(stage):,.0f}" for stage in STAGES),
            f"{spent.nanoseconds():,.0f}",
            f"{spent.nanoseconds() / first.nanoseconds():.2f}",
        )
    return table


def _table(title: str, first: str, others: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for heading in others:
        table.add_column(heading, justify="right")
    return table
