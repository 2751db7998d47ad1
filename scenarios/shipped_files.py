"""The scenario files that come with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

STARTER = "starter.yaml"


def shipped() -> dict[str, Path]:
    """The scenario files that come with the package, by name; the starter apart."""
    folder = Path(str(files("scenarios")))
    return {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.name != STARTER}


def starter(name: str) -> str:
    """The text of a commented scenario file of this name that runs as it is."""
    text = files("scenarios").joinpath(STARTER).read_text(encoding="utf-8")
    title = " ".join(name.split()) or "desk"
    quoted = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text.replace("name: NAME", f"name: {quoted}").replace("NAME", title)
