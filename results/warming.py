"""What playing needs is loaded before the first ticket arrives, compiled code included."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from results.player import Player
from sim.calendars import Calendar
from sim.compiled import is_compiled
from sim.distributions import Exponential
from sim.kernel import play_on
from sim.vocabulary import (
    SOLVED,
    Assignment,
    EntryRule,
    Mix,
    OnPriorityChange,
    OnReopen,
    Pool,
    RateArrivals,
    RequestType,
    Roster,
    RunPlan,
    Scenario,
    Segment,
    SlaRules,
    Step,
    Triage,
)
from strategies import build

DAY = 1440.0


def must_compile(engine: str) -> bool:
    """Whether a run with this engine begins with compiling it."""
    return engine != "simpy" and not is_compiled(play_on)


def warm(engine: str) -> None:
    """Plays the smallest desk for a day: whatever is loaded or compiled at first use then is."""
    scenario = _smallest()
    Player(scenario, {"fcfs": build(["fcfs"], scenario)}, engine=engine).play(0)


def _smallest() -> Scenario:
    """One person, one kind of ticket, one day."""
    day = np.zeros(1, np.int32)
    edges = np.array([0.0, DAY])
    arrivals = RateArrivals(edges, np.array([20.0]), day, day, 0.0)
    step = Step(Exponential(10.0), (1,), (1.0,), (SOLVED,), (1.0,))
    levels = ("segment", "request", "channel", "tier", "pool", "skill", "priority")
    ordered = ("impact", "urgency", "sentiment", "category")
    return Scenario(
        name="one",
        start=datetime(2026, 1, 5, tzinfo=UTC),
        timezone="UTC",
        run=RunPlan(warmup=0.0, measure=DAY, cooldown=0.0, replications=1, seed=1),
        levels={**dict.fromkeys((*levels, *ordered), ("one",)), "vip": ("no", "yes")},
        orders={},
        calendars=(Calendar("always", np.array([0.0]), np.array([2 * DAY])),),
        segments=(Segment("one", arrivals, Mix(("one",), (1.0,))),),
        requests=(RequestType("one", 0, "one", live=False, entry=(EntryRule((), 0),), path={0: step}),),
        tiers=("one",),
        pools=(Pool("one", 0, (Roster(np.array([0.0]), np.array([DAY]), day),)),),
        priority_rules=(),
        priority_matrix=None,
        default_priority=0,
        busyness_cv=0.0,
        assignment=Assignment.LONGEST_IDLE,
        triage=Triage(),
        sla=SlaRules(
            "zendesk",
            on_priority_change=OnPriorityChange.RETARGET_KEEP_ELAPSED,
            on_reopen=OnReopen.RESUME,
            restart_on_transfer=False,
            pauses_pending=(False,) * 5,
            pauses_on_hold=(False,) * 5,
        ),
        policies=(),
    )
