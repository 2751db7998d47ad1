"""The compiled engine gives what the SimPy engine gives, byte for byte, whatever desk and strategy."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import compiled_engine, simpy_engine
from tests.laws import assert_all_laws
from tests.plain import examples
from tests.sim.random_desks import random_play

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def differences(one: Any, other: Any, name: str = "outcome") -> list[str]:
    """The fields that differ in type, shape or any byte."""
    if dataclasses.is_dataclass(one):
        fields = [field.name for field in dataclasses.fields(one)]
        return [
            found
            for field in fields
            for found in differences(getattr(one, field), getattr(other, field), f"{name}.{field}")
        ]
    if isinstance(one, np.ndarray):
        same = (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
        return [] if same else [name]
    return [] if (type(one), one) == (type(other), other) else [name]


def assert_same(seed: int) -> None:
    """One desk, one workload, one strategy, both engines; the laws hold on what they say."""
    spec, workload, desk, ranking = random_play(seed)
    defined = simpy_engine.play(workload, desk, ranking)
    assert differences(defined, compiled_engine.play(workload, desk, ranking)) == [], spec
    assert_all_laws(workload, desk, ranking, defined)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=SLOW)
@given(st.integers(0, 2**32 - 1))
def test_any_desk_gives_the_same_bytes_in_both_engines(seed: int) -> None:
    assert_same(seed)


@pytest.mark.slow
@settings(max_examples=examples(1000), deadline=None, suppress_health_check=SLOW)
@given(st.integers(0, 2**32 - 1))
def test_a_thousand_desks_give_the_same_bytes_in_both_engines(seed: int) -> None:
    assert_same(seed)
