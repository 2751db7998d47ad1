from __future__ import annotations

import numpy as np
import pytest

from sim.alike import is_alike
from sim.filters import decision, first_match, matches
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


def rules_by_row(filters, columns, levels, size):
    """The first filter that takes each row, looked up row by row."""
    taken = [matches(conditions, columns.__getitem__, levels, size) for conditions in filters]
    return [next((n for n, mask in enumerate(taken) if mask[row]), -1) for row in range(size)]


@pytest.mark.parametrize("size", [0, 1, 7, 5_000])
def test_the_first_filter_that_takes_a_row_is_the_same_by_kind_and_row_by_row(size):
    levels = {"plan": ("gold", "basic", "free"), "vip": ("no", "yes"), "region": ()}
    random = np.random.default_rng(size)
    columns = {
        name: random.integers(-1, len(labels), size).astype(np.int16) for name, labels in levels.items()
    }
    columns["seats"] = random.random(size)
    gold = (Condition("plan", ("gold", "basic")), Condition("vip", ("yes",)))
    free, nowhere = (Condition("plan", ("free",)),), (Condition("region", ("north",)),)
    large = (Condition("seats", (), ">=", 0.5),)
    for filters in ([], [()], [gold, free], [nowhere, free, gold], [large, free], [free, (), gold]):
        first = decision(
            filters, levels, lambda column, size, filters=filters: first_match(filters, column, levels, size)
        )
        found = first.of(columns.__getitem__, size)
        assert found.tolist() == rules_by_row(filters, columns, levels, size)


def test_kinds_are_asked_for_once_however_many_rows_there_are():
    asked = []

    def decide(column, size):
        asked.append(size)
        return column("plan")

    plans = np.tile(np.array([-1, 0, 1], np.int16), 1_000)
    plan = decision([(Condition("plan", ("gold",)),)], {"plan": ("gold", "basic")}, decide)
    for _ in range(2):
        assert np.array_equal(plan.of(lambda _: plans, len(plans)), plans)
    assert asked == [3]


def test_a_decision_may_read_more_than_its_filters():
    column = {"plan": np.array([1, 0, -1, 1], np.int16)}.__getitem__
    plan = decision([()], {"plan": ("gold", "basic")}, lambda column, _: column("plan"), also=("plan",))
    assert plan.of(column, 4).tolist() == [1, 0, -1, 1]


def test_one_answer_for_all_is_held_once():
    plans = np.array([1, 0, -1, 1], np.int16)
    nobody = decision(
        [(Condition("plan", ("gold",)),)], {"plan": ("gold", "basic")}, lambda column, size: np.full(size, 7)
    )
    found = nobody.of(lambda _: plans, 4)
    assert is_alike(found)
    assert found.tolist() == [7] * 4
