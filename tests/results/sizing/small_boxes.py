"""Small desks whose every head-count can be tried."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from results.crew import Crew
from results.running import Options
from results.sizing.question import Setup, SizeQuestion, setup_of
from results.sizing.search import Search
from results.sizing.trials import Trials
from scenarios.plan import Plan, plan_of

DESK = """\
name: Two pools and a second tier
start: 2026-01-05
run: {{warmup: 12 h, measure: {days} days, cooldown: 1 day, replications: {replications}, seed: {seed}}}
calendars:
  early: {{every day: "00:00-16:00"}}
  late: {{every day: "08:00-24:00"}}
profiles:
  even: {{days: [1, 1, 1, 1, 1, 1, 1], hours: [{hours}]}}
segments:
  a: {{arrivals: {{rate: {rate_a:.3f} per hour, profile: even, day_cv: {day_cv:.2f}}}, requests: {{a: 1}}}}
  b: {{arrivals: {{rate: {rate_b:.3f} per hour, profile: even}}, requests: {{b: 1}}}}
requests:
  a:
    skill: a
    channel: phone
    entry: L1
    {patience}
    path:
      L1: {{work: {{lognormal: {{mean: 6 min, cv: 1.2}}}}, next: {{solved: {solved:.2f}, L2: {on:.2f}}}}}
      L2: {{work: {{exponential: {{mean: 12 min}}}}, next: {{solved: 1}}}}
  b:
    skill: b
    channel: email
    entry: L1
    path: {{L1: {{work: {{exponential: {{mean: 9 min}}}}, next: {{solved: 1}}}}}}
tiers:
  L1:
    specialists:
      {{agents: 4, roster: [{own}], skills: [a], wage: {wage_1:.1f} per hour, absence: {absence:.2f}}}
    generalists: {{agents: 4, roster: always, skills: {{a: 0.9, b: 1}}, wage: {wage_2:.1f} per hour}}
  L2:
    engineers: {{agents: 3, roster: always, skills: [a], wage: {wage_3:.1f} per hour}}
sla:
  policies:
    a: {{when: {{request: a}}, first_reply: 2 min}}
    b: {{when: {{request: b}}, first_reply: 30 min}}
strategies:
  fifo: [fcfs]
  first: [shortest_work, fcfs]
sizing:
  vary:
    L1.specialists: {low_1}..{high_1}
    L1.generalists: {low_2}..{high_2}
    L2.engineers: {low_3}..{high_3}
  subject_to:
    - first_reply_attainment[policy=a] >= {goal_a:.2f}
    - first_reply_attainment[policy=b] >= {goal_b:.2f}
    - {third}
"""
"""A desk of two pools and a second tier; its numbers are filled in."""

THIRD = ("occupancy[tier=L1] <= 0.85", "queue_wait_mean[tier=L2] <= 20 min", "wait_p90[request=b] <= 60 min")


def random_desk(seed: int, replications: int = 8) -> Plan:
    """A small desk drawn at random, with some thirty to a hundred head-counts within its bounds."""
    rng = np.random.default_rng([5, seed])
    on = float(rng.choice([0.1, 0.2, 0.4]))
    low = [int(rng.integers(0, 2)), int(rng.integers(1, 3)), int(rng.integers(1, 3))]
    text = DESK.format(
        days=3,
        replications=replications,
        seed=seed + 1,
        hours=",".join(str(int(n)) for n in rng.integers(1, 6, 24)),
        rate_a=rng.uniform(8, 24),
        rate_b=rng.uniform(4, 14),
        day_cv=rng.uniform(0, 0.2),
        patience="patience: {exponential: {mean: 4 min}}" if rng.random() < 0.5 else "",
        solved=1 - on,
        on=on,
        own=str(rng.choice(["always", "early", "late"])),
        wage_1=rng.uniform(15, 30),
        wage_2=rng.uniform(20, 40),
        wage_3=rng.uniform(30, 60),
        absence=float(rng.choice([0.0, 0.1])),
        goal_a=rng.uniform(0.6, 0.9),
        goal_b=rng.uniform(0.7, 0.97),
        third=str(rng.choice(THIRD)),
        **{f"low_{k + 1}": n for k, n in enumerate(low)},
        **{f"high_{k + 1}": n + extra for k, (n, extra) in enumerate(zip(low, (4, 5, 2), strict=True))},
    )
    return plan_of(text.encode(), Path(f"desk-{seed}.yaml"))


def setup(plan: Plan, strategy: str = "fifo") -> Setup:
    """What a plan asks, of one strategy."""
    return setup_of(plan, SizeQuestion(Options(strategies=(strategy,))))


def search_of(asked: Setup) -> Search:
    """A search with books of its own, played by this process."""
    (strategy,) = asked.strategies
    trials = Trials(asked.player, strategy, asked.box, asked.requirements, asked.replications)
    return Search(trials, Crew(), asked.replications, asked.most_desks)
