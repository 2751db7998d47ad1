"""Words, names and forms that cannot stand where they stand in `SMALL`: the change, and what is told of it."""
# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from typing import Any

WORDS: dict[str, tuple[Any, ...]] = {
    "an unknown key": (
        ("agents: 3, roster: office", "agents: 3, roaster: office"),
        "tiers.L1.front.roaster: found the unknown key 'roaster', allowed: agents, roster, breaks",
        "(did you mean roster?)",
    ),
    "an unknown key at the top": (
        ("triage:", "triaje:"),
        "triaje: found the unknown key 'triaje', allowed: name, start",
        "(did you mean triage?)",
    ),
    "a key without a value": (
        ("name: small desk", "name:"),
        "name: found nothing, allowed: What people call it",
    ),
    "a wrong type": (
        ("plan: {premium: 0.5, standard: 0.5}", "plan: [premium, standard]"),
        "segments.firms.plan: found a list of 2, allowed: a word, or a table",
    ),
    "a table that is a word": (
        ("triage: {mode: manual, work: 2 min, by: L1}", "triage: manual"),
        "triage: found 'manual', allowed: a table with the keys mode, coverage",
    ),
    "an unknown choice": (
        ("mode: manual", "mode: manuel"),
        "triage.mode: found 'manuel', allowed: perfect, manual, automated",
        "(did you mean manual?)",
    ),
    "an unknown segment": (
        ("when: {plan: premium}", "when: {segment: firm}"),
        "sla.policies.premium.when.segment: found 'firm', allowed: firms",
        "(did you mean firms?)",
    ),
    "an unknown plan": (
        ("when: {plan: premium}", "when: {plan: premum}"),
        "sla.policies.premium.when.plan: found 'premum', allowed: premium, standard",
        "(did you mean premium?)",
    ),
    "an unknown attribute": (
        ("when: {plan: premium}", "when: {plam: premium}"),
        "sla.policies.premium.when.plam: found 'plam', allowed: segment, plan, priority",
        "(did you mean plan?)",
    ),
    "an unknown skill": (
        ("skills: {technical: 1", "skills: {tecnical: 1"),
        "tiers.L1.front.skills.tecnical: found 'tecnical', allowed: technical, product",
        "(did you mean technical?)",
    ),
    "an unknown tier in a path": (
        ("next: {solved: 0.5, L2: 0.5}", "next: {solved: 0.5, L9: 0.5}"),
        "requests.incident.path.L1.next.L9: found 'L9', allowed: L1, L2, solved",
    ),
    "an unknown calendar": (
        ("agents: 3, roster: office", "agents: 3, roster: ofice"),
        "tiers.L1.front.roster: found 'ofice', allowed: always, office",
        "(did you mean office?)",
    ),
    "an unknown calendar after a limit": (
        ("urgent: 1 h always", "urgent: 1 h alway"),
        "sla.policies.premium.first_reply.urgent: found 'alway', allowed: always, office",
        "(did you mean always?)",
    ),
    "an unknown profile": (
        ("profile: work}", "profile: wrk}"),
        "segments.firms.arrivals.profile: found 'wrk', allowed: work",
        "(did you mean work?)",
    ),
    "an unknown request": (
        ("requests: {incident: 0.5, question: 0.5}", "requests: {incident: 0.5, questoin: 0.5}"),
        "segments.firms.requests.questoin: found 'questoin', allowed: incident, question",
        "(did you mean question?)",
    ),
    "an unknown strategy": (
        ("oldest: [fcfs]", "oldest: [fcsf]"),
        "strategies.oldest.0: there is no strategy `fcsf`; known ones are",
        "did you mean `fcfs`?",
    ),
    "an unknown baseline": (
        ("baseline: oldest", "baseline: odlest"),
        "baseline: found 'odlest', allowed: oldest, plans",
        "(did you mean oldest?)",
    ),
    "an unknown preset": (
        ("sla:\n", "sla:\n  preset: zendisk\n"),
        "sla.preset: found 'zendisk', allowed: zendesk",
        "(did you mean zendesk?)",
    ),
    "an unknown time zone": (
        ("timezone: Europe/London", "timezone: Europe/Lndon"),
        "timezone: found 'Europe/Lndon', allowed: a time zone of the IANA database",
        "(did you mean Europe/London?)",
    ),
    "an unknown country": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fri: "09:00-17:00", holidays: ZQ}'),
        "calendars.office.holidays: found 'ZQ', allowed: a country of the `holidays` package",
    ),
    "an unknown priority": (
        ("{urgent: 1 h always", "{urgnt: 1 h always"),
        "sla.policies.premium.first_reply.urgnt: found 'urgnt', allowed: urgent, high, normal, low",
        "(did you mean urgent?)",
    ),
    "an unknown impact": (
        ("impact: {high: 0.5, low: 0.5}", "priority_matrix: {}"),
        "requests.incident.priority_matrix: found the unknown key",
    ),
    "an unknown sentiment": (
        ("urgency: {medium: 1}", "sentiment: {angry: 1}"),
        "requests.incident.sentiment.angry: found 'angry', allowed: very_negative, negative, neutral",
    ),
    "a number that is none": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: .nan, high: 900}"),
        "segments.firms.fields.seats.uniform.low: found nan, allowed: a finite number",
    ),
    "a number beyond float": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: 1, high: 1e999}"),
        "segments.firms.fields.seats.uniform.high: found inf, allowed: a finite number",
    ),
    "a start that is no date": (
        ("start: 2026-01-05", "start: 2026-02-30"),
        "start: found '2026-02-30', allowed: a date such as 2026-01-05",
    ),
    "a head-count table of the wrong size": (
        ("agents: 3, roster: office", "agents: {hours: [1, 2]}"),
        "tiers.L1.front.agents.hours: found a list of 2, allowed: a list of 24",
    ),
    "an objective of an unknown measure": (
        ("objective: first_reply_attainment[", "objective: first_reply_attained["),
        "objective: found 'first_reply_attained', allowed: first_reply_attainment",
        "(did you mean first_reply_attainment?)",
    ),
    "an objective of an unknown group": (
        ("[policy=premium]", "[policy=premum]"),
        "objective: found 'premum', allowed: premium, rest",
        "(did you mean premium?)",
    ),
    "an objective that is no measure": (
        ("objective: first_reply_attainment[policy=premium]", "objective: be nice!"),
        "objective: found 'be nice!', allowed: measure or measure[by=group]",
    ),
    "manual triage by an unknown pool": (
        (", by: L1}", ", by: frunt}"),
        "triage.by: found 'frunt', allowed: L1, L2, front, back",
        "(did you mean front?)",
    ),
    "a confusion without a row": (
        (", by: L1}", ", by: L1, errors: {priority: {matrix: {urgent: {urgent: 1}}}}}"),
        "triage.errors.priority.matrix: found no row high, needed: a row for each of urgent, high, normal, low",
    ),
    "a day given twice": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fri: "09:00-17:00", fri: "09:00-12:00"}'),
        "calendars.office.fri: found fri twice, allowed: each day once",
    ),
    "a day that is none": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fry: "09:00-17:00"}'),
        "calendars.office.mon-fry: found the unknown key 'mon-fry', allowed: holidays, timezone, and days such as",
    ),
    "hours that are none": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fri: "09:00-25:00"}'),
        "calendars.office.mon-fri: found '09:00-25:00', allowed: hours such as 09:00-17:30",
    ),
    "a profile of the wrong size": (
        ("work: {days: [1, 1, 1, 1, 1, 0, 0]}", "work: {days: [1, 1, 1]}"),
        "profiles.work.days: found a list of 3, allowed: 7 weights",
    ),
    "a path step at an unknown tier": (
        ("      L2: {work: 30 min", "      L5: {work: 30 min"),
        "requests.incident.path.L5: found 'L5', allowed: L1, L2",
    ),
    "a negative number": (
        ("rate: 100 per week", "rate: -100 per week"),
        "segments.firms.arrivals.rate: found '-100 per week', allowed: a rate such as",
        "not negative",
    ),
    "a negative cooldown": (
        ("cooldown: 1 week", "cooldown: -1 week"),
        "run.cooldown: found '-1 week', allowed: a duration such as",
        "not negative",
    ),
}
