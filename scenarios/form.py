"""The form of a scenario file as a whole, with its priorities, promises, strategies and what-ifs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Tag

from scenarios.form_desk import BusynessForm, CalendarForm, PoolForm, ProfileForm, RunForm, TriageForm
from scenarios.form_sizing import SizingForm
from scenarios.form_tickets import RequestForm, SegmentForm
from scenarios.form_values import Day, FilterForm, Label, Labels, LimitText, Share, Table, key


class PriorityRuleForm(Table):
    """Tickets that get a priority whatever the matrix says."""

    when: FilterForm = key("Which tickets.", {"category": "critical"}, "filter")
    priority: Label = key("The priority they get.", "urgent", "priority")


LimitsForm = Annotated[
    Annotated[LimitText, Tag("~one")] | Annotated[dict[str, LimitText], Tag("~each")],
    Discriminator(lambda value: "~each" if isinstance(value, dict) else "~one"),
]
GoalShare = Annotated[
    Annotated[Share, Tag("~one")] | Annotated[dict[str, Share], Tag("~each")],
    Discriminator(lambda value: "~each" if isinstance(value, dict) else "~one"),
]
_LIMITS = {"urgent": "30 min always", "high": "1 h", "normal": "4 h", "low": "8 h"}


def _goal(metric: str) -> Any:
    text = f"Share of {metric} clocks to be achieved: one, or by priority with `otherwise`."
    return key(text, {"urgent": "95 %", "otherwise": "90 %"}, "share", None)


def _limits(metric: str) -> Any:
    text = (
        f"Limit of the {metric} clock: one, or by priority; a calendar after a limit overrides the policy's."
    )
    return key(text, _LIMITS, "duration", None)


class GoalForm(Table):
    """What is promised of a policy's clocks as a whole."""

    first_reply: GoalShare | None = _goal("first reply")
    next_reply: GoalShare | None = _goal("next reply")
    requester_wait: GoalShare | None = _goal("requester wait")
    first_resolution: GoalShare | None = _goal("first resolution")
    full_resolution: GoalShare | None = _goal("full resolution")
    per: Literal["week", "4 weeks", "month", "quarter"] = key("The contract period.", "month", "period")


class PolicyForm(Table):
    """A promise to the tickets that match."""

    when: FilterForm | None = key(
        "Which tickets; absent: all that no policy before takes.", {"plan": "premium"}, "filter", None
    )
    calendar: str = key("When the clocks run; `always` is 24 × 7.", "office", "calendar", "always")
    first_reply: LimitsForm | None = _limits("first reply")
    next_reply: LimitsForm | None = _limits("next reply")
    requester_wait: LimitsForm | None = _limits("requester wait")
    first_resolution: LimitsForm | None = _limits("first resolution")
    full_resolution: LimitsForm | None = _limits("full resolution")
    goal: GoalForm | None = key(
        "What is promised; absent: reported, not judged.",
        {"first_reply": "95 %", "per": "month"},
        "share",
        None,
    )


class SlaForm(Table):
    """The promises, and the product whose rules run the clocks."""

    preset: str = key("Whose rules run the clocks.", "zendesk", "none", "zendesk")
    policies: dict[str, PolicyForm] = key(
        "name → promise; the first that matches counts.",
        {"standard": {"calendar": "office", "first_reply": "4 h"}},
        "none",
    )


class ScenarioForm(Table):
    """A support desk, its customers, its promises, and the strategies to compare."""

    model_config = ConfigDict(title="Ticketlab scenario")
    name: str = key("What people call it.", "SaaS support desk")
    start: Day = key("The first day, local to `timezone`.", "2026-01-05", "date")
    timezone: str = key("Where the desk is.", "Europe/London", "IANA name", "UTC")
    run: RunForm | None = key(
        "Length and number of the replications; absent: the defaults of its keys.",
        {"warmup": "2 weeks", "measure": "12 weeks"},
        default=None,
    )
    orders: dict[str, Labels] | None = key(
        "attribute → who comes first, where a strategy does not say otherwise.",
        {"plan": ["premium", "standard"]},
        "labels",
        None,
    )
    calendars: dict[str, CalendarForm] | None = key(
        "Opening hours, for promises and rosters; `always` is built in.",
        {"office": {"mon-fri": "09:00-17:30"}},
        "none",
        None,
    )
    profiles: dict[str, ProfileForm] | None = key(
        "Shapes of a week of arrivals.", {"even": {"days": [1, 1, 1, 1, 1, 0, 0]}}, "none", None
    )
    priorities: Labels = key(
        "Priorities, most urgent first.",
        ["urgent", "high", "normal", "low"],
        "labels",
        ("urgent", "high", "normal", "low"),
    )
    priority_rules: list[PriorityRuleForm] | None = key(
        "Rules of which the first that matches gives the priority.",
        [{"when": {"category": "critical"}, "priority": "urgent"}],
        "none",
        None,
    )
    priority_matrix: dict[str, dict[str, Label]] | None = key(
        "impact → urgency → priority, where no rule matches.",
        {"high": {"high": "urgent", "low": "normal"}, "low": {"high": "normal", "low": "low"}},
        "priority",
        None,
    )
    busyness: BusynessForm | None = key(
        "How much all segments swing together.", {"day_cv": 0.08}, "none", None
    )
    segments: dict[str, SegmentForm] = key(
        "Classes of requesters.", {"all": {"arrivals": {"rate": "500 per week"}, "requests": "question"}}
    )
    requests: dict[str, RequestForm] = key(
        "Types of request.",
        {
            "question": {
                "skill": "general",
                "channel": "email",
                "entry": "L1",
                "path": {"L1": {"work": "15 min", "next": "solved"}},
            }
        },
    )
    tiers: dict[str, dict[str, PoolForm]] = key(
        "Tiers in order of escalation, each with its pools.",
        {"L1": {"frontline": {"agents": 14, "roster": "always"}}},
    )
    assignment: Literal["longest_idle", "most_skilled", "least_busy", "round_robin"] = key(
        "Who gets a ticket while several agents are free.", "longest_idle", "none", "longest_idle"
    )
    triage: TriageForm | None = key(
        "Triage, and its errors; absent: nobody errs.", {"mode": "perfect"}, default=None
    )
    sla: SlaForm | None = key("The promises.", {"policies": {"all": {"first_reply": "4 h"}}}, "none", None)
    baseline: str | None = key(
        "The strategy that others are compared with; absent: the first.", "fifo", "strategy", None
    )
    objective: str | None = key(
        "The measure by which strategies are judged.",
        "first_reply_attainment[policy=premium]",
        "measure",
        None,
    )
    strategies: dict[str, Any] = key(
        "name → a list of members, the first that differs decides; a member may be a class in a Python file "
        "of your own (`./my_rule.py:MyRule`), which is run only with --allow-code.",
        {"fifo": ["fcfs"], "contract": ["plan", "sla"]},
    )
    what_if: dict[str, dict[str, Any]] | None = key(
        "name → changes to this file, each a dotted path and its new value; nothing removes what is there.",
        {"two_more": {"tiers.L1.frontline.agents": 16}},
        "none",
        None,
    )
    sizing: SizingForm | None = key(
        "How many people does it take: what `ticketlab size` answers.",
        {"vary": {"L1.frontline": "8..24"}, "subject_to": ["occupancy[tier=L1] <= 85 %"]},
        default=None,
    )
