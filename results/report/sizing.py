"""What the report says of a sizing: how many people, what they keep, what one more or less would change."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from results.criteria import Constraint, constraint
from results.plots.of_sizings import LINE
from results.report.grids import Entry, Grid, grid, grid_of
from results.report.page import Told
from results.sizing import shift_text, text
from results.sizing.bounds import in_words
from results.sizing.course import Course
from results.sizing.played import SizeResults
from results.sizing.shifted import ShiftResults
from results.sizing.theory import theory
from results.sizing.theory_text import hour
from results.words import duration, percent, three_figures
from scenarios import Plan

QUESTION = "How many people does it take to keep the promises, and how sure is that?"
BY_SHIFTS = "Which shifts keep the promises at the least cost, and how sure is that?"


def told_of_heads(plan: Plan, results: SizeResults) -> Told:
    """What is said of head-counts."""
    remarks = [*results.setup.remarks, *text.footing(results)]
    asked = _asked(results.setup.requirements)
    return Told(QUESTION, asked, text.verdict(results), [*_of_heads(results), *_theory(plan)], remarks)


def told_of_shifts(plan: Plan, results: ShiftResults) -> Told:
    """What is said of shifts."""
    remarks = [*results.asked.remarks, *shift_text.footing(results)]
    asked = _asked(results.asked.requirements)
    found = [*_of_shifts(results), *_theory(plan)]
    return Told(BY_SHIFTS, asked, shift_text.verdict(results), found, remarks)


def _asked(requirements: Sequence[Constraint]) -> str:
    return f"Subject to: {'; '.join(one.text for one in requirements)}."


def _of_heads(results: SizeResults) -> list[Grid]:
    if all(course.desk is None for course in results.courses):
        return []
    found = [
        grid_of(text.desks(results), "desks", "The cheapest desk of each strategy", "People by pool."),
        _requirements(results.requirements),
    ]
    for number, course in enumerate(results.courses, 1):
        if course.desk is not None:
            found += _around(results, course, number)
    return [*found, *([] if results.sensitivity.empty else [_sensitivity(results.sensitivity)])]


def _around(results: SizeResults, course: Course, number: int) -> list[Grid]:
    """What one person more or fewer changes at a strategy's desk, and what each further point costs."""
    steps = grid_of(
        text.steps(results, course),
        f"steps-{number}",
        f"One person more or fewer under {course.strategy}",
        "Changes on the same fresh tickets, with 95 % intervals; money is per week.",
    )
    if len(course.frontier) < LINE:
        return [steps]
    points = grid_of(
        text.further(results, course),
        f"frontier-{number}-desks",
        f"What each further point costs under {course.strategy}",
        "Desks that no cheaper one matches, on fresh replications.",
    )
    return [steps, points]


def _of_shifts(results: ShiftResults) -> list[Grid]:
    if not results.desks:
        return []
    return [
        grid_of(
            shift_text.staff(results),
            "staff",
            "People, paid time and people on duty",
            "People are all who have a roster; a full-time equivalent is paid for 37.5 hours a week; on duty "
            "is who is there for tickets, net of absence, shrinkage and other work.",
        ),
        _requirements(results.requirements),
        grid_of(
            shift_text.starts(results),
            "starts",
            "Who starts when",
            "Of the cheapest roster; all people with their times are in roster.csv.",
        ),
        *([] if results.sensitivity.empty else [_sensitivity(results.sensitivity)]),
        _rounds(results.rounds),
    ]


def _requirements(table: pd.DataFrame) -> Grid:
    rows: list[list[str | Entry]] = []
    for _, row in table.iterrows():
        one = constraint(str(row["requirement"]))
        value, low, high = (in_words(one, float(row[name])) for name in ("value", "low", "high"))
        rows.append(
            [
                str(row["strategy"]),
                one.text,
                Entry(value, float(row["value"])),
                f"{low} – {high}",
                str(row["verdict"]),
                f"{int(row['replications']):,}",
            ]
        )
    return grid(
        "requirements",
        "What must hold",
        "On fresh replications, with 95 % intervals. Holds and breaks are beyond doubt, each on its own.",
        ["strategy", "requirement", "value", "interval", "verdict", "replications"],
        rows,
    )


def _sensitivity(table: pd.DataFrame) -> Grid:
    rows: list[list[str | Entry]] = []
    for _, row in table.iterrows():
        one = constraint(str(row["requirement"]))
        value, low, high = (in_words(one, float(row[name])) for name in ("value", "low", "high"))
        moved = int(row["people_by_theory"])
        rows.append(
            [
                str(row["strategy"]),
                str(row["change"]),
                one.text,
                Entry(value, float(row["value"])),
                f"{low} – {high}",
                str(row["verdict"]),
                Entry(f"{moved:+d}".replace("-", "−") if moved else "0", float(moved)),
            ]
        )
    return grid(
        "sensitivity",
        "If things turn out otherwise",
        "The cheapest desk on the same draws; and by how many people theory would move the desk, all "
        "pools together.",
        ["strategy", "change", "requirement", "value", "interval", "verdict", "people, by theory"],
        rows,
    )


def _rounds(table: pd.DataFrame) -> Grid:
    rows = [
        [
            str(row["strategy"]),
            f"{row['round']}",
            str(row["what"]),
            f"{row['people']:,}",
            three_figures(float(row["cost"])),
            str(row["worst"]),
            "yes" if row["holds"] else "no",
        ]
        for _, row in table.iterrows()
    ]
    return grid(
        "rounds",
        "How the roster came about",
        "Every desk of shifts that was simulated in the search.",
        ["strategy", "round", "tried", "people", "a week", "nearest to breaking", "all kept"],
        rows,
    )


def _theory(plan: Plan) -> list[Grid]:
    """The start from theory, and where it does not apply."""
    rows = [
        [
            one.tier,
            one.formula,
            duration(one.handling),
            one.aim.words,
            hour(one.peak),
            three_figures(max(one.smoothed)),
            f"{max(one.on_duty)}",
            f"{one.square_root}",
            percent(one.available),
            "; ".join(one.remarks),
        ]
        for one in theory(plan.scenario)
    ]
    headings = ["tier", "formula", "a touch", "aim", "busiest hour", "load in Erlangs", "people on duty"]
    more = ["by the square-root rule", "share of paid time", "where it does not apply"]
    says = "What theory asks for before anything is simulated, in the busiest hour of each tier."
    return [grid("theory", "The start from theory", says, [*headings, *more], rows)]
