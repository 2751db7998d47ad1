from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather

from results.crew import Crew, Job
from results.finished import Finished
from results.part_files import packed, unpacked
from results.player import Played
from results.running import Options, player_of
from sim.vocabulary import Floats
from tests.results.plans import small_plan


@dataclass(frozen=True)
class Inner:
    values: Floats
    mark: bytes | None = None


@dataclass(frozen=True)
class Outer:
    count: int
    length: float
    named: Mapping[str, Inner]
    plain: Mapping[str, float] = field(default_factory=dict)


def back(value: Outer) -> Outer:
    return unpacked(Outer, packed(value))


def test_numbers_and_nested_records_come_back_as_they_were():
    found = back(Outer(3, 0.1, {"a/b": Inner(np.array([0.1, np.nan, -np.inf]), b"\0x\0")}, {"": 2.5}))
    assert (found.count, found.length, dict(found.plain)) == (3, 0.1, {"": 2.5})
    assert type(found.count) is int
    assert found.named["a/b"].values.tobytes() == np.array([0.1, np.nan, -np.inf]).tobytes()
    assert found.named["a/b"].mark == b"\0x\0"


def test_what_is_empty_comes_back_empty():
    found = back(Outer(0, 0.0, {"": Inner(np.empty((0, 4)))}))
    assert found.named[""].values.shape == (0, 4)
    assert found.named[""].mark is None
    assert back(Outer(0, 0.0, {})).named == {}


@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "i8", "u4", "f4", "?"])
@pytest.mark.parametrize("largest", [1, 100, 40_000, 2**31 - 1])
def test_arrays_keep_type_shape_and_values(kind, largest):
    if np.dtype(kind).kind in "iu":
        largest = min(largest, np.iinfo(kind).max)
    array = np.array([[0, largest, 1], [largest, 0, 0]]).astype(kind)
    found = back(Outer(0, 0.0, {"x": Inner(array)})).named["x"].values
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)


@pytest.mark.parametrize("ends", [(-(2**63), 2**63 - 1), (2**63 - 1, -(2**63)), (-5, 2**40)])
def test_whole_numbers_far_apart_are_kept(ends):
    array = np.array(ends, np.int64)
    np.testing.assert_array_equal(back(Outer(0, 0.0, {"x": Inner(array)})).named["x"].values, array)


def test_one_array_in_several_places_is_in_each_of_them():
    array = np.array([5, 70_000, 3], np.int64)
    found = back(Outer(0, 0.0, {"x": Inner(array), "y": Inner(array[::-1]), "z": Inner(array)})).named
    for name, expected in (("x", array), ("y", array[::-1]), ("z", array)):
        np.testing.assert_array_equal(found[name].values, expected)
    assert found["x"].values is found["z"].values


def test_equal_arrays_come_back_as_one():
    whole, shares = np.array([5, 70_000, 3], np.int64), np.array([0.5, np.nan])
    kept = {"a": whole, "b": shares, "c": whole.copy(), "d": shares.copy(), "e": -shares}
    found = back(Outer(0, 0.0, {name: Inner(array) for name, array in kept.items()})).named
    assert found["a"].values is found["c"].values
    assert found["b"].values is found["d"].values
    np.testing.assert_array_equal(found["e"].values, -shares)


def test_numbers_stored_alike_keep_their_own_type_and_shape():
    narrow = np.array([1, 2, 300, 301])
    kept = {"a": narrow.astype("i4"), "b": narrow.astype("i8"), "c": narrow.reshape(2, 2), "d": narrow[:3]}
    found = back(Outer(0, 0.0, {name: Inner(array) for name, array in kept.items()})).named
    for name, array in kept.items():
        assert found[name].values.dtype == array.dtype
        np.testing.assert_array_equal(found[name].values, array)


def test_what_comes_back_does_not_hold_the_whole_file():
    found = back(Outer(0, 0.0, {"x": Inner(np.zeros(3)), "y": Inner(np.zeros(10_000))})).named["x"].values
    held = found if found.base is None else found.base
    assert held.nbytes == found.nbytes


def table_alone() -> bytes:
    """A table without what we say beside it."""
    file = io.BytesIO()
    feather.write_feather(pa.table({"bytes": [b"12345678"]}), file)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"PAR1", table_alone(), packed(Inner(np.zeros(2)))])
def test_other_bytes_are_refused(content):
    with pytest.raises(ValueError, match="no Outer"):
        unpacked(Outer, content)


@pytest.fixture(scope="module")
def finished():
    player = player_of(small_plan(1), Options(keep_tickets=True))
    return next(Crew().play([Job(player, 0)]))[1]


def test_a_replication_comes_back_with_every_sum_and_count(finished):
    there = Finished(finished.contents).played
    ours = finished.played
    assert replace(there, strategies={}) == replace(ours, strategies={})
    assert list(there.strategies) == list(ours.strategies)
    for name, one in ours.strategies.items():
        other = there.strategies[name]
        assert other.played_on == one.played_on
        assert {key: value.tobytes() for key, value in other.sums.items()} == {
            key: value.tobytes() for key, value in one.sums.items()
        }
        for family, histogram in one.histograms.items():
            np.testing.assert_array_equal(other.histograms[family].keys, histogram.keys)
            np.testing.assert_array_equal(other.histograms[family].counts, histogram.counts)
        for part in fields(one.kept):
            np.testing.assert_array_equal(getattr(other.kept, part.name), getattr(one.kept, part.name))


def test_its_rows_come_back(finished):
    assert Finished(finished.contents).rows.to_pydict() == finished.rows.to_pydict()


def test_a_played_replication_is_small_on_its_way(finished):
    assert len(packed(finished.played)) < 0.3 * sum(
        array.nbytes
        for one in finished.played.strategies.values()
        for array in (
            *one.sums.values(),
            *(part for each in one.histograms.values() for part in (each.keys, each.counts)),
        )
    )


def test_no_record_but_the_one_asked_for_is_made():
    assert isinstance(unpacked(Inner, packed(Inner(np.zeros(1)))), Inner)
    with pytest.raises(ValueError, match="no Played"):
        unpacked(Played, packed(Inner(np.zeros(1))))
