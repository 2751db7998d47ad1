from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from results.families import holm, p_values, t_factor

P = np.array([0.01, 0.04, 0.03, 0.005])


def test_holm_meets_the_reference_case():
    assert holm(P) == pytest.approx([0.03, 0.06, 0.06, 0.02], abs=1e-12)


def test_holm_leaves_what_is_unknown_out_of_the_family():
    found = holm(np.array([0.01, np.nan, 0.04, 0.03, 0.005]))
    assert np.isnan(found[1])
    assert found[[0, 2, 3, 4]] == pytest.approx(holm(P))


def test_holm_never_exceeds_one():
    assert holm(np.array([0.6, 0.9])).tolist() == [1.0, 1.0]


def test_holm_of_nothing_is_nothing():
    assert len(holm(np.empty(0))) == 0


def test_one_statement_has_the_plain_t_factor():
    assert t_factor(1, 19) == pytest.approx(stats.t.ppf(0.975, 19))


def test_more_statements_share_the_error():
    assert t_factor(5, 19) == pytest.approx(stats.t.ppf(1 - 0.05 / 10, 19))


def test_bounds_spend_their_error_on_one_side():
    assert t_factor(4, 9, sides=1) == pytest.approx(stats.t.ppf(1 - 0.05 / 4, 9))


def test_no_freedom_gives_no_end():
    assert t_factor(3, 0) == np.inf


def test_p_values_are_those_of_the_paired_t_test():
    rng = np.random.default_rng(3)
    one, other = rng.normal(0, 1, 12), rng.normal(0.4, 1, 12)
    away = one - other
    found = p_values(np.array([away.mean()]), np.array([away.std(ddof=1) / np.sqrt(12)]), 11)
    assert found[0] == pytest.approx(stats.ttest_rel(one, other).pvalue)


def test_a_difference_without_spread_is_certain_or_none():
    found = p_values(np.array([0.0, 2.0]), np.zeros(2), 9)
    assert found.tolist() == [1.0, 0.0]


def test_one_replication_has_no_p_value():
    assert np.isnan(p_values(np.array([1.0]), np.array([0.0]), 0)).all()
