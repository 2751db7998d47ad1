"""One kind of mistake each: the message names line, field, what was found and what is allowed."""
# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scenarios import ScenarioError
from scenarios.mistakes import Report, nearest
from scenarios.plan import plan_of
from tests.scenarios.texts import SMALL, changed, line_of, plan, said

ONE: dict[str, tuple[Any, ...]] = {
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
        "",
    ),
    "a table that is a word": (
        ("triage: {mode: manual, work: 2 min, by: L1}", "triage: manual"),
        "triage: found 'manual', allowed: a table with the keys mode, coverage",
        "",
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
    "an attribute that no ticket has": (
        ("when: {plan: premium}", "when: {persona: casual}"),
        "sla.policies.premium.when.persona: found 'persona', allowed: segment, plan",
        "",
    ),
    "an unknown skill": (
        ("skills: {technical: 1", "skills: {tecnical: 1"),
        "tiers.L1.front.skills.tecnical: found 'tecnical', allowed: technical, product",
        "(did you mean technical?)",
    ),
    "an unknown tier in a path": (
        ("next: {solved: 0.5, L2: 0.5}", "next: {solved: 0.5, L9: 0.5}"),
        "requests.incident.path.L1.next.L9: found 'L9', allowed: L1, L2, solved",
        "",
    ),
    "a path step at an unknown tier": (
        ("      L2: {work: 30 min", "      L5: {work: 30 min"),
        "requests.incident.path.L5: found 'L5', allowed: L1, L2",
        "",
    ),
    "a path that leads to a tier without a step": (
        ("path: {L1: {work: 5 min, next: solved}}", "path: {L1: {work: 5 min, next: L2}}"),
        "requests.question.path.L1.next: found L2, where the path has no step, allowed: L1, solved",
        "",
    ),
    "an entry tier without a step": (
        ("channel: phone, entry: L1", "channel: phone, entry: L2"),
        "requests.question.entry: found L2, where the path has no step, allowed: L1",
        "",
    ),
    "entry rules that leave tickets out": (
        ("channel: phone, entry: L1", "channel: phone, entry: [{when: {plan: premium}, tier: L1}]"),
        "requests.question.entry: found no tier for the rest, needed: a last rule without `when`",
        "",
    ),
    "a path that never ends": (
        ("L2: {work: 30 min, next: {solved: 1}}", "L2: {work: 30 min, next: {L2: 1}}"),
        "requests.incident.path.L2.next: found a path that never ends once it is at L2, needed: a way to solved",
        "",
    ),
    "an unreachable tier": (
        ("  L2:\n    back:", "  L1b:\n    nobody: {agents: 1, roster: always}\n  L2:\n    back:"),
        "tiers.L1b: found L1b, which no entry and no path reaches",
        "",
    ),
    "an unreachable step of a path": (
        ("next: {solved: 0.5, L2: 0.5}", "next: solved"),
        "requests.incident.path.L2: found L2, which neither entry nor path reaches",
        "",
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
        "",
    ),
    "an unknown priority": (
        ("{urgent: 1 h always", "{urgnt: 1 h always"),
        "sla.policies.premium.first_reply.urgnt: found 'urgnt', allowed: urgent, high, normal, low",
        "(did you mean urgent?)",
    ),
    "an unknown impact": (
        ("impact: {high: 0.5, low: 0.5}", "priority_matrix: {}"),
        "requests.incident.priority_matrix: found the unknown key",
        "",
    ),
    "an unknown sentiment": (
        ("urgency: {medium: 1}", "sentiment: {angry: 1}"),
        "requests.incident.sentiment.angry: found 'angry', allowed: very_negative, negative, neutral",
        "",
    ),
    "a negative number": (
        ("rate: 100 per week", "rate: -100 per week"),
        "segments.firms.arrivals.rate: found '-100 per week', allowed: a rate such as",
        "not negative",
    ),
    "a number that is none": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: .nan, high: 900}"),
        "segments.firms.fields.seats.uniform.low: found nan, allowed: a finite number",
        "",
    ),
    "a number beyond float": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: 1, high: 1e999}"),
        "segments.firms.fields.seats.uniform.high: found inf, allowed: a finite number",
        "",
    ),
    "parameters that make no distribution": (
        ("uniform: {low: 1, high: 900}", "uniform: {low: 900, high: 1}"),
        "segments.firms.fields.seats.uniform: found",
        "allowed: parameters that make a distribution",
    ),
    "a negative cooldown": (
        ("cooldown: 1 week", "cooldown: -1 week"),
        "run.cooldown: found '-1 week', allowed: a duration such as",
        "not negative",
    ),
    "a start that is no date": (
        ("start: 2026-01-05", "start: 2026-02-30"),
        "start: found '2026-02-30', allowed: a date such as 2026-01-05",
        "",
    ),
    "a run that is too long": (
        ("measure: 5 weeks", "measure: 1500 weeks"),
        "run: found 28.7 years, allowed: warmup, measure and cooldown of at most 20 years",
        "",
    ),
    "shares that do not add to 1": (
        ("requests: {incident: 0.5, question: 0.5}", "requests: {incident: 0.5, question: 0.49}"),
        "segments.firms.requests: found shares that add to 0.99, allowed: shares that add to 1",
        "",
    ),
    "a roster that never opens": (
        ("agents: 3, roster: office", "agents: 0, roster: office"),
        "tiers.L1.front: found a roster that never opens in the run, needed: somebody who is there",
        "",
    ),
    "a head-count table of the wrong size": (
        ("agents: 3, roster: office", "agents: {hours: [1, 2]}"),
        "tiers.L1.front.agents.hours: found a list of 2, allowed: a list of 24",
        "",
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
        "",
    ),
    "several touches without a customer's reply": (
        (", customer_reply: 1 h", ""),
        "requests.incident.path.L1.touches: found several touches without customer_reply, needed: customer_reply",
        "",
    ),
    "several touches on the phone": (
        ("{work: 5 min, next: solved}", "{work: 5 min, touches: 2, customer_reply: 1 h, next: solved}"),
        "requests.question.path.L1.touches: found several touches, allowed on phone: 1",
        "",
    ),
    "a hold on the phone": (
        ("{work: 5 min, next: solved}", "{work: 5 min, hold: {share: 0.1, for: 1 h}, next: solved}"),
        "requests.question.path.L1.hold: found a hold, allowed on phone: none",
        "",
    ),
    "business days outside promises": (
        ("L2: {work: 30 min,", "L2: {work: 2 business days,"),
        "requests.incident.path.L2.work: found '2 business days', allowed: a duration",
        "(business days only in promises)",
    ),
    "an order of a value that does not occur": (
        ("orders: {plan: [premium, standard]}", "orders: {plan: [gold, standard]}"),
        "orders.plan: found 'gold', allowed: premium, standard",
        "",
    ),
    "an order in a strategy of a value that does not occur": (
        ("plans: [plan, sla]", "plans: [{plan: {order: [gold]}}, sla]"),
        "strategies.plans.0.plan.order: no ticket has `gold`: `plan` is one of premium, standard",
        "",
    ),
    "a policy behind one that takes all": (
        ("when: {plan: premium}", "when: {}"),
        "sla.policies.rest: found rest, which can never match: premium before it takes all its tickets",
        "",
    ),
    "a goal whose period does not fit": (
        ("per: week}", "per: quarter}"),
        "sla.policies.premium.goal.per: found quarter, but the 35 days that are measured hold no whole quarter",
        "needed: a longer `measure`",
    ),
    "a goal without a limit": (
        ("goal: {first_reply: 90 %", "goal: {next_reply: 90 %"),
        "sla.policies.premium.goal.next_reply: found a goal for next_reply, which has no limit",
        "",
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
        "",
    ),
    "tickets that do not fit in memory": (
        ("rate: 100 per week", "rate: 9e9 per hour"),
        "segments.firms.arrivals.rate: found 1.06e+13 tickets in a replication, about 3.94e+06 GiB, allowed: at most",
        "about 8 GiB",
    ),
    "agents that do not fit in memory": (
        ("cooldown: 1 week", "cooldown: 500 weeks"),
        "tiers.L1.front.agents: found 9,999 agents over",
        "",
    ),
    "a what-if that leads nowhere": (
        ("more: {tiers.L1.front.agents: 4}", "more: {tiers.L1.frnt.agents: 4}"),
        "what_if.more.tiers.L1.frnt.agents: found tiers.L1.frnt.agents, where there is no frnt, allowed: front",
        "(did you mean front?)",
    ),
    "a what-if that makes a mistake": (
        ("more: {tiers.L1.front.agents: 4}", "more: {tiers.L1.front.agents: many}"),
        "what_if.more.tiers.L1.front.agents: with this change, tiers.L1.front.agents: found 'many', allowed: a whole",
        "",
    ),
    "manual triage by nobody": (
        (", by: L1}", "}"),
        "triage: found no key by, needed: the pools or tiers that do manual triage",
        "",
    ),
    "manual triage by an unknown pool": (
        (", by: L1}", ", by: frunt}"),
        "triage.by: found 'frunt', allowed: L1, L2, front, back",
        "(did you mean front?)",
    ),
    "errors in the skill without a diagnosis": (
        (", by: L1}", ", by: L1, errors: {skill: {accuracy: 0.9}}}"),
        "triage: found errors in the skill but no key diagnosis, needed:",
        "",
    ),
    "a confusion without a row": (
        (", by: L1}", ", by: L1, errors: {priority: {matrix: {urgent: {urgent: 1}}}}}"),
        "triage.errors.priority.matrix: found no row high, needed: a row for each of urgent, high, normal, low",
        "",
    ),
    "a day given twice": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fri: "09:00-17:00", fri: "09:00-12:00"}'),
        "calendars.office.fri: found fri twice, allowed: each day once",
        "",
    ),
    "a day that is none": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fry: "09:00-17:00"}'),
        "calendars.office.mon-fry: found the unknown key 'mon-fry', allowed: holidays, timezone, and days such as",
        "",
    ),
    "hours that are none": (
        ('office: {mon-fri: "09:00-17:00"}', 'office: {mon-fri: "09:00-25:00"}'),
        "calendars.office.mon-fri: found '09:00-25:00', allowed: hours such as 09:00-17:30",
        "",
    ),
    "a profile of the wrong size": (
        ("work: {days: [1, 1, 1, 1, 1, 0, 0]}", "work: {days: [1, 1, 1]}"),
        "profiles.work.days: found a list of 3, allowed: 7 weights",
        "",
    ),
    "a profile of zeros": (
        ("work: {days: [1, 1, 1, 1, 1, 0, 0]}", "work: {days: [0, 0, 0, 0, 0, 0, 0]}"),
        "profiles.work.days: found weights that are all 0, needed: one above 0",
        "",
    ),
    "nobody at all": (
        ("strategies:\n  oldest: [fcfs]\n  plans: [plan, sla]\n", "strategies: {}\n"),
        "strategies: found an empty table, needed: at least one",
        "",
    ),
}


@pytest.mark.parametrize("kind", ONE)
def test_it_is_told_with_line_field_found_and_allowed(kind: str) -> None:
    (old, new), expected, *more = ONE[kind]
    changes = [(old, new)]
    if kind == "agents that do not fit in memory":
        changes.append(("agents: 3, roster: office", "agents: 9999, roster: office"))
    text = changed(*changes)
    lines = said(text)
    fitting = [line for line in lines if expected in line]
    assert fitting, lines
    assert all(piece in fitting[0] for piece in more)
    assert fitting[0].startswith("desk.yaml:")
    line, field = fitting[0].split(":")[1], expected.split(":")[0]
    last = field.rsplit(".", 1)[-1]
    place = text.splitlines()[int(line) - 1]
    assert last in place or last.isdecimal() or kind == "a what-if that leads nowhere"


def test_the_small_file_has_no_mistake() -> None:
    assert said(SMALL) == []


def test_a_missing_key_is_told_with_what_it_is_for() -> None:
    assert said(changed(("start: 2026-01-05\n", ""))) == [
        "desk.yaml:1: found no key start, needed: The first day, local to `timezone`."
    ]
    (line,) = said(changed(("work: 5 min, next: solved", "work: 5 min")))
    assert line.endswith(
        "path.L1: found no key next, needed: Where the ticket goes: tier or `solved` → share."
    )


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order() -> None:
    text = changed(
        ("start: 2026-01-05", "start: soon"),
        ("days: [1, 1, 1, 1, 1, 0, 0]", "dys: [1, 1, 1, 1, 1, 0, 0], days: [1, 1, 1, 1, 1, 0, -1]"),
        ("rate: 100 per week", "rate: 100"),
        ("skill: technical", "skil: technical"),
        ("agents: 3, roster: office", "agents: 3, roster: ofice"),
        ("when: {plan: premium}", "when: {plan: premum}"),
        ("oldest: [fcfs]", "oldest: [fcsf]"),
        ("baseline: oldest", "baseline: odlest"),
    )
    lines = said(text)
    for field in ("start", "profiles.work.dys", "profiles.work.days.6", "segments.firms.arrivals.rate",
                  "requests.incident.skil", "tiers.L1.front.roster",
                  "sla.policies.premium.when.plan", "strategies.oldest.0", "baseline"):  # fmt: skip
        assert any(f": {field}: " in line for line in lines), (field, lines)
    numbers = [int(line.split(":")[1]) for line in lines]
    assert numbers == sorted(numbers)


def test_a_key_given_twice_is_told_beside_the_others() -> None:
    lines = said(
        changed(
            ("start: 2026-01-05", "start: 2026-01-05\nstart: 2026-01-06"), ("profile: work}", "profile: w}")
        )
    )
    assert any("start: found this key twice" in line for line in lines)
    assert any("arrivals.profile: found 'w'" in line for line in lines)


@pytest.mark.parametrize("text", ["", "just a word", "[1, 2]", "42", "null", "# nothing"])
def test_a_file_that_is_no_table_is_refused(text: str) -> None:
    (line,) = said(text)
    assert "allowed: a table with the keys name, start" in line


def test_more_than_62_pools_are_refused() -> None:
    many = "\n".join(f"    p{n}: {{agents: 1, roster: always}}" for n in range(62))
    lines = said(changed(("    back: {agents: 1, roster: always}", many)))
    assert any("tiers: found 63 pools, allowed: at most 62" in line for line in lines)


def test_a_pool_name_in_two_tiers_is_refused() -> None:
    lines = said(changed(("back: {", "front: {")))
    assert any("tiers.L2.front: found front in L1 too, allowed: names that differ" in line for line in lines)


def test_a_limit_of_tickets_can_be_raised() -> None:
    with pytest.raises(ScenarioError, match="allowed: at most 500"):
        plan_of(SMALL.encode(), Path("desk.yaml"), limit_tickets=500.0)
    assert plan_of(SMALL.encode(), Path("desk.yaml"), limit_tickets=1000.0).limit_tickets == 1000.0


def test_what_is_never_used_is_warned_of() -> None:
    warnings = plan(changed(("profile: work}", "day_cv: 0.1}"))).warnings
    number = line_of(SMALL, "  work: {days")
    assert warnings == (f"desk.yaml:{number}: profiles.work: nothing uses work",)


def test_a_mistake_carries_line_column_and_field() -> None:
    with pytest.raises(ScenarioError) as error:
        plan(changed(("mode: manual", "mode: manuel")))
    (mistake,) = error.value.mistakes
    assert (mistake.field, mistake.line, mistake.column) == (
        "triage.mode",
        line_of(SMALL, "mode: manual"),
        10,
    )


def test_the_nearest_name_is_found_whatever_its_case() -> None:
    assert nearest("PREMIUM", ["premium", "standard"]) == "premium"
    assert nearest("xyz", ["premium"]) is None


def test_a_report_is_clean_where_nothing_was_found_on_the_way() -> None:
    report = Report("desk.yaml")
    report.add(("tiers", "L1"), "wrong")
    assert report.clean(("sla",))
    assert not report.clean(("tiers",))
    assert not report.clean(("tiers", "L1", "front"))
    assert report.clean(("tiers", "L2"))


def test_a_key_that_was_meant_is_not_called_missing_too() -> None:
    (line,) = said(changed(("skill: technical", "skil: technical")))
    assert "found the unknown key 'skil'" in line
    assert "(did you mean skill?)" in line


def test_a_promise_that_no_ticket_needs_is_warned_of() -> None:
    (warning,) = plan(
        changed(("plan: {premium: 0.5, standard: 0.5}", "plan: {premium: 1, standard: 0}"))
    ).warnings
    assert warning.endswith(
        "sla.policies.rest: premium before it takes all its tickets: this promise is never used"
    )


def test_a_policy_with_a_mistake_in_its_filter_hides_no_other() -> None:
    (line,) = said(changed(("when: {plan: premium}", "when: {plam: premium}")))
    assert "when.plam" in line
