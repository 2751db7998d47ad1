"""The form of the tickets: segments, how their requests arrive, and the types of request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Tag

from scenarios.form_distributions import LAWS, Law, Numbers, Times
from scenarios.form_values import (
    Duration,
    FilterForm,
    Label,
    MixForm,
    Rate,
    Share,
    Short,
    Spread,
    Table,
    key,
    whole_number,
)

MOST_CUSTOMERS = 1_000_000
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 1}
_WORD: dict[str, Any] = {"type": "string"}
_SHARE_TEXT: dict[str, Any] = {"type": ["number", "string"]}


class CustomersForm(Table):
    """Who a segment's tickets come from."""

    count: Annotated[int, whole_number(1, MOST_CUSTOMERS)] = key("How many customers.", 120, "customers")
    skew: Spread = key(
        "Coefficient of variation of how much each of them asks; 0: all alike.", 1.2, "ratio", 0.0
    )


class RateForm(Table):
    """Arrivals at an average rate in the shape of a profile."""

    rate: Rate = key(
        "Average of all requests, self-served ones included; or give `forecast` or `replay` instead.",
        "1100 per week",
        "per hour, day or week",
    )
    profile: str | None = key(
        "The shape of a week; absent: even over all hours.", "business_day", "profile", None
    )
    day_cv: Spread = key("Coefficient of variation of a random factor per day.", 0.15, "ratio", 0.0)


class ForecastForm(Table):
    """Arrivals after a forecast of volumes."""

    forecast: str = key("A file with the columns start, tickets and maybe request.", "volumes.csv", "path")
    profile: str | None = key("The shape within the forecast's steps.", "business_day", "profile", None)
    timezone: str | None = key("Time zone of `start`; absent: that of the segment.", "UTC", "IANA name", None)
    day_cv: Spread = key("Coefficient of variation of a random factor per day.", 0.15, "ratio", 0.0)


class ReplayForm(Table):
    """The tickets of a real desk, one per row of a file."""

    replay: str = key("A csv, csv.gz or parquet file with a row per ticket.", "tickets.csv", "path")
    created: str = key("The column with the creation time.", "opened_at", "column")
    format: str | None = key(
        "How the time is written, as in strftime; absent: ISO 8601.", "%d/%m/%Y %H:%M", "strftime", None
    )
    timezone: str | None = key(
        "Time zone of the times; absent: that of the segment.", "UTC", "IANA name", None
    )
    where: FilterForm | None = key("Only rows whose columns fit.", {"contact_type": "Phone"}, "filter", None)
    columns: dict[str, str] | None = key(
        "attribute → the column that gives it.",
        {"priority": "priority", "skill": "first_group"},
        "columns",
        None,
    )
    values: dict[str, dict[str, Label]] | None = key(
        "attribute → what stands in the file → label.",
        {"priority": {"1": "urgent", "2": "high"}},
        "labels",
        None,
    )
    missing: Literal["draw", "skip"] = key(
        "What becomes of a row with a blank or unmapped value.", "draw", "none", "draw"
    )


def _arrivals(value: object) -> str:
    keys = value if isinstance(value, dict) else {}
    return next((f"~{name}" for name in ("replay", "forecast") if name in keys), "~rate")


Arrivals = Annotated[
    Annotated[RateForm, Tag("~rate")]
    | Annotated[ForecastForm, Tag("~forecast")]
    | Annotated[ReplayForm, Tag("~replay")],
    Discriminator(_arrivals),
]


def _field(value: object) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    law = isinstance(value, dict) and any(
        name in LAWS and isinstance(part, dict | list) for name, part in value.items()
    )
    return "~number" if number or law or (isinstance(value, dict) and set(value) == {"constant"}) else "~mix"


FieldForm = Annotated[
    Annotated[MixForm, Tag("~mix")] | Annotated[Numbers, Tag("~number")],
    Discriminator(_field),
]


class SegmentForm(Table):
    """A class of requesters."""

    customers: Annotated[CustomersForm, Short("count", _COUNT)] | None = key(
        "Who the tickets come from; absent: each ticket is its own customer.",
        {"count": 120, "skew": 1.2},
        "customers",
        None,
    )
    timezone: str | None = key("Where they live; absent: as the file.", "Europe/Paris", "IANA name", None)
    account_type: MixForm | None = key("Kind of account, per customer.", "enterprise", "share", None)
    plan: MixForm | None = key("Contract, per customer.", {"premium": 0.8, "standard": 0.2}, "share", None)
    vip: Share | None = key("Probability that a customer is a VIP.", 0.15, "share", None)
    persona: MixForm | None = key(
        "Way of using, per customer.", {"power_user": 0.6, "casual": 0.4}, "share", None
    )
    category: MixForm | None = key(
        "Standing of the ticket, per ticket.", {"new": 0.1, "established": 0.9}, "share", None
    )
    fields: dict[str, FieldForm] | None = key(
        "Custom fields, per customer: a value, a mix, or a distribution of numbers.",
        {"region": {"emea": 0.5, "amer": 0.5}, "seats": {"lognormal": {"mean": 400, "cv": 1.5}}},
        "as the field",
        None,
    )
    arrivals: Arrivals = key(
        "How requests arrive: a rate, a forecast or a replay.",
        {"rate": "1100 per week", "profile": "business_day"},
    )
    requests: MixForm = key(
        "What they ask: shares of request types.", {"incident": 0.3, "how_to": 0.7}, "share"
    )


class ReturnsForm(Table):
    """Those who come after all."""

    share: Share = key("Share of self-served requests that come after all.", 0.35, "share")
    after: Times = key("How long after.", "2 days", "duration")


class SelfServiceForm(Table):
    """Requests solved without a ticket."""

    share: Share = key("Share of requests solved without a ticket.", 0.1, "share")
    returns: ReturnsForm | None = key(
        "Those who come after all.", {"share": 0.35, "after": "2 days"}, default=None
    )


class PatienceForm(Law[Duration]):
    """How long a customer waits for the first touch to begin."""

    then: Literal["leaves", "silent"] | None = key(
        "What happens then; absent: `leaves` on phone and chat, `silent` by email and web.",
        "silent",
        "none",
        None,
    )


class EntryForm(Table):
    """Where a ticket begins."""

    when: FilterForm | None = key("Which tickets; absent: all.", {"plan": "premium"}, "filter", None)
    tier: str = key("The tier where they begin.", "L2", "tier")


class HoldForm(Table):
    """A wait for a third party after a touch."""

    share: Share = key("Share of touches after which the ticket waits.", 0.1, "share")
    length: Times = key(
        "How long the third party takes.",
        {"lognormal": {"mean": "2 days", "cv": 1.5}},
        "duration",
        alias="for",
    )


class StepForm(Table):
    """A visit to one tier."""

    work: Times = key("Work of one touch.", {"lognormal": {"mean": "18 min", "cv": 1.2}}, "duration")
    touches: MixForm | None = key(
        "How many touches a visit has: number → share; absent: 1.",
        {"1": 0.6, "2": 0.3, "3": 0.1},
        "share",
        None,
    )
    customer_reply: Times | None = key(
        "How long the customer takes to answer between touches.",
        {"exponential": {"mean": "6 h"}},
        "duration",
        None,
    )
    hold: HoldForm | None = key("Waits for a third party.", {"share": 0.1, "for": "2 days"}, default=None)
    next: MixForm = key(
        "Where the ticket goes: tier or `solved` → share.", {"solved": 0.7, "L2": 0.3}, "share"
    )


class ReopenForm(Table):
    """Solved tickets that come back."""

    share: Share = key("Share of solved tickets that come back.", 0.05, "share")
    after: Times = key("How long after.", {"exponential": {"mean": "1 day"}}, "duration")


def _entries(value: object) -> str:
    return "~rules" if isinstance(value, list) else "~tier"


class RequestForm(Table):
    """A kind of request and its way through the tiers."""

    skill: Label = key("The skill that it needs.", "platform", "skill")
    channel: Literal["email", "web", "phone", "chat"] = key("How it comes.", "email", "channel")
    impact: MixForm | None = key(
        "Effect on the customer's business.", {"high": 0.1, "low": 0.9}, "share", None
    )
    urgency: MixForm | None = key("How little it can wait.", {"high": 0.2, "low": 0.8}, "share", None)
    sentiment: MixForm | None = key(
        "How the customer feels: very_negative, negative, neutral, positive, very_positive.",
        {"negative": 0.3, "neutral": 0.7},
        "share",
        None,
    )
    self_service: Annotated[SelfServiceForm, Short("share", _SHARE_TEXT)] | None = key(
        "Requests that never become tickets.", {"share": 0.25}, "share", None
    )
    patience: Annotated[PatienceForm, Short("constant", _WORD)] | None = key(
        "How long they wait for the first touch to begin; absent: for ever.",
        {"exponential": {"mean": "3 days"}, "then": "silent"},
        "duration",
        None,
    )
    entry: Annotated[
        Annotated[list[Annotated[EntryForm, Short("tier", _WORD)]], Tag("~rules")]
        | Annotated[Annotated[EntryForm, Short("tier", _WORD)], Tag("~tier")],
        Discriminator(_entries),
    ] = key("The tier where it begins, or rules of which the first that fits counts.", "L1", "tier")
    path: dict[str, StepForm] = key(
        "tier → what happens there.",
        {"L1": {"work": "15 min", "next": {"solved": 1}}},
        "none",
    )
    handover: Times | None = key("Extra reading work after each transfer.", "10 min", "duration", None)
    transfer_reply: Share = key("Share of transfers that come with a public reply.", 0.8, "share", 0.0)
    reopen: ReopenForm | None = key(
        "Solved tickets that come back.", {"share": 0.05, "after": "1 day"}, default=None
    )
