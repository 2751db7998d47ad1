"""The folder that a run leaves behind: part files while it plays, whole files at its end.

Every file is written under another name, flushed to the disk, and renamed: what has its name is whole.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from io import BufferedWriter
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from results.finished import REPLICATIONS, SUMS, TICKETS, Finished, writer

MANIFEST, RUN = "manifest.json", "run.json"
PARTS = "parts"
UNFINISHED = ".unfinished"
PROBE = 2**20
"""A disk that takes so many bytes is not full."""


class FolderError(Exception):
    """The folder for results cannot be used; the message says why and what to do."""


class WriteError(Exception):
    """Something could not be written while the run went on; the message says what and why."""


def next_free(name: str, root: Path = Path("runs")) -> Path:
    """The first of `runs/NAME-1`, `runs/NAME-2`, … that is not there yet."""
    plain = "".join(c if c.isalnum() else "-" for c in name.lower()).strip("-") or "run"
    while "--" in plain:
        plain = plain.replace("--", "-")
    return next(path for n in itertools.count(1) if not (path := root / f"{plain}-{n}").exists())


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV; numbers to nine figures, which is more than any of them means."""
    return str(table.to_csv(index=False, float_format="%.9g", lineterminator="\n"))


def json_text(content: Mapping[str, Any]) -> str:
    """What was found as JSON; ValueError where a number is not finite, which JSON cannot say."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


class Folder:
    """Where one run writes; files appear under their names only when they are whole."""

    def __init__(self, path: Path, made: tuple[Path, ...] = ()) -> None:
        self.path = path
        self._made = made
        """Folders that were not there before."""

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
            folder = cls(path, tuple(each for each in (path, *path.parents) if not each.exists()))
            folder._begin()
        except OSError as problem:
            raise FolderError(f"cannot write results to {path}: {problem.strerror or problem}") from problem
        return folder

    @classmethod
    def continued(cls, path: Path) -> Folder:
        """The folder of a run that did not end; FolderError where there is nothing to go on with."""
        if not path.is_dir():
            raise FolderError(f"there is no folder {path} to continue")
        if not cls(path).has_identity:
            finished = (path / MANIFEST).is_file()
            why = "holds a finished run" if finished else "holds no run that was interrupted"
            raise FolderError(f"{path} {why}; there is nothing to continue")
        try:
            for left_over in (path / PARTS).glob(f"*{UNFINISHED}"):
                left_over.unlink()
            _probe(path / PARTS)
        except OSError as problem:
            raise FolderError(f"cannot write results to {path}: {problem.strerror or problem}") from problem
        return cls(path)

    def _begin(self) -> None:
        """Makes room for parts; where none can be written, nothing is left behind."""
        try:
            (self.path / PARTS).mkdir(parents=True, exist_ok=True)
            _probe(self.path / PARTS)
        except OSError:
            self.abandon()
            raise

    @property
    def identity(self) -> str:
        """What was written about the run whose parts are here."""
        return (self.path / PARTS / RUN).read_text(encoding="utf-8")

    @property
    def has_identity(self) -> bool:
        """Whether it is said whose parts are here."""
        return (self.path / PARTS / RUN).is_file()

    def write_identity(self, text: str) -> None:
        """Says what the run is whose parts come here."""
        _written(self.path / PARTS / RUN, text.encode())

    def write_part(self, name: str, finished: Finished) -> None:
        """Keeps what one replication leaves behind; its sums, without which it is not there, come last."""
        if finished.kept:
            return
        for kind, content in sorted(finished.contents.items(), key=lambda item: item[0] == SUMS):
            _written(self._part(kind, name), content)

    def parts(self) -> set[str]:
        """The names of the replications that are here."""
        parts = (self.path / PARTS).glob(f"{SUMS}-*.feather")
        return {path.stem.removeprefix(f"{SUMS}-") for path in parts}

    def part(self, name: str, *, tickets: bool) -> Finished:
        """What a replication left behind; FolderError where it cannot be read."""
        kinds = (SUMS, REPLICATIONS, *((TICKETS,) if tickets else ()))
        try:
            contents = {kind: self._part(kind, name).read_bytes() for kind in kinds}
            found = Finished(contents, kept=True)
            _ = found.played, *(pq.read_metadata(pa.BufferReader(contents[kind])) for kind in kinds[1:])
        except (OSError, ValueError) as problem:
            part = self._part(SUMS, name)
            raise FolderError(
                f"cannot read {part}: {problem}; remove it to play that part again"
            ) from problem
        return found

    def merge(self, kind: str, names: Iterable[str], file_name: str = "") -> None:
        """One file of the part files, in order, called as what it holds unless told otherwise."""
        parts = [self._part(kind, name) for name in names]
        if parts:
            _written(self.path / f"{file_name or kind}.parquet", lambda file: _merge(file, parts))

    def write_table(self, name: str, table: pd.DataFrame) -> None:
        """A CSV file."""
        _written(self.path / name, csv_text(table).encode())

    def write_manifest(self, content: Mapping[str, Any]) -> None:
        """What was run, with what, and how long it took."""
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        _written(self.path / MANIFEST, text.encode())

    def tidy(self) -> None:
        """Removes the part files, once they are merged; what they belong to goes last."""
        for part in sorted((self.path / PARTS).glob("*"), key=lambda path: path.name == RUN):
            part.unlink(missing_ok=True)
        shutil.rmtree(self.path / PARTS, ignore_errors=True)

    def abandon(self) -> None:
        """Removes the folder of a run that left nothing."""
        if self.parts():
            return
        self.tidy()
        for folder in self._made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _part(self, kind: str, name: str) -> Path:
        return self.path / PARTS / f"{kind}-{name}.{'feather' if kind == SUMS else 'parquet'}"


def part_name(replication: int, batch: str = "", confirm: bool = False) -> str:
    """The name of a replication's part files; batches are the players of one run."""
    return f"{batch}{'fresh-' if confirm else ''}{replication:06d}"


def _written(path: Path, content: bytes | Callable[[BufferedWriter], None]) -> None:
    """Writes a file under another name, flushes it to the disk and renames it; WriteError where it cannot."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as problem:
        unfinished.unlink(missing_ok=True)
        raise WriteError(f"cannot write {path}: {problem.strerror or problem}") from problem


def _merge(file: BufferedWriter, parts: list[Path]) -> None:
    with writer(file, pq.read_schema(parts[0])) as out:
        for part in parts:
            with pq.ParquetFile(part) as one:
                out.write_table(one.read())


def _probe(folder: Path) -> None:
    """OSError where the folder takes no files, or the disk no more bytes."""
    probe = folder / f"probe{UNFINISHED}"
    try:
        with probe.open("wb") as file:
            file.write(bytes(PROBE))
            file.flush()
            os.fsync(file.fileno())
    finally:
        probe.unlink(missing_ok=True)


def _empty(path: Path, *, force: bool) -> None:
    """Empties a folder of earlier results, if it is one and that is wanted."""
    ours = (path / MANIFEST).is_file() or (path / PARTS).is_dir()
    if not ours:
        raise FolderError(f"{path} holds files that are not results; choose another folder with --out")
    if not force:
        also = ", --resume to continue them" if (path / PARTS / RUN).is_file() else ""
        raise FolderError(
            f"{path} holds earlier results; choose another folder{also}, or --force to overwrite them"
        )
    for entry in path.iterdir():
        if entry.is_dir() and entry.name in {PARTS, "figures"}:
            shutil.rmtree(entry)
        elif entry.is_file() and entry.suffix in {".csv", ".parquet", ".json", ".html", UNFINISHED}:
            entry.unlink()
