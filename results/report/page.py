"""What the page shows, and how that becomes HTML that needs no other file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from results.plots.drawing import Drawing
from results.promises import BROKEN, CLOSE, KEPT
from results.report.assumed import Line
from results.report.grids import Grid
from results.verdict_words import BETTER, WORSE

PIXELS = 96
"""Per inch."""
MARKS = {KEPT: "✓", BROKEN: "✗", CLOSE: "≈", BETTER: "▲", WORSE: "▼"}
"""Beside the words of verdicts, so that nothing hangs on colours."""


@dataclass(frozen=True)
class Picture:
    """A figure of the page."""

    name: str
    title: str
    says: str
    alt: str
    source: str
    width: int
    height: int

    @classmethod
    def of(cls, drawing: Drawing) -> Picture:
        """A drawing as a picture that needs no other file."""
        source = "data:image/svg+xml;base64," + base64.b64encode(drawing.svg().encode()).decode()
        size = round(drawing.width * PIXELS), round(drawing.height * PIXELS)
        return cls(drawing.name, drawing.title, drawing.says, drawing.alt, source, *size)


@dataclass(frozen=True)
class Told:
    """What is said of what was found."""

    question: str
    asked: str
    """How it is judged."""
    verdict: Sequence[str]
    found: Sequence[Grid]
    method: Sequence[str] = ()
    """What goes for these results only."""


@dataclass(frozen=True)
class Page:
    """What the template shows."""

    title: str
    question: str
    asked: str
    verdict: tuple[str, ...]
    warnings: tuple[str, ...]
    pictures: tuple[Picture, ...]
    found: tuple[Grid, ...]
    desk: tuple[Grid, ...]
    lines: tuple[Line, ...]
    file: str
    method: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def html_of(page: Page) -> str:
    """A page as HTML that needs nothing else."""
    script, look = (
        files(__package__).joinpath("templates", name).read_text("utf-8")
        for name in ("report.js", "report.css")
    )
    template = _environment().get_template("report.html.j2")
    return template.render(
        page=page, script=script, look=look, script_hash=_hash(script), look_hash=_hash(look)
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("results.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["marks"] = MARKS
    return made


def _hash(text: str) -> str:
    """What the page's own policy allows to run, and nothing else."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
