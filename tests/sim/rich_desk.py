"""A desk that uses every kind of draw, with segments and pools to add to it."""

from __future__ import annotations

import numpy as np

from sim.distributions import Constant, Exponential, Lognormal
from sim.triage import confusion
from sim.vocabulary import (
    Condition,
    Customers,
    Hold,
    Mix,
    Policy,
    Reopen,
    Scenario,
    SelfService,
    Triage,
    TriageMode,
)
from tests.sim.desks import (
    DAY,
    on_duty,
    steady,
    tiny_pool,
    tiny_request,
    tiny_run,
    tiny_scenario,
    tiny_segment,
    tiny_step,
)


def rich_scenario(**changes) -> Scenario:
    """A desk that uses every kind of draw."""
    segments = (rich_segment("big", 3.0), rich_segment("small", 1.0))
    path = {
        0: tiny_step(
            touches=(1, 2),
            touch_shares=(0.7, 0.3),
            customer_reply=Exponential(300.0),
            next=(-1, 1),
            next_shares=(0.8, 0.2),
        ),
        1: tiny_step(
            work=Lognormal(40.0, 1.2),
            hold=Hold(0.2, Exponential(900.0)),
            next=(-1, 0),
            next_shares=(0.9, 0.1),
        ),
    }
    broken = tiny_request(
        "broken",
        path=path,
        skill=1,
        impact=Mix(("high", "low"), (0.2, 0.8)),
        urgency=Mix(("high", "low"), (0.3, 0.7)),
        sentiment=Mix(("negative", "neutral"), (0.4, 0.6)),
        self_service=SelfService(0.2, 0.5, Exponential(2 * DAY)),
        patience=Exponential(3 * DAY),
        handover=Constant(10.0),
        transfer_reply=0.6,
        reopen=Reopen(0.1, Exponential(DAY)),
    )
    errors = np.array([confusion(2, 0.9, "majority", [1, 1])] * len(changes.get("segments", segments)))
    parts = {
        "segments": segments,
        "requests": (
            broken,
            tiny_request("how_to", channel="chat", live=True, leaves=True, patience=Exponential(5.0)),
        ),
        "tiers": ("L1", "L2"),
        "pools": (rich_pool("front", 0), rich_pool("back", 1)),
        "priority_matrix": np.array([[0, 1], [1, 3]], np.int16),
        "busyness_cv": 0.1,
        "run": tiny_run(forecast_cv=0.05),
        "triage": Triage(
            TriageMode.AUTOMATED,
            0.9,
            TriageMode.MANUAL,
            Exponential(3.0),
            (0,),
            Constant(10.0),
            confusion(4, 0.8, "majority", [1, 2, 5, 1]),
            errors,
        ),
        "policies": (
            Policy("gold", (Condition("plan", ("gold",)), Condition("priority", ("urgent", "high"))), {}),
            Policy("rest", (), {}),
        ),
        "levels": {"skill": ("general", "platform")},
    }
    return tiny_scenario(**{**parts, **changes})


def rich_segment(name: str, per_hour: float, **changes):
    parts = {
        "arrivals": steady(per_hour, day_cv=0.2),
        "requests": Mix(("broken", "how_to"), (0.6, 0.4)),
        "customers": Customers(40, 1.0),
        "traits": {"plan": Mix(("gold", "basic"), (0.3, 0.7)), "vip": Mix(("no", "yes"), (0.9, 0.1))},
        "numbers": {"fields.seats": Lognormal(400.0, 1.5)},
        "ticket_traits": {"category": Mix(("new", "old"), (0.2, 0.8))},
    }
    return tiny_segment(name, **{**parts, **changes})


def rich_pool(name: str, tier: int, agents: int = 3, **changes):
    roster = on_duty(*[(d * DAY + 540.0, d * DAY + 1020.0) for d in range(42)])
    serves = (Condition("plan", ("gold",)),) if tier else ()
    return tiny_pool(
        name,
        rosters=(roster,) * agents,
        tier=tier,
        serves=serves,
        absence=0.1,
        shrinkage=0.15,
        other_work=0.1,
        **changes,
    )
