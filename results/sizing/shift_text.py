"""What a sizing by shifts shows: the people of each pool, how promises are kept, who starts when."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console

from results.files import csv_text, json_text
from results.overview import Table, table_of
from results.sizing.bounds import BREAKS, HOLDS, in_words
from results.sizing.hours import SizedHours
from results.sizing.kept_text import kept_table
from results.sizing.shifted import ROSTER_FILE, ShiftResults
from results.terminal import BULLET, PLAIN_WIDTH, drawn_table, html_told, on_paper, records_of, tell
from results.words import listed, percent, plural, three_figures

TABLES = ("sizing", "requirements", "shifts", "hours", "rounds")
"""What is printed as JSON."""
PROVED = (
    "Found by asking for less in every hour until a promise breaks, by taking people away one by one, and by "
    "giving them cheaper shifts; that no cheaper roster keeps everything was not proved."
)


def show_shifts(results: ShiftResults, out: Console) -> None:
    """Verdict, people, requirements, shifts, and what is claimed."""
    tell(out, verdict(results))
    for table in tables(results):
        out.print(drawn_table(table, out))
    tell(out, [*results.asked.remarks, *footing(results)], mark=BULLET)


def as_text(results: ShiftResults, width: int = PLAIN_WIDTH) -> str:
    """The same as plain text."""
    return on_paper(lambda out: show_shifts(results, out), width)


def as_json(results: ShiftResults) -> str:
    """Verdict and tables as one JSON object; null where there is no value."""
    content: dict[str, Any] = {
        "scenario": results.name,
        "verdict": verdict(results),
        "remarks": [*results.asked.remarks, *footing(results)],
        "subject_to": [one.text for one in results.asked.requirements],
        "certainty": results.asked.certainty,
        "folder": str(results.folder) if results.folder else None,
        **{name: records_of(getattr(results, name)) for name in TABLES},
    }
    return json_text(content)


def as_csv(results: ShiftResults) -> str:
    """The people of each pool."""
    return csv_text(results.sizing)


def as_html(results: ShiftResults) -> str:
    """Verdict and tables for a notebook."""
    return html_told(results.name, verdict(results), tables(results))


def tables(results: ShiftResults) -> list[Table]:
    """People, requirements and shifts; nothing where no strategy has any."""
    return [staff(results), requirements(results), starts(results)] if results.desks else []


def verdict(results: ShiftResults) -> list[str]:
    """What came of each strategy, the cheapest first, in words."""
    said = [_verdict(results, strategy) for strategy in results.cheapest_first]
    said += [f"{strategy}: {why}." for strategy, why in results.refused.items()]
    left = [one for one in results.strategies if one not in {*results.desks, *results.refused}]
    return [*said, *(f"{strategy}: interrupted before shifts were found." for strategy in left)]


def _verdict(results: ShiftResults, strategy: str) -> str:
    desk, sure = results.desks[strategy], percent(results.asked.certainty)
    people = sum(cover.people for cover in desk.covers.values())
    hours = sum(cover.paid for cover in desk.covers.values())
    money = f", {three_figures(desk.cost)} a week" if waged(desk) else ""
    told = (
        f"{strategy}: {plural(people, 'person', 'people')}, {three_figures(hours)} paid hours a week{money}."
    )
    fresh = plural(desk.confirmed.replications, "fresh replication")
    if desk.confirmed.verdict == HOLDS:
        return f"{told} That this roster keeps everything is at least {sure} certain."
    if desk.confirmed.verdict == BREAKS:
        broken = [
            f"{one.requirement.text} comes to {in_words(one.requirement, one.value)}"
            for one in desk.confirmed.kept
            if not one.margin >= 0
        ]
        return f"{told} It is the best roster found, but after {fresh} {listed(broken)}."
    return f"{told} It is likely to keep everything, but after {fresh} that is not {sure} certain."


def waged(desk: SizedHours) -> bool:
    """Whether what people cost is known."""
    return all(
        kind.wage is not None or desk.bench.pool(pool).wage is not None
        for pool, kinds in desk.bench.shifts.items()
        for kind in kinds
    )


def staff(results: ShiftResults) -> Table:
    """Heads rostered, paid full-time equivalents and heads on duty, told apart."""
    rows = [
        (
            (str(row["strategy"]),),
            (str(row["pool"]),),
            (f"{row['agents']}",),
            (three_figures(row["paid_hours"]),),
            (three_figures(row["full_time"]),),
            (three_figures(row["most_rostered"]),),
            (three_figures(row["most_on_duty"]),),
            (three_figures(row["cost_per_week"]),),
        )
        for _, row in results.sizing.dropna(subset=["pool"]).iterrows()
    ]
    headings = [
        *(("strategy",), ("pool",), ("people",), ("paid hours", "a week"), ("full time", "equivalents")),
        *(("most on", "the roster"), ("of them", "on duty"), ("cost", "a week")),
    ]
    return table_of(headings, rows, names=2)


def requirements(results: ShiftResults) -> Table:
    """How each strategy's roster keeps each requirement on fresh replications."""
    return kept_table({strategy: desk.confirmed.kept for strategy, desk in results.desks.items()})


def starts(results: ShiftResults) -> Table:
    """Who starts when on which days, of the cheapest roster."""
    own = results.shifts[results.shifts["strategy"] == results.cheapest_first[0]]
    rows = [
        (
            (str(row["pool"]),),
            (f"{row['starts']} – {row['ends']}",),
            (str(row["days"]),),
            (f"{row['agents']}",),
            (three_figures(row["paid_hours_each"]),),
        )
        for _, row in own.sort_values(["pool", "starts", "days"], kind="stable").iterrows()
    ]
    headings = [("pool",), ("shift",), ("days",), ("people",), ("paid hours", "each")]
    return table_of(headings, rows, names=2)


def footing(results: ShiftResults) -> list[str]:
    """What is claimed, what could not be covered, and how to take the roster back."""
    said = [*_about_rosters(results), PROVED] if results.desks else []
    for strategy, desk in results.desks.items():
        said += [f"{strategy}: {one}" for one in _short(results.hours[results.hours["strategy"] == strategy])]
        gap = max(cover.gap for cover in desk.covers.values())
        if gap > 0.001:
            said.append(
                f"{strategy}: a cover up to {percent(gap)} cheaper may exist; the search was cut short."
            )
    amount = f"{plural(results.replications_done, 'replication')}, {plural(results.tickets, 'ticket')}"
    return [*said, f"{amount}, {three_figures(results.seconds['playing'])} s."]


def _about_rosters(results: ShiftResults) -> list[str]:
    """Which file is whose, and how a scenario takes one back."""
    owned = zip(results.rosters, results.cheapest_first, strict=True)
    files = listed([f"{name} ({owner})" for name, owner in owned])
    return [f"Rosters: {files}. A pool takes one with roster: {{file: {ROSTER_FILE}}} instead of agents."]


def _short(hours: pd.DataFrame) -> list[str]:
    """Where people by the hour would be asked for that no shift of the desk brings."""
    found = []
    for pool, own in hours.groupby("pool", sort=False):
        bare = own[(own["on_roster"] <= 0) & (own["needed_on_roster"] > 0.05)]
        if len(bare):
            found.append(f"{pool} has nobody in {plural(len(bare), 'hour')} of the week that need some.")
    return found
