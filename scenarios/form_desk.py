"""The form of the desk: calendars, profiles of arrivals, tiers with their pools, triage."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Tag

from scenarios.form_distributions import Times
from scenarios.form_values import (
    Duration,
    FilterForm,
    Labels,
    Money,
    NotNegative,
    PositiveDuration,
    Share,
    Short,
    Speed,
    Spread,
    Table,
    key,
    whole_number,
)

MOST_AGENTS = 10_000
_SHARE_TEXT: dict[str, Any] = {"type": ["number", "string"]}
Holidays = Annotated[
    Annotated[str, Tag("~country")] | Annotated[list[str], Tag("~dates")],
    Discriminator(lambda value: "~dates" if isinstance(value, list) else "~country"),
]


class CalendarForm(Table):
    """Open hours by day of the week; the keys are days such as mon-fri, sat, `mon,wed` or `every day`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "additionalProperties": {
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
                "description": "Open hours of these days; they may pass midnight.",
                "examples": [["09:00-12:30", "13:15-17:30"]],
                "x-unit": "local time",
            }
        },
    )
    __pydantic_extra__: dict[str, Labels]
    holidays: Holidays | None = key(
        "Days that are closed: a country code of the holidays package, or dates.",
        "GB",
        "country or dates",
        None,
    )
    timezone: str | None = key(
        "Time zone of the hours; absent: that of the file.", "Europe/Berlin", "IANA name", None
    )


class ProfileForm(Table):
    """The shape of a week of arrivals; weights are on any scale."""

    days: list[NotNegative] | None = key(
        "Seven weights, Monday first.", [5, 5, 4, 4, 3, 0.5, 0.5], "weight", None
    )
    hours: list[NotNegative] | None = key(
        "Weights over the day: 24, or a multiple of 24.",
        [0, 0, 0, 0, 0, 0, 1, 2, 4, 6, 6, 5, 4, 5, 5, 4, 3, 2, 1, 0, 0, 0, 0, 0],
        "weight",
        None,
    )
    week: list[NotNegative] | None = key(
        "Weights over the week from Monday 00:00: 168, or a multiple of 168; instead of days and hours.",
        [1] * 168,
        "weight",
        None,
    )
    timezone: str | None = key(
        "Time zone of the hours; absent: that of the segment.", "Europe/London", "IANA name", None
    )
    holidays: dict[str, str] | None = key(
        "country → the weekday whose arrivals its holidays have.", {"GB": "like sun"}, "none", None
    )


class HeadCount(Table):
    """Agents by hour of the day and day of the week."""

    hours: list[Annotated[int, whole_number(0, MOST_AGENTS)]] = key(
        "Agents in each hour of the day, 24 of them.",
        [0, 0, 0, 0, 0, 0, 0, 0, 2, 6, 7, 7, 6, 7, 7, 7, 7, 2, 0, 0, 0, 0, 0, 0],
        "agents",
    )
    days: list[Annotated[int, whole_number(0, 1)]] = key(
        "1 (on) or 0 (off) for each day, Monday first.", [1, 1, 1, 1, 1, 0, 0], "on or off", [1] * 7
    )
    holidays: Holidays | None = key("Days on which nobody works.", "GB", "country or dates", None)


class RosterFile(Table):
    """Shifts of each agent in a file."""

    file: str = key(
        "A csv, csv.gz or parquet file with the columns agent, start, end; where it has a column pool, "
        "the rows of this pool.",
        "roster.csv",
        "path",
    )


class Away(Table):
    """Time away from tickets."""

    share: Share = key("Share of the attended time.", 0.18, "share")
    block: PositiveDuration = key("Length of each block.", "2 h", "duration", 30.0, written="30 min")


Agents = Annotated[
    Annotated[int, whole_number(0, MOST_AGENTS), Tag("~count")] | Annotated[HeadCount, Tag("~table")],
    Discriminator(lambda value: "~table" if isinstance(value, dict) else "~count"),
]
RosterForm = Annotated[
    Annotated[Labels, Tag("~names")] | Annotated[RosterFile, Tag("~file")],
    Discriminator(lambda value: "~file" if isinstance(value, dict) else "~names"),
]
Skills = Annotated[
    Annotated[Labels, Tag("~list")] | Annotated[dict[str, Speed], Tag("~table")],
    Discriminator(lambda value: "~table" if isinstance(value, dict) else "~list"),
]
Others = Annotated[
    Annotated[Literal["no"], Tag("~no")] | Annotated[Speed, Tag("~speed")],
    Discriminator(lambda value: "~no" if isinstance(value, str) else "~speed"),
]


class PoolForm(Table):
    """Agents of one tier who are alike."""

    agents: Agents | None = key("How many agents, or a head-count table.", 14, "agents", None)
    roster: RosterForm | None = key(
        "When they are paid to be there: a calendar, several, `always`, or {file: …}.",
        "office",
        "calendar",
        None,
    )
    breaks: Literal["staggered", "together"] = key(
        "Whether a gap of the calendar is spread over the agents or taken together.",
        "staggered",
        "none",
        "together",
    )
    timezone: str | None = key(
        "Time zone of a head-count table or file; absent: that of the file.",
        "Europe/Berlin",
        "IANA name",
        None,
    )
    skills: Skills | None = key(
        "skill → proficiency (1: normal speed), or a list; absent: all skills at 1.",
        {"how_to": 1.0, "platform": 0.7},
        "proficiency",
        None,
    )
    others: Others | None = key(
        "Proficiency in skills that are not listed; `no`: they do not take them.", 0.5, "proficiency", None
    )
    serves: FilterForm | None = key("Only these tickets.", {"plan": ["premium"]}, "filter", None)
    helps: Labels | None = key(
        "Other tiers whose tickets they take when nothing waits at their own.", ["L1"], "tiers", None
    )
    end_of_shift: Literal["finish", "pause", "hand_back"] = key(
        "What becomes of the touch in hand when the shift ends.", "pause", "none", "finish"
    )
    wage: Money | None = key("Cost of a paid hour.", "32 per hour", "money per hour", None)
    absence: Share = key("Share of shifts that fall out whole.", 0.06, "share", 0.0)
    shrinkage: Annotated[Away, Short("share", _SHARE_TEXT)] | None = key(
        "Share of the attended time spent in meetings, training and the like.", 0.18, "share", None
    )
    other_work: Annotated[Away, Short("share", _SHARE_TEXT)] | None = key(
        "Share of the attended time kept for other work.", {"share": 0.75, "block": "2 h"}, "share", None
    )


class ErrorsForm(Table):
    """How often, and whither, triage errs on one attribute."""

    accuracy: Share | None = key("Share of tickets that are read rightly.", 0.8, "share", None)
    spread: Literal["majority", "near", "even"] | None = key(
        "Where errors go: the commonest class, a neighbouring level, anywhere.", "majority", "none", None
    )
    matrix: dict[str, dict[str, Share]] | None = key(
        "true → read → share; instead of accuracy and spread.",
        {"high": {"high": 0.9, "low": 0.1}},
        "share",
        None,
    )


class AllErrorsForm(Table):
    """What triage errs on."""

    priority: ErrorsForm | None = key("Errors in the priority.", {"accuracy": 0.8}, default=None)
    skill: ErrorsForm | None = key("Errors in the skill.", {"accuracy": 0.85}, default=None)


class TriageForm(Table):
    """Who writes down priority and skill, and how often wrongly."""

    mode: Literal["perfect", "manual", "automated"] = key("Who does it.", "automated", "none", "perfect")
    coverage: Share = key("Share of tickets that automated triage decides.", 0.9, "share", 1.0)
    otherwise: Literal["perfect", "manual"] | None = key("What becomes of the rest.", "manual", "none", None)
    work: Times | None = key("Work of a manual triage.", "3 min", "duration", None)
    by: Labels | None = key("Pools or tiers that do manual triage.", "L1", "pools or tiers", None)
    diagnosis: Times | None = key(
        "The touch that finds out that the skill was wrong.", "10 min", "duration", None
    )
    errors: AllErrorsForm | None = key(
        "How often triage errs.", {"priority": {"accuracy": 0.8}}, default=None
    )
    correct: Literal["first_touch", "never"] = key(
        "When a wrong priority is put right.", "first_touch", "none", "first_touch"
    )


class RunForm(Table):
    """How long and how often to play."""

    warmup: Duration = key(
        "Time that is played but not measured.", "2 weeks", "duration", 20160.0, written="2 weeks"
    )
    measure: PositiveDuration = key(
        "Time that is measured.", "12 weeks", "duration", 120960.0, written="12 weeks"
    )
    cooldown: Duration = key(
        "Most time for open tickets to end in.", "2 weeks", "duration", 20160.0, written="2 weeks"
    )
    replications: Annotated[int, whole_number(1, 1_000_000)] = key("How many times.", 20, "count", 20)
    seed: Annotated[int, whole_number(0, 2**63 - 1)] = key("Root of all random numbers.", 1, "none", 1)
    forecast_cv: Spread = key(
        "Spread of the error of the whole forecast, drawn once per replication.", 0.05, "ratio", 0.0
    )


class BusynessForm(Table):
    """How much all segments swing together."""

    day_cv: Spread = key("Coefficient of variation of one factor per day for the whole desk.", 0.08, "ratio")
