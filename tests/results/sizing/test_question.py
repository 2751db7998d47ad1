from __future__ import annotations

from pathlib import Path

import pytest

from results.criteria import constraint
from results.running import Options
from results.sizing.question import CERTAINTY, SizeQuestion, requirements_of, setup_of, staff_helps
from scenarios.plan import Plan, plan_of
from tests.results.plans import TEXT
from tests.results.sizing.test_desks import SHIFTS

VARY = ("L1.people=1..4",)
ATTAINMENT = "first_reply_attainment[policy=premium]"


def plan(text: str = TEXT) -> Plan:
    return plan_of(text.encode(), Path("desk.yaml"))


def texts(*subject_to: str, odds: float | None = None, text: str = TEXT) -> list[str]:
    return [one.text for one in requirements_of(plan(text).scenario, subject_to, odds)[0]]


def test_without_more_ado_the_goals_of_the_policies_must_hold() -> None:
    assert texts() == [f"{ATTAINMENT} >= 90 %"]


def test_odds_ask_for_goals_in_so_many_of_their_periods() -> None:
    assert texts(odds=0.95) == [f"{ATTAINMENT} >= 90 % in 95 % of weeks"]


def test_odds_are_of_what_has_periods_and_of_what_has_no_odds_of_its_own() -> None:
    own = f"{ATTAINMENT} >= 80 % in 50 % of weeks"
    other = "first_reply_attainment[policy=premium] >= 70 %"
    waits = "wait_mean <= 10 min"
    found, remarks = requirements_of(plan().scenario, (own, other, waits), 0.9)
    assert [(one.share, one.period) for one in found] == [(0.5, "week"), (0.9, "week"), (0.0, "")]
    assert len(remarks) == 1
    assert remarks[0].startswith(f"{waits} is asked for in the long run")


def test_where_triage_can_err_goals_are_of_what_is_owed() -> None:
    errs = "triage: {mode: automated, errors: {priority: {accuracy: 0.8, spread: even}}}\nbaseline: fifo"
    assert texts(text=TEXT.replace("baseline: fifo", errs)) == [
        "first_reply_attainment_owed[policy=premium] >= 90 %"
    ]


@pytest.mark.parametrize(
    ("text", "helps"),
    [
        (f"{ATTAINMENT} >= 90 %", 1),
        ("wait_p90[segment=free] <= 8 h", 1),
        ("occupancy[tier=L1] <= 85 %", 1),
        ("utilization >= 60 %", -1),
        ("cost_per_week <= 9000", -1),
        ("abandoned_share <= 3 %", 1),
        ("tickets >= 3", 0),
    ],
)
def test_more_people_help_to_keep_some_requirements_and_hurt_others(text: str, helps: int) -> None:
    assert staff_helps(constraint(text)) == helps


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (SizeQuestion(), "say which head-counts may vary"),
        (SizeQuestion(vary=("L1.people=1..4", "L1.people=2..3")), "can be varied once"),
        (
            SizeQuestion(vary=VARY, subject_to=("occupancy >= 90 %", "occupancy <= 80 %")),
            "occupancy >= 90 % and occupancy <= 80 % contradict each other",
        ),
        (SizeQuestion(vary=VARY, subject_to=("wait_men <= 1 h",)), "nearest is 'wait_mean'"),
        (SizeQuestion(vary=VARY, odds="120 %"), "--odds '120 %'"),
        (SizeQuestion(vary=VARY, certainty="0 %"), "--certainty '0 %'.*above 0 and below 100 %"),
        (SizeQuestion(Options(strategies=("lifo",)), vary=VARY), "no strategy 'lifo'"),
        (
            SizeQuestion(vary=VARY, subject_to=(f"{ATTAINMENT} >= 90 % in 90 % of months",)),
            "holds no whole month",
        ),
    ],
)
def test_what_cannot_be_asked_is_told(question: SizeQuestion, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        setup_of(plan(), question)


def test_without_goals_one_must_say_what_is_to_hold() -> None:
    text = TEXT.replace("\n      goal: {first_reply: 90 %, per: week}", "")
    with pytest.raises(ValueError, match="no policy has a goal: say what must hold"):
        setup_of(plan(text), SizeQuestion(vary=VARY))


ASKED = """\
sizing:
  vary: {L1.people: {roster: [early, late], between: 1..3, wage: 25 per hour}, L1.others: 1..4}
  subject_to: ["wait_p90 <= 4 h"]
  strategies: contract
  certainty: 90 %
"""


def test_the_file_says_what_is_asked_and_the_command_line_goes_before_it() -> None:
    asked = plan(SHIFTS + ASKED)
    found = setup_of(asked, SizeQuestion())
    assert [(one.name, one.low, one.high, one.wage) for one in found.box.dimensions] == [
        ("L1.people on early", 1, 3, 25.0),
        ("L1.people on late", 1, 3, 25.0),
        ("L1.others", 1, 4, 30.0),
    ]
    assert [one.text for one in found.requirements] == ["wait_p90 <= 4 h"]
    assert (found.strategies, found.certainty) == (("contract",), 0.9)
    question = SizeQuestion(
        Options(strategies=("fifo",)), ("L1.others=2..2",), ("asa <= 1 h",), certainty="99%"
    )
    other = setup_of(asked, question)
    assert (other.box.size, other.strategies, other.certainty) == (1, ("fifo",), 0.99)
    assert [one.text for one in other.requirements] == ["asa <= 1 h"]


def test_it_is_usually_to_be_95_percent_certain() -> None:
    assert setup_of(plan(), SizeQuestion(vary=VARY)).certainty == CERTAINTY == 0.95


def test_without_wages_the_remarks_say_what_a_cost_is() -> None:
    assert "every paid hour costs 1" in setup_of(plan(), SizeQuestion(vary=VARY)).remarks[0]
