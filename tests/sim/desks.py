"""Small desks for tests: one segment, one request, one tier, one pool that is always there, unless changed.

Change a part with `dataclasses.replace`, or pass whole parts: `tiny_scenario(pools=(tiny_pool(agents=3),))`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.calendars import Calendar
from sim.distributions import Exponential
from sim.vocabulary import (
    SOLVED,
    Assignment,
    EntryRule,
    Floats,
    Mix,
    OnPriorityChange,
    OnReopen,
    Pool,
    RateArrivals,
    ReplayArrivals,
    RequestType,
    Roster,
    RunPlan,
    Scenario,
    Segment,
    SlaRules,
    Step,
    Triage,
)

DAY = 1440.0
WEEK = 7 * DAY

ZENDESK = SlaRules(
    preset="zendesk",
    on_priority_change=OnPriorityChange.RETARGET_KEEP_ELAPSED,
    on_reopen=OnReopen.RESUME,
    restart_on_transfer=False,
    pauses_pending=(False, False, True, False, False),
    pauses_on_hold=(False, False, False, False, False),
)
"""Rules like those of the default preset, enough for desks on which they hardly matter."""

ALWAYS_OPEN = Calendar("always", np.array([-53 * WEEK]), np.array([530 * WEEK]))


def tiny_run(**changes: Any) -> RunPlan:
    """Four measured weeks, one before and one after."""
    return replace(RunPlan(warmup=WEEK, measure=4 * WEEK, cooldown=WEEK, replications=2, seed=1), **changes)


def steady(per_hour: float, horizon: float = 6 * WEEK, day_cv: float = 0.0) -> RateArrivals:
    """The same rate at all hours, in steps of a UTC day."""
    edges = np.append(np.arange(0.0, horizon, DAY), horizon)
    day = np.arange(len(edges) - 1, dtype=np.int32)
    return RateArrivals(edges, np.diff(edges) * per_hour / 60, day, day, day_cv)


def replayed(created: list[float], **known: list[int]) -> ReplayArrivals:
    """Tickets at given instants, with the codes of the attributes that are known."""
    codes = {attribute: np.array(values, np.int16) for attribute, values in known.items()}
    return ReplayArrivals(np.array(created, np.float64), codes)


def tiny_segment(name: str = "everyone", per_hour: float = 4.0, **changes: Any) -> Segment:
    """Steady arrivals that all ask for `help`."""
    return replace(Segment(name, steady(per_hour), Mix(("help",), (1.0,))), **changes)


def tiny_step(**changes: Any) -> Step:
    """One touch of about ten minutes, then solved."""
    step = Step(work=Exponential(10.0), touches=(1,), touch_shares=(1.0,), next=(SOLVED,), next_shares=(1.0,))
    return replace(step, **changes)


def tiny_request(name: str = "help", **changes: Any) -> RequestType:
    """An e-mail that L1 solves in one touch."""
    path = {0: tiny_step()}
    return replace(
        RequestType(name, skill=0, channel="email", live=False, entry=(EntryRule((), 0),), path=path),
        **changes,
    )


def on_duty(*intervals: tuple[float, float]) -> Roster:
    """A roster of given intervals, each a shift of the (UTC) day on which it begins."""
    starts: Floats = np.array([start for start, _ in intervals], np.float64)
    ends: Floats = np.array([end for _, end in intervals], np.float64)
    return Roster(starts, ends, (starts // DAY).astype(np.int32))


def tiny_pool(name: str = "people", agents: int = 1, horizon: float = 6 * WEEK, **changes: Any) -> Pool:
    """Agents of L1 who are always there and know everything."""
    return replace(Pool(name, 0, (on_duty((0.0, horizon)),) * agents), **changes)


def tiny_scenario(**changes: Any) -> Scenario:
    """A desk of one segment, request, tier and pool; `levels` are completed from the parts given.

    `levels={...}` adds to (or replaces some of) the levels instead of replacing all.
    """
    levels = changes.pop("levels", {})
    scenario = Scenario(
        name="tiny",
        start=datetime(2026, 1, 5, tzinfo=ZoneInfo("UTC")),
        timezone="UTC",
        run=tiny_run(),
        levels={},
        orders={},
        calendars=(ALWAYS_OPEN,),
        segments=(tiny_segment(),),
        requests=(tiny_request(),),
        tiers=("L1",),
        pools=(tiny_pool(),),
        priority_rules=(),
        priority_matrix=None,
        default_priority=2,
        busyness_cv=0.0,
        assignment=Assignment.LONGEST_IDLE,
        triage=Triage(),
        sla=ZENDESK,
        policies=(),
    )
    scenario = replace(scenario, **changes)
    return replace(scenario, levels={**_levels(scenario), **levels})


def _levels(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    levels = {
        "priority": ("urgent", "high", "normal", "low"),
        "skill": ("general",),
        "vip": ("no", "yes"),
        "sentiment": ("very_negative", "negative", "neutral", "positive", "very_positive"),
        "segment": tuple(segment.name for segment in scenario.segments),
        "request": tuple(request.name for request in scenario.requests),
        "channel": tuple(dict.fromkeys(request.channel for request in scenario.requests)),
        "tier": scenario.tiers,
        "pool": tuple(pool.name for pool in scenario.pools),
        "policy": tuple(policy.name for policy in scenario.policies),
    }
    for segment in scenario.segments:
        for attribute, mix in (*segment.traits.items(), *segment.ticket_traits.items()):
            known = levels.get(attribute, ())
            levels[attribute] = tuple(dict.fromkeys((*known, *mix.labels)))
    for request in scenario.requests:
        for attribute, drawn in (("impact", request.impact), ("urgency", request.urgency)):
            if drawn:
                levels[attribute] = tuple(dict.fromkeys((*levels.get(attribute, ()), *drawn.labels)))
    return levels


__all__ = [
    "ALWAYS_OPEN",
    "DAY",
    "WEEK",
    "ZENDESK",
    "on_duty",
    "replayed",
    "steady",
    "tiny_pool",
    "tiny_request",
    "tiny_run",
    "tiny_scenario",
    "tiny_segment",
    "tiny_step",
]
