from __future__ import annotations

import numpy as np
import pytest

from results.blends import ALONE, HALVES, PRESENT, blend_effects, position_effects
from results.selection import Scores

LISTS = [("a",), ("b",), ("a", "b"), ("b", "a"), ("b", "c"), ("c", "b", "a")]


def sure(values) -> Scores:
    """Values that are the same in every replication."""
    values = np.asarray(values, float)
    return Scores(values, np.zeros((len(values), 5)))


def worth(table, effect: str, level: str) -> float:
    rows = table[(table["effect"] == effect) & (table["level"] == level)]
    assert len(rows) == 1
    return float(rows["value"].iloc[0])


def test_presence_is_the_mean_with_less_the_mean_without():
    found = position_effects(sure([10, 2, 8, 4, 1, 6]), LISTS, ("a", "b", "c"))
    assert worth(found, "a", PRESENT) == pytest.approx((10 + 8 + 4 + 6) / 4 - (2 + 1) / 2)


def test_a_place_is_held_against_lists_without_the_member():
    found = position_effects(sure([10, 2, 8, 4, 1, 6]), LISTS, ("a", "b", "c"))
    assert worth(found, "a", "first") == pytest.approx((10 + 8) / 2 - (2 + 1) / 2)
    assert worth(found, "a", "second") == pytest.approx(4 - 1.5)
    assert worth(found, "a", "third") == pytest.approx(6 - 1.5)


def test_places_that_nobody_has_are_left_out():
    found = position_effects(sure([10, 2, 8, 4, 1, 6]), LISTS, ("a", "b", "c"))
    assert found[found["effect"] == "c"]["level"].tolist() == [PRESENT, "first", "second"]
    assert found[found["effect"] == "c"]["candidates"].tolist() == [2, 1, 1]


def test_a_member_of_every_list_has_no_worth_to_tell():
    found = position_effects(sure([1, 2]), [("a",), ("a", "b")], ("a", "b"))
    assert set(found["effect"]) == {"b"}


WEIGHTS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]])


def test_a_mixture_without_interactions_has_the_values_of_its_members():
    found = blend_effects(sure(WEIGHTS @ [3.0, 5.0, 9.0]), WEIGHTS, ("a", "b", "c"))
    assert [worth(found, name, ALONE) for name in "abc"] == pytest.approx([3, 5, 9])
    assert found[found["level"] == HALVES]["value"].to_numpy() == pytest.approx([0, 0, 0], abs=1e-9)


def test_what_two_do_together_is_told_at_half_and_half():
    values = WEIGHTS @ [3.0, 5.0, 9.0]
    values[3] += 1.25
    found = blend_effects(sure(values), WEIGHTS, ("a", "b", "c"))
    assert worth(found, "a × b", HALVES) == pytest.approx(1.25)
    assert worth(found, "a × c", HALVES) == pytest.approx(0, abs=1e-9)


def test_members_alone_have_nothing_to_do_together():
    found = blend_effects(sure([1.0, 2.0]), np.eye(2), ("a", "b"))
    assert found["effect"].tolist() == ["a", "b"]
