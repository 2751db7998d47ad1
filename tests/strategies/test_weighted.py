from __future__ import annotations

import pytest

from sim.ranking import Origin
from strategies import StrategyError, View, build, rank
from strategies.fcfs import Fcfs
from strategies.ordered_list import OrderedList
from strategies.priority import Priority
from strategies.weighted import Weighted
from tests.strategies.desk import bases, scenario, who_first, workload, wrong

TICKETS = workload(5, created=[0, 9, 8, 7, 6], priority=[3, 1, 0, 2, 1], vip=[0, 1, 0, 0, 1])


def test_the_scores_of_the_members_are_added_with_their_weights() -> None:
    spec = [{"weighted": {"priority": 0.75, "vip": 0.5}}]
    assert bases(spec, scenario(), TICKETS) == [pytest.approx([0.0, 1.0, 0.75, 0.25, 1.0])]


def test_growth_and_clocks_have_the_weight_too() -> None:
    spec = [{"weighted": {"fcfs": 0.5, "sla": {"weight": 0.25, "by": "used"}, "vip": 1}}]
    order = rank(build(spec, scenario()), scenario(), TICKETS).orders[0]
    assert order.origin.tolist() == [Origin.CREATED, Origin.ELAPSED]
    assert order.level.tolist() == [0, 0]
    assert order.growths.tolist() == [[pytest.approx(0.5 / 10080), 0.0]]
    assert order.clock_growth[1, 0, 0] == 0.25 / 30
    assert not order.clock_growth[0].any()


def test_the_constant_part_of_a_clock_has_the_weight_too() -> None:
    spec = [{"weighted": {"sla": {"weight": 0.5, "by": "slack"}}}]
    order = rank(build(spec, scenario()), scenario(), TICKETS).orders[0]
    assert order.clock_base[0, 0, 0] == 0.5 * (1 - 30 / 10080)


@pytest.mark.parametrize("member", ["priority", "vip", "fcfs"])
def test_one_member_with_weight_one_ranks_as_the_member_alone(member: str) -> None:
    alone = who_first([member], scenario(), TICKETS, 20.0)
    assert who_first([{"weighted": {member: 1}}], scenario(), TICKETS, 20.0) == alone


def test_a_weight_common_to_all_members_changes_nothing() -> None:
    once = who_first([{"weighted": {"priority": 0.6, "vip": 0.3}}], scenario(), TICKETS, 20.0)
    assert who_first([{"weighted": {"priority": 6, "vip": 3}}], scenario(), TICKETS, 20.0) == once


def test_a_member_may_stand_twice_in_a_list_of_tables() -> None:
    field = {"field": "region", "weights": {"emea": 1}}
    other = {"field": "seats", "low": 0, "high": 100}
    spec = [
        {"weighted": [{"custom_field": {"weight": 1, **field}}, {"custom_field": {"weight": 2, **other}}]}
    ]
    assert bases(spec, scenario(), workload(2, region=[0, 1], seats=[0, 50])) == [[1.0, 1.0]]


def test_two_terms_of_a_kind_stay_two() -> None:
    order = rank(build([{"weighted": {"fcfs": 1, "aging": 1}}], scenario()), scenario(), TICKETS).orders[0]
    assert order.active.tolist() == [[True, True]]
    assert order.growths.tolist() == [pytest.approx([1 / 10080, 1 / 60])]


def test_a_list_of_several_levels_cannot_be_a_member() -> None:
    spec = [{"weighted": {"boost": {"weight": 1, "to": "urgent", "after": "1 h", "then": ["plan", "fcfs"]}}}]
    message = "`boost` has 2 levels, and a weighted sum needs exactly one of each member"
    assert wrong(spec) == [((0, "weighted", "boost"), message)]


def test_a_member_of_one_level_that_holds_others_can() -> None:
    boost = {"weight": 0.5, "to": "urgent", "after": "1 h", "then": ["priority"]}
    spec = [{"weighted": {"boost": boost, "vip": 0.5}}]
    tickets = workload(1, priority=[3], vip=[1])
    assert bases(spec, scenario(), tickets, boosted=0) == [[0.5]]
    assert bases(spec, scenario(), tickets, boosted=1) == [[1.0]]


def test_a_sum_made_by_hand_of_deep_members_says_so_when_it_scores() -> None:
    deep = OrderedList(members=(Priority(), Fcfs()))
    with pytest.raises(StrategyError, match="`list` has 2 levels"):
        Weighted(members=((deep, 1.0),)).levels(View(scenario(), TICKETS))


def test_options_without_a_weight_are_a_mistake() -> None:
    spec = [{"weighted": {"sla": {"by": "used"}}}]
    assert wrong(spec) == [((0, "weighted", "sla"), "needs `weight`: its share in the sum")]


def test_a_weight_that_is_no_number_is_a_mistake_at_its_place() -> None:
    spec = [{"weighted": {"vip": "much", "sla": {"weight": -1}}}]
    assert wrong(spec) == [
        ((0, "weighted", "vip"), "must be a number, not `much`"),
        ((0, "weighted", "sla", "weight"), "must be 0 or more, not `-1`"),
    ]


def test_weights_of_nothing_but_zero_are_a_mistake() -> None:
    assert wrong([{"weighted": {"vip": 0, "fcfs": 0}}]) == [((0, "weighted"), "needs a weight above 0")]


@pytest.mark.parametrize("members", [None, {}, "vip", 3])
def test_weights_must_be_a_table(members: object) -> None:
    ((path, message),) = wrong([{"weighted": members}])
    assert path == (0, "weighted")
    assert message.startswith("must be weights by strategy such as {severity: 0.7, vip: 0.3}")


def test_a_mistake_in_a_list_of_tables_has_its_place() -> None:
    assert wrong([{"weighted": [{"vip": 1}, "fcfs"]}]) == [
        (
            (0, "weighted", 1),
            "must be weights by strategy such as {severity: 0.7, vip: 0.3}, not `fcfs`",
        )
    ]
