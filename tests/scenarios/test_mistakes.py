"""One kind of mistake each: the message names line, field, what was found and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError
from scenarios.mistakes import Report, nearest
from scenarios.plan import plan_of
from tests.scenarios.texts import SMALL, changed, line_of, plan, said
from tests.scenarios.wrong_desks import DESKS
from tests.scenarios.wrong_words import WORDS

ONE = WORDS | DESKS


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
