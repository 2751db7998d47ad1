"""A small scenario file to change in tests, and what the reader says of it then."""

from __future__ import annotations

from pathlib import Path

from scenarios import Plan, ScenarioError
from scenarios.plan import plan_of

SMALL = """\
name: small desk
start: 2026-01-05
timezone: Europe/London
run: {warmup: 1 week, measure: 5 weeks, cooldown: 1 week, replications: 2, seed: 3}
orders: {plan: [premium, standard]}
calendars:
  office: {mon-fri: "09:00-17:00"}
profiles:
  work: {days: [1, 1, 1, 1, 1, 0, 0]}
segments:
  firms:
    plan: {premium: 0.5, standard: 0.5}
    fields: {region: {emea: 0.5, amer: 0.5}, seats: {uniform: {low: 1, high: 900}}}
    arrivals: {rate: 100 per week, profile: work}
    requests: {incident: 0.5, question: 0.5}
requests:
  incident:
    skill: technical
    channel: email
    impact: {high: 0.5, low: 0.5}
    urgency: {medium: 1}
    entry: L1
    path:
      L1: {work: 10 min, touches: {1: 0.5, 2: 0.5}, customer_reply: 1 h, next: {solved: 0.5, L2: 0.5}}
      L2: {work: 30 min, next: {solved: 1}}
  question: {skill: product, channel: phone, entry: L1, path: {L1: {work: 5 min, next: solved}}}
tiers:
  L1:
    front: {agents: 3, roster: office, skills: {technical: 1, product: 0.5}}
  L2:
    back: {agents: 1, roster: always}
triage: {mode: manual, work: 2 min, by: L1}
sla:
  policies:
    premium:
      when: {plan: premium}
      calendar: office
      first_reply: {urgent: 1 h always, high: 2 h, normal: 1 business day, low: 2 business days}
      goal: {first_reply: 90 %, per: week}
    rest:
      first_reply: 1 day
baseline: oldest
objective: first_reply_attainment[policy=premium]
strategies:
  oldest: [fcfs]
  plans: [plan, sla]
what_if:
  more: {tiers.L1.front.agents: 4}
"""


def changed(*changes: tuple[str, str]) -> str:
    """The small file with pieces of its text replaced, each of which it must have."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    return text


def plan(text: str, folder: Path = Path()) -> Plan:
    """The plan that a text makes."""
    return plan_of(text.encode(), folder / "desk.yaml")


def said(text: str, folder: Path = Path()) -> list[str]:
    """What is wrong with a text, one line per mistake, without the folder."""
    try:
        plan(text, folder)
    except ScenarioError as error:
        return str(error).replace(f"{folder / 'desk.yaml'}", "desk.yaml").splitlines()
    return []


def line_of(text: str, piece: str) -> int:
    """The line of a text in which a piece first stands."""
    return text[: text.index(piece)].count("\n") + 1
