from __future__ import annotations

import math

import numpy as np
import pytest

from sim.grid import TICKS_PER_MINUTE, on_grid, rounded


def test_a_single_time_on_the_grid_is_a_plain_number() -> None:
    assert type(on_grid(0.1)) is float
    assert type(on_grid(float(np.float64(0.1)))) is float


@pytest.mark.parametrize("minutes", [0.0, 0.1, 1 / 3, 20 / 60, 1e6 + 0.7])
def test_single_times_and_arrays_are_rounded_alike(minutes: float) -> None:
    assert on_grid(minutes) == rounded(minutes) == on_grid(np.array([minutes]))[0]
    assert (on_grid(minutes) * TICKS_PER_MINUTE).is_integer()


def test_for_ever_stays_for_ever() -> None:
    assert math.isinf(on_grid(math.inf))


def test_times_are_rounded_into_room_that_is_there() -> None:
    minutes, room = np.array([0.1, math.inf]), np.empty(2)
    assert on_grid(minutes, room) is room
    assert room.tolist() == [rounded(0.1), math.inf]
    assert minutes.tolist() == [0.1, math.inf]
