"""The tables of a sizing by head-counts: desks, candidates, neighbours, frontier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from results.sizing.bounds import kept, verdicts
from results.sizing.course import Course
from results.sizing.desks import Box, Counts
from results.sizing.frontier import level, undominated
from results.sizing.looking import Lookout
from results.sizing.moves import one_more_or_less
from results.sizing.question import Setup
from results.sizing.trials import Trials

SIZING = ["strategy", "pool", "roster", "agents", "cost_per_week", "status"]


def sizing_table(setup: Setup, courses: Sequence[Course]) -> pd.DataFrame:
    """`strategy, pool, roster, agents, cost_per_week, status`, one row per strategy and head-count."""
    rows = []
    for course in courses:
        for place, one in enumerate(setup.box.dimensions):
            count = None if course.desk is None else course.desk[place]
            cost = None if count is None else setup.box.cost_of(place, count)
            rows.append((course.strategy, f"{one.tier}.{one.pool}", one.roster, count, cost, course.status))
    table = pd.DataFrame(rows, columns=SIZING)
    return table.astype({"agents": "Int64", "cost_per_week": "float64"})


def candidates_table(setup: Setup, courses: Sequence[Course]) -> pd.DataFrame:
    """Every desk that was simulated with each requirement: value, interval, and whether it is kept."""
    rows = [
        row
        for course in courses
        for stage, trials in (("search", course.trials), ("confirmed", course.fresh))
        for counts in trials.desks
        for row in _candidate(setup.box, course, stage, trials, counts)
    ]
    return pd.DataFrame(rows)


def neighbours_table(setup: Setup, courses: Sequence[Course]) -> pd.DataFrame:
    """What one person more or fewer in each dimension changes, from pairs of fresh replications."""
    rows = [
        row
        for course in courses
        if course.desk is not None
        for other in one_more_or_less(course.desk)
        if course.fresh.replications(other) > 1
        for row in _neighbour(setup, course, course.desk, other)
    ]
    return pd.DataFrame(rows)


def frontier_table(setup: Setup, courses: Sequence[Course]) -> pd.DataFrame:
    """What each further point costs: desks that no cheaper one matches, on fresh replications.

    `beyond` is how far a desk keeps the requirement that it keeps worst, of those that more people help.
    """
    rows = []
    for course in courses:
        if course.desk is None or course.search is None:
            continue
        there = [one for one in course.frontier if course.fresh.replications(one)]
        fresh = Lookout(course.fresh, course.search.lookout.crew, setup.replications)
        levels = {one: level(fresh, one) for one in there}
        for one in undominated((setup.box.cost(one), levels[one], one) for one in there):
            told = {"sized": one == course.desk, "beyond": levels[one]}
            rows += [{**row, **told} for row in _candidate(setup.box, course, "confirmed", course.fresh, one)]
    return pd.DataFrame(rows)


def _heads(box: Box, counts: Counts) -> dict[str, int]:
    return {one.name: count for one, count in zip(box.dimensions, counts, strict=True)}


def _candidate(box: Box, course: Course, stage: str, trials: Trials, counts: Counts) -> list[dict[str, Any]]:
    told = {
        "strategy": course.strategy,
        "stage": stage if box.holds(counts) or trials.fresh else "ceiling",
        **_heads(box, counts),
        "cost_per_week": box.cost(counts),
        "replications": trials.replications(counts),
    }
    rows = []
    for one in kept(trials, counts):
        low, high = one.interval
        own = {"requirement": one.requirement.text, "value": one.value, "low": low, "high": high}
        rows.append({**told, **own, "bound": one.bound, "keeps": bool(one.margin >= -1e-12)})
    return rows


def _neighbour(setup: Setup, course: Course, desk: Counts, other: Counts) -> list[dict[str, Any]]:
    place = next(place for place, count in enumerate(desk) if count != other[place])
    box = setup.box
    one = box.dimensions[place]
    changes, error = course.fresh.changes(desk, other), 1 - setup.certainty
    return [
        {
            "strategy": course.strategy,
            "pool": f"{one.tier}.{one.pool}",
            "roster": one.roster,
            "change": other[place] - desk[place],
            "cost_per_week": box.cost(other) - box.cost(desk),
            "requirement": found.requirement.text,
            "value": found.value,
            "difference": difference,
            "low": low,
            "high": high,
            "verdict": verdict,
        }
        for found, verdict, difference, low, high in zip(
            kept(course.fresh, other), verdicts(course.fresh, other, error), *changes, strict=True
        )
    ]
