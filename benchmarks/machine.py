"""When, where and with what a benchmark was run."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from results.edition import version_of
from results.processes import processors

CPUINFO = Path("/proc/cpuinfo")
PACKAGES = ("ciw", "salabim", "simpy", "numba", "numpy")


def described() -> str:
    """One line: date, processor, how busy it was at the beginning, versions."""
    today = datetime.now(UTC).date().isoformat()
    busy = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    versions = ", ".join(f"{package} {version_of(package)}" for package in PACKAGES)
    python = f"Python {platform.python_version()}"
    return f"{today}: {processors()} × {_processor()}{busy}; {python}, {versions}\n"


def _processor() -> str:
    lines = CPUINFO.read_text().splitlines() if CPUINFO.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
