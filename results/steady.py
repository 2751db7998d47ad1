"""Is the warm-up long enough, and does the desk settle at all: a pilot, week by week.

The series are weekly means over replications of backlog, work in the queues and the objective, without
holidays and from an empty desk. `truncation` says what is cut off them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from results.asking import default_objectives
from results.criteria import Term, expression
from results.groups import CROSS, Groups
from results.player import ENGINES, Contribution, contribution_of, engine_for
from results.record import RATIOS, own_quantiles, ratio_sums
from results.share import Grouped
from results.tickets import Tickets
from results.truncation import confirmed, mser
from results.words import duration, listed, plural
from scenarios import Plan
from sim.desk import Desk, desk_of
from sim.draw import draw
from sim.outcome import Outcome
from sim.vocabulary import Floats, RateArrivals, Scenario
from sim.workload import Workload
from strategies import rank

WEEK = 7 * 1440.0
WEEKS, REPLICATIONS = 60, 10
"""Of the pilot, at least."""
LEAST = 8
"""A series of fewer weeks that have a value tells nothing."""
BACKLOG, WORK = "backlog", "work in the queues"
STEADY = ("strategy", "measure", "week", "mean", "truncated")
NO_STEADY_STATE = "no steady state: load too high"


@dataclass(frozen=True)
class Steadiness:
    """How long each strategy takes to settle, and what that says of the warm-up."""

    scenario: str
    warmup: float
    """Of the file [min]."""
    frame: pd.DataFrame
    """`strategy, measure, week, mean, truncated`: the weekly means, and the weeks cut off each series."""
    unsettled: tuple[str, ...]
    """Strategies without a steady state."""
    dated: tuple[str, ...]
    """Why the question is of certain dates; empty: it is not."""

    @property
    def weeks(self) -> int:
        """Weeks that are to be cut off, the most of all strategies and measures."""
        return int(self.frame["truncated"].max()) if len(self.frame) else 0

    @property
    def enough(self) -> bool:
        """Whether all strategies settle within the warm-up."""
        return not self.unsettled and self.weeks * WEEK <= self.warmup

    @property
    def sentences(self) -> list[str]:
        """What that means, in words."""
        said = [f"This question is of certain dates, and so terminating: {reason}." for reason in self.dated]
        if self.frame.empty:
            return [*said, "No pilot was played: how long the desk takes to settle is not the question."]
        if self.unsettled:
            return [*said, f"Under {listed(list(self.unsettled))} there is {NO_STEADY_STATE}."]
        when = (
            f"settles within {plural(self.weeks, 'week')}"
            if self.weeks
            else "is settled from the first week on"
        )
        told = f"The desk {when}; the warm-up is {duration(self.warmup)}"
        return [
            *said,
            told + (": enough." if self.enough else f": too short, make it {plural(self.weeks, 'week')}."),
        ]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        most = self.frame.groupby(["strategy", "measure"], sort=False)["truncated"].max().reset_index()
        return {
            "sentences": self.sentences,
            "warmup": self.warmup,
            "weeks": self.weeks,
            "enough": self.enough,
            "no_steady_state": list(self.unsettled),
            "truncated": most.to_dict("records"),
        }


def steadiness(
    plan: Plan,
    strategies: Sequence[str] = (),
    progress: Callable[[None], None] | None = None,
    *,
    weeks: int = WEEKS,
    replications: int = REPLICATIONS,
) -> Steadiness:
    """Plays the pilot of a plan; a plan whose arrivals have dates is only told that it is terminating."""
    names = tuple(strategies or plan.strategies)
    dated = tuple(dates_of(plan))
    scenario = plan.scenario
    if not settles(scenario):
        empty = pd.DataFrame(columns=list(STEADY))
        return Steadiness(scenario.name, scenario.run.warmup, empty, (), dated)
    pilot = _Pilot(pilot_of(plan, weeks, replications))
    for number in range(replications):
        pilot.play(names, number)
        if progress:
            progress(None)
    judged = {name: pilot.judged(name) for name in names}
    frame = pd.concat(
        [table.assign(strategy=name)[list(STEADY)] for name, (table, _) in judged.items()], ignore_index=True
    )
    unsettled = tuple(name for name, (_, settled) in judged.items() if not settled)
    return Steadiness(scenario.name, scenario.run.warmup, frame, unsettled, dated)


def settles(scenario: Scenario) -> bool:
    """Whether it can be asked if the desk settles: arrivals go on for ever, and the desk warms up."""
    going_on = all(isinstance(one.arrivals, RateArrivals) for one in scenario.segments)
    return going_on and scenario.run.warmup > 0


def dates_of(plan: Plan) -> Iterator[str]:
    """What ties the question of a plan to certain dates."""
    scenario, run = plan.scenario, plan.scenario.run
    if run.warmup == 0:
        yield "the run begins with an empty desk, without warm-up"
    if not all(isinstance(one.arrivals, RateArrivals) for one in scenario.segments):
        yield "its tickets are those of a file"
    removed: dict[str, Any] = dict.fromkeys(holidays_of(plan.data))
    if removed and not same_days(scenario, plan.with_changes({**removed, "what_if": {}}).scenario):
        yield "holidays fall into the measured period"


def same_days(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same open hours, rosters and arrivals in the measured period."""
    return all(map(np.array_equal, _days(one), _days(other)))


def _days(scenario: Scenario) -> Iterator[Floats]:
    """Instants at which calendars, rosters and arrivals change in the measured period."""
    run = scenario.run
    spans = [(calendar.opens, calendar.closes) for calendar in scenario.calendars]
    spans += [(roster.start, roster.end) for pool in scenario.pools for roster in pool.rosters]
    for begins, ends in spans:
        inside = (ends > run.warmup) & (begins < run.measured_until)
        yield np.concatenate([begins[inside], ends[inside]])
    for segment in scenario.segments:
        if isinstance(segment.arrivals, RateArrivals):
            edges, expected = segment.arrivals.edges, segment.arrivals.expected
            inside = (edges[1:] > run.warmup) & (edges[:-1] < run.measured_until)
            yield np.round(expected[inside], 9)


def holidays_of(data: Any, path: str = "") -> list[str]:
    """The dotted paths of all holidays in the data of a file."""
    if not isinstance(data, dict):
        return []
    found = []
    for key, value in data.items():
        own = f"{path}.{key}" if path else str(key)
        found += [own] if key == "holidays" else holidays_of(value, own)
    return found


def pilot_of(plan: Plan, weeks: int = WEEKS, replications: int = REPLICATIONS) -> Plan:
    """The plan without holidays, from an empty desk, over so many weeks."""
    run = {
        **dict(plan.data.get("run") or {}),
        "warmup": "0 days",
        "measure": f"{weeks} weeks",
        "replications": replications,
    }
    removed: dict[str, Any] = dict.fromkeys(holidays_of(plan.data))
    return replace(plan, limit_tickets=np.inf).with_changes({"run": run, "what_if": {}, **removed})


def terms_of(plan: Plan) -> list[Term]:
    """The measures of the objective that tickets have week by week; an agent's or a queue's are left out."""
    text = plan.objective
    wanted = expression(text) if text else default_objectives(plan.scenario)[0]
    return [term for term in wanted.terms if term.measure.over == "tickets"]


def work_in_queues(workload: Workload, outcome: Outcome, desk: Desk, edges: Floats) -> Floats:
    """Mean work that waits in the queues between successive edges [min].

    A ticket that waits counts as the mean work of a touch of its request at that tier.
    """
    stays = outcome.stays
    weight = desk.mean_work[workload.codes("request")[stays.ticket], stays.tier]
    until = np.where(np.isnan(stays.left), outcome.end, stays.left)
    waited = [
        float(weight @ (np.clip(until, low, high) - np.clip(stays.joined, low, high)))
        for low, high in pairwise(edges)
    ]
    return np.array(waited) / np.diff(edges)


class _Pilot:
    """The weekly sums of a pilot, replication after replication."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.terms = plan, terms_of(plan)
        crossed = (f"{term.by}{CROSS}week" for term in self.terms if term.by != "all")
        self.groups = Groups.of(plan.scenario, only=("week", *crossed))
        self.desk = desk_of(plan.scenario)
        self.sums: dict[str, list[Floats]] = {}
        """Strategy → of each replication [numerator or denominator, measure, week]."""

    def play(self, names: Sequence[str], number: int) -> None:
        """Takes in one replication under each strategy."""
        workload = draw(self.plan.scenario, number)
        members = self.groups.members(workload)
        for name in names:
            strategy = self.plan.strategies[name]
            engine = ENGINES[engine_for("auto", {name: strategy})]
            outcome = engine(workload, self.desk, rank(strategy, self.plan.scenario, workload))
            found = contribution_of(Grouped(Tickets(workload, outcome), self.groups, members))
            own = self._sums(found, work_in_queues(workload, outcome, self.desk, self.groups.week_edges))
            self.sums.setdefault(name, []).append(own)

    def _sums(self, found: Contribution, work: Floats) -> Floats:
        minutes = np.diff(self.groups.week_edges)
        open_minutes = found.sums["open_minutes"][slice(*self.groups.span("week"))]
        pairs = [(open_minutes, minutes), (work, np.ones(len(work)))]
        return np.stack([*pairs, *(self._of(term, found) for term in self.terms)], axis=1)

    def _of(self, term: Term, found: Contribution) -> tuple[Floats, Floats]:
        """Numerators and denominators of a measure, week by week."""
        groups, measure = self.groups, term.measure
        if measure.kind == "quantile":
            (top,), (bottom,) = own_quantiles(found.histograms, [measure], groups.size)
        else:
            row = RATIOS.index(measure)
            tops, bottoms = ratio_sums(found.sums, groups)
            top, bottom = tops[row], bottoms[row]
        weeks = len(groups.week_edges) - 1
        low, _ = groups.span("week" if term.by == "all" else f"{term.by}{CROSS}week")
        if term.by != "all":
            low += weeks * groups_before(term, self.plan.scenario)
        return top[low : low + weeks], bottom[low : low + weeks]

    def judged(self, name: str) -> tuple[pd.DataFrame, bool]:
        """`measure, week, mean, truncated` of one strategy, and whether all its series settle."""
        edges, every = self.groups.week_edges, np.stack(self.sums[name])
        tables, settled = [], True
        for place, measure in enumerate((BACKLOG, WORK, *(term.name for term in self.terms))):
            own = every[:, :, place]
            known = np.flatnonzero(own[:, 1].sum(axis=0) > 0)
            if len(known) < LEAST:
                continue
            means = own[:, 0].sum(axis=0)[known] / own[:, 1].sum(axis=0)[known]
            found = confirmed(mser(means), own[:, :, known])
            settled &= found.settled
            weeks = np.ceil(edges[[*known, known[found.observations]]] / WEEK).astype(np.int64)
            rows = {"measure": measure, "week": weeks[:-1] + 1, "mean": means, "truncated": weeks[-1]}
            tables.append(pd.DataFrame(rows))
        return pd.concat(tables, ignore_index=True), settled


def groups_before(term: Term, scenario: Scenario) -> int:
    """How many groups of a term's grouping come before its own."""
    return term.place(alone := Groups.of(scenario, only=(term.by,))) - alone.span(term.by)[0]
