"""Which figures tell what a grid, or a comparison of combinations, found."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from results.combining import LIST
from results.comparison_results import Comparison
from results.contest import CONFIRMED, SEARCH
from results.grid_results import GridResults
from results.player import AS_WRITTEN
from results.plots.drawing import Drawing
from results.plots.factorial import effects, effects_size, map_size, win_map
from results.plots.look import Palette
from results.words import listed

DURING = "During search."


def drawings_of_grid(results: GridResults) -> list[Drawing]:
    """The map of who wins where, and what each factor does."""
    stage = CONFIRMED if results.fresh else SEARCH
    own = pd.DataFrame(results.winmap[results.winmap["stage"] == stage])
    found = []
    if own["strategy"].nunique() > 1:
        width, height = map_size(own)
        names = list(results.setup.players[0].strategies)
        palette = Palette(pd.DataFrame({"what_if": AS_WRITTEN, "strategy": names}))
        found.append(
            Drawing(
                "win-map",
                "Which strategy wins where",
                f"The best strategy at each point by {results.objective}, and its value. Hatched: another "
                "may be best there; all others hold together with 95 %.",
                " ".join(results.verdict),
                lambda ax: win_map(own, results.objective, palette=palette, ax=ax),
                width=width,
                height=height,
            )
        )
    return [*found, _effects(results.effects, results.objective, "beyond the mean", FACTORS)]


def drawings_of_combinations(results: Comparison) -> list[Drawing]:
    """What each member of the combinations is worth."""
    combined = results.setup.combined
    if combined is None or results.effects.empty:
        return []
    first = results.effects["what_if"].iloc[0]
    own = pd.DataFrame(results.effects[results.effects["what_if"] == first])
    if combined.asked.way == LIST:
        return [_effects(own, results.objective, "less lists without it", PLACES)]
    return [_effects(own, results.objective, "value", BLENDS)]


FACTORS = (
    "What each factor does",
    "The mean at each level less the mean of all, and what two levels together have beyond both; the effects "
    "that explain most first. Filled: told apart from none.",
)
PLACES = (
    "What a place in the list is worth",
    "The mean over lists with a strategy at that place less the mean over lists without it. Filled: told "
    "apart from none.",
)
BLENDS = (
    "What the members of the mixture do",
    "Each strategy alone, and what half of each of two has beyond the mean of both (least squares).",
)


def _effects(frame: pd.DataFrame, objective: str, label: str, words: tuple[str, str]) -> Drawing:
    width, height = effects_size(frame)
    sure = frame[(frame["low"] > 0) | (frame["high"] < 0)]
    told = [f"{row['effect']} {row['level']}" for _, row in sure.iterrows()][:6]

    def draw(ax: Axes) -> Axes:
        return effects(frame, objective, label=label, ax=ax)

    alt = f"Told apart from none: {listed(told)}." if told else "None is told apart from none."
    return Drawing("effects", words[0], f"{words[1]} {DURING}", alt, draw, width=width, height=height)
