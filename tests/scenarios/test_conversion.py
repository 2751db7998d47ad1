"""What the words of a file become in the sim."""
# ruff: noqa: E501 - a row of a table is one line

from __future__ import annotations

import numpy as np
import pytest

from scenarios.check_promises import implied
from sim.vocabulary import Condition, RateArrivals
from tests.scenarios.texts import changed, plan, said

BACK = "back: {agents: 1, roster: always}"


def test_skills_may_be_a_list_at_full_speed() -> None:
    pool = plan(
        changed(("skills: {technical: 1, product: 0.5}", "skills: [technical, product]"))
    ).scenario.pools[0]
    assert pool.skills == {0: 1.0, 1: 1.0}


def test_other_skills_are_left_alone_or_taken_at_a_speed() -> None:
    listed = "skills: {technical: 1, product: 0.5}"
    slow = plan(changed((listed, "skills: {technical: 1}, others: 0.25"))).scenario.pools[0]
    assert (slow.skills, slow.others) == ({0: 1.0}, 0.25)
    assert said(changed((listed, "skills: {technical: 1}, others: no")))


def test_a_pool_that_helps_serves_the_tickets_of_the_other_tier() -> None:
    only = ("skills: {technical: 1, product: 0.5}", "skills: {technical: 1}")
    assert any("may serve at L1" in line for line in said(changed(only)))
    assert said(changed(only, (BACK, "back: {agents: 1, roster: always, helps: [L1]}"))) == []


def test_a_vip_share_is_that_of_yes() -> None:
    vip = ("plan: {premium: 0.5, standard: 0.5}", "plan: {premium: 0.5, standard: 0.5}\n    vip: 10 %")
    mix = plan(changed(vip)).scenario.segments[0].traits["vip"]
    assert dict(zip(mix.labels, mix.shares, strict=True)) == {"no": 0.9, "yes": 0.1}


def test_a_holiday_may_have_the_arrivals_of_another_day() -> None:
    weights = "work: {days: [1, 1, 1, 1, 1, 0, 0]}"
    day = ("start: 2026-01-05", "start: 2026-12-07")
    text = changed((weights, "work: {days: [1, 1, 1, 1, 1, 0, 0], holidays: {GB: like sunday}}"), day)

    def expected(text: str, date: int) -> float:
        arrivals = plan(text).scenario.segments[0].arrivals
        assert isinstance(arrivals, RateArrivals)
        return float(arrivals.expected[arrivals.day == date].sum())

    christmas = 25 - 7
    assert expected(text, christmas) == 0.0
    assert expected(changed(day), christmas) == pytest.approx(20.0)
    assert expected(text.replace("like sunday", "like wed"), christmas) == pytest.approx(20.0)


def test_profiles_may_be_finer_than_an_hour() -> None:
    halves = ", ".join(["0"] * 18 + ["1", "3"] + ["0"] * 28)
    text = changed(("work: {days: [1, 1, 1, 1, 1, 0, 0]}", f"work: {{hours: [{halves}]}}"))
    arrivals = plan(text).scenario.segments[0].arrivals
    assert isinstance(arrivals, RateArrivals)
    nine = np.searchsorted(arrivals.edges, 540.0)
    assert arrivals.expected[nine + 1] == pytest.approx(3 * arrivals.expected[nine])


def test_a_path_with_a_share_of_zero_to_solved_never_ends() -> None:
    lines = said(changed(("L2: {work: 30 min, next: {solved: 1}}", "L2: {work: 30 min, next: {solved: 0, L1: 1}}"),
                         ("next: {solved: 0.5, L2: 0.5}", "next: {solved: 0, L2: 1}")))  # fmt: skip
    assert any("found a path that never ends once it is at L1" in line for line in lines)
    assert any("found a path that never ends once it is at L2" in line for line in lines)


ERRORS = "errors: {priority: {accuracy: 0.7}, skill: {accuracy: 0.6}}, diagnosis: 5 min"


def test_manual_triage_errs_to_neighbours_in_priority_and_to_any_skill() -> None:
    triage = plan(changed((", by: L1}", f", by: L1, {ERRORS}}}"))).scenario.triage
    assert triage.priority_confusion is not None
    assert triage.priority_confusion[0].tolist() == pytest.approx([0.7, 0.3, 0, 0])
    assert triage.priority_confusion[1].tolist() == pytest.approx([0.15, 0.7, 0.15, 0])
    assert triage.skill_confusion is not None
    assert triage.skill_confusion[0].tolist() == [pytest.approx([0.6, 0.4]), pytest.approx([0.4, 0.6])]


THIRD = (
    "requests:\n  incident:",
    "requests:\n  other: {skill: odd, channel: web, entry: L2, path: {L2: {work: 5 min, next: solved}}}\n  incident:",
)
MORE = ("requests: {incident: 0.5, question: 0.5}", "requests: {incident: 0.6, question: 0.3, other: 0.1}")
SKILLS = ("skills: {technical: 1, product: 0.5}", "skills: {technical: 1, product: 0.5, odd: 1}")


def test_wrong_skills_are_in_proportion_to_what_the_segment_asks() -> None:
    errors = "errors: {skill: {accuracy: 0.6, spread: even}}, diagnosis: 5 min"
    triage = plan(changed(THIRD, MORE, SKILLS, (", by: L1}", f", by: L1, {errors}}}"))).scenario.triage
    assert triage.skill_confusion is not None
    assert triage.skill_confusion[0][0].tolist() == pytest.approx([0.6, 0.4 * 2 / 3, 0.4 / 3])


def test_a_confusion_may_be_given_as_a_matrix() -> None:
    matrix = "{technical: {technical: 0.9, product: 0.1}, product: {product: 1}}"
    errors = f"errors: {{skill: {{matrix: {matrix}}}}}, diagnosis: 5 min"
    triage = plan(changed((", by: L1}", f", by: L1, {errors}}}"))).scenario.triage
    assert triage.skill_confusion is not None
    assert triage.skill_confusion[0].tolist() == [[0.9, 0.1], [0.0, 1.0]]


def test_a_wrong_skill_that_nobody_has_is_a_ticket_that_nobody_may_serve() -> None:
    errors = "errors: {skill: {accuracy: 0.6}}, diagnosis: 5 min"
    lines = said(changed(THIRD, MORE, (", by: L1}", f", by: L1, {errors}}}"), (BACK, "back: {agents: 1, roster: always, skills: [odd, technical]}")))  # fmt: skip
    assert any("requests.other.path.L2" in line and "skill product" in line for line in lines) or any(
        "requests.question.path.L1" in line and "skill odd" in line for line in lines
    )


PREMIUM = Condition("plan", ("premium",))
BOTH = Condition("plan", ("premium", "standard"))
VIP = Condition("vip", ("yes",))


@pytest.mark.parametrize(
    ("general", "special", "expected"),
    [
        ((), (PREMIUM,), True),
        ((PREMIUM,), (), False),
        ((BOTH,), (PREMIUM,), True),
        ((PREMIUM,), (BOTH,), False),
        ((PREMIUM,), (PREMIUM, VIP), True),
        ((PREMIUM, VIP), (PREMIUM,), False),
        ((Condition("n", (), ">=", 5),), (Condition("n", (), ">=", 9),), True),
        ((Condition("n", (), ">=", 9),), (Condition("n", (), ">=", 5),), False),
        ((Condition("n", (), ">", 5),), (Condition("n", (), ">=", 5),), False),
        ((Condition("n", (), ">=", 5),), (Condition("n", (), ">", 5),), True),
        ((Condition("n", (), "<", 5),), (Condition("n", (), "<=", 4),), True),
        ((Condition("n", (), "<", 5),), (Condition("n", (), ">", 4),), False),
        ((Condition("n", (), "<", 5),), (Condition("n", (), "=", 4),), True),
        ((Condition("n", (), "=", 4),), (Condition("n", (), "<", 5),), False),
    ],
)
def test_a_filter_implies_a_wider_one(
    general: tuple[Condition, ...], special: tuple[Condition, ...], expected: bool
) -> None:
    assert implied(general, special) is expected


def test_a_reopening_self_service_and_patience_are_read() -> None:
    more = ("channel: phone,", "channel: phone, self_service: {share: 0.2, returns: {share: 0.5, after: 1 h}}, "
            "patience: {exponential: {mean: 5 min}}, reopen: {share: 0.1, after: 2 h}, handover: 3 min, ")  # fmt: skip
    request = plan(changed(more)).scenario.requests[1]
    assert request.self_service is not None
    assert (request.self_service.share, request.self_service.returns) == (0.2, 0.5)
    assert request.reopen is not None
    assert (request.reopen.share, request.reopen.after.mean) == (0.1, 120.0)
    assert request.patience is not None
    assert (request.patience.mean, request.leaves, request.live) == (5.0, True, True)
    assert request.handover is not None
    assert request.handover.mean == 3.0


@pytest.mark.parametrize(("channel", "then", "leaves"), [("email", "", False), ("email", ", then: leaves", True), ("chat", ", then: silent", False)])  # fmt: skip
def test_what_customers_do_who_lose_patience_is_the_channels_way_or_said(
    channel: str, then: str, leaves: bool
) -> None:
    more = ("channel: phone,", f"channel: {channel}, patience: {{constant: 5 min{then}}}, ")
    text = changed(more).replace(f"constant: 5 min{then}", f"constant: 5 min{then}")
    assert plan(text).scenario.requests[1].leaves is leaves


def test_a_pool_may_be_a_table_of_head_counts_in_its_own_zone() -> None:
    hours = ", ".join(["0"] * 9 + ["1", "2"] + ["0"] * 13)
    table = f"agents: {{hours: [{hours}], days: [1, 1, 1, 1, 1, 0, 0], holidays: [2026-01-06]}}, timezone: Asia/Tokyo"
    text = changed(
        ("agents: 3, roster: office", table), ("what_if:\n  more: {tiers.L1.front.agents: 4}\n", "")
    )
    first, second = plan(text).scenario.pools[0].rosters
    assert first.start[:2].tolist() == [0.0, 2 * 1440.0]
    assert first.end[0] == 120.0
    assert (second.end - second.start)[0] == 60.0


def test_a_calendar_has_its_own_zone_and_closes_on_its_holidays() -> None:
    text = changed(('office: {mon-fri: "09:00-17:00"}', 'office: {"mon,tue": ["09:00-12:00", "13:00-24:00"], sat: "10:00-11:00", holidays: [2026-01-06], timezone: Asia/Tokyo}'))  # fmt: skip
    calendar = plan(text).scenario.calendars[1]
    inside = calendar.opens >= -600.0
    assert calendar.opens[inside][:3].tolist() == [0.0, 240.0, 5 * 1440.0 + 60.0]
    assert calendar.closes[inside][1] == 900.0
    assert calendar.business_day == (14 + 14 + 1) * 60 / 3


def test_priorities_without_normal_default_to_the_last() -> None:
    levels = ("segments:\n", "priorities: [P1, P2]\nsegments:\n")
    limits = (
        "{urgent: 1 h always, high: 2 h, normal: 1 business day, low: 2 business days}",
        "{P1: 1 h, P2: 2 h}",
    )
    scenario = plan(changed(levels, limits)).scenario
    assert scenario.default_priority == 1
    assert scenario.priority_matrix is None
