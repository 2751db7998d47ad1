"""A replication that has been played: as values, and as the contents of its part files.

Workers hand it over, and a folder keeps it, as the same few bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from results.part_files import packed, unpacked
from results.player import Played, Player
from results.replication_rows import replication_rows

SUMS, REPLICATIONS, TICKETS = "sums", "replications", "tickets"
"""What is kept of a replication: what the books are made of, its rows, and one row per ticket."""

LABELS = ("what_if", "strategy", "measure", "by", "group")
"""Columns with few values, kept as codes."""


class Finished:
    """One replication under all strategies of a player, with what is written about it."""

    def __init__(self, contents: Mapping[str, bytes], *, kept: bool = False) -> None:
        self._contents = dict(contents)
        self.kept = kept
        """Whether its part files are there already."""
        self.light = False
        """Whether only its sums are wanted, in no file."""

    @classmethod
    def of(cls, player: Player, played: Played) -> Finished:
        """What a player has just played."""
        one = cls({})
        one.played = replace(played, rows=None)
        one.rows = (
            replication_rows(played, player.groups, player.what_if) if player.keep_rows else pa.table({})
        )
        one._tickets = played.rows
        one.light = not player.keep_rows
        return one

    def __reduce__(self) -> tuple[Callable[..., Finished], tuple[Any, ...]]:
        """It travels as the contents of its files, or, where there are to be none, as it is."""
        if self.light:
            return _light, (self.played,)
        return Finished, (self.contents,)

    @cached_property
    def played(self) -> Played:
        """The sums that the books take in."""
        return unpacked(Played, self._contents[SUMS])

    @cached_property
    def rows(self) -> pa.Table:
        """Numerator and denominator of every measure and group."""
        return pq.read_table(pa.BufferReader(self._contents[REPLICATIONS]))

    @cached_property
    def _tickets(self) -> pa.Table | None:
        return None

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """The files, by what they hold."""
        if self._contents:
            return self._contents
        tickets = {} if self._tickets is None else {TICKETS: parquet(self._tickets)}
        return {SUMS: packed(self.played), REPLICATIONS: parquet(self.rows), **tickets}


def _light(played: Played) -> Finished:
    """What travelled as it is."""
    one = Finished({})
    one.played, one.rows, one.light = played, pa.table({}), True
    return one


def parquet(table: pa.Table) -> bytes:
    """A table as a Parquet file."""
    file = io.BytesIO()
    with writer(file, table.schema) as out:
        out.write_table(table)
    return file.getvalue()


def writer(file: io.IOBase, schema: pa.Schema) -> pq.ParquetWriter:
    """What writes tables of this form, one after another, to a file."""
    return pq.ParquetWriter(file, schema, compression="zstd", compression_level=1)
