"""What a sizing shows: the desk of each strategy, how it keeps its promises, what one person changes."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console

from results.files import csv_text, json_text
from results.overview import Table, table_of
from results.sizing.bounds import BREAKS, HOLDS, kept
from results.sizing.course import INFEASIBLE, SIZED, STOPPED, UNREACHABLE, Course
from results.sizing.kept_text import kept_table
from results.sizing.played import FILES, SizeResults
from results.terminal import BULLET, PLAIN_WIDTH, drawn_table, html_told, on_paper, records_of, tell
from results.words import UNKNOWN, duration, listed, percent, plural, points, three_figures


def show_sizing(results: SizeResults, out: Console) -> None:
    """Verdict, desks, requirements, what one person more or less changes, and what is claimed."""
    tell(out, verdict(results))
    for table in tables(results):
        out.print(drawn_table(table, out))
    tell(out, [*results.setup.remarks, *footing(results)], mark=BULLET)


def as_text(results: SizeResults, width: int = PLAIN_WIDTH) -> str:
    """The same as plain text."""
    return on_paper(lambda out: show_sizing(results, out), width)


def as_json(results: SizeResults) -> str:
    """Verdict and tables as one JSON object; null where there is no value."""
    setup = results.setup
    content: dict[str, Any] = {
        "scenario": results.name,
        "verdict": verdict(results),
        "remarks": [*setup.remarks, *footing(results)],
        "subject_to": [one.text for one in setup.requirements],
        "certainty": setup.certainty,
        "status": {course.strategy: course.status for course in results.courses},
        "folder": str(results.folder) if results.folder else None,
        **{name: records_of(getattr(results, name)) for name in FILES},
    }
    return json_text(content)


def as_csv(results: SizeResults) -> str:
    """The desks."""
    return csv_text(results.sizing)


def as_html(results: SizeResults) -> str:
    """Verdict and tables for a notebook."""
    return html_told(results.name, verdict(results), tables(results))


def tables(results: SizeResults) -> list[Table]:
    """Desks and promises of all; of the cheapest strategy, one person more or less, and what points cost."""
    told = [course for course in results.courses if course.desk is not None]
    if not told:
        return [desks(results)]
    cheapest = min(told, key=lambda course: (course.status != SIZED, _cost(results, course)))
    found = [desks(results), promises(results), steps(results, cheapest)]
    return [*found, further(results, cheapest)] if len(cheapest.frontier) > 1 else found


def verdict(results: SizeResults) -> list[str]:
    """What came of each strategy, those first that have a desk, and which needs least, in words."""
    courses = sorted(results.courses, key=lambda course: course.desk is None)
    said = [sentence for course in courses for sentence in _verdict(results, course)]
    told = [course for course in results.courses if course.status == SIZED]
    costs = {course.strategy: _cost(results, course) for course in told}
    if len(costs) > 1:
        cheap, dear = min(costs, key=lambda one: costs[one]), max(costs, key=lambda one: costs[one])
        if costs[cheap] < costs[dear]:
            heads = {course.strategy: sum(course.desk or ()) for course in told}
            saved = (
                f"{cheap} keeps the same promises for {three_figures(costs[dear] - costs[cheap])} a week less"
            )
            said.append(f"{saved} than {dear}: {heads[cheap]} people instead of {heads[dear]}.")
    return said


def _verdict(results: SizeResults, course: Course) -> list[str]:
    name, sure = course.strategy, percent(results.setup.certainty)
    if course.desk is not None:
        cost = "" if not results.setup.box.waged else f", {three_figures(_cost(results, course))} a week"
        desk = f"{name}: {people(results, course)}{cost}"
        if course.status == SIZED:
            return [f"{desk}. That it keeps everything is at least {sure} certain."]
        return [
            f"{desk}. It is likely to keep everything, but after "
            f"{plural(course.fresh.replications(course.desk), 'fresh replication')} that is not {sure} "
            f"certain; --budget allows more.{_surer(results, course)}"
        ]
    if course.status == STOPPED:
        return [f"{name}: interrupted before a desk was confirmed."]
    if course.status in {INFEASIBLE, UNREACHABLE}:
        return [f"{name}: {sentence}" for sentence in course.sentences]
    return []


def _surer(results: SizeResults, course: Course) -> str:
    """The cheapest step by which it would be certain, if one is known."""
    found = results.neighbours
    steps_up = found[(found["strategy"] == course.strategy) & (found["change"] > 0)]
    sure = [
        (float(own["cost_per_week"].iloc[0]), str(pool))
        for (pool, _), own in steps_up.groupby(["pool", "roster"], sort=False)
        if (own["verdict"] == HOLDS).all()
    ]
    return f" One more in {min(sure)[1]} makes it certain." if sure else ""


def people(results: SizeResults, course: Course) -> str:
    """`12 in L1.frontline and 4 in L2.engineers`."""
    counts = zip(results.setup.box.dimensions, course.desk or (), strict=False)
    return listed([f"{count} in {one.name}" for one, count in counts])


def desks(results: SizeResults) -> Table:
    """People by pool and strategy, with what they cost."""
    courses = results.courses
    rows = [
        ((one.name,), *((_count(course, place),) for course in courses))
        for place, one in enumerate(results.setup.box.dimensions)
    ]
    label = "cost per week" if results.setup.box.waged else "paid hours per week"
    rows.append(((label,), *((three_figures(_cost(results, course)),) for course in courses)))
    rows.append((("status",), *((course.status,) for course in courses)))
    return table_of([("people",), *((course.strategy,) for course in courses)], rows)


def promises(results: SizeResults) -> Table:
    """How each strategy's desk keeps each requirement on fresh replications."""
    found = {
        course.strategy: kept(course.fresh, course.desk)
        for course in results.courses
        if course.desk is not None
    }
    return kept_table(found)


def steps(results: SizeResults, course: Course) -> Table:
    """What one person more or fewer changes at a strategy's desk, and what it costs."""
    requirements = {one.text: one for one in results.setup.requirements}
    found = results.neighbours
    own = found[found["strategy"] == course.strategy]
    rows = []
    for (pool, roster, change), part in own.groupby(["pool", "roster", "change"], sort=False):
        where = f"{change:+d} in {pool}" + (f" on {roster}" if roster else "")
        changes = [_change(requirements[str(row["requirement"])], row) for _, row in part.iterrows()]
        money = three_figures(float(part["cost_per_week"].iloc[0]))
        kept_all = "no" if (part["verdict"] == BREAKS).any() else "yes"
        kept_all = "perhaps" if kept_all == "yes" and (part["verdict"] != HOLDS).any() else kept_all
        rows.append(((where,), (money,), *((one,) for one in changes), (kept_all,)))
    named = [(one.expression.text,) for one in results.setup.requirements]
    return table_of([(course.strategy,), ("a week",), *named, ("all kept",)], rows)


def further(results: SizeResults, course: Course) -> Table:
    """What each further point costs: desks of a strategy that no cheaper one matches."""
    found = results.frontier
    own = found[found["strategy"] == course.strategy]
    names = [one.name for one in results.setup.box.dimensions]
    rows = []
    for _, part in own.groupby("cost_per_week"):
        first = part.iloc[0]
        mark = " (sized)" if bool(first["sized"]) else ""
        people_ = " + ".join(str(int(first[name])) for name in names)
        worst = f"{points(float(first['beyond']))}"
        rows.append(((three_figures(float(first["cost_per_week"])) + mark,), (people_,), (worst,)))
    headings = [
        (f"{course.strategy}: a week",),
        (f"people ({', '.join(names)})",),
        ("kept worst, beyond its goal",),
    ]
    return table_of(headings, rows)


def footing(results: SizeResults) -> list[str]:
    """What is claimed, and on what it stands."""
    setup = results.setup
    looked = sum(len(course.trials.desks) for course in results.courses)
    box = plural(setup.box.size, "desk")
    how = "every one was simulated" if setup.exhaustive else f"{looked} were simulated over all strategies"
    proved = all(course.found is None or course.found.proved for course in results.courses)
    claim = (
        "no cheaper desk keeps everything on these tickets, if more people never hurt"
        if proved
        else "no cheaper neighbour keeps everything on these tickets; that no other desk does was not proved"
    )
    claim += ". The figures above are of fresh replications"
    claim = claim if any(course.desk is not None for course in results.courses) else "none of them was chosen"
    return [
        f"Within the bounds: {box}; {how}, with up to {plural(setup.replications, 'replication')} on the "
        f"same tickets: {claim}.",
        f"{plural(results.replications_done, 'replication')}, {plural(results.tickets, 'ticket')}, "
        f"{three_figures(results.seconds['playing'])} s.",
    ]


def _cost(results: SizeResults, course: Course) -> float:
    return float("nan") if course.desk is None else results.setup.box.cost(course.desk)


def _count(course: Course, place: int) -> str:
    return UNKNOWN if course.desk is None else str(course.desk[place])


def _change(one: Any, row: pd.Series[Any]) -> str:
    """`+1.2 points (0.9 … 1.5)`."""
    number, low, high = (float(row[name]) for name in ("difference", "low", "high"))
    if one.period or one.expression.unit == "share":
        return f"{points(number)} ({points(low).split()[0]} … {points(high).split()[0]})"
    if one.expression.unit == "min":
        return f"{duration(number)} ({duration(low)} … {duration(high)})"
    return f"{three_figures(number)} ({three_figures(low)} … {three_figures(high)})"
