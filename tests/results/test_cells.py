from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from results.bins import BINS, bins_of
from results.cells import Cells, Column
from results.share import Flagged, Tally, Timed


def cells_of(*columns: tuple[list[int], int], untold: tuple[int, ...] = ()) -> Cells:
    """Cells of groupings, each the codes of all items and the number of its groups."""
    first, made = 0, []
    for place, (codes, groups) in enumerate(columns):
        made.append(Column(np.array(codes, np.int32), first, groups, place not in untold))
        first += groups
    return Cells.of(made, len(columns[0][0]), first)


def items(cells: Cells) -> np.ndarray:
    return np.arange(len(cells.codes))


def test_values_are_summed_over_all_groups_of_an_item():
    tally = Tally(cells_of(([0, 0, 1], 2), ([1, 2, 0], 2)))
    tally.add(items(tally.cells), {"value": np.array([1.0, 2.0, 4.0])})
    assert tally.sums()["value"].tolist() == [3, 4, 4, 1]


def test_flags_are_counted_by_kind():
    tally = Tally(cells_of(([0, 0, 1, 1], 2)))
    flags = {"a": np.array([True, False, True, True]), "b": np.array([True, True, False, True])}
    tally.count(items(tally.cells), Flagged.of(flags, np.array([0, 1, 1, 1], np.int8), 2))
    sums = tally.sums()
    assert sums["a"].tolist() == [[1, 0], [0, 2]]
    assert sums["b"].tolist() == [[1, 1], [0, 1]]


def test_items_may_show_any_number_of_things():
    codes = np.arange(500) % 200
    tally = Tally(cells_of(([0] * 400 + [1] * 100, 2)))
    for part in (slice(0, 300), slice(300, 500)):
        tally.count(np.arange(500)[part], Flagged(tuple("abcdefgh"), codes[part].astype(np.int32)))
    for place, name in enumerate("abcdefgh"):
        shown = codes >> place & 1
        assert tally.sums()[name].tolist() == [shown[:400].sum(), shown[400:].sum()]


def test_an_item_may_come_several_times():
    tally = Tally(cells_of(([0, 1], 2)))
    tally.add(np.array([1, 1, 0]), {"value": np.array([1.0, 2.0, 4.0])})
    assert tally.sums()["value"].tolist() == [4, 3]


def test_the_longest_of_an_empty_group_is_not_counted():
    tally = Tally(cells_of(([0, 0, 1], 3)))
    tally.add_durations(("wait",), items(tally.cells), Timed.of(np.array([3.0, 9.0, 4.0])))
    sums = tally.sums()
    assert sums["wait_max"].tolist() == [9, 4, 0]
    assert sums["wait_max_n"].tolist() == [1, 1, 0]
    assert sums["wait_n"].tolist() == [2, 1, 0]


def test_what_has_not_ended_is_endless_and_what_does_not_count_is_left_out():
    tally = Tally(cells_of(([0, 0, 0], 1)))
    timed = Timed.of(np.array([3.0, 9.0, 4.0]), np.array([True, False, True]), np.array([True, True, False]))
    tally.add_durations(("wait",), items(tally.cells), timed)
    assert tally.sums()["wait"].tolist() == [12]
    assert tally.sums()["wait_max"].tolist() == [np.inf]
    assert tally.share().histograms["wait"].counts.tolist() == [1, 1]


@pytest.mark.parametrize("size", [8, 4 * BINS])
def test_kinds_that_were_the_same_at_first_are_told_apart_later(size: int):
    cells = cells_of((np.arange(size).tolist(), size) if size == 8 else ([0] * size, 1))
    together, alone = Tally(cells), Tally(cells)
    dice = np.random.default_rng(size)
    batches = dice.integers(0, 50, (2, 3, size)).astype(float)
    batches[0, 1] = batches[0, 2] = batches[0, 0]
    batches[1, 2] = batches[1, 0]
    for lengths in batches:
        states = np.zeros(lengths.shape, np.int8)
        together.add_durations(("a", "b", "c"), items(cells), Timed(lengths, states))
        for name, own in zip("abc", lengths, strict=True):
            alone.add_durations((name,), items(cells), Timed.of(own))
    found, expected = together.share(), alone.share()
    assert found.sums.keys() == expected.sums.keys()
    for name, sums in expected.sums.items():
        assert found.sums[name].tolist() == sums.tolist()
    for name, one in expected.histograms.items():
        assert found.histograms[name].keys.tolist() == one.keys.tolist()
        assert found.histograms[name].counts.tolist() == one.counts.tolist()
    assert found.histograms["c"] is found.histograms["a"]


@pytest.mark.parametrize("size", [800, 21 * BINS])
@pytest.mark.parametrize("splits", [(2,), (9, 9)])
def test_durations_are_counted_by_group_however_many_there_are(size: int, splits: tuple[int, ...]):
    dice = np.random.default_rng(size)
    columns = [(dice.integers(0, groups, size).tolist(), groups) for groups in splits]
    lengths = np.exp(dice.normal(3, 2, size))
    tally = Tally(cells_of(*columns))
    assert tally.cells.codes.shape[1] == len(splits)
    for part in np.array_split(items(tally.cells), 3):
        tally.add_durations(("wait",), part, Timed.of(lengths[part]))
    histogram, sums = tally.share().histograms["wait"], tally.sums()
    groups = [np.array(codes) == group for codes, number in columns for group in range(number)]
    expected = [np.bincount(bins_of(lengths[inside]), minlength=BINS) for inside in groups]
    assert histogram.keys.tolist() == np.flatnonzero(expected).tolist()
    assert histogram.counts.tolist() == np.concatenate(expected)[histogram.keys].tolist()
    assert sums["wait_n"].tolist() == [inside.sum() for inside in groups]
    assert sums["wait_max"].tolist() == [lengths[inside].max() for inside in groups]


def test_no_quantiles_are_told_by_some_groupings():
    tally = Tally(cells_of(([0, 1], 2), ([0, 0], 1), untold=(0,)))
    tally.add_durations(("wait",), items(tally.cells), Timed.of(np.array([3.0, 9.0])))
    assert set(tally.share().histograms["wait"].keys // BINS) == {2}
    assert tally.sums()["wait"].tolist() == [3, 9, 12]


def test_groupings_that_go_together_share_their_cells():
    segment = [k % 3 for k in range(900)]
    cells = cells_of(([0] * 900, 1), (segment, 3), ([2 - k for k in segment], 3))
    assert cells.codes.shape[1] == 1
    assert cells.number == 3


def test_groupings_with_many_groups_do_not_multiply():
    week, hour = [k // 3 for k in range(900)], [k % 24 for k in range(900)]
    day = [k % 7 for k in range(900)]
    cells = cells_of((week, 300), (hour, 24), (day, 7))
    assert cells.number < 1000


@settings(max_examples=60, deadline=None)
@example(6654)  # no tickets at all
@given(st.integers(0, 2**32 - 1))
def test_any_groupings_are_summed_as_each_on_its_own(seed: int):
    dice = np.random.default_rng(seed)
    size = int(dice.integers(0, 400))
    columns = [
        (dice.integers(0, groups + 1, size).tolist(), groups)
        for groups in dice.integers(1, 40, dice.integers(1, 7)).tolist()
    ]
    cells, values = cells_of(*columns), dice.integers(0, 100, size).astype(float)
    tally = Tally(cells)
    tally.add(items(cells), {"value": values})
    alone = [np.bincount(codes, values, groups + 1)[:groups] for codes, groups in columns]
    assert tally.sums()["value"].tolist() == np.concatenate(alone).tolist()
