"""A desk as a file, for tests of what a week asks for."""

from __future__ import annotations

from pathlib import Path

from scenarios import Plan
from scenarios.plan import plan_of

FLAT = "days: [1, 1, 1, 1, 1, 1, 1], hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]"
MONDAY_AT_8 = "days: [1, 0, 0, 0, 0, 0, 0], hours: [0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]"
OFFICE = "days: [1, 1, 1, 1, 1, 0, 0], hours: [0,0,0,0,0,0,0,0,2,3,3,3,2,3,3,2,1,0,0,0,0,0,0,0]"

TEXT = """\
name: Desk of a week
start: 2026-01-05
timezone: UTC
run: {{warmup: 0 min, measure: 1 week, cooldown: 1 day, replications: 3, seed: 1}}
calendars:
  office: {{mon-fri: "08:00-17:00"}}
profiles:
  shape: {{{profile}}}
segments:
  everyone:
    arrivals: {{rate: {rate} per week, profile: shape}}
    requests: {{help: 1}}
requests:
  help:
    skill: general
    channel: {channel}
    {more}
    entry: L1
    path: {{L1: {step}}}
tiers:
  L1:
    people: {pool}
sla:
  policies:
    all:
      calendar: {calendar}
      first_reply: {{urgent: {limit}, high: {limit}, normal: {limit}, low: {limit}}}
      goal: {{first_reply: 90 %, per: week}}
strategies:
  fifo: [fcfs]
"""


def week(  # noqa: PLR0917 - one by one is how tests read best
    step: str = "{work: {exponential: {mean: 10 min}}, next: {solved: 1}}",
    profile: str = FLAT,
    rate: float = 60,
    pool: str = "{agents: 1, roster: always}",
    limit: str = "30 min",
    channel: str = "email",
    calendar: str = "always",
    more: str = "",
    end: str = "",
) -> Plan:
    """The plan of such a desk."""
    text = TEXT.format(
        step=step,
        profile=profile,
        rate=rate,
        pool=pool,
        limit=limit,
        channel=channel,
        calendar=calendar,
        more=more or "impact: {low: 1}",
    )
    return plan_of((text + end).encode(), Path("week.yaml"))
