"""Which Ticketlab this is: its version, and a digest of its sources and of what its numbers rest on."""

from __future__ import annotations

import hashlib
import importlib.metadata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

HOUSE = ("sim", "strategies", "scenarios", "results")
BENEATH = ("numpy", "scipy")
"""Packages whose arithmetic every draw goes through."""


@cache
def edition() -> str:
    """The same text where, and only where, the same seed gives the same numbers."""
    parts = [f"ticketlab {version_of('ticketlab')} (sources {_sources()})"]
    return ", ".join([*parts, *(f"{package} {version_of(package)}" for package in BENEATH)])


def version_of(package: str) -> str:
    """The version of an installed package."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _sources() -> str:
    digest = hashlib.sha256()
    for package in HOUSE:
        spec = find_spec(package)
        if spec is not None and spec.origin is not None:
            for source in sorted(Path(spec.origin).parent.glob("*.py")):
                digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:8]
