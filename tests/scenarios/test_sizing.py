from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.form_bounds import bounds
from scenarios.mistakes import ScenarioError
from scenarios.plan import plan_of
from scenarios.sizing import Variable
from tests.results.plans import TEXT

PLACE = TEXT.count("\n") + 1


def mistakes(sizing: str, text: str = TEXT) -> str:
    with pytest.raises(ScenarioError) as caught:
        plan_of((text + sizing).encode(), Path("desk.yaml"))
    return str(caught.value)


def test_a_file_that_asks_for_no_sizing_has_none() -> None:
    assert plan_of(TEXT.encode(), Path("desk.yaml")).sizing is None


def test_a_file_asks_for_head_counts() -> None:
    asked = plan_of(
        (TEXT + "sizing: {vary: {L1.people: 2..5}, odds: 90 %}").encode(), Path("desk.yaml")
    ).sizing
    assert asked is not None
    assert asked.vary == (Variable("L1", "people", 2, 5),)
    assert asked.odds == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("sizing", "said"),
    [
        (
            "sizing: {vary: {L1.peple: 1..3}}",
            "found 'L1.peple', allowed: L1.people (did you mean L1.people?)",
        ),
        ("sizing: {vary: {L1.people: 5..3}}", "the least first"),
        ("sizing: {vary: {L1.people: lots}}", "bounds of a head-count such as 8..24"),
        ("sizing: {vary: {}}", "found no pool, needed: one with its bounds, or shifts"),
        ("sizing: {vary: {L1.people: {roster: nights, between: 1..3}}}", "allowed: always"),
        ("sizing: {vary: {L1.people: 1..3}, strategies: lifo}", "allowed: fifo, contract"),
        ("sizing: {vary: {L1.people: 1..3}, odds: 100 %}", "a share above 0 and below 1"),
        ("sizing: {vary: {L1.people: 1..3}, minimize: heads}", "cost_per_week"),
        ("sizing: {very: {L1.people: 1..3}}", "did you mean vary?"),
    ],
)
def test_what_cannot_be_asked_is_told_with_its_line(sizing: str, said: str) -> None:
    found = mistakes(sizing)
    assert said in found
    assert f"desk.yaml:{PLACE}: sizing" in found


def test_a_wage_that_only_some_pools_have_is_asked_for() -> None:
    text = TEXT.replace(
        "people: {agents: 1, roster: always}",
        "people: {agents: 1, roster: always, wage: 9 per hour}\n    others: {agents: 1, roster: always}",
    )
    found = mistakes("sizing: {vary: {L1.people: 1..3, L1.others: 1..3}}", text)
    assert (
        "sizing.vary.L1.others: found no wage of this pool, needed: a wage, as other pools have one" in found
    )


def test_a_roster_file_cannot_say_when_more_people_work(tmp_path: Path) -> None:
    rows = "agent,start,end\nann,2026-01-05 09:00,2026-01-05 17:00\nbob,2026-01-06 09:00,2026-01-06 17:00\n"
    (tmp_path / "roster.csv").write_text(rows, encoding="utf-8")
    text = TEXT.replace("{agents: 1, roster: always}", "{roster: {file: roster.csv}}")
    with pytest.raises(ScenarioError, match="at most 2, whom its roster file names"):
        plan_of((text + "sizing: {vary: {L1.people: 1..3}}").encode(), tmp_path / "desk.yaml")
    assert plan_of((text + "sizing: {vary: {L1.people: 1..2}}").encode(), tmp_path / "desk.yaml").sizing


def test_bounds_may_be_one_number() -> None:
    assert bounds("7") == (7, 7)
    assert bounds(" 8 .. 24 ") == (8, 24)
