from __future__ import annotations

import numpy as np
import pytest

from sim.filters import matches
from sim.vocabulary import Condition

LEVELS = {"plan": ("basic", "premium", "gold"), "vip": ("no", "yes")}

TABLE = {
    "plan": np.array([0, 1, 2, -1], np.int16),
    "vip": np.array([1, 1, 0, 0], np.int16),
    "fields.seats": np.array([100.0, 500.0, np.nan, 501.0]),
}


def taken(*conditions: Condition) -> list[bool]:
    return matches(conditions, TABLE.__getitem__, LEVELS, 4).tolist()


def test_the_empty_filter_takes_everything():
    assert taken() == [True] * 4


def test_any_of_the_values_fits():
    assert taken(Condition("plan", ("basic", "gold"))) == [True, False, True, False]


def test_all_conditions_must_hold():
    assert taken(Condition("plan", ("basic", "gold")), Condition("vip", ("yes",))) == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (">=", [False, True, False, True]),
        (">", [False, False, False, True]),
        ("<=", [True, True, False, False]),
        ("<", [True, False, False, False]),
        ("=", [False, True, False, False]),
    ],
)
def test_numbers_are_compared_and_missing_ones_never_fit(operator, expected):
    assert taken(Condition("fields.seats", operator=operator, number=500.0)) == expected


def test_an_unknown_label_fits_nothing():
    assert taken(Condition("plan", ("platinum",))) == [False] * 4
