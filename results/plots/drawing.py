"""A figure with its words, as SVG, as PNG, and as files."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from results.plots.look import style

FOLDER = "figures"


@dataclass(frozen=True)
class Drawing:
    """One figure: how it is drawn, and what is said beside it."""

    name: str
    """Of its files; letters, digits and hyphens."""
    title: str
    says: str
    """What is seen, and how to read it."""
    alt: str
    """The same for those who do not see it, with its figures."""
    draw: Callable[[Axes], object]
    width: float = 6.4
    height: float = 4.0
    """[inch]"""

    def svg(self) -> str:
        """The figure as SVG, whose text is text; the same bytes each time."""
        with style(), mpl.rc_context({"svg.hashsalt": self.name}):
            return self._saved("svg").decode()

    def png(self) -> bytes:
        """The figure as PNG."""
        with style():
            return self._saved("png")

    def _saved(self, form: str) -> bytes:
        figure = _DrawnOnce(figsize=(self.width, self.height), layout="constrained")
        self.draw(figure.add_subplot())
        file = io.BytesIO()
        told = {"Date": None, "Title": self.title} if form == "svg" else {"Title": self.title}
        figure.savefig(file, format=form, metadata=told)
        return file.getvalue()


class _DrawnOnce(Figure):
    """A figure that is laid out without being drawn; Matplotlib draws it twice to save it."""

    def draw(self, renderer: RendererBase) -> None:
        """Lays it out where it is not yet; when it is saved, its place then holds no such layout any more."""
        layout = self.get_layout_engine()
        if isinstance(layout, ConstrainedLayoutEngine):
            layout.execute(self)
        else:
            super().draw(renderer)


def write_drawings(drawings: Sequence[Drawing], folder: Path) -> Path:
    """Each figure as SVG and PNG in `figures/` of a folder, which is returned."""
    there = folder / FOLDER
    there.mkdir(parents=True, exist_ok=True)
    for one in drawings:
        (there / f"{one.name}.svg").write_text(one.svg(), encoding="utf-8", newline="\n")
        (there / f"{one.name}.png").write_bytes(one.png())
    return there
