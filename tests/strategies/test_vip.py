from __future__ import annotations

from dataclasses import replace

from tests.strategies.desk import bases, scenario, workload, wrong


def test_vips_score_one_and_others_nothing() -> None:
    assert bases(["vip"], scenario(), workload(3, vip=[0, 1, -1])) == [[0.0, 1.0, 0.0]]


def test_a_desk_that_knows_no_vips_is_a_mistake() -> None:
    desk = scenario()
    levels = {name: labels for name, labels in desk.levels.items() if name != "vip"}
    ((path, message),) = wrong(["vip"], replace(desk, levels=levels))
    assert path == (0,)
    assert message.startswith("no ticket of this scenario has `vip`")
