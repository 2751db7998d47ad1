"""Runs in processes of their own, to be watched and killed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def alone(*words: str, folder: Path) -> subprocess.Popen[str]:
    """The command line in a process of its own."""
    return python("-m", "results.cli", *words, folder=folder)


def python(*words: str, folder: Path) -> subprocess.Popen[str]:
    """Python in a process group of its own, with this Ticketlab."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_for(happens: Callable[[], object], process: subprocess.Popen[str], within: float = 200.0) -> None:
    """Waits until something happens, as long as the process lives."""
    deadline = time.monotonic() + within
    while not happens():
        if process.poll() is not None:
            raise AssertionError(f"it ended: {process.communicate()}")
        assert time.monotonic() < deadline
        time.sleep(0.01)


def succeeds(process: subprocess.Popen[str]) -> str:
    """Waits for a process that is to end well; what it said on stderr."""
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def finished_parts(folder: Path) -> list[Path]:
    """The part files of finished replications."""
    return list((folder / "parts").glob("sums-*.feather"))


def digests(folder: Path) -> dict[str, str]:
    """What a run left behind, but for what tells of time and machine."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != "manifest.json"
    }
