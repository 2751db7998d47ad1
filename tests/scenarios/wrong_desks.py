"""Desks that cannot work although each word of `SMALL` can stand there: the change, and what is told of it."""
# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from typing import Any

DESKS: dict[str, tuple[Any, ...]] = {
    "an attribute that no ticket has": (
        ("when: {plan: premium}", "when: {persona: casual}"),
        "sla.policies.premium.when.persona: found 'persona', allowed: segment, plan",
    ),
    "a path that leads to a tier without a step": (
        ("path: {L1: {work: 5 min, next: solved}}", "path: {L1: {work: 5 min, next: L2}}"),
        "requests.question.path.L1.next: found L2, where the path has no step, allowed: L1, solved",
    ),
    "an entry tier without a step": (
        ("channel: phone, entry: L1", "channel: phone, entry: L2"),
        "requests.question.entry: found L2, where the path has no step, allowed: L1",
    ),
    "entry rules that leave tickets out": (
        ("channel: phone, entry: L1", "channel: phone, entry: [{when: {plan: premium}, tier: L1}]"),
        "requests.question.entry: found no tier for the rest, needed: a last rule without `when`",
    ),
    "a path that never ends": (
        ("L2: {work: 30 min, next: {solved: 1}}", "L2: {work: 30 min, next: {L2: 1}}"),
        "requests.incident.path.L2.next: found a path that never ends once it is at L2, needed: a way to solved",
    ),
    "an unreachable tier": (
        ("  L2:\n    back:", "  L1b:\n    nobody: {agents: 1, roster: always}\n  L2:\n    back:"),
        "tiers.L1b: found L1b, which no entry and no path reaches",
    ),
    "an unreachable step of a path": (
        ("next: {solved: 0.5, L2: 0.5}", "next: solved"),
        "requests.incident.path.L2: found L2, which neither entry nor path reaches",
    ),
    "parameters that make no distribution": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: 900, high: 1}"),
        "segments.firms.fields.seats.uniform: found",
        "allowed: parameters that make a distribution",
    ),
    "a run that is too long": (
        ("measure: 5 weeks", "measure: 1500 weeks"),
        "run: found 28.7 years, allowed: warmup, measure and cooldown of at most 20 years",
    ),
    "shares that do not add to 1": (
        ("requests: {incident: 0.5, question: 0.5}", "requests: {incident: 0.5, question: 0.49}"),
        "segments.firms.requests: found shares that add to 0.99, allowed: shares that add to 1",
    ),
    "a roster that never opens": (
        ("agents: 3, roster: office", "agents: 0, roster: office"),
        "tiers.L1.front: found a roster that never opens in the run, needed: somebody who is there",
    ),
    "a ticket whose skill nobody has": (
        ("skills: {technical: 1, product: 0.5}", "skills: {technical: 1}"),
        "requests.question.path.L1: found tickets that none of front may serve at L1",
        "skill product",
    ),
    "a ticket that no filter takes": (
        ("back: {agents: 1, roster: always}", "back: {agents: 1, roster: always, serves: {plan: premium}}"),
        "requests.incident.path.L2: found tickets that none of back may serve at L2",
        "plan standard",
    ),
    "a ticket whose number no filter takes": (
        (
            "back: {agents: 1, roster: always}",
            'back: {agents: 1, roster: always, serves: {fields.seats: ">= 5"}}',
        ),
        "requests.incident.path.L2: found tickets that none of back may serve at L2",
    ),
    "several touches without a customer's reply": (
        (", customer_reply: 1 h", ""),
        "requests.incident.path.L1.touches: found several touches without customer_reply, needed: customer_reply",
    ),
    "several touches on the phone": (
        ("{work: 5 min, next: solved}", "{work: 5 min, touches: 2, customer_reply: 1 h, next: solved}"),
        "requests.question.path.L1.touches: found several touches, allowed on phone: 1",
    ),
    "a hold on the phone": (
        ("{work: 5 min, next: solved}", "{work: 5 min, hold: {share: 0.1, for: 1 h}, next: solved}"),
        "requests.question.path.L1.hold: found a hold, allowed on phone: none",
    ),
    "business days outside promises": (
        ("L2: {work: 30 min,", "L2: {work: 2 business days,"),
        "requests.incident.path.L2.work: found '2 business days', allowed: a duration",
        "(business days only in promises)",
    ),
    "an order of a value that does not occur": (
        ("orders: {plan: [premium, standard]}", "orders: {plan: [gold, standard]}"),
        "orders.plan: found 'gold', allowed: premium, standard",
    ),
    "an order in a strategy of a value that does not occur": (
        ("plans: [plan, sla]", "plans: [{plan: {order: [gold]}}, sla]"),
        "strategies.plans.0.plan.order: no ticket has `gold`: `plan` is one of premium, standard",
    ),
    "a policy behind one that takes all": (
        ("when: {plan: premium}", "when: {}"),
        "sla.policies.rest: found rest, which can never match: premium before it takes all its tickets",
    ),
    "a goal whose period does not fit": (
        ("per: week}", "per: quarter}"),
        "sla.policies.premium.goal.per: found quarter, but the 35 days that are measured hold no whole quarter",
        "needed: a longer `measure`",
    ),
    "a goal without a limit": (
        ("goal: {first_reply: 90 %", "goal: {next_reply: 90 %"),
        "sla.policies.premium.goal.next_reply: found a goal for next_reply, which has no limit",
    ),
    "tickets that do not fit in memory": (
        ("rate: 100 per week", "rate: 9e9 per hour"),
        "segments.firms.arrivals.rate: found 1.06e+13 tickets in a replication, about 3.94e+06 GiB, allowed: at most",
        "about 8 GiB",
    ),
    "agents that do not fit in memory": (
        ("cooldown: 1 week", "cooldown: 500 weeks"),
        "tiers.L1.front.agents: found 9,999 agents over",
    ),
    "a what-if that leads nowhere": (
        ("more: {tiers.L1.front.agents: 4}", "more: {tiers.L1.frnt.agents: 4}"),
        "what_if.more.tiers.L1.frnt.agents: found tiers.L1.frnt.agents, where there is no frnt, allowed: front",
        "(did you mean front?)",
    ),
    "a what-if that makes a mistake": (
        ("more: {tiers.L1.front.agents: 4}", "more: {tiers.L1.front.agents: many}"),
        "what_if.more.tiers.L1.front.agents: with this change, tiers.L1.front.agents: found 'many', allowed: a whole",
    ),
    "manual triage by nobody": (
        (", by: L1}", "}"),
        "triage: found no key by, needed: the pools or tiers that do manual triage",
    ),
    "errors in the skill without a diagnosis": (
        (", by: L1}", ", by: L1, errors: {skill: {accuracy: 0.9}}}"),
        "triage: found errors in the skill but no key diagnosis, needed:",
    ),
    "a profile of zeros": (
        ("work: {days: [1, 1, 1, 1, 1, 0, 0]}", "work: {days: [0, 0, 0, 0, 0, 0, 0]}"),
        "profiles.work.days: found weights that are all 0, needed: one above 0",
    ),
    "nobody at all": (
        ("strategies:\n  oldest: [fcfs]\n  plans: [plan, sla]\n", "strategies: {}\n"),
        "strategies: found an empty table, needed: at least one",
    ),
}
