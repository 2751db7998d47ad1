"""What a scenario may name as its objective: `measure`, or `measure[by=group]`."""

from __future__ import annotations

import re
from itertools import product

from scenarios.reading import Reading
from sim.vocabulary import METRICS

TIMES = ("wait", "first_reply", "next_reply", "full_resolution", "requester_wait")
OPEN_TIMES = ("first_reply_open", "full_resolution_open")
SUMMARIES = ("mean", "p50", "p90", "p95", "p99", "max")
PROMISED = (
    *(f"{metric}_attainment{by}" for metric, by in product(METRICS, ("", "_resolved", "_created"))),
    *(
        "ticket_attainment",
        "kept_share",
        "clocks_undecided",
        "breaches_per_week",
        "overdue_p50",
        "overdue_p90",
    ),
)
"""Measures of promises, as recorded; each has a twin as owed."""

OTHERS = (
    *("tickets", "deflected", "solved", "abandoned_share", "lost_share", "queued_share", "asa"),
    *("queue_wait_mean", "transfers_mean", "touches_mean", "escalated_share", "reopened_share"),
    *("one_touch_share", "first_level_share", "occupancy", "utilization", "overtime", "queue_mean"),
    *("wait_undecided", "first_reply_undecided", "next_reply_undecided", "full_resolution_undecided"),
    *("backlog_mean", "backlog_end", "backlog_age_p90", "oldest_open"),
    *("tickets_per_agent_day", "work_gini", "wait_gini", "cost_per_week", "cost_per_ticket"),
)
MEASURES = (
    *PROMISED,
    *(f"{name}_owed" for name in PROMISED),
    *(f"{time}_{summary}" for time, summary in product((*TIMES, *OPEN_TIMES), SUMMARIES)),
    *OTHERS,
)
"""Measures that an objective may name: those that the results have, as a test makes sure."""

GROUPS = (
    *(
        "segment",
        "policy",
        "priority",
        "true_priority",
        "plan",
        "request",
        "channel",
        "skill",
        "tier",
        "pool",
    ),
    *("account_type", "category", "persona", "vip", "week", "weekday", "hour", "hour_of_week"),
)
"""Groups that a measure may be taken by, besides fields.NAME."""

FORM = "measure or measure[by=group], such as first_reply_attainment[policy=premium]"
_FORM = re.compile(r"\s*([a-z0-9_]+)\s*(?:\[\s*([^=\[\]]+?)\s*=\s*([^\[\]]+?)\s*\])?\s*")


def check_objective(reading: Reading) -> None:
    """Note an objective that names no measure, no group, or none of its values."""
    text = reading.form.objective
    if text is None:
        return
    path = ("objective",)
    match = _FORM.fullmatch(text)
    if match is None:
        reading.report.found(path, text, FORM)
        return
    measure, by, group = match.groups()
    if measure not in MEASURES:
        reading.report.unknown(path, measure, MEASURES)
    if by is not None:
        _check_group(by, group, reading)


def _check_group(by: str, group: str, reading: Reading) -> None:
    names = re.split(r"\s*[×,]\s*", by)
    wanted = re.split(r"\s*[×,]\s*", group)
    known = [*GROUPS, *(name for name in reading.levels if name.startswith("fields."))]
    if len(names) != len(wanted):
        reading.report.found(("objective",), f"{by}={group}", FORM)
        return
    for name, value in zip(names, wanted, strict=True):
        if name not in known:
            reading.report.unknown(("objective",), name, known)
            continue
        labels = _labels(name, reading)
        if labels and value not in labels:
            reading.report.unknown(("objective",), value, labels)


def _labels(by: str, reading: Reading) -> tuple[str, ...]:
    """The values of a group; none where they are not known before the run."""
    if by == "policy":
        return tuple(reading.form.sla.policies) if reading.form.sla else ()
    return reading.levels.get("priority" if by == "true_priority" else by, ())
