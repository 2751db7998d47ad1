"""The N-design of the exact case C05: specialists take a only, generalists a and b, exponential work."""

from __future__ import annotations

from pathlib import Path

from scenarios.plan import Plan, plan_of

TEXT = """\
name: N-design
start: 2026-01-05
run: {{warmup: 12 h, measure: {days} days, cooldown: 1 day, replications: {replications}, seed: 1}}
profiles:
  even: {{days: [1, 1, 1, 1, 1, 1, 1], hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}}
priority_rules:
  - {{when: {{request: b}}, priority: urgent}}
  - {{when: {{request: a}}, priority: low}}
segments:
  a: {{arrivals: {{rate: 60 per hour, profile: even}}, requests: {{a: 1}}}}
  b: {{arrivals: {{rate: 36 per hour, profile: even}}, requests: {{b: 1}}}}
requests:
  a: {{skill: a, channel: phone, entry: L1, path: {{L1: {{work: {work}, next: {{solved: 1}}}}}}}}
  b: {{skill: b, channel: phone, entry: L1, path: {{L1: {{work: {work}, next: {{solved: 1}}}}}}}}
tiers:
  L1:
    specialists: {{agents: 5, roster: always, skills: [a], wage: 1 per hour}}
    generalists: {{agents: 6, roster: always, skills: {{a: 0.999999, b: 1}}, wage: 1.2 per hour}}
assignment: most_skilled
sla:
  policies:
    a: {{when: {{request: a}}, first_reply: 1 min}}
    b: {{when: {{request: b}}, first_reply: 1 min}}
strategies:
  b_first: [priority, fcfs]
sizing:
  vary: {{L1.specialists: 0..10, L1.generalists: 4..14}}
  subject_to:
    - first_reply_attainment[policy=a] >= 80 %
    - first_reply_attainment[policy=b] >= 80 %
"""
"""A call of a goes to a free specialist first; a generalist who becomes free takes b first."""


def n_design(days: int, replications: int) -> Plan:
    """The desk of the case, played so long."""
    work = "{exponential: {mean: 5 min}}"
    return plan_of(TEXT.format(days=days, replications=replications, work=work).encode(), Path("n.yaml"))
