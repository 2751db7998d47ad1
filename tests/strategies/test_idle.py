from __future__ import annotations

from typing import Any

import pytest

from sim.vocabulary import Policy, Target
from strategies import build, idle_members
from tests.strategies.desk import FIRST_REPLY, OFFICE, URGENT, scenario
from tests.strategies.test_build import PLAIN


def idle(spec: object, **changes: Any) -> list[str]:
    desk = scenario(**changes)
    return idle_members(build(spec, desk), desk)


def policy(calendar: int) -> tuple[Policy, ...]:
    return (Policy("all", (), {(FIRST_REPLY, URGENT): Target(30.0, calendar)}),)


@pytest.mark.parametrize("name", PLAIN)
def test_the_strategies_of_the_example_have_no_idle_members(name: str) -> None:
    assert idle(PLAIN[name]) == []


@pytest.mark.parametrize("first", ["fcfs", "aging"])
def test_what_follows_the_age_never_matters(first: str) -> None:
    assert idle([first, "plan", "vip"]) == [
        f"`{last}` never matters: it follows `{first}`, whose scores are hardly ever equal"
        for last in ("plan", "vip")
    ]


def test_what_follows_a_promise_that_runs_day_and_night_never_matters() -> None:
    assert idle(["sla", "plan"], policies=policy(0)) == [
        "`plan` never matters: it follows `sla`, whose scores are hardly ever equal"
    ]


def test_tickets_that_arrive_while_a_calendar_is_closed_are_due_together() -> None:
    assert idle(["sla", "plan"], policies=policy(OFFICE)) == []


def test_what_follows_a_sum_with_age_in_it_never_matters() -> None:
    assert len(idle([{"weighted": {"vip": 1, "fcfs": 0.1}}, "plan"])) == 1
    assert idle([{"weighted": {"vip": 1, "priority": 0.1}}, "plan"]) == []


def test_what_follows_ageing_of_some_classes_matters_to_the_others() -> None:
    assert idle([{"aging": {"by": "priority", "per_hour": {"urgent": 2}}}, "plan"]) == []


def test_what_follows_a_boost_of_the_age_never_matters() -> None:
    boost = {"boost": {"to": "urgent", "at": 0.8, "then": ["priority", "fcfs"]}}
    assert idle([boost, "plan"]) == [
        "`plan` never matters: it follows `boost`, whose scores are hardly ever equal"
    ]


def test_skill_based_behind_the_age_still_rules_who_leaves_what_alone() -> None:
    (sentence,) = idle(["fcfs", "skill_based"])
    assert sentence.startswith("`skill_based` only rules which tickets agents leave alone")


def test_agents_who_pick_are_never_idle() -> None:
    assert idle(["fcfs", {"pick_and_choose": {"by": "agent", "strength": 0.6}}]) == []


def test_a_member_that_stands_twice_is_told() -> None:
    assert idle(["plan", "vip", "plan"]) == [
        "the second `plan` never matters: it says what the first one has said"
    ]


@pytest.mark.parametrize(
    ("spec", "attribute"),
    [
        (["plan"], "plan"),
        ([{"pick_and_choose": {"order": ["only"]}}], "request"),
        ([{"order": {"of": "channel", "values": ["only"]}}], "channel"),
        (["priority"], "priority"),
        ([{"custom_field": {"field": "region", "order": ["only"]}}], "fields.region"),
    ],
)
def test_an_attribute_with_a_single_value_orders_nothing(spec: object, attribute: str) -> None:
    levels = {**scenario().levels, attribute: ("only",)}
    (sentence,) = idle(spec, levels=levels, orders={"plan": ("only",)}, policies=())
    assert sentence.endswith(f"every ticket with a `{attribute}` has `only`")


def test_a_weight_of_zero_never_matters() -> None:
    assert idle([{"weighted": {"vip": 0, "plan": 1}}]) == ["`vip` never matters: its weight is 0"]


def test_a_boost_of_what_does_not_read_the_priority_never_matters() -> None:
    boost = {"boost": {"to": "urgent", "at": 0.8, "then": ["plan", "fcfs"]}}
    assert idle([boost]) == ["`boost` never matters: nothing in its `then` reads the priority"]


@pytest.mark.parametrize(
    "reads",
    [
        "severity",
        {"aging": {"by": "priority", "per_hour": {"urgent": 1}}},
        {"cost": {"by": "priority", "per_hour": {"urgent": 1}}},
        {"order": {"of": "priority", "values": ["low", "urgent"]}},
    ],
)
def test_a_boost_of_what_reads_the_priority_matters(reads: object) -> None:
    assert idle([{"boost": {"to": "urgent", "at": 0.8, "then": [reads]}}]) == []


def test_otherwise_never_matters_where_every_tier_is_named() -> None:
    spec = [{"per_tier": {"L1": ["plan"], "L2": ["vip"], "otherwise": ["fcfs"]}}]
    assert idle(spec) == ["`otherwise` of `per_tier` never matters: every tier has a strategy of its own"]


def test_promises_where_nothing_is_promised_are_told() -> None:
    assert idle(["sla"], policies=()) == [
        "`sla` goes by the time of joining the queue alone: no policy promises anything"
    ]
