"""The folder that a run leaves behind: part files while it plays, whole files at its end."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

MANIFEST = "manifest.json"
PARTS = "parts"
REPLICATIONS, TICKETS = "replications", "tickets"


class FolderError(Exception):
    """The folder for results cannot be used; the message says why and what to do."""


def next_free(name: str, root: Path = Path("runs")) -> Path:
    """The first of `runs/NAME-1`, `runs/NAME-2`, … that is not there yet."""
    plain = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-") or "run"
    while "--" in plain:
        plain = plain.replace("--", "-")
    return next(path for n in itertools.count(1) if not (path := root / f"{plain}-{n}").exists())


class Folder:
    """Where one run writes; files appear under their names only when they are whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def prepared(cls, path: Path, *, force: bool = False) -> Folder:
        """An empty folder to write to.

        Raises FolderError where it cannot be written, or holds files that are not to be overwritten.
        """
        try:
            if path.exists() and not path.is_dir():
                raise FolderError(f"{path} is a file, not a folder")
            if path.is_dir() and any(path.iterdir()):
                _empty(path, force=force)
            (path / PARTS).mkdir(parents=True, exist_ok=True)
            probe = path / PARTS / "probe"
            probe.touch()
            probe.unlink()
        except OSError as problem:
            raise FolderError(f"cannot write results to {path}: {problem.strerror or problem}") from problem
        return cls(path)

    def write_part(self, kind: str, replication: int, table: pa.Table) -> None:
        """Keeps what one replication leaves behind."""
        self._parquet(self._part(kind, replication), [table], table.schema)

    def merge(self, kind: str, replications: Iterable[int]) -> None:
        """One file of the part files, in order."""
        parts = [self._part(kind, replication) for replication in replications]
        if parts:
            tables = (pq.read_table(part) for part in parts)
            self._parquet(self.path / f"{kind}.parquet", tables, pq.read_schema(parts[0]))

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """A CSV file; numbers to nine figures, which is more than any of them means."""
        text = table.to_csv(index=False, float_format="%.9g", lineterminator="\n")
        self._text(self.path / name, text)

    def write_manifest(self, content: Mapping[str, Any]) -> None:
        """What was run, with what, and how long it took."""
        self._text(self.path / MANIFEST, json.dumps(content, indent=2, ensure_ascii=False) + "\n")

    def tidy(self) -> None:
        """Removes the part files, once they are merged."""
        shutil.rmtree(self.path / PARTS, ignore_errors=True)

    def abandon(self) -> None:
        """Removes the folder of a run that left nothing."""
        self.tidy()
        if self.path.is_dir() and not any(self.path.iterdir()):
            self.path.rmdir()

    def _part(self, kind: str, replication: int) -> Path:
        return self.path / PARTS / f"{kind}-{replication:06d}.parquet"

    @staticmethod
    def _parquet(path: Path, tables: Iterable[pa.Table], schema: pa.Schema) -> None:
        unfinished = path.with_suffix(".unfinished")
        with pq.ParquetWriter(unfinished, schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)
        unfinished.replace(path)

    @staticmethod
    def _text(path: Path, text: str) -> None:
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        unfinished.replace(path)


def _empty(path: Path, *, force: bool) -> None:
    """Empties a folder of earlier results, if it is one and that is wanted."""
    ours = (path / MANIFEST).is_file() or (path / PARTS).is_dir()
    if not ours:
        raise FolderError(f"{path} holds files that are not results; choose another folder with --out")
    if not force:
        raise FolderError(
            f"{path} holds earlier results; choose another folder, or --force to overwrite them"
        )
    for entry in path.iterdir():
        if entry.is_dir() and entry.name in {PARTS, "figures"}:
            shutil.rmtree(entry)
        elif entry.is_file() and entry.suffix in {".csv", ".parquet", ".json", ".html", ".unfinished"}:
            entry.unlink()
