"""Which figures tell what was found."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import pandas as pd
from matplotlib.axes import Axes

from results.asking import default_objectives
from results.comparison_results import Comparison
from results.contest import CONFIRMED, SEARCH
from results.criteria import Term, expression
from results.findings import Results
from results.grid_results import GridResults
from results.plots import alternatives
from results.plots.desk import DURING, MOST_KEY, Told, kept, ordered, people, settling, times, waited
from results.plots.dots import pairs_and_front, pareto
from results.plots.drawing import Drawing
from results.plots.forest import PAIRED, differences, gains, row_height
from results.plots.look import Palette, named
from results.plots.of_factorials import drawings_of_combinations, drawings_of_grid
from results.plots.of_sizings import drawings_of_shifts, drawings_of_sizing
from results.sizing.played import SizeResults
from results.sizing.shifted import ShiftResults
from results.verdict import in_order
from results.words import listed


def drawings_of(results: Comparison | GridResults | Results | SizeResults | ShiftResults) -> list[Drawing]:
    """All figures of what was found, the most telling first."""
    if isinstance(results, SizeResults):
        return drawings_of_sizing(results)
    if isinstance(results, ShiftResults):
        return drawings_of_shifts(results)
    if isinstance(results, GridResults):
        return drawings_of_grid(results)
    return _of_comparison(results) if isinstance(results, Comparison) else _of_run(results)


def _of_run(results: Results) -> list[Drawing]:
    frames = {name: getattr(results, name) for name in _FRAMES}
    told = Told(palette=Palette(results.summary), **frames)
    term = expression(results.objective).terms[0]
    return [*kept(told, ""), *times(told), *waited(told), *people(told), *settling(results, term, told)]


def _of_comparison(results: Comparison) -> list[Drawing]:
    """The candidates that decide on the tickets that decide; all of them as the search saw them."""
    palette = Palette(results.summary[results.summary["stage"] == SEARCH])
    stage = CONFIRMED if results.confirmed else SEARCH
    key = _key(results)
    remark = "" if results.confirmed else DURING

    def of_key(frame: pd.DataFrame) -> pd.DataFrame:
        return ordered(frame[frame["stage"] == stage], key)

    frames = {name: of_key(getattr(results, name)) for name in _FRAMES}
    told = Told(palette=palette, **frames, remark=remark)
    search = {name: _of_stage(getattr(results, name), SEARCH) for name in ("summary", "promises", "gains")}
    everybody = Told(palette, search["summary"], search["promises"], told.waits, told.load, told.why, DURING)
    several = len(results.standings) > len(results.confirmed)
    found = [*_forests(results, palette), *kept(told, "")]
    found += kept(everybody, "-search") if results.confirmed and several else []
    found += [*_winners(results, of_key(results.gains)), *_fronts(results, search["summary"], palette)]
    found += drawings_of_combinations(results)
    found += [*times(told), *waited(told), *people(told)]
    term = results.found.objective.single
    return [*found, *(settling(results, term, told) if term else [])]


_FRAMES = ("summary", "promises", "waits", "load", "why")


def _key(results: Comparison) -> list[str]:
    """Winner, runner-up and baseline; without fresh replications the best of the search, and the baseline."""
    if results.confirmed:
        order = in_order(list(results.confirmed.values()), results.found.objective)
        return [list(results.confirmed)[place].label for place in order]
    order = in_order(list(results.standings.values()), results.found.objective)
    best = [list(results.standings)[place].label for place in order][: MOST_KEY - 1]
    return list(dict.fromkeys([*best, results.baseline]))


def _of_stage(frame: pd.DataFrame, stage: str) -> pd.DataFrame:
    return pd.DataFrame(frame[frame["stage"] == stage])


def _forests(results: Comparison, palette: Palette) -> list[Drawing]:
    """The differences of the objective: on fresh replications, and of everybody in the search."""
    found = []
    for stage, suffix, title in (
        (CONFIRMED, "", "How much better than the baseline, on fresh replications"),
        (SEARCH, "-search", "How much better than the baseline, every candidate during the search"),
    ):
        rows = _differences(results, stage)
        if len(rows):
            remark = f" {DURING}" if stage == SEARCH and results.confirmed else ""
            found.append(_forest(results, rows, palette, f"differences{suffix}", title, remark))
    return found


def _differences(results: Comparison, stage: str) -> pd.DataFrame:
    """The objective's differences to the baseline, the best first."""
    table = results.comparison
    rows = table[
        (table["family"] == "objective") & (table["stage"] == stage) & (table["baseline"] == results.baseline)
    ]
    return pd.DataFrame(rows.sort_values("difference", ascending=results.found.objective.sign < 0))


def _forest(  # noqa: PLR0917 - in the order in which they are told
    results: Comparison, rows: pd.DataFrame, palette: Palette, name: str, title: str, remark: str
) -> Drawing:
    measure, by, group = (str(rows.iloc[0][column]) for column in ("measure", "by", "group"))

    def draw(ax: Axes) -> Axes:
        return differences(rows, measure, by, group, worth=results.setup.worth, palette=palette, ax=ax)

    return Drawing(
        name,
        title,
        f"Difference of {results.objective} to {results.baseline} on the same tickets, with "
        f"intervals that hold together with 95 %. Filled: told apart from the baseline; hollow: not.{remark}",
        alternatives.of_differences(rows, measure),
        draw,
        height=row_height(len(rows)),
    )


def _winners(results: Comparison, table: pd.DataFrame) -> list[Drawing]:
    """Who gains and who loses under the winner, by segment and by priority."""
    own = named(table)
    own = own[own["candidate"] == results.found.winner.label]
    found = []
    for by in ("segment", "priority"):
        rows = own[own["by"] == by]
        if rows.empty:
            continue
        found.append(
            Drawing(
                f"gains-{by}",
                f"Who gains and who loses under {results.found.winner.label}, by {by}",
                f"Tickets served earlier (right) and later (left) than under {rows['baseline'].iloc[0]}, "
                "ticket by ticket, and by how much on average; the rest are served at the same time.",
                alternatives.of_shares(rows),
                partial(_draw_gains, own, by),
                height=row_height(len(rows), PAIRED),
            )
        )
    return found


def _draw_gains(own: pd.DataFrame, by: str, ax: Axes) -> Axes:
    return gains(own, by, ax=ax)


def _fronts(results: Comparison, summary: pd.DataFrame, palette: Palette) -> list[Drawing]:
    """The objective against the promise that competes most: the one with the longest front."""
    if results.setup.pareto:
        return _asked_fronts(results, summary, palette)
    y = results.found.objective.single
    if y is None or len(results.standings) < 3 or not y.measure.worse:
        return []
    fronts = {x: pairs_and_front(summary, x.name, y.name) for x in _rivals(results)}
    if not fronts:
        return []
    x, (both, front) = max(fronts.items(), key=lambda item: int(item[1][1].sum()))
    return [
        Drawing(
            "front",
            "What has to be paid for the objective",
            "Every candidate by two measures; filled ones are on the front: nobody is better in both. "
            f"{DURING}",
            f"Points of {len(results.standings)} candidates by {x.name} and {y.name}. On the front: "
            f"{listed(list(both.index[front]))}.",
            lambda ax: pareto(summary, x.name, y.name, palette=palette, ax=ax),
            height=5.0,
        )
    ]


def _asked_fronts(results: Comparison, summary: pd.DataFrame, palette: Palette) -> list[Drawing]:
    """Each two of the objectives that were asked for, where these are plain measures."""
    names = [one.text for one in results.setup.pareto if one.single is not None]
    on = results.pareto[results.pareto["on_front"] & (results.pareto["stage"] == SEARCH)]
    kept = listed(list(dict.fromkeys(named(on)["candidate"])))
    return [
        Drawing(
            f"front-{place + 1}",
            f"What has to be paid: {x} and {y}",
            "Every candidate by two measures; filled ones are on the front of these two: nobody is better in "
            f"both. {DURING}",
            f"Points of {len(results.standings)} candidates by {x} and {y}. Worth keeping: {kept}.",
            partial(_draw_front, summary, x, y, palette),
            height=5.0,
        )
        for place, (x, y) in enumerate(combinations(names, 2))
    ]


def _draw_front(summary: pd.DataFrame, x: str, y: str, palette: Palette, ax: Axes) -> Axes:
    return pareto(summary, x, y, palette=palette, ax=ax)


def _rivals(results: Comparison) -> list[Term]:
    """What else counts: constraints and other promises, or else the wait of all."""
    own = results.found.objective.text
    wanted = [one.expression for one in results.setup.constraints]
    wanted += default_objectives(results.setup.players[0].scenario)
    single = [one.single for one in wanted if one.text != own]
    found = [one for one in single if one is not None and one.measure.worse]
    waits = [expression(text).terms[0] for text in ("first_reply_p90", "wait_mean") if text != own]
    return found or waits[:1]
