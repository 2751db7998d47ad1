"""Which figures tell what a sizing found."""

from __future__ import annotations

import pandas as pd

from results.criteria import constraint
from results.plots.drawing import Drawing
from results.plots.forest import row_height
from results.plots.sizes import frontier, heads, hours_covered, one_person, otherwise
from results.sizing.bounds import HOLDS, in_words
from results.sizing.course import SIZED
from results.sizing.played import SizeResults
from results.sizing.shifted import ShiftResults
from results.words import listed, plural, three_figures

MOST_HOURS = 6
"""So many pools have a figure of their hours."""
MOST_REQUIREMENTS = 3
"""So many requirements, those nearest to being broken first, have figures of their own."""
LINE = 2
"""Fewer desks make no line."""
PEOPLE_TITLE = "How many people each strategy needs for the same promises"


def drawings_of_sizing(results: SizeResults) -> list[Drawing]:
    """All figures of head-counts, the most telling first."""
    if results.sizing["agents"].notna().sum() == 0:
        return []
    found = [_heads(results.sizing)]
    for number, requirement in enumerate(tightest(results.requirements), 1):
        found += _frontier(results, requirement, number)
        found += _one_person(results, requirement, number) + _otherwise(results, requirement, number)
    return found


def drawings_of_shifts(results: ShiftResults) -> list[Drawing]:
    """All figures of shifts, the most telling first."""
    if results.hours.empty:
        return []
    own = pd.DataFrame(results.hours[results.hours["strategy"] == cheapest(results.sizing)])
    pools = list(dict.fromkeys(own["pool"]))[:MOST_HOURS]
    several = [_heads(results.sizing)] if len(results.desks) > 1 else []
    found = [*several, *(_hours(own, pool, number) for number, pool in enumerate(pools, 1))]
    for number, requirement in enumerate(tightest(results.requirements), 1):
        found += _otherwise(results, requirement, number)
    return found


def tightest(requirements: pd.DataFrame) -> list[str]:
    """The requirements that leave least to spare under any strategy, those first."""
    signs = requirements["requirement"].map(lambda text: constraint(text).sign)
    bounds = requirements["bound"]
    spare = signs * (requirements["value"] - bounds) / bounds.abs().clip(lower=1e-9)
    order = spare.groupby(requirements["requirement"]).min().sort_values(kind="stable")
    return [str(text) for text in order.index[:MOST_REQUIREMENTS]]


def cheapest(sizing: pd.DataFrame) -> str:
    """The strategy whose desk costs least, those that are sure before the others."""
    own = sizing.dropna(subset=["agents"]).groupby("strategy", sort=False)
    order = own.agg(unsure=("status", lambda status: (status != SIZED).any()), cost=("cost_per_week", "sum"))
    return str(order.sort_values(["unsure", "cost"], kind="stable").index[0])


def _heads(sizing: pd.DataFrame) -> Drawing:
    own = sizing.dropna(subset=["agents"])
    people = own.groupby("strategy", sort=False)["agents"].sum()
    costs = own.groupby("strategy", sort=False)["cost_per_week"].sum()
    told = []
    for name in people.index:
        count, cost = plural(int(people[name]), "person", "people"), three_figures(float(costs[name]))
        told.append(f"{name} {count} for {cost} a week")
    return Drawing(
        "people",
        PEOPLE_TITLE,
        "People by pool, and what they cost a week. Each strategy is sized on its own, for the same "
        "requirements.",
        f"Bars of head-counts: {listed(told)}.",
        lambda ax: heads(sizing, ax=ax),
        height=row_height(len(people), 0.42) + 0.9,
    )


def _frontier(results: SizeResults, requirement: str, number: int) -> list[Drawing]:
    found = results.frontier
    if found.empty or found["cost_per_week"].nunique() < LINE:
        return []
    strategies = listed(list(dict.fromkeys(found["strategy"])))
    return [
        Drawing(
            f"frontier-{number}",
            f"What each further point costs: {requirement}",
            "Desks that no cheaper one matches, on fresh replications with 95 % intervals; the large mark is "
            "the sized desk. Dashed: what is required.",
            f"Lines of {constraint(requirement).expression.text} against cost per week, for {strategies}.",
            lambda ax: frontier(found, requirement, ax=ax),
            height=4.6,
        )
    ]


def _one_person(results: SizeResults, requirement: str, number: int) -> list[Drawing]:
    if results.neighbours.empty:
        return []
    mine = results.neighbours["strategy"] == cheapest(results.sizing)
    own = results.neighbours[mine & (results.neighbours["requirement"] == requirement)]
    if own.empty:
        return []
    changes = plural(len(own), "change")
    return [
        Drawing(
            f"one-person-{number}",
            f"One person more or fewer under {cheapest(results.sizing)}: {requirement}",
            "Changes on the same fresh tickets, with 95 % intervals. Filled: with this change everything is "
            "kept beyond doubt; hollow: something breaks, or may.",
            f"{changes} of one person; the largest is {own['difference'].abs().max():.3g}.",
            lambda ax: one_person(results.neighbours[mine], requirement, ax=ax),
            height=row_height(len(own)),
        )
    ]


def _otherwise(results: SizeResults | ShiftResults, requirement: str, number: int) -> list[Drawing]:
    if results.sensitivity.empty:
        return []
    own = results.sensitivity[results.sensitivity["requirement"] == requirement]
    one = constraint(requirement)
    told = [
        f"{change}: {in_words(one, float(value))}" + ("" if verdict == HOLDS else f" ({verdict})")
        for change, value, verdict in zip(own["change"], own["value"], own["verdict"], strict=True)
    ]
    return [
        Drawing(
            f"otherwise-{number}",
            f"If things turn out otherwise: {requirement}",
            "The cheapest sized desk on the same draws under each change. Filled: kept beyond doubt; hollow: "
            "broken, or not sure.",
            f"{listed(told)}.",
            lambda ax: otherwise(results.sensitivity, requirement, ax=ax),
            height=row_height(own["change"].nunique(), 0.36) + 0.5,
        )
    ]


def _hours(hours: pd.DataFrame, pool: str, number: int) -> Drawing:
    own = hours[hours["pool"] == pool]
    needed, there = (three_figures(float(own[name].max())) for name in ("needed_on_duty", "on_duty"))
    return Drawing(
        f"hours-{number}",
        f"What the hours need and what the shifts bring: {pool}",
        "Shaded: people needed on duty, as simulation with people by the hour found; lines: what the roster "
        "brings, on average. Fewer than needed in an hour does no harm where the promises hold all the same.",
        f"At most {needed} are needed on duty, at most {there} are there.",
        lambda ax: hours_covered(hours, pool, ax=ax),
        width=8.6,
        height=3.2,
    )
