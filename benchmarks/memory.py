"""The most memory that this process has held so far, as the operating system counts it."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak() -> int:
    """The height of resident memory since this process began [bytes]; NumPy's and numba's included.

    Linux tells it of the program itself; elsewhere it may include what the parent held.
    """
    if STATUS.exists():
        found = dict(line.split(":", 1) for line in STATUS.read_text().splitlines() if ":" in line)
        return int(found["VmHWM"].split()[0]) * 1024
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest if sys.platform == "darwin" else largest * 1024
