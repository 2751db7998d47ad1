"""Every sum and histogram of the measures is what plain Python finds on random desks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from results.bins import BINS, bins_of
from results.groups import UNTOLD, Groups
from results.player import contribution_of
from results.share import Grouped
from results.tickets import Tickets
from sim import lives
from sim.compiled_engine import play
from sim.desk import desk_of
from sim.draw import draw
from strategies import build, rank
from tests.plain import examples
from tests.results.slow_measures import SlowMeasures
from tests.sim.random_desks import random_scenario

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def assert_measured_as_slowly(seed: int) -> None:
    """The fast measures of one random desk against the slow ones, in small batches."""
    scenario = random_scenario(np.random.default_rng(seed))
    workload = draw(scenario, 0)
    outcome = play(workload, desk_of(scenario), rank(build(["fcfs"], scenario), scenario, workload))
    groups = Groups.of(scenario)
    found = contribution_of(Grouped(Tickets(workload, outcome), groups, groups.members(workload)))
    slow = SlowMeasures(scenario, workload, outcome)
    places = {one: place for place, one in enumerate(zip(*groups.labels, strict=True))}
    compared = {name for name, _, _ in slow.sums}
    for name in compared:
        expected = np.zeros(groups.size)
        for (sum_, by, group), value in slow.sums.items():
            if sum_ == name and (by, group) in places:
                expected[places[by, group]] = value
        own = np.array([by != "week" for by in groups.labels[0]]) if name.startswith("open_") else slice(None)
        assert found.sums[name][own].tolist() == expected[own].tolist(), name
    for family, histogram in found.histograms.items():
        keys = [
            places[by, group] * BINS + int(where)
            for (name, by, group), lengths in slow.durations.items()
            if name == family and (by, group) in places and by not in UNTOLD
            for where in bins_of(np.array(lengths))
        ]
        expected_keys, counts = np.unique(np.array(keys, np.int64), return_counts=True)
        assert histogram.keys.tolist() == expected_keys.tolist(), family
        assert histogram.counts.tolist() == counts.tolist(), family
        if f"{family}_max" in found.sums and family not in {"overdue", "overdue_owed"}:
            for (name, by, group), lengths in slow.durations.items():
                if name == family and (by, group) in places:
                    assert found.sums[f"{family}_max"][places[by, group]] == max(lengths), (family, by, group)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of seven tickets, so that every desk makes several."""
    monkeypatch.setattr(lives, "BATCH", 7)


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=(*SLOW, HealthCheck.function_scoped_fixture),
)
@given(st.integers(0, 2**32 - 1))
def test_any_desk_is_measured_as_plain_python_measures_it(small_batches: None, seed: int) -> None:
    assert_measured_as_slowly(seed)


def test_what_one_batch_tells_many_tell_too(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = random_scenario(np.random.default_rng(3))
    workload = draw(scenario, 0)
    outcome = play(workload, desk_of(scenario), rank(build(["fcfs"], scenario), scenario, workload))
    groups = Groups.of(scenario)
    members = groups.members(workload)
    whole = contribution_of(Grouped(Tickets(workload, outcome), groups, members))
    monkeypatch.setattr(lives, "BATCH", 5)
    parts = contribution_of(Grouped(Tickets(workload, outcome), groups, members))
    assert workload.size > 5
    for name, values in whole.sums.items():
        assert np.array_equal(parts.sums[name], values, equal_nan=True), name
    for name, values in vars(whole.kept).items():
        assert np.array_equal(vars(parts.kept)[name], values), name
