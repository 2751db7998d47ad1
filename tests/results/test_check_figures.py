"""What `check` says of small desks in figures."""

from __future__ import annotations

import pytest

from results.check import render
from sim.vocabulary import SOLVED
from tests.results.checked_desks import checked, figure
from tests.sim.desks import tiny_pool, tiny_request, tiny_segment, tiny_step


def test_the_desk_opens_in_figures_planners_know() -> None:
    check = checked(pools=(tiny_pool(agents=1),))
    assert figure(check, "tickets per week")[0] == pytest.approx(672)
    full_time = 168 / 37.5
    assert figure(check, "paid full-time")[0] == pytest.approx(full_time)
    assert figure(check, "tickets per L1 agent")[0] == pytest.approx(672 * 365.25 / 84 / full_time)
    assert figure(check, "occupancy")[0] == pytest.approx(4 / 6)
    assert figure(check, "handle time")[0] == pytest.approx(10)


def test_a_figure_far_from_other_desks_gets_a_question_mark() -> None:
    check = checked(segments=(tiny_segment(per_hour=5.9),))
    value, odd = figure(check, "occupancy")
    assert value == pytest.approx(5.9 / 6)
    assert odd
    assert " ?" in next(line for line in render(check).splitlines() if "occupancy (work" in line)


def test_shares_solved_at_first_and_escalated_follow_the_path() -> None:
    path = {0: tiny_step(next=(SOLVED, 1), next_shares=(0.7, 0.3)), 1: tiny_step()}
    check = checked(
        requests=(tiny_request(path=path),), tiers=("L1", "L2"), pools=(tiny_pool(), tiny_pool("two", tier=1))
    )
    assert figure(check, "solved at L1")[0] == pytest.approx(0.7)
    assert figure(check, "escalated")[0] == pytest.approx(0.3)
    assert figure(check, "touches")[0] == pytest.approx(1.3)
