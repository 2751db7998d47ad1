from __future__ import annotations

import pytest

from tests.strategies.desk import bases, scenario, workload


def test_short_touches_score_more() -> None:
    tickets = workload(2, request=[0, 1])
    assert bases(["shortest_work"], scenario(), tickets, tier=0) == [pytest.approx([60 / 80, 60 / 70])]


def test_the_work_is_that_of_the_tier() -> None:
    assert bases(["shortest_work"], scenario(), workload(1, request=[0]), tier=1) == [[0.5]]
