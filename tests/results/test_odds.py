from __future__ import annotations

import pytest

from results.criteria import constraint
from results.groups import Groups
from results.odds import check_periods, periods_reached
from results.share import Grouped
from results.tickets import Tickets
from sim.clock_history import clock_history
from sim.vocabulary import METRICS, Policy, RunPlan, Target
from tests.results.outcomes import small_desk
from tests.results.test_clock_sums import answered
from tests.sim.plays import Ticket, workload_of

WEEK = 7 * 1440.0
FIRST = METRICS.index("first_reply")
RUN = RunPlan(warmup=0.0, measure=3 * WEEK, cooldown=WEEK, replications=1, seed=1)
DESK = small_desk(
    run=RUN, policies=(Policy("everyone", (), {(FIRST, p): Target(60.0, 0) for p in range(4)}),)
)


def reached(text: str) -> tuple[float, float]:
    """Week 1: two clocks kept; week 2: one of two; week 3: none decided."""
    created = [10.0, 20.0, WEEK + 10, WEEK + 20]
    workload = workload_of(DESK, [Ticket(at, policy=0, priority=i % 2) for i, at in enumerate(created)])
    outcome = answered(created, [20.0, 20.0, 20.0, 480.0], end=4 * WEEK)
    groups = Groups.of(DESK)
    grouped = Grouped(Tickets(workload, outcome), groups, groups.members(workload))
    return periods_reached(
        constraint(text), grouped, clock_history(workload, outcome, DESK, owed=False), None
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("first_reply_attainment >= 90 % in 50 % of weeks", (1, 2)),
        ("first_reply_attainment >= 50 % in 50 % of weeks", (2, 2)),
        ("first_reply_attainment[policy=everyone] >= 51 % in 50 % of weeks", (1, 2)),
        ("first_reply_attainment[priority=urgent] >= 90 % in 50 % of weeks", (2, 2)),
        ("first_reply_attainment[priority=high] >= 90 % in 50 % of weeks", (1, 2)),
        ("next_reply_attainment >= 90 % in 50 % of weeks", (0, 0)),
    ],
)
def test_periods_count_by_the_clocks_decided_in_them(text, found):
    assert reached(text) == found


def test_a_period_that_does_not_fit_is_refused():
    groups = Groups.of(DESK)
    check_periods(constraint("first_reply_attainment >= 90 % in 50 % of weeks"), groups)
    with pytest.raises(ValueError, match="no whole quarter"):
        check_periods(constraint("first_reply_attainment >= 90 % in 50 % of quarters"), groups)
