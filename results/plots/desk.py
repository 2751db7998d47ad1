"""Figures of promises, waits, the week and the people, for a comparison and for a run alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from results.comparison_results import Comparison
from results.criteria import Term
from results.findings import Results, judged_promises
from results.groups import CROSS
from results.player import AS_WRITTEN
from results.plots import alternatives
from results.plots.dots import utilization
from results.plots.drawing import Drawing
from results.plots.ecdf import waits
from results.plots.forest import row_height
from results.plots.growing import convergence, running
from results.plots.heat import attainment, heat_size, promises, work_by_hour
from results.plots.look import Palette, candidate, named
from results.plots.reasons import why_waited
from results.plots.weekly import MOST_BANDS, WORDS, over_the_week
from results.promises import OWED
from results.week_load import BACKLOG, ON_DUTY, QUEUE
from results.why import QUEUE as QUEUE_REASONS
from results.words import percent

MOST_KEY = 4
"""Lines in one picture that are followed without effort."""
MOST_GROUPS = 12
"""Pictures of one kind."""
DURING = "During search."


@dataclass(frozen=True)
class Told:
    """The frames of those candidates that pictures follow line by line, and what is said of their origin."""

    palette: Palette
    summary: pd.DataFrame
    promises: pd.DataFrame
    waits: pd.DataFrame
    load: pd.DataFrame
    why: pd.DataFrame
    remark: str = ""


def kept(told: Told, suffix: str) -> list[Drawing]:
    """Promises, and first replies in time by policy and priority, candidate by candidate."""
    found = []
    judged = judged_promises(told.promises)
    if len(judged):
        rows = named(judged)
        shape = rows["candidate"].nunique(), len(rows) // max(rows["candidate"].nunique(), 1)
        width, height = heat_size(shape)
        found.append(
            Drawing(
                f"promises{suffix}",
                "Which promises hold" + (", every candidate during the search" if suffix else ""),
                "Share of clocks that kept the promise; ▼ marks a promise that is broken. The numbers with "
                f"their intervals are in the table of promises. {told.remark}".strip(),
                _promises_in_words(rows),
                lambda ax: promises(told.promises, ax=ax),
                width,
                height,
            )
        )
    return [*found, *_by_priority(told, suffix)]


def _promises_in_words(rows: pd.DataFrame) -> str:
    parts = []
    for name, own in list(rows.groupby("candidate", sort=False))[: alternatives.MOST]:
        shares = [
            f"{row['policy']} {str(row['metric']).replace('_', ' ')} "
            f"{percent(float(row['attainment']))} {row['verdict']}"
            for _, row in own.iterrows()
        ]
        parts.append(f"{name}: {', '.join(shares)}")
    return f"Table of numbers on colours. {'; '.join(parts)}."


def _by_priority(told: Told, suffix: str) -> list[Drawing]:
    owed = told.summary["measure"] == f"first_reply_attainment{OWED}"
    measure = f"first_reply_attainment{OWED if owed.any() else ''}"
    by = "policy×priority"
    rows = told.summary[(told.summary["measure"] == measure) & (told.summary["by"] == by)]
    groups = rows["group"].nunique()
    if groups < 2:
        return []
    width, height = heat_size((len(rows) // groups, groups))
    return [
        Drawing(
            f"attainment{suffix}",
            "First replies in time, by policy and priority" + (" (during the search)" if suffix else ""),
            f"Per cent of first-reply clocks kept; bright is good. {told.remark}".strip(),
            "Table of numbers on colours; the same numbers are in the table of measures.",
            lambda ax: attainment(told.summary, measure, by, ax=ax),
            width,
            height,
        )
    ]


def times(told: Told) -> list[Drawing]:
    """How long tickets wait: against the limits of the promises, and by segment."""
    found = []
    for measure, by, title in (
        ("first_reply_open", "policy×priority", "First reply in open time, {}"),
        ("first_reply", "segment", "First reply on the clock, {}"),
    ):
        table = told.waits
        own = table[(table["measure"] == measure) & (table["by"] == by)]
        for place, group in enumerate(list(dict.fromkeys(own["group"]))[:MOST_GROUPS]):
            curves = own[own["group"] == group]

            def draw(ax: Axes, of: tuple[str, str, str] = (measure, by, group)) -> Axes:
                return waits(told.waits, *of, palette=told.palette, ax=ax)

            limit = " The dotted line is the promise." if curves["limit"].notna().any() else ""
            found.append(
                Drawing(
                    f"waits-{by.replace('×', '-')}-{place + 1}",
                    title.format(group.replace(CROSS, f" {CROSS} ")),
                    f"Share answered within each time; higher is quicker.{limit} {told.remark}".strip(),
                    alternatives.of_waits(curves),
                    draw,
                    5.4,
                    3.9,
                )
            )
    return found


def waited(told: Told) -> list[Drawing]:
    """Why tickets waited, by tier and by segment."""
    found = []
    for by in ("tier", "segment"):
        own = told.why
        own = own if own.empty else own[(own["by"] == by) & own["reason"].isin(QUEUE_REASONS)]
        if own.empty:
            continue
        rows = own[["what_if", "strategy", "group"]].drop_duplicates()
        found.append(
            Drawing(
                f"why-{by}",
                f"Why tickets waited, by {by}",
                "Time in queues per ticket; each instant has one reason, the first that holds. Outranked: "
                "somebody who may serve it was at a ticket that joined the queue later, be it an older one "
                f"that came back. {told.remark}".strip(),
                alternatives.of_reasons(own),
                partial(_draw_reasons, told.why, by),
                height=row_height(len(rows)) + 1.1,
            )
        )
    return found


def _draw_reasons(why: pd.DataFrame, by: str, ax: Axes) -> Axes:
    return why_waited(why, by, ax=ax)


def people(told: Told) -> list[Drawing]:
    """Queue, backlog and people over the week; how much people are used."""
    found = []
    for series, by in ((QUEUE, "all"), (BACKLOG, "all"), (ON_DUTY, "all")):
        own = told.load
        if own.empty:
            break
        own = pd.DataFrame(own[(own["series"] == series) & (own["by"] == by)])
        what, palette = WORDS[series], told.palette
        if series == ON_DUTY:
            own = _once(own)
            palette = Palette(own)

        def draw(ax: Axes, own: pd.DataFrame = own, series: str = series, palette: Palette = palette) -> Axes:
            return over_the_week(own, series, palette=palette, ax=ax)

        found.append(
            Drawing(
                f"week-{series.replace(' ', '-')}",
                f"{what.capitalize()} over the week",
                f"The line is the mean of each local hour; the band{_whose(own)} holds 80 % of the hours "
                f"over weeks and replications. {told.remark}".strip(),
                alternatives.of_load(own, series, what),
                draw,
                height=3.2,
            )
        )
    return [*found, *_busy(told)]


def _once(load: pd.DataFrame) -> pd.DataFrame:
    """People on duty are the same under all strategies: one line per what-if, called so."""
    first = load.drop_duplicates(["what_if", "hour_of_week"])
    return first.assign(strategy=first["what_if"], what_if=AS_WRITTEN)


def _whose(load: pd.DataFrame) -> str:
    names = list(dict.fromkeys(named(load)["candidate"]))
    return f" of {names[0]}" if len(names) > MOST_BANDS else ""


def _busy(told: Told) -> list[Drawing]:
    rows = told.summary[(told.summary["measure"] == "utilization") & (told.summary["by"] == "pool")]
    if rows.empty:
        return []
    first = named(rows)
    first = first[first["candidate"] == first["candidate"].iloc[0]]
    found = [
        Drawing(
            "utilization",
            "How much of their paid time people work on tickets",
            f"One mark per candidate; lines are 95 % intervals. {told.remark}".strip(),
            alternatives.of_groups(first, lambda row: percent(float(row["estimate"])), "Marks by pool."),
            lambda ax: utilization(told.summary, palette=told.palette, ax=ax),
            height=row_height(first.shape[0]) + 0.6,
        )
    ]
    if len(told.load):
        name = candidate(*told.load[["what_if", "strategy"]].iloc[0])
        own = named(told.load)
        own = own[own["candidate"] == name]
        pools = own[own["by"] == "pool"]["group"].nunique()
        found.append(
            Drawing(
                "busy-by-hour",
                f"When each pool is busy under {name}",
                "Share of the people on duty who are at work; white: nobody is on duty.",
                "Colours by pool and hour of the week; the numbers are in load.csv.",
                lambda ax: work_by_hour(own, ax=ax),
                height=1.2 + 0.32 * pools,
            )
        )
    return found


def settling(results: Comparison | Results, term: Term, told: Told) -> list[Drawing]:
    """Whether there were enough replications."""
    if results.replications_done < 3:
        return []
    of = term.measure.name, term.by, term.group
    names = list(dict.fromkeys(named(told.summary)["candidate"]))[:MOST_KEY]
    rows = ordered(_replications(results, of), names)
    if rows.empty:
        return []
    unit = results.unit
    runs = {str(name): running(own, unit) for name, own in rows.groupby("candidate", sort=False)}
    last = {name: (float(run.value[-1]), float(run.high[-1] - run.low[-1]) / 2) for name, run in runs.items()}
    return [
        Drawing(
            "convergence",
            "Were there enough replications",
            f"Estimate of {term.name} and its 95 % interval as replications come in, in the order in which "
            "they were played." + (" During search." if isinstance(results, Comparison) else ""),
            alternatives.of_settling(last, term.measure.name),
            lambda ax: convergence(rows, *of, unit=unit, palette=told.palette, ax=ax),
            height=3.6,
        )
    ]


def _replications(results: Comparison | Results, of: tuple[str, str, str]) -> pd.DataFrame:
    """The rows of one measure and group, without reading the others."""
    wanted = list(zip(("measure", "by", "group"), ("==",) * 3, of, strict=True))
    if results.folder is not None:
        rows = pd.read_parquet(results.folder / "replications.parquet", filters=wanted)
    else:
        rows = results.replications
        for name, _, value in wanted:
            rows = rows[rows[name] == value]
    return pd.DataFrame(rows.astype(dict.fromkeys(("what_if", "strategy", "measure", "by", "group"), str)))


def ordered(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The rows of some candidates, in their order."""
    own = named(frame)
    own = own[own["candidate"].isin(names)]
    order = own["candidate"].map({name: place for place, name in enumerate(names)})
    return pd.DataFrame(own.iloc[order.argsort(kind="stable")])
