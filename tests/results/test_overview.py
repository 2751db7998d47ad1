from __future__ import annotations

from dataclasses import replace

import results
from results.overview import overview
from tests.results.plans import POLICY, small_plan


def test_a_desk_whose_promises_have_no_goal_gets_a_table_without_promises() -> None:
    plan = small_plan(replications=1)
    scenario = replace(plan.scenario, policies=(replace(POLICY, goals=()),))
    table = overview(results.run(replace(plan, scenario=scenario), out=None))
    assert [cell.pieces[0] for cell in table.headings] == [
        "strategy",
        "worst p90",
        "open at",
        "busiest",
        "lost",
    ]
    assert [row[0].pieces for row in table.rows] == [("fifo",), ("level",)]
