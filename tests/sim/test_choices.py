from __future__ import annotations

import numpy as np

from sim.choices import choices, choose_missing
from sim.distributions import choose

KINDS = [((3,), (1.0,)), ((7, -1, 5), (0.2, 0.5, 0.3)), ((1, 2), (0.9, 0.1))]


def chosen(kind: np.ndarray, lots: np.ndarray, codes: np.ndarray) -> np.ndarray:
    choose_missing(choices(KINDS), kind.astype(np.int16), lots, codes)
    return codes


def test_every_kind_chooses_by_its_own_shares():
    dice = np.random.default_rng(1)
    kind, lots = dice.integers(0, len(KINDS), 500), dice.random(500)
    codes = chosen(kind, lots, np.full(500, -1, np.int16))
    for number, (values, shares) in enumerate(KINDS):
        mine = kind == number
        assert np.array_equal(codes[mine], np.array(values)[choose(shares, lots[mine])])


def test_a_uniform_on_a_bound_falls_on_the_next_value():
    lots = np.array([np.nextafter(0.9, 0.0), 0.9])
    assert chosen(np.array([2, 2]), lots, np.full(2, -1, np.int16)).tolist() == [1, 2]


def test_what_is_known_stays():
    known = np.array([4, -1, 0], np.int16)
    assert chosen(np.zeros(3, np.int64), np.full(3, 0.5), known).tolist() == [4, 3, 0]
