"""The measures: which there are, and how each is made of what the replications keep."""

from __future__ import annotations

import difflib

from results.measure import MINUTES, PERCENTILES, RUNS, WEEKS, Measure
from results.measures_of_promises import measures_of_promises

FAMILIES = {
    "wait": "from creation to the first touch, or to leaving",
    "first_reply": "from creation to the first reply, or to leaving",
    "next_reply": "from a later customer message to the next reply",
    "full_resolution": "from creation to the last solve, all time counted (where the customer stayed)",
    "requester_wait": "for which the requester waited for the desk: creation to last solve, less pending and "
    "solved time (where the customer stayed)",
    "first_reply_open": "from creation to the first reply, or to leaving, on the promise's calendar",
    "full_resolution_open": "from creation to the last solve on the promise's calendar "
    "(where the customer stayed)",
}
"""Durations of which mean, quantiles and maximum are reported."""

UNDECIDED = {
    "wait": "wait_undecided",
    "first_reply": "first_reply_undecided",
    "first_reply_open": "first_reply_undecided",
    "next_reply": "next_reply_undecided",
    "full_resolution": "full_resolution_undecided",
    "full_resolution_open": "full_resolution_undecided",
    "requester_wait": "full_resolution_undecided",
}
"""Durations → the measure that says how many of them had not ended when the run did."""


def _durations(family: str, what: str) -> list[Measure]:
    mean = Measure(f"{family}_mean", f"Mean time {what}", "min", "high", family, f"{family}_n", family=family)
    shares = [
        Measure(
            f"{family}_{name}", f"{p:.0%} of times {what} are at most this", "min", "high", p=p, family=family
        )
        for name, p in PERCENTILES.items()
    ]
    most = Measure(
        f"{family}_max",
        f"Longest time of a measured period {what}; the mean over replications",
        "min",
        "high",
        f"{family}_max",
        f"{family}_max_n",
        family=family,
    )
    return [mean, *shares, most]


_TICKETS = [
    Measure("tickets", "Tickets created in the measured period", "tickets", "", "tickets", RUNS),
    Measure(
        "deflected", "Requests served by themselves for good in the period", "requests", "", "deflected", RUNS
    ),
    Measure("solved", "Tickets of the period that are solved in the end", "tickets", "low", "solved", RUNS),
    Measure("abandoned_share", "Share of tickets whose customer left", "share", "high", "left", "tickets"),
    Measure(
        "lost_share",
        "Share of tickets whose patience ran out before the first touch: left, or lost in silence",
        "share",
        "high",
        "lost",
        "tickets",
    ),
    Measure("queued_share", "Share of tickets that waited at all", "share", "high", "queued", "tickets"),
    Measure("asa", "Mean wait of tickets that had a first touch", "min", "high", "wait_served", "served"),
    Measure("queue_wait_mean", "Mean stay in a queue, per visit", "min", "high", "stay", "stay_n"),
    Measure("transfers_mean", "Transfers per solved ticket", "transfers", "high", "transfers", "solved"),
    Measure("touches_mean", "Touches per solved ticket", "touches", "", "touches", "solved"),
    Measure(
        "escalated_share",
        "Share of tickets that ever moved to a later tier",
        "share",
        "",
        "escalated",
        "tickets",
    ),
    Measure(
        "reopened_share",
        "Share of tickets ever solved that were reopened",
        "share",
        "",
        "reopened",
        "ever_solved",
    ),
    Measure(
        "one_touch_share", "Share of solved tickets with a single touch", "share", "", "one_touch", "solved"
    ),
    Measure(
        "first_level_share",
        "Share of solved tickets that came in at the first tier and never left it",
        "share",
        "",
        "first_level",
        "solved",
    ),
    *(
        Measure(name, f"Share of tickets {what} when the run ended", "share", "", name, bottom)
        for name, what, bottom in (
            ("wait_undecided", "without a first touch", "wait_n"),
            ("first_reply_undecided", "without a first reply", "first_reply_n"),
            ("full_resolution_undecided", "not solved", "full_resolution_n"),
        )
    ),
    Measure(
        "next_reply_undecided",
        "Share of later customer messages without a reply when the run ended",
        "share",
        "",
        "next_reply_undecided",
        "next_reply_n",
    ),
    Measure(
        "wait_gini",
        "Unevenness (Gini) of waits among tickets of one policy and priority",
        "share",
        "high",
        "wait_gini",
        "wait_gini_n",
    ),
    Measure("backlog_mean", "Mean number of open tickets", "tickets", "high", "open_minutes", MINUTES),
    Measure("backlog_end", "Open tickets at the end of the period", "tickets", "high", "open_at_end", RUNS),
    Measure(
        "backlog_age_p90",
        "90% of the tickets open at the end of the period are at most so old",
        "min",
        "high",
        p=0.9,
        family="backlog_age",
    ),
    Measure(
        "oldest_open",
        "Age of the oldest ticket open at the end of the period; the mean over replications",
        "min",
        "high",
        "backlog_age_max",
        "backlog_age_max_n",
    ),
]

_DESK = [
    Measure(
        "occupancy",
        "Touch time ÷ time on duty and available (overtime in both)",
        "share",
        "",
        "touch",
        "available",
        over="desk",
    ),
    Measure(
        "utilization", "Touch time ÷ paid time (overtime in both)", "share", "", "touch", "paid", over="desk"
    ),
    Measure(
        "overtime",
        "Touch time outside paid time, per week",
        "min",
        "high",
        "overtime",
        WEEKS,
        over="desk",
    ),
    Measure(
        "tickets_per_agent_day",
        "Tickets solved per eight hours on duty and available, by the agent who solved them",
        "tickets",
        "low",
        "solves",
        "available_days",
        over="desk",
    ),
    Measure(
        "work_gini",
        "Unevenness (Gini) among a pool's agents of touch time per hour on duty",
        "share",
        "high",
        "work_gini",
        "work_gini_n",
        over="desk",
    ),
    Measure(
        "cost_per_week",
        "Wages of paid time and overtime per week",
        "money",
        "high",
        "cost",
        WEEKS,
        over="desk",
    ),
    Measure("cost_per_ticket", "Wages ÷ tickets solved", "money", "high", "cost", "solves", over="desk"),
    Measure(
        "queue_mean", "Mean number of tickets waiting", "tickets", "high", "waiting", MINUTES, over="queue"
    ),
]

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in [
        *_TICKETS,
        *(measure for family, what in FAMILIES.items() for measure in _durations(family, what)),
        *measures_of_promises(""),
        *measures_of_promises("_owed"),
        *_DESK,
    ]
}
"""Every measure by name, in the order of the tables."""


def groupings_of(measure: Measure, names: list[str]) -> list[str]:
    """Which of the groupings a measure is reported by.

    A quantile for each hour of the week would need too many tickets, and for each customer too much memory.
    """
    if measure.name in _ONLY_BY:
        return [by for by in names if by in _ONLY_BY[measure.name]]
    if measure.over == "desk":
        return [by for by in names if by in {"all", "tier", "pool"}]
    if measure.over == "queue":
        return [by for by in names if by in {"all", "tier"}]
    without = {"pool"} if measure.kind == "ratio" else {"pool", "hour_of_week", "customer"}
    return [by for by in names if by not in without]


_ONLY_BY = {"cost_per_ticket": {"all"}, "deflected": {"all", "segment", "request"}}
"""Measures that are only known for some groupings."""


def measure_named(name: str) -> Measure:
    """The measure of this name; ValueError with the nearest known one."""
    if name not in MEASURES:
        near = difflib.get_close_matches(name, MEASURES, n=1, cutoff=0.0)[0]
        raise ValueError(f"there is no measure {name!r}; the nearest is {near!r}")
    return MEASURES[name]
