"""The rows of one replication: numerator and denominator of every measure and group."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from results.groups import Groups, Places
from results.player import Contribution, Played
from results.record import ORDER, QUANTILES, own_quantiles, ratio_sums, reported

SCHEMA = pa.schema(
    [
        *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("what_if", "strategy")),
        ("replication", pa.int32()),
        *((name, pa.dictionary(pa.int32(), pa.string())) for name in ("measure", "by", "group")),
        ("sum", pa.float64()),
        ("count", pa.float64()),
    ]
)


def replication_rows(played: Played, groups: Groups, what_if: str) -> pa.Table:
    """`what_if, strategy, replication, measure, by, group, sum, count` of one replication.

    For a quantile, `sum` is the replication's own and `count` 1.
    """
    tables = [_rows(one, strategy, played, groups, what_if) for strategy, one in played.strategies.items()]
    return pa.concat_tables(tables)


def _rows(one: Contribution, strategy: str, played: Played, groups: Groups, what_if: str) -> pa.Table:
    tops, bottoms = ratio_sums(one.sums, groups)
    quantiles, enough = own_quantiles(one.histograms, QUANTILES, groups.size)
    sums, counts = np.concatenate([tops, quantiles]), np.concatenate([bottoms, enough])
    measure, place = np.nonzero((counts > 0) & reported(groups))
    by, group, by_labels, group_labels = _labels(groups)
    return pa.table(
        [
            _constant(what_if, len(place)),
            _constant(strategy, len(place)),
            pa.array(np.full(len(place), played.replication, np.int32)),
            _coded(measure, tuple(ORDER)),
            _coded(by[place], by_labels),
            _coded(group[place], group_labels),
            pa.array(sums[measure, place]),
            pa.array(counts[measure, place]),
        ],
        schema=SCHEMA,
    )


def _labels(
    groups: Groups,
) -> tuple[Places, Places, tuple[str, ...], tuple[str, ...]]:
    """Codes of the grouping and the label of every group, and what they stand for."""
    by = np.repeat(np.arange(len(groups.groupings)), [len(one.labels) for one in groups.groupings])
    labels = [label for grouping in groups.groupings for label in grouping.labels]
    known: Mapping[str, int] = {label: code for code, label in enumerate(dict.fromkeys(labels))}
    return by, np.array([known[label] for label in labels], np.int64), tuple(groups.names), tuple(known)


@lru_cache(maxsize=64)
def _dictionary(labels: tuple[str, ...]) -> pa.Array:
    return pa.array(labels, pa.string())


def _coded(codes: NDArray[np.signedinteger], labels: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), _dictionary(labels))


def _constant(label: str, size: int) -> pa.Array:
    return _coded(np.zeros(size, np.int32), (label,))
