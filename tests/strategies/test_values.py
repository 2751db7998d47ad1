from __future__ import annotations

import numpy as np
import pytest

from strategies import StrategyError, View
from strategies._values import numbers, places, shares
from strategies.plan import Plan
from tests.strategies.desk import bases, scenario, who_first, workload, wrong

BY_VALUE = [
    ("account_type", "account_type"),
    ("plan", "plan"),
    ("customer_category", "category"),
    ("persona", "persona"),
]


def test_places_fall_in_even_steps_from_one_to_nothing() -> None:
    assert places(("a", "b", "c"), ("c", "b", "a")).tolist() == [0.0, 0.5, 1.0, 0.0]


def test_a_single_named_value_scores_one_and_the_others_nothing() -> None:
    assert places(("b",), ("a", "b")).tolist() == [0.0, 1.0, 0.0]


def test_weights_are_taken_over_the_largest() -> None:
    assert shares({"a": 1, "b": 4}, ("a", "b", "c")).tolist() == [0.25, 1.0, 0.0, 0.0]


def test_one_number_holds_for_tickets_of_every_value_and_of_none() -> None:
    assert numbers(3, ("a", "b")).tolist() == [3.0, 3.0, 3.0]


@pytest.mark.parametrize(("name", "attribute"), BY_VALUE)
def test_an_order_scores_each_ticket_by_its_value(name: str, attribute: str) -> None:
    desk = scenario()
    first, second = desk.levels[attribute][:2]
    tickets = workload(3, **{attribute: [0, 1, -1]})
    assert bases([{name: {"order": [second, first]}}], desk, tickets) == [[0.0, 1.0, 0.0]]


@pytest.mark.parametrize(("name", "attribute"), BY_VALUE)
def test_weights_score_each_ticket_by_its_value(name: str, attribute: str) -> None:
    desk = scenario()
    first, second = desk.levels[attribute][:2]
    tickets = workload(3, **{attribute: [0, 1, -1]})
    assert bases([{name: {"weights": {first: 1, second: 4}}}], desk, tickets) == [[0.25, 1.0, 0.0]]


def test_without_an_order_that_of_the_scenario_holds() -> None:
    assert bases(["persona"], scenario(), workload(3, persona=[0, 1, -1])) == [[0.0, 1.0, 0.0]]


def test_without_any_order_the_values_are_listed() -> None:
    assert wrong(["customer_category"]) == [
        (
            (0,),
            "does not know which `category` comes first: give `order` (or `weights`) here, or `category` "
            "under `orders`; its values are new, established, critical",
        )
    ]


def test_an_order_of_a_value_that_does_not_occur_is_a_mistake() -> None:
    message = "no ticket has `premum`: `plan` is one of premium, standard, free; did you mean `premium`?"
    assert wrong([{"plan": {"order": ["premum", "free"]}}]) == [((0, "plan", "order"), message)]


def test_a_weight_of_a_value_that_does_not_occur_is_a_mistake_at_its_key() -> None:
    ((path, message),) = wrong([{"plan": {"weights": {"premium": 2, "gold": 3}}}])
    assert path == (0, "plan", "weights", "gold")
    assert message.startswith("no ticket has `gold`")


def test_an_order_and_weights_together_are_a_mistake() -> None:
    spec = [{"plan": {"order": ["premium"], "weights": {"premium": 2}}}]
    assert wrong(spec) == [((0, "plan", "weights"), "goes by `order` or by `weights`, not by both")]


def test_an_attribute_that_no_ticket_has_is_a_mistake() -> None:
    desk = scenario(levels={})
    ((path, message),) = wrong(["plan"], desk)
    assert path == (0,)
    assert message.startswith("no ticket of this scenario has `plan`; they have ")


def test_a_strategy_made_by_hand_without_an_order_says_so_when_it_scores() -> None:
    desk = scenario(orders={})
    with pytest.raises(StrategyError, match="does not know which `plan` comes first"):
        Plan().levels(View(desk, workload(1, plan=[0])))


def test_permuting_the_codes_of_an_attribute_permutes_nothing_else() -> None:
    desk = scenario()
    plans = np.random.default_rng(1).integers(0, 3, 50)
    other = scenario(levels={"plan": ("free", "premium", "standard")})
    spec = [{"plan": {"order": ["premium", "standard", "free"]}}]
    moved = np.array([1, 2, 0])[plans]
    before = who_first(spec, desk, workload(50, plan=plans.tolist()), 100.0)
    assert who_first(spec, other, workload(50, plan=moved.tolist()), 100.0) == before


def test_permuting_the_order_permutes_who_goes_first() -> None:
    tickets = workload(4, plan=[0, 1, 2, 0])
    turned = who_first([{"plan": {"order": ["free", "standard", "premium"]}}], scenario(), tickets, 9.0)
    assert turned == [2, 1, 0, 3]
    assert who_first(["plan"], scenario(), tickets, 9.0) == [0, 3, 1, 2]


def test_a_monotone_change_of_weights_changes_nobody_s_place() -> None:
    desk, tickets = scenario(), workload(6, plan=[2, 1, 0, 1, 2, 0])
    weights = {"premium": 3, "standard": 2, "free": 1}
    squared = {label: weight**2 for label, weight in weights.items()}
    before = who_first([{"plan": {"weights": weights}}], desk, tickets, 9.0)
    assert who_first([{"plan": {"weights": squared}}], desk, tickets, 9.0) == before
    assert before == [2, 5, 1, 3, 0, 4]
