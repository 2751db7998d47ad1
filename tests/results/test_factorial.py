from __future__ import annotations

import numpy as np
import pytest

from results.factorial import factorial_effects
from results.selection import Scores

FACTORS = {"rate": ("low", "high"), "strategy": ("a", "b", "c")}


def sure(values) -> Scores:
    values = np.asarray(values, float)
    return Scores(values, np.zeros((len(values), 4)))


def value(table, effect: str, level: str) -> float:
    return float(table[(table["effect"] == effect) & (table["level"] == level)]["value"].iloc[0])


def test_main_effects_are_means_at_a_level_less_the_mean_of_all():
    found = factorial_effects(sure([1, 2, 3, 5, 6, 7]), FACTORS)
    assert value(found, "rate", "high") == pytest.approx(2)
    assert value(found, "rate", "low") == pytest.approx(-2)
    assert value(found, "strategy", "c") == pytest.approx(1)


def test_effects_that_add_up_have_no_interaction():
    found = factorial_effects(sure([1, 2, 3, 5, 6, 7]), FACTORS)
    assert found[found["effect"] == "rate × strategy"]["value"].to_numpy() == pytest.approx(np.zeros(6))


def test_an_interaction_is_what_two_have_beyond_both():
    found = factorial_effects(sure([0, 0, 0, 0, 0, 6]), FACTORS)
    assert value(found, "rate × strategy", "high × c") == pytest.approx(6 - 1 - 1 - 2)


def test_shares_of_two_factors_add_to_the_whole():
    values = np.random.default_rng(1).normal(size=6)
    found = factorial_effects(sure(values), FACTORS)
    assert found.groupby("effect")["share"].first().sum() == pytest.approx(1)


def test_three_factors_have_three_interactions_of_two():
    factors = {**FACTORS, "agents": ("1", "2")}
    found = factorial_effects(sure(np.arange(12)), factors)
    assert found["effect"].nunique() == 6
    assert value(found, "agents", "2") == pytest.approx(0.5)
    assert set(found[found["effect"] == "agents"]["candidates"]) == {6}


def test_one_factor_has_a_main_effect_alone():
    assert set(factorial_effects(sure([1, 3]), {"rate": ("low", "high")})["effect"]) == {"rate"}
