from __future__ import annotations

import itertools

import pytest

from results.sizing.master import Cuts, Master, Tangent
from results.sizing.moves import between, neighbours
from tests.results.sizing.test_desks import PEOPLE, Variable, box

OTHERS = Variable("L1", "others", 1, 4)
BOX = box(PEOPLE, OTHERS)
ALL = list(itertools.product(range(7), range(1, 5)))


def test_without_cuts_the_smallest_desk_is_the_cheapest() -> None:
    assert Master(BOX).cheapest(Cuts(), float("inf")) == (0, 1)


def test_a_desk_that_breaks_something_forbids_all_with_no_more_people() -> None:
    cuts = Cuts()
    for broken in ((3, 2), (0, 3), (6, 1)):
        cuts.forbid(broken, [1])
    allowed = [desk for desk in ALL if not cuts.forbids(desk)]
    best = min(allowed, key=BOX.cost)
    assert Master(BOX).cheapest(cuts, float("inf")) == best
    assert (4, 2) in allowed
    assert (1, 3) in allowed


def test_a_requirement_that_people_hurt_forbids_all_with_no_fewer() -> None:
    cuts = Cuts()
    cuts.forbid((2, 2), [-1])
    wanted = Master(BOX).most_promising(cuts, float("inf"))
    assert wanted is not None
    assert wanted[0] < 2 or wanted[1] < 2
    assert cuts.forbids((2, 3))
    assert not cuts.forbids((1, 4))


def test_where_nothing_is_known_of_people_only_the_desk_itself_is_out() -> None:
    cuts = Cuts()
    cuts.forbid((0, 1), [0])
    assert Master(BOX).cheapest(cuts, float("inf")) == min(set(ALL) - {(0, 1)}, key=BOX.cost)


def test_no_desk_is_left_below_the_cheapest() -> None:
    assert Master(BOX).cheapest(Cuts(), BOX.cost((0, 1))) is None


def test_the_programme_agrees_with_trying_all_desks_under_tangents() -> None:
    cuts = Cuts(
        [Tangent((2, 2), -0.3, (0.1, 0.05), (0.2, 0.4)), Tangent((4, 1), -0.1, (0.0, 0.3), (0.1, 0.3))]
    )
    kept = [desk for desk in ALL if all(one.said_of(desk) >= -1e-9 for one in cuts.tangents)]
    assert Master(BOX).cheapest(cuts, float("inf")) == min(kept, key=BOX.cost)


def test_what_promises_most_below_a_cost_is_looked_at_next() -> None:
    tangent = Tangent((3, 3), 0.0, (0.01, 0.2), (0.02, 0.3))
    below = BOX.cost((3, 3))
    wanted = Master(BOX).most_promising(Cuts([tangent]), below)
    cheaper = [desk for desk in ALL if BOX.cost(desk) < below]
    assert wanted is not None
    assert tangent.said_of(wanted) == pytest.approx(max(tangent.said_of(one) for one in cheaper), abs=0.011)


def test_neighbours_are_one_fewer_or_one_moved() -> None:
    assert set(neighbours((2, 1), (0, 1), (3, 4))) == {(1, 1), (1, 2)}


def test_the_middle_lies_nearer_to_the_smaller_desk() -> None:
    assert between((1, 2), (4, 2)) == (2, 2)
