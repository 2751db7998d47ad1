from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from results.sizing.presence import Presence
from sim.attendance import attend
from sim.streams import Streams
from tests.results.sizing.test_desks import SHIFTED, Variable, box

OTHERS = Variable("L1", "others", 1, 3)


@pytest.mark.parametrize("counts", [(2, 3, 1), (4, 1, 3), (2, 3, 3)])
def test_who_is_there_pool_by_pool_is_who_is_there(counts: tuple[int, ...]) -> None:
    presence = Presence()
    for warm in ((1, 1, 1), counts):
        scenario = box(SHIFTED, OTHERS).desk(warm).scenario
        found = presence.of("tickets", scenario, Streams(1, 2))
    wanted = attend(scenario, Streams(1, 2))
    for field in fields(wanted):
        if not field.name.startswith("draw"):
            mine, theirs = getattr(found, field.name), getattr(wanted, field.name)
            assert mine.dtype == theirs.dtype
            assert np.array_equal(mine, theirs)
    assert np.array_equal(found.taste, wanted.taste)


def test_another_seed_is_another_presence() -> None:
    presence, scenario = Presence(), box(SHIFTED, OTHERS).desk((3, 3, 1)).scenario
    one, other = (presence.of("tickets", scenario, Streams(seed, 0)) for seed in (1, 2))
    assert not np.array_equal(one.on_start, other.on_start)
