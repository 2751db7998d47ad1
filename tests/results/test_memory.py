from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from results.memory import keep_freed_memory

FREED = """
from pathlib import Path
from results.memory import keep_freed_memory
{called}
block = b"x" * 200_000_000
del block
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmRSS"].split()[0]) // 1024)
"""


def held_after(called: str) -> int:
    """Memory of a process that has freed 200 MB [MB]."""
    done = subprocess.run(
        [sys.executable, "-c", FREED.format(called=called)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are")
def test_what_was_freed_stays_with_the_process():
    assert held_after("keep_freed_memory()") > 150 > held_after("")


def test_nothing_happens_without_glibc(monkeypatch):
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    monkeypatch.setattr("ctypes.CDLL", lambda _: pytest.fail("no library is asked"))
    keep_freed_memory()
