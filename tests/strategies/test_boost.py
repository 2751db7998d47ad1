from __future__ import annotations

import numpy as np
import pytest

from sim.ranking import Boost
from strategies import build, rank
from tests.strategies.desk import FIRST_REPLY, bases, scenario, workload, wrong


def boosted(**options: object) -> list[object]:
    return [{"boost": {"to": "urgent", "then": ["priority", "fcfs"], **options}}]


def test_a_boosted_ticket_ranks_as_if_of_the_other_priority() -> None:
    tickets = workload(3, priority=[0, 2, 3])
    spec = boosted(at=0.8)
    assert bases(spec, scenario(), tickets, boosted=0)[0] == pytest.approx([1.0, 1 / 3, 0.0])
    assert bases(spec, scenario(), tickets, boosted=1)[0] == [1.0, 1.0, 1.0]


def test_everything_in_it_that_reads_the_priority_is_boosted() -> None:
    spec = [{"boost": {"to": "high", "at": 0.5, "then": ["severity"]}}]
    tickets = workload(1, priority=[3], impact=[-1], sentiment=[-1])
    assert bases(spec, scenario(), tickets, boosted=1) == [[pytest.approx(2 / 3)]]


def test_ageing_by_priority_is_boosted() -> None:
    spec = [{"boost": {"to": "urgent", "at": 0.5, "then": [
        {"aging": {"by": "priority", "per_hour": {"urgent": 4, "low": 1}}}]}}]  # fmt: skip
    order = rank(build(spec, scenario()), scenario(), workload(1, priority=[3])).orders[0]
    plain, raised = order.variant[0, 0, :, 0, 0]
    speeds = order.growths[order.growth_row[:, 0], 0] * 60
    assert speeds[[plain, raised]].tolist() == pytest.approx([1.0, 4.0])


def test_a_boost_by_share_names_its_clock() -> None:
    ranking = rank(build(boosted(at="80 %", metric="first_reply"), scenario()), scenario(), workload(1))
    assert ranking.boost is not None
    assert (ranking.boost.share, ranking.boost.metric) == (0.8, FIRST_REPLY)
    assert np.isnan(ranking.boost.after)


def test_a_boost_without_a_clock_goes_by_the_one_that_is_due_first() -> None:
    ranking = rank(build(boosted(at=0.8), scenario()), scenario(), workload(1))
    assert ranking.boost is not None
    assert ranking.boost.metric == -1


def test_a_boost_by_age_has_no_share() -> None:
    ranking = rank(build(boosted(after="4 h"), scenario()), scenario(), workload(1))
    assert isinstance(ranking.boost, Boost)
    assert ranking.boost.after == 240.0
    assert np.isnan(ranking.boost.share)


def test_two_variants_are_enough() -> None:
    order = rank(build(boosted(at=0.8), scenario()), scenario(), workload(2, priority=[0, 3])).orders[0]
    assert order.base.shape == (2, 2, 2)
    assert set(order.variant[:, :, 0].ravel()) == {0}
    assert set(order.variant[:, :, 1].ravel()) == {1}


def test_a_priority_that_does_not_exist_is_a_mistake() -> None:
    ((path, message),) = wrong(boosted(at=0.8, to="urgnt"))
    assert path == (0, "boost", "to")
    assert message.endswith("did you mean `urgent`?")


@pytest.mark.parametrize("options", [{}, {"at": 0.8, "after": "4 h"}])
def test_it_goes_by_share_or_by_age(options: dict[str, object]) -> None:
    message = "needs `at` (a share of the limit) or `after` (an age), one of the two"
    assert wrong(boosted(**options)) == [((0, "boost"), message)]


def test_a_clock_goes_with_a_share() -> None:
    ((path, message),) = wrong(boosted(after="4 h", metric="first_reply"))
    assert (path, message) == ((0, "boost", "metric"), "goes with `at`, not with `after`")


def test_a_clock_must_be_promised() -> None:
    ((path, message),) = wrong(boosted(at=0.8, metric="next_reply"))
    assert path == (0, "boost", "metric")
    assert message.startswith("no policy promises `next_reply`")


def test_mistakes_inside_it_have_their_path() -> None:
    ((path, message),) = wrong([{"boost": {"to": "urgent", "at": 0.8, "then": ["plan", "fcsf"]}}])
    assert path == (0, "boost", "then", 1)
    assert message.endswith("did you mean `fcfs`?")


def test_it_may_stand_only_once() -> None:
    assert wrong([*boosted(at=0.8), *boosted(after="1 h")]) == [
        ((1, "boost"), "a strategy may have `boost` once")
    ]
