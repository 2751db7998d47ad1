from __future__ import annotations

from typing import Any

import pytest

import results
from results.combining import Asked, check_asked, combined
from results.comparison_text import as_text
from results.contest import Cell
from results.player import AS_WRITTEN
from results.screening import COMBINATIONS, PARETO, SCREENED
from tests.results.plans import twin_plan

MEMBERS = ("fcfs", "plan", "priority")
PREMIUM, STANDARD = (f"wait_mean[plan={plan}]" for plan in ("premium", "standard"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("out") / "combined"


@pytest.fixture(scope="module")
def found(folder):
    """Lists of up to two, screened on ten replications, with a front, on a desk with one priority."""
    return results.compare(
        twin_plan(12), combine=MEMBERS, up_to=2, pareto=[PREMIUM, STANDARD], confirm=3, out=folder
    )


def refused(message: str, *members: str, **asked: Any) -> None:
    with pytest.raises(ValueError, match=message):
        check_asked(Asked(members, **asked), twin_plan())


def test_a_combination_that_equals_the_baseline_goes_by_its_name():
    plan, made = combined(twin_plan(), Asked(MEMBERS, up_to=2), ("fifo",))
    assert made.kept["fifo"].label == "fcfs"
    assert "fcfs" not in plan.strategies
    assert "plan > priority" in plan.strategies


def test_a_strategy_of_the_file_may_be_a_member():
    _, made = combined(twin_plan(), Asked(("contract", "priority"), up_to=2), ("fifo",))
    assert "priority > contract" in made.kept


def test_names_that_the_file_has_are_not_taken():
    plan = twin_plan()
    own = {**plan.strategies, "plan": plan.strategies["fifo"]}
    new, made = combined(plan.__class__(**{**vars(plan), "strategies": own}), Asked(MEMBERS), ("fifo",))
    assert made.kept["plan (combined)"].label == "plan"
    assert new.strategies["plan"] == own["fifo"]


def test_what_cannot_be_combined_is_told():
    refused("at least two strategies", "fcfs")
    refused("at least two strategies")
    refused("did you mean plan", "fcfs", "plam")
    refused("names fcfs twice", "fcfs", "plan", "fcfs")
    refused("write list or weighted", "fcfs", "plan", way="mixed")
    refused("at most 1,000", "fcfs", "plan", "vip", "sla", "severity", "priority", "persona", up_to=5)


def test_options_that_a_strategy_needs_are_asked_for():
    with pytest.raises(ValueError, match=r"--combine custom_field: needs `field`.*strategy of the file"):
        results.compare(twin_plan(2), combine=["custom_field", "fcfs"])


def test_the_table_has_every_combination_with_its_members_places(found):
    table = found.combinations.set_index("strategy")
    assert tuple(found.combinations.columns) == (*COMBINATIONS, *MEMBERS)
    assert table.loc["plan > priority", list(MEMBERS)].tolist() == [0, 1, 2]
    assert table.loc["priority > plan", list(MEMBERS)].tolist() == [0, 2, 1]
    assert table.loc["fifo", list(MEMBERS)].tolist() == [1, 0, 0]


def test_one_of_those_with_the_same_outcome_goes_on(found):
    """Everybody has the same priority here, so it orders nothing."""
    on = found.combinations[found.combinations["went_on"]]
    assert on["strategy"].tolist() == ["fifo", "plan"]
    assert list(found.standings) == [Cell(AS_WRITTEN, "fifo"), Cell(AS_WRITTEN, "plan")]
    assert set(found.summary["strategy"]) == {"fifo", "plan"}


def test_the_rest_goes_on_to_all_replications(found):
    played = found.replications.groupby("strategy", observed=True)["replication"].nunique()
    assert played["plan"] == 12
    assert played["plan > priority"] == SCREENED
    assert found.replications_done == 12


def test_what_was_built_and_kept_is_told(found):
    said = " ".join(found.verdict)
    assert "9 lists built; 5 kept" in said
    assert "Screened on 10 replications" in said
    assert "2 of 5 candidates went on" in said


def test_the_worth_of_places_is_told(found):
    plan = found.effects[found.effects["effect"] == "plan"].set_index("level")["value"]
    assert plan["anywhere"] < -10
    assert "less that over lists without it" in " ".join(as_text(found).split())


def test_the_front_is_told_in_both_stages(folder, found):
    assert tuple(found.pareto.columns) == (*PARETO, "stage")
    assert found.pareto["on_front"].all()
    assert any(sentence.startswith("Worth keeping where ") for sentence in found.verdict)
    for name in ("pareto", "combinations", "effects"):
        assert (folder / f"{name}.csv").is_file()


def test_weighted_sums_are_summed_up_as_a_mixture():
    found = results.compare(twin_plan(3), combine=["fcfs", "plan"], combine_as="weighted", up_to=2, confirm=0)
    assert found.effects["level"].tolist() == ["alone", "alone", "half and half"]
    own = found.combinations.set_index("combination")
    assert own.loc["0.5 fcfs + 0.5 plan", ["fcfs", "plan"]].tolist() == [0.5, 0.5]
    alone = found.effects.set_index("effect")["value"]
    assert alone["plan"] == pytest.approx(own.loc["plan", "value"])
    middle = own.loc["0.5 fcfs + 0.5 plan", "value"]
    assert alone["fcfs × plan"] == pytest.approx(middle - (alone["fcfs"] + alone["plan"]) / 2)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"pareto": [PREMIUM]}, "two or three objectives"),
        ({"pareto": [PREMIUM, "tickets"]}, "cannot be an objective"),
        ({"precision": ["wait_mean ±5%"]}, "at least 10 replications"),
        ({"precision": ["wait_mean ±5%"], "until_sure": "95 %"}, "choose one"),
    ],
)
def test_what_cannot_be_asked_is_told(asked, message):
    with pytest.raises(ValueError, match=message):
        results.compare(twin_plan(2), **asked)
