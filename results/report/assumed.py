"""What was assumed: the desk in figures, its people and promises, its strategies, and the file itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from results.check import Check
from results.report.grids import Grid, grid
from results.words import hours, percent, three_figures
from scenarios import Plan

ASSUMED = re.compile(r"(?:^|[\s(,;])(?:A(?=$|[,;:).])|ASSUMED\b|assumed\b|assumption\b)")
"""How files mark, in a comment beside a value, what nobody has measured."""


@dataclass(frozen=True)
class Line:
    """One line of the scenario file: what it sets, and the remark that stands beside it."""

    number: int
    text: str
    note: str
    assumed: bool
    """The remark says so."""


def grids_of_desk(check: Check) -> list[Grid]:
    """The desk in figures, its load and its limits."""
    found = [_figures(check), _tiers(check), _pools(check)]
    return [*found, _limits(check)] if check.limits else found


def grids_of_rules(plan: Plan) -> list[Grid]:
    """The strategies and the what-ifs, as the file writes them."""
    written = plan.data.get("strategies") if plan.data else None
    rules = written if isinstance(written, dict) else {}
    strategies = [
        [name, _written(rules.get(name, "")), "baseline" if name == plan.baseline else ""]
        for name in plan.strategies
    ]
    changes = [
        [name, path, _written(value)]
        for name, changes in plan.what_if.items()
        for path, value in changes.items()
    ]
    found = [
        grid(
            "strategies",
            "Strategies",
            "Who goes first; in a list, the first rule that differs decides.",
            ["name", "rule", "role"],
            strategies,
        )
    ]
    if changes:
        found.append(grid("what-ifs", "What-ifs", "", ["name", "field", "new value"], changes))
    return found


def lines_of(plan: Plan) -> list[Line]:
    """The scenario file, line by line."""
    text = plan.source.decode("utf-8", errors="replace")
    return [_line(number, line) for number, line in enumerate(text.splitlines(), start=1)]


def _figures(check: Check) -> Grid:
    rows = [[one.name, one.text, one.reference, "far from it" if one.odd else ""] for one in check.figures]
    says = "Expected in an average week, beside what other desks report."
    return grid("figures", "The desk in figures", says, ["figure", "here", "elsewhere", "remark"], rows)


def _tiers(check: Check) -> Grid:
    rows = [
        [one.tier, hours(one.work_hours * 60), hours(one.available_hours * 60), percent(one.occupancy, 0)]
        for one in check.tiers
    ]
    headings = ["tier", "work a week", "time available a week", "occupancy"]
    return grid("tiers", "Work and people by tier", "", headings, rows)


def _pools(check: Check) -> Grid:
    rows = [
        [one.tier, one.pool, f"{one.people:,}", three_figures(one.full_time), percent(one.occupancy, 0)]
        for one in check.pools
    ]
    return grid("pools", "Pools", "", ["tier", "pool", "people", "full time", "occupancy"], rows)


def _limits(check: Check) -> Grid:
    rows = [
        [
            one.policy,
            one.metric.replace("_", " "),
            one.priority,
            one.limit,
            one.calendar,
            three_figures(one.tickets_per_week),
        ]
        for one in check.limits
    ]
    headings = ["policy", "clock", "priority", "limit", "calendar", "tickets a week"]
    return grid("limits", "Limits that are promised", "", headings, rows)


def _line(number: int, line: str) -> Line:
    at = _comment(line)
    text, note = line[:at], line[at:]
    return Line(number, text, note, bool(text.strip() and ASSUMED.search(note.lstrip("# "))))


def _comment(line: str) -> int:
    """Where the comment of a line of YAML begins; its end where there is none."""
    quote = ""
    for at, letter in enumerate(line):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'" and (at == 0 or line[at - 1] in " [{,:"):
            quote = letter
        elif letter == "#" and (at == 0 or line[at - 1] in " \t"):
            return at
    return len(line)


def _written(value: Any) -> str:
    """A value on one line, about as the file has it."""
    if isinstance(value, str):
        return value
    text = json.dumps(value, ensure_ascii=False, default=str)
    return re.sub(r'"([^"\\]*)"', r"\1", text)
