"""From plain data to a scenario and its strategies, with all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scenarios.census import TINY, Census, census
from scenarios.check_paths import check_paths
from scenarios.check_promises import check_goals, check_matches, check_order
from scenarios.check_service import check_service
from scenarios.convert_arrivals import check_profiles
from scenarios.convert_pools import pools_of
from scenarios.convert_priorities import default_priority, matrix_of, orders_of
from scenarios.convert_priorities import rules_of as priority_rules_of
from scenarios.convert_promises import policies_of
from scenarios.convert_promises import rules_of as sla_rules_of
from scenarios.convert_requests import requests_of
from scenarios.convert_segments import segments_of
from scenarios.convert_time import read_time
from scenarios.convert_triage import check_errors, confusions, triage_of
from scenarios.form_reading import read_form
from scenarios.form_tickets import ReplayForm
from scenarios.kinds import TooManyKinds
from scenarios.mistakes import Report
from scenarios.names import name_everything
from scenarios.objective import check_objective
from scenarios.reading import Reading, raw_keys
from scenarios.replay_rows import ReplayRows, read_rows
from scenarios.sizing import Sizing, sizing_of
from sim.vocabulary import Assignment, Scenario
from strategies import Code, Strategy, StrategyError, build, idle_members

MOST_LABELS = 30_000
ASSIGNMENTS = {
    "longest_idle": Assignment.LONGEST_IDLE,
    "most_skilled": Assignment.MOST_SKILLED,
    "least_busy": Assignment.LEAST_BUSY,
    "round_robin": Assignment.ROUND_ROBIN,
}

ABOUT_TICKETS = (
    "segments",
    "requests",
    "tiers",
    "triage",
    "priorities",
    "priority_rules",
    "priority_matrix",
)
"""Parts of a file that must be right before one can say which tickets there are, and who may serve them."""


@dataclass(frozen=True)
class Converted:
    """What a file turned into; to be used only if its report is empty."""

    scenario: Scenario
    strategies: Mapping[str, Strategy]
    reading: Reading
    sizing: Sizing | None = None


def convert(
    data: object, report: Report, code: Code, limit_tickets: float, frames: dict[str, Any]
) -> Converted | None:
    """The scenario that plain data means; all mistakes go to the report. None: there is no telling.

    `code` says where paths in the file begin, and whether strategies may be files of the user's own. `frames`
    keeps files of data that were read, for the next conversion of the same file.
    """
    form = read_form(data, report)
    if form is None or not isinstance(data, dict):
        return None
    reading = Reading(form, data, code, report, limit_tickets=limit_tickets, frames=frames)
    read_time(reading)
    replays = _replays(reading)
    name_everything(reading, replays)
    if not _all_there(reading):
        return None
    scenario = _scenario(reading, replays)
    check_paths(scenario, reading)
    check_order(scenario, reading)
    check_goals(scenario, reading)
    check_errors(reading)
    check_objective(reading)
    if report.clean(*((part,) for part in ABOUT_TICKETS)):
        scenario, counted = _count(scenario, reading)
        if counted is not None and counted.tickets_per_week > TINY:
            check_service(scenario, counted, reading)
            check_matches(scenario, counted, reading)
    strategies = _strategies(scenario, reading)
    _check_baseline(reading)
    sizing = sizing_of(reading, scenario.pools)
    _warn_of_unused(reading)
    return Converted(scenario, strategies, reading, sizing)


def _replays(reading: Reading) -> dict[str, ReplayRows]:
    """The rows of all replays, by segment."""
    found: dict[str, ReplayRows] = {}
    for name, segment in reading.form.segments.items():
        if isinstance(segment.arrivals, ReplayForm):
            path = ("segments", name, "arrivals")
            own = segment.arrivals.timezone
            where = (*path, "timezone") if own else ("segments", name, "timezone")
            rows = read_rows(segment.arrivals, path, reading.zone(own or segment.timezone, where), reading)
            if rows is not None:
                found[name] = rows
    return found


def _all_there(reading: Reading) -> bool:
    """Whether there is anything to convert; mistakes for what is empty."""
    form = reading.form
    needed = {
        "segments": form.segments,
        "requests": form.requests,
        "tiers": form.tiers,
        "strategies": form.strategies,
    }
    for key, table in needed.items():
        if not table and key in reading.data and reading.report.clean((key,)):
            reading.report.add((key,), "found an empty table, needed: at least one")
    for attribute, labels in reading.levels.items():
        if len(labels) > MOST_LABELS:
            reading.report.add(
                (), f"found {len(labels):,} values of {attribute}, allowed: at most {MOST_LABELS:,}"
            )
    return bool(form.segments and form.requests and form.tiers) and bool(reading.levels["skill"])


def _scenario(reading: Reading, replays: Mapping[str, ReplayRows]) -> Scenario:
    """The scenario, but for the errors of triage."""
    form = reading.form
    pools = pools_of(reading)
    scenario = Scenario(
        name=form.name,
        start=reading.start,
        timezone=reading.timezone,
        run=reading.run,
        levels=reading.levels,
        orders=orders_of(reading),
        calendars=tuple(reading.calendars),
        segments=segments_of(reading, replays),
        requests=requests_of(reading),
        tiers=reading.levels["tier"],
        pools=pools,
        priority_rules=priority_rules_of(reading),
        priority_matrix=matrix_of(reading),
        default_priority=default_priority(reading),
        busyness_cv=form.busyness.day_cv if form.busyness else 0.0,
        assignment=ASSIGNMENTS[form.assignment],
        triage=triage_of(reading, pools),
        sla=sla_rules_of(reading),
        policies=policies_of(reading),
    )
    check_profiles(reading)
    return scenario


def _count(scenario: Scenario, reading: Reading) -> tuple[Scenario, Census | None]:
    """The scenario with the errors of triage, and the kinds of tickets of its whole run."""
    whole = replace(scenario.run, warmup=0.0, measure=scenario.run.horizon, cooldown=0.0)
    try:
        by_priority, by_skill = confusions(reading, replace(scenario, run=whole))
        triage = replace(scenario.triage, priority_confusion=by_priority, skill_confusion=by_skill)
        scenario = replace(scenario, triage=triage)
        return scenario, census(replace(scenario, run=whole))
    except TooManyKinds as error:
        reading.report.add((), str(error))
        return scenario, None


def _strategies(scenario: Scenario, reading: Reading) -> dict[str, Strategy]:
    """The strategies by name; mistakes at their place in the file."""
    strategies: dict[str, Strategy] = {}
    lost = set(raw_keys(reading.data.get("orders"))) - set(reading.form.orders or {})
    if lost or not reading.report.clean(("priorities",)):
        return strategies
    for name, spec in reading.form.strategies.items():
        try:
            strategies[name] = build(spec, scenario, code=reading.own_code)
        except StrategyError as error:
            for path, message in error.mistakes:
                reading.report.add(("strategies", name, *path), message)
        else:
            for sentence in idle_members(strategies[name], scenario):
                reading.report.warn(("strategies", name), sentence)
    return strategies


def _check_baseline(reading: Reading) -> None:
    known = raw_keys(reading.data.get("strategies"))
    if known and reading.form.baseline is not None and reading.form.baseline not in known:
        reading.report.unknown(("baseline",), reading.form.baseline, known)


def _warn_of_unused(reading: Reading) -> None:
    """Warn of named things that nothing refers to."""
    form = reading.form
    for kind, given in (("calendars", form.calendars), ("profiles", form.profiles)):
        for name in given or {}:
            if (kind, name) not in reading.used:
                reading.report.warn((kind, name), f"nothing uses {name}")
    asked = {name for segment in form.segments.values() for name in segment.requests}
    for name in form.requests:
        if name not in asked:
            reading.report.warn(("requests", name), f"no segment asks for {name}")
