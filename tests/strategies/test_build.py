from __future__ import annotations

from typing import Any

import pytest

from strategies import REGISTRY, build, rank
from strategies.fcfs import Fcfs
from tests.strategies.desk import scenario, workload, wrong

PLAIN: dict[str, list[Any]] = {
    "fifo": ["fcfs"],
    "contract": ["plan", "sla"],
    "blended": [{"weighted": {"severity": 0.5, "vip": 0.2, "sla": {"weight": 0.3, "by": "used"}}}],
    "tuned": [
        {"account_type": {"order": ["enterprise"]}},
        {"sla": {"metric": "first_reply", "by": "slack"}},
    ],
    "skilled": [{"skill_based": {"overflow": "30 min"}}, "sla"],
    "aged": [{"aging": {"by": "priority", "per_hour": {"urgent": 4, "high": 2, "normal": 1, "low": 0.5}}}],
    "ai": [{"ai_urgency": {"accuracy": 0.8, "coverage": 0.9, "delay": "2 min"}}, "fcfs"],
    "picky": [{"pick_and_choose": {"by": "agent", "strength": 0.6}}, "priority"],
    "team": [{"pick_and_choose": {"order": ["incident", "how_to"]}}, "fcfs"],
    "boosted": [
        {"boost": {"to": "urgent", "at": 0.8, "metric": "first_reply", "then": ["priority", "fcfs"]}}
    ],
    "surge": [{"by_load": {"waiting": 200, "until": 150, "use": ["severity", "fcfs"], "otherwise": ["sla"]}}],
    "tiered": [{"per_tier": {"L1": ["plan", "sla"], "otherwise": ["fcfs"]}}],
}
"""The strategies of the design's example."""

TICKETS = workload(
    3,
    plan=[0, 1, -1],
    vip=[0, 1, 0],
    account_type=[0, 1, -1],
    impact=[0, 1, 2],
    sentiment=[0, 2, 4],
    persona=[0, 1, -1],
    channel=[0, 1, 0],
    region=[0, 1, -1],
    priority=[0, 1, 3],
)


@pytest.mark.parametrize("name", PLAIN)
def test_every_strategy_of_the_example_builds_and_ranks(name: str) -> None:
    ranking = rank(build(PLAIN[name], scenario()), scenario(), TICKETS)
    assert all(order.base.shape[1] == 3 for order in ranking.orders)


def test_an_unknown_name_is_answered_with_the_known_ones_and_the_nearest() -> None:
    ((path, message),) = wrong(["fcsf"])
    assert path == (0,)
    assert message.startswith("there is no strategy `fcsf`; known ones are account_type, aging, ai_urgency, ")
    assert message.endswith("; did you mean `fcfs`?")


def test_an_unknown_option_is_answered_with_the_known_ones_and_the_nearest() -> None:
    ((path, message),) = wrong([{"sla": {"horizn": "1 day"}}])
    assert path == (0, "sla", "horizn")
    assert message == (
        "unknown option; known ones are metric, by, horizon, no_promise, breached; did you mean `horizon`?"
    )


def test_a_strategy_without_options_says_so() -> None:
    assert wrong([{"vip": {"order": ["yes"]}}]) == [
        ((0, "vip", "order"), "unknown option; it has no options")
    ]


@pytest.mark.parametrize("spec", ["fcfs", None, [], {"fcfs": {}}, 3])
def test_a_strategy_is_a_list(spec: object) -> None:
    ((path, message),) = wrong(spec)
    assert path == ()
    assert message.startswith("must be a list of strategies such as [plan, fcfs], not ")


@pytest.mark.parametrize("member", [3, None, {}, {"plan": {}, "sla": {}}, ["plan"]])
def test_a_member_is_a_name_with_or_without_options(member: object) -> None:
    ((path, message),) = wrong([member])
    assert path == (0,)
    assert message.startswith("must be a strategy's name, or one name with its options, not ")


def test_a_name_that_is_no_word_is_unknown() -> None:
    ((path, message),) = wrong([{3: {}}])
    assert path == (0, "3")
    assert message.startswith("there is no strategy `3`")


def test_options_are_a_table() -> None:
    assert wrong([{"sla": "used"}]) == [((0, "sla"), "must be a table of options, not `used`")]


def test_a_name_with_nothing_behind_it_has_no_options() -> None:
    assert build([{"fcfs": None}], scenario()) == build(["fcfs"], scenario())


def test_all_mistakes_are_told_at_once() -> None:
    found = wrong(["plam", {"sla": {"by": "dew", "horizon": 7}}, {"boost": {"then": ["vpi"]}}])
    assert [path for path, _ in found] == [
        (0,),
        (1, "sla", "by"),
        (1, "sla", "horizon"),
        (2, "boost", "then", 0),
        (2, "boost"),
    ]


def test_an_order_that_names_a_value_twice_is_a_mistake() -> None:
    spec = [{"plan": {"order": ["premium", "free", "premium"]}}]
    assert wrong(spec) == [((0, "plan", "order"), "names `premium` twice")]


@pytest.mark.parametrize("order", ["premium", [], {}, 3])
def test_an_order_is_a_list(order: object) -> None:
    ((path, message),) = wrong([{"plan": {"order": order}}])
    assert path == (0, "plan", "order")
    assert message.startswith("must be a list of values, not ")


@pytest.mark.parametrize("weights", [[1, 2], {}, 3])
def test_weights_are_a_table(weights: object) -> None:
    ((path, message),) = wrong([{"plan": {"weights": weights}}])
    assert path == (0, "plan", "weights")
    assert message.startswith("must be a table such as {premium: 3, standard: 1}")


def test_a_label_is_no_list() -> None:
    assert wrong([{"plan": {"order": [["premium"]]}}]) == [
        ((0, "plan", "order"), "must be a name, not a list")
    ]


def test_yes_and_numbers_are_labels_as_they_look() -> None:
    desk = scenario(levels={"fields.region": ("7", "yes")})
    spec = [{"custom_field": {"field": "region", "order": [7, True]}}]
    assert build(spec, desk) == build([{"custom_field": {"field": "region", "order": ["7", "yes"]}}], desk)


def test_a_registry_of_one_s_own_is_known_too() -> None:
    class Mine(Fcfs):
        name = "mine"

    strategy = build(["mine"], scenario(), {**REGISTRY, "mine": Mine})
    assert [part.name for part in strategy.parts()] == ["mine"]
