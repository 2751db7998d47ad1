"""Whole desks, workloads and strategies at random: small, crowded, and full of ties in time.

All durations are whole multiples of five minutes, so that much happens at the same instants.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.calendars import Calendar
from sim.desk import Desk, desk_of
from sim.distributions import Constant, Distribution, Empirical, Exponential
from sim.draw import draw
from sim.ranking import Ranking
from sim.triage import confusion
from sim.vocabulary import (
    METRICS,
    SOLVED,
    Assignment,
    Condition,
    Customers,
    EndOfShift,
    EntryRule,
    Hold,
    Mix,
    OnPriorityChange,
    OnReopen,
    Policy,
    Pool,
    Reopen,
    RequestType,
    Roster,
    Scenario,
    Segment,
    SlaRules,
    Step,
    Target,
    Triage,
    TriageMode,
)
from sim.workload import Workload
from strategies import build, rank
from tests.sim.desks import ALWAYS_OPEN, DAY, on_duty, replayed, tiny_run, tiny_scenario

Dice = np.random.Generator

TIERS = ("L1", "L2", "L3")
SKILLS = ("general", "billing", "network")
PRIORITIES = ("urgent", "high", "normal", "low")
PLANS = ("gold", "silver", "basic")
IMPACTS = ("high", "medium", "low")
HORIZON = 5 * DAY


def pick(dice: Dice, *choices: Any) -> Any:
    """One of these."""
    return choices[dice.integers(len(choices))]


def often(dice: Dice, share: float) -> bool:
    """True in this share of cases."""
    return bool(dice.random() < share)


def minutes(dice: Dice, *typical: float) -> Distribution:
    """One of these lengths, or several of them mixed, or now and then any length."""
    if often(dice, 0.1):
        return Exponential(typical[0])
    if often(dice, 0.5):
        return Constant(pick(dice, *typical))
    return Empirical(tuple(float(x) for x in typical))


def opening(dice: Dice, name: str) -> Calendar:
    """A calendar of daily hours, some days left out."""
    start, length = pick(dice, 0.0, 480.0, 545.0), pick(dice, 300.0, 480.0, 1430.0)
    days = np.arange(-3 * DAY, 3 * HORIZON, DAY)
    days = days[dice.random(len(days)) < 0.9]
    return Calendar(name, days + start, days + start + length, business_day=length)


def random_policies(dice: Dice, calendars: int) -> tuple[Policy, ...]:
    policies = []
    for name in ("gold", "rest")[: dice.integers(0, 3)]:
        targets = {
            (metric, priority): Target(
                pick(dice, 30.0, 60.0, 240.0, 480.0, 2000.0), int(dice.integers(calendars))
            )
            for metric in range(len(METRICS))
            for priority in range(len(PRIORITIES))
            if often(dice, 0.6)
        }
        when = (Condition("plan", ("gold",)),) if name == "gold" else ()
        policies.append(Policy(name, when, targets))
    return tuple(policies)


def random_rules(dice: Dice) -> SlaRules:
    return SlaRules(
        preset="zendesk",
        on_priority_change=pick(dice, *OnPriorityChange),
        on_reopen=pick(dice, *OnReopen),
        restart_on_transfer=often(dice, 0.3),
        pauses_pending=tuple(often(dice, 0.5) for _ in METRICS),
        pauses_on_hold=tuple(often(dice, 0.5) for _ in METRICS),
    )


def random_step(dice: Dice, tiers: int, tier: int, live: bool) -> Step:
    others = [t for t in range(tiers) if t != tier]
    onward = (SOLVED, pick(dice, *others)) if others and often(dice, 0.6) else (SOLVED,)
    several = not live and often(dice, 0.5)
    return Step(
        work=minutes(dice, 5.0, 10.0, 20.0, 60.0),
        touches=(1, 2) if several else (1,),
        touch_shares=(0.5, 0.5) if several else (1.0,),
        next=onward,
        next_shares=(1.0,) if len(onward) == 1 else (0.7, 0.3),
        customer_reply=minutes(dice, 0.0, 5.0, 60.0, 600.0) if several else None,
        hold=Hold(0.3, minutes(dice, 0.0, 30.0, 300.0)) if not live and often(dice, 0.3) else None,
    )


def random_request(dice: Dice, number: int, tiers: int, skills: int) -> RequestType:
    live = often(dice, 0.25)
    entry = (EntryRule((Condition("priority", ("urgent",)),), tiers - 1), EntryRule((), 0))
    return RequestType(
        name=f"request {number}",
        skill=int(dice.integers(skills)),
        channel="chat" if live else "email",
        live=live,
        entry=entry[int(often(dice, 0.7)) :],
        path={tier: random_step(dice, tiers, tier, live) for tier in range(tiers)},
        impact=Mix(IMPACTS, (0.2, 0.3, 0.5)),
        urgency=Mix(IMPACTS, (0.3, 0.3, 0.4)),
        sentiment=Mix(("negative", "neutral"), (0.4, 0.6)),
        patience=minutes(dice, 0.0, 5.0, 30.0, 200.0) if often(dice, 0.5) else None,
        leaves=often(dice, 0.7),
        handover=Constant(5.0) if often(dice, 0.5) else None,
        transfer_reply=pick(dice, 0.0, 0.5),
        reopen=Reopen(0.3, minutes(dice, 0.0, 60.0, 1000.0)) if often(dice, 0.5) else None,
    )


def random_roster(dice: Dice) -> Roster:
    """Always there, or by the hour, with gaps of any length."""
    if often(dice, 0.3):
        return on_duty((0.0, 4 * HORIZON))
    edges = np.cumsum(dice.choice([5.0, 30.0, 60.0, 240.0, 480.0], size=80))
    return on_duty(*zip(edges[:-1:2].tolist(), edges[1::2].tolist(), strict=True))


def random_pool(dice: Dice, name: str, tier: int, tiers: int, skills: int) -> Pool:
    some = {int(skill): pick(dice, 0.5, 0.8, 1.0, 2.0) for skill in range(skills) if often(dice, 0.6)}
    limited = bool(some) and often(dice, 0.5)
    helped = tuple(int(t) for t in dice.permutation(tiers) if t != tier and often(dice, 0.4))
    return Pool(
        name=name,
        tier=tier,
        rosters=tuple(random_roster(dice) for _ in range(dice.integers(1, 4))),
        skills=some if limited else None,
        others=pick(dice, 0.0, 0.5, 0.7) if limited else 0.0,
        serves=(Condition("plan", ("gold", "silver")),) if often(dice, 0.25) else (),
        helps=helped,
        end_of_shift=pick(dice, *EndOfShift),
        shrinkage=pick(dice, 0.0, 0.0, 0.1),
        absence=pick(dice, 0.0, 0.0, 0.1),
    )


def random_triage(dice: Dice, segments: int, skills: int, pools: int) -> Triage:
    errors = confusion(skills, 0.7, "even", [1] * skills)
    wrong_skill = often(dice, 0.6) and skills > 1
    wrong_priority = confusion(4, pick(dice, 0.5, 0.8), "near", [1, 2, 3, 2])
    return Triage(
        mode=pick(dice, *TriageMode),
        coverage=pick(dice, 0.5, 1.0),
        otherwise=pick(dice, TriageMode.PERFECT, TriageMode.MANUAL),
        work=minutes(dice, 5.0, 10.0),
        by=tuple(sorted(dice.choice(pools, size=dice.integers(1, pools + 1), replace=False).tolist())),
        diagnosis=minutes(dice, 5.0, 15.0),
        priority_confusion=wrong_priority if often(dice, 0.6) else None,
        skill_confusion=np.array([errors] * segments) if wrong_skill else None,
        corrects_priority=often(dice, 0.8),
    )


def random_segment(dice: Dice, name: str, requests: tuple[str, ...]) -> Segment:
    came = np.sort(np.rint(dice.uniform(0, HORIZON, dice.integers(20, 90)) / 5.0) * 5.0)
    if often(dice, 0.3):
        came = np.sort(np.round(came / 60.0) * 60.0)
    shares = dice.random(len(requests)) + 0.1
    return Segment(
        name,
        replayed(came.tolist()),
        Mix(requests, tuple((shares / shares.sum()).tolist())),
        customers=Customers(8, 0.5) if often(dice, 0.5) else None,
        traits={"plan": Mix(PLANS, (0.3, 0.3, 0.4)), "vip": Mix(("no", "yes"), (0.7, 0.3))},
        numbers={"fields.seats": Empirical((1.0, 10.0, 100.0, 1000.0))},
    )


def random_scenario(dice: Dice) -> Scenario:
    """A desk of one to three tiers, one to three skills, a handful of agents, and some hundred tickets."""
    tiers, skills = int(dice.integers(1, 4)), int(dice.integers(1, 4))
    requests = tuple(random_request(dice, k, tiers, skills) for k in range(dice.integers(1, 4)))
    names = tuple(request.name for request in requests)
    segments = tuple(random_segment(dice, name, names) for name in ("a", "b")[: dice.integers(1, 3)])
    pools = tuple(
        random_pool(dice, f"{TIERS[tier]} {k}", tier, tiers, skills)
        for tier in range(tiers)
        for k in range(dice.integers(1, 3))
    )
    calendars = (ALWAYS_OPEN, opening(dice, "office"), opening(dice, "support"))
    warmup = pick(dice, 0.0, DAY)
    return tiny_scenario(
        run=tiny_run(
            warmup=warmup,
            measure=pick(dice, 2 * DAY, HORIZON - warmup),
            cooldown=pick(dice, 0.0, 10 * DAY),
            seed=int(dice.integers(1 << 30)),
        ),
        calendars=calendars,
        segments=segments,
        requests=requests,
        tiers=TIERS[:tiers],
        pools=pools,
        priority_matrix=np.array([[0, 1, 2], [1, 2, 2], [2, 3, 3]], np.int16),
        assignment=pick(dice, *Assignment),
        triage=random_triage(dice, len(segments), skills, len(pools)),
        sla=random_rules(dice),
        policies=random_policies(dice, len(calendars)),
        orders={"plan": PLANS},
        levels={"skill": SKILLS[:skills], "priority": PRIORITIES},
    )


def random_play(seed: int) -> tuple[list[Any], Workload, Desk, Ranking]:
    """A strategy as a file may give it, and what an engine plays: workload, desk and ranking."""
    dice = np.random.default_rng(seed)
    scenario = random_scenario(dice)
    spec = random_strategy(dice, scenario)
    workload = draw(scenario, 0)
    return spec, workload, desk_of(scenario), rank(build(spec, scenario), scenario, workload)


# ---------------------------------------------------------------- strategies


def random_strategy(dice: Dice, scenario: Scenario) -> list[Any]:
    """A strategy as a file may give it."""
    promised = tuple({METRICS[metric] for policy in scenario.policies for metric, _ in policy.targets})
    rest = _at_top(dice, tuple(sorted(promised)), scenario)
    if often(dice, 0.2):
        picks = {"by": "agent", "strength": pick(dice, 0.3, 1.0), "taste": pick(dice, 0.0, 0.5)}
        rest = [{"pick_and_choose": picks}, *rest]
    if often(dice, 0.35):
        skilled = {"overflow": pick(dice, "0 min", "30 min", "4 h")} if often(dice, 0.7) else None
        rest.insert(int(dice.integers(len(rest) + 1)), {"skill_based": skilled})
    return rest


def _at_top(dice: Dice, promised: tuple[str, ...], scenario: Scenario) -> list[Any]:
    once = {"ai_urgency", "late"}
    kind = dice.integers(6)
    if kind == 0:
        use, otherwise = _members(dice, promised, once), _members(dice, promised, once)
        until = int(dice.integers(0, 4))
        return [{"by_load": {"waiting": until + int(dice.integers(1, 4)), "until": until,
                             "use": use, "otherwise": otherwise}}]  # fmt: skip
    if kind == 1:
        by_tier = {tier: _members(dice, promised, once) for tier in scenario.tiers if often(dice, 0.5)}
        return [{"per_tier": {**by_tier, "otherwise": _members(dice, promised, once)}}]
    if kind == 2:
        when: dict[str, Any] = {"after": pick(dice, "0 min", "30 min", "5 h")}
        if often(dice, 0.6):
            when = {"at": pick(dice, 0.0, 0.5, 0.8, 1.0)}
            if promised and often(dice, 0.5):
                when["metric"] = pick(dice, *promised)
        then = ["priority", *_members(dice, promised, once)]
        return [{"boost": {"to": pick(dice, "urgent", "high"), **when, "then": then}}]
    return _members(dice, promised, once)


def _members(dice: Dice, promised: tuple[str, ...], once: set[str]) -> list[Any]:
    return [_member(dice, promised, once) for _ in range(dice.integers(1, 4))]


def _member(dice: Dice, promised: tuple[str, ...], once: set[str]) -> Any:
    if often(dice, 0.2):
        parts = [_single(dice, promised, once) for _ in range(dice.integers(1, 4))]
        return {"weighted": [_weighted(dice, part) for part in parts]}
    return _single(dice, promised, once)


def _weighted(dice: Dice, part: Any) -> dict[str, Any]:
    ((name, options),) = part.items() if isinstance(part, dict) else ((part, None),)
    return {name: {"weight": pick(dice, 0.2, 0.5, 1.0), **(options or {})}}


def _single(dice: Dice, promised: tuple[str, ...], once: set[str]) -> Any:
    kinds = ["fcfs", "aging", "sla", "sla", "sla", "plain", "custom_field"]
    if "ai_urgency" in once and often(dice, 0.3):
        once.remove("ai_urgency")
        kinds = ["ai_urgency"]
    kind = pick(dice, *kinds)
    if kind == "fcfs":
        return {"fcfs": {"since": pick(dice, "created", "last_message")}}
    if kind == "aging":
        by_class = {"by": "priority", "per_hour": dict(zip(PRIORITIES, (4, 2, 1, 0.5), strict=True))}
        return {"aging": pick(dice, {"per_hour": 2}, by_class)}
    if kind == "ai_urgency":
        delay, coverage = pick(dice, "0 min", "10 min", "2 h"), pick(dice, 0.5, 1.0)
        return {"ai_urgency": {"accuracy": 0.6, "coverage": coverage, "delay": delay}}
    if kind == "custom_field":
        return {"custom_field": {"field": "seats", "low": 0, "high": 500}}
    if kind == "sla":
        return {"sla": _sla(dice, promised, once)}
    return pick(dice, "priority", "plan", "severity", "vip", "shortest_work")


def _sla(dice: Dice, promised: tuple[str, ...], once: set[str]) -> dict[str, Any]:
    options: dict[str, Any] = {"by": pick(dice, "due", "slack", "used")}
    if promised and often(dice, 0.5):
        options["metric"] = pick(dice, *promised)
    if "late" in once and often(dice, 0.3):
        once.remove("late")
        options["breached"] = "last"
    return options
