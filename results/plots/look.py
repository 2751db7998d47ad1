"""How figures look: the same colour, marker and line for the same strategy, names that fit, quiet axes.

Colours are those of Okabe and Ito, told apart by colour-blind readers; markers and dashes tell lines apart
in print.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from results.groups import CROSS
from results.player import AS_WRITTEN

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7A5C00", "#56B4E9", "#E69F00", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">", "h")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (5, 1.2, 1.2, 1.2)), (0, (8, 2)))
GREY = "#8a8a8a"
MOST_LINES = 8
"""So many candidates have a line of their own; the others are drawn thin and grey."""
LONGEST = 30
"""Longer names are cut in the middle."""
WIDEST = 28
"""Longer names stand one under the other in a legend."""
STYLE: Any = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.grid": False,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "svg.fonttype": "none",
    "savefig.dpi": 150,
}


@dataclass(frozen=True)
class Looks:
    """How one candidate is drawn."""

    label: str
    colour: str
    marker: str
    dashes: Any


class Palette:
    """The looks of all candidates: the strategy gives the colour; no two lines have all alike."""

    def __init__(self, candidates: pd.DataFrame) -> None:
        """`candidates` has `what_if` and `strategy`; their order decides."""
        pairs = candidates[["what_if", "strategy"]].drop_duplicates()
        strategies, what_ifs = (list(dict.fromkeys(pairs[name])) for name in ("strategy", "what_if"))
        names = [candidate(what_if, strategy) for what_if, strategy in pairs.itertuples(index=False)]
        self._looks = {}
        for name, cut, (what_if, strategy) in zip(
            names, short_names(names), pairs.itertuples(index=False), strict=True
        ):
            own, other = strategies.index(strategy), what_ifs.index(what_if)
            self._looks[name] = Looks(
                cut,
                COLOURS[own % len(COLOURS)],
                MARKERS[(own + 3 * other) % len(MARKERS)],
                DASHES[(own + 2 * other) % len(DASHES)],
            )

    def __getitem__(self, name: str) -> Looks:
        """The looks of a candidate, also of one that the palette was not made for."""
        return self._looks.get(name) or Looks(short_names([name])[0], GREY, "o", "-")


def candidate(what_if: str, strategy: str) -> str:
    """What people call a strategy under a what-if."""
    return strategy if what_if == AS_WRITTEN else f"{strategy} with {what_if}"


def named(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column `candidate`."""
    columns = (frame[name].to_numpy() for name in ("what_if", "strategy"))
    names = [candidate(*pair) for pair in zip(*columns, strict=True)]
    return frame.assign(candidate=names)


def short_names(names: Sequence[str], longest: int = LONGEST) -> list[str]:
    """Names that fit: cut in the middle, still different, and never read as formulas."""
    found: list[str] = []
    for name in names:
        plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
        keep = (longest - 1) // 2
        cut = plain if len(plain) <= longest else f"{plain[: longest - 1 - keep]}…{plain[-keep:]}"
        number = found.count(cut) + 1
        found.append(cut if number == 1 else f"{cut} ({number})")
    return [name.replace("$", r"\$") for name in found]


def wrapped_names(names: Sequence[str], width: int = 18) -> list[str]:
    """Names for narrow places, in lines of at most `width` characters."""
    return [
        "\n".join(textwrap.wrap(name.replace(CROSS, f" {CROSS} "), width) or [""])
        for name in short_names(names, 3 * width)
    ]


def axes_for(ax: Axes | None, width: float = 6.4, height: float = 4.0) -> Axes:
    """The axes that were given, or those of a new figure."""
    if ax is not None:
        return ax
    from matplotlib import pyplot  # noqa: PLC0415 - not needed to write files

    with mpl.rc_context(STYLE):
        made: Axes = pyplot.subplots(figsize=(width, height), layout="constrained")[1]
    return made


def legend_below(ax: Axes, columns: int = 2) -> None:
    """A legend under the axes and their label, where it covers nothing."""
    label = ax.get_xlabel()
    away = (24 + (16 + 13 * label.count("\n") if label else 0)) / 72
    figure = ax.get_figure(root=True)
    assert figure is not None
    below = ax.transAxes + ScaledTranslation(0, -away, figure.dpi_scale_trans)
    handles, labels = ax.get_legend_handles_labels()
    if handles:
        ax.legend(
            handles,
            labels,
            loc="upper left",
            bbox_to_anchor=(0, 0),
            bbox_transform=below,
            ncols=1 if max(map(len, labels)) > WIDEST else min(columns, len(handles)),
            borderaxespad=0.0,
            handlelength=3.2,
        )


@contextmanager
def style() -> Iterator[None]:
    """Our look, and silence about letters that the font of pictures lacks."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield
