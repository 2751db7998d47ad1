from __future__ import annotations

from strategies import build, rank
from tests.strategies.desk import bases, scenario, workload, wrong

BY_AGENT = {"pick_and_choose": {"by": "agent", "strength": 0.6, "taste": 0.2}}


def test_a_team_puts_request_types_in_order() -> None:
    spec = [{"pick_and_choose": {"order": ["how_to", "incident"]}}]
    assert bases(spec, scenario(), workload(2, request=[0, 1])) == [[0.0, 1.0]]


def test_a_team_without_an_order_is_a_mistake() -> None:
    ((path, message),) = wrong(["pick_and_choose"])
    assert path == (0,)
    assert message.endswith("its values are incident, how_to")


def test_agents_who_pick_leave_the_ranking_to_the_rest() -> None:
    ranking = rank(build([BY_AGENT, "priority"], scenario()), scenario(), workload(2, priority=[0, 3]))
    assert ranking.orders[0].base.tolist() == [[[1.0], [0.0]]]
    assert (ranking.pick_strength, ranking.pick_taste) == (0.6, 0.2)


def test_agents_who_pick_and_nothing_else_rank_by_age() -> None:
    alone = rank(build([BY_AGENT], scenario()), scenario(), workload(2)).orders[0]
    fcfs = rank(build(["fcfs"], scenario()), scenario(), workload(2)).orders[0]
    assert alone.growths.tolist() == fcfs.growths.tolist()


def test_nobody_picks_by_team() -> None:
    spec = [{"pick_and_choose": {"order": ["how_to"]}}]
    assert rank(build(spec, scenario()), scenario(), workload(1)).pick_strength == 0.0


def test_agents_need_a_strength() -> None:
    ((path, message),) = wrong([{"pick_and_choose": {"by": "agent"}}])
    assert path == (0, "pick_and_choose")
    assert message == "by agent needs `strength`: how often the agent picks, such as 0.6"


def test_an_order_is_the_team_s() -> None:
    ((path, message),) = wrong([{"pick_and_choose": {"by": "agent", "strength": 1, "order": ["how_to"]}}])
    assert (path, message) == (
        (0, "pick_and_choose", "order"),
        "goes with `by: team`, not with `by: agent`",
    )


def test_a_strength_is_the_agents() -> None:
    ((path, message),) = wrong([{"pick_and_choose": {"order": ["how_to"], "strength": 0.5}}])
    assert path == (0, "pick_and_choose")
    assert message == "by team has no `strength` and no `taste`; say `by: agent`"


def test_it_may_stand_only_once() -> None:
    ((path, message),) = wrong([BY_AGENT, BY_AGENT, "fcfs"])
    assert (path, message) == (
        (1, "pick_and_choose"),
        "a strategy may have `pick_and_choose by agent` once",
    )


def test_it_may_stand_only_at_the_top() -> None:
    ((path, message),) = wrong([{"per_tier": {"L1": [BY_AGENT], "otherwise": ["fcfs"]}}])
    assert path == (0, "per_tier", "L1", 0, "pick_and_choose")
    assert message == (
        "`pick_and_choose by agent` may stand only in the strategy's own list, not inside another"
    )
