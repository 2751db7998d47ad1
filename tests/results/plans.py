"""Plans for tests of whole runs: a small desk, two strategies, promises by the week."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from scenarios import Plan
from scenarios.plan import plan_of
from sim.vocabulary import Customers, Goal, Policy, Target
from strategies import build
from tests.sim.desks import DAY, WEEK, tiny_pool, tiny_run, tiny_scenario, tiny_segment

TARGETS = {(0, p): Target(30.0 * (p + 1), 0) for p in range(4)}
POLICY = Policy("everyone", (), TARGETS, (Goal(0, 0.9, "week"),))


def small_plan(replications: int = 3, **changes: Any) -> Plan:
    """Two weeks of a desk with two segments."""
    scenario = tiny_scenario(
        run=tiny_run(warmup=DAY * 7, measure=2 * WEEK, cooldown=WEEK, replications=replications),
        segments=(
            tiny_segment("big", 0.75, customers=Customers(12, 1.0)),
            tiny_segment("small", 0.25),
        ),
        pools=(replace(tiny_pool(), wage=30.0),),
        policies=(POLICY,),
    )
    strategies = {"fifo": build(["fcfs"], scenario), "level": build(["priority"], scenario)}
    plan = Plan(Path("small.yaml"), b"name: small", scenario, strategies, "fifo", "", {})
    return replace(plan, **changes)


TEXT = """\
name: Small desk
start: 2026-01-05
timezone: UTC
run: {warmup: 1 day, measure: 2 weeks, cooldown: 3 days, replications: 4, seed: 1}
orders: {plan: [premium, standard]}
profiles:
  flat: {days: [1, 1, 1, 1, 1, 1, 1], hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}
segments:
  business:
    plan: {premium: 0.3, standard: 0.7}
    arrivals: {rate: 1.25 per hour, profile: flat}
    requests: {help: 1}
requests:
  help:
    skill: general
    channel: email
    entry: L1
    path: {L1: {work: {exponential: {mean: 40 min}}, next: {solved: 1}}}
tiers:
  L1:
    people: {agents: 1, roster: always}
sla:
  policies:
    premium:
      when: {plan: premium}
      calendar: always
      first_reply: {urgent: 2 h, high: 2 h, normal: 2 h, low: 2 h}
      goal: {first_reply: 90 %, per: week}
baseline: fifo
strategies:
  fifo: [fcfs]
  contract: [plan, fcfs]
"""
"""A scenario file of the smallest kind."""


TWINS = (
    TEXT.replace("replications: 4", "replications: 12")
    + """\
  oldest: [fcfs]
objective: wait_mean[plan=premium]
what_if:
  second: {tiers.L1.people.agents: 2}
"""
)
"""The same with oldest first under two names, an objective and a what-if."""


def twin_plan(replications: int = 12) -> Plan:
    """Oldest first under two names, and the order that serves premium customers first."""
    text = TWINS.replace("replications: 12", f"replications: {replications}")
    return plan_of(text.encode(), Path("desk.yaml"))
