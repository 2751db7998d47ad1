"""What a grid shows: who wins where, then what each factor does."""

from __future__ import annotations

from rich.console import Console

from results.files import csv_text, json_text
from results.grid_results import GridResults
from results.overview import Table, table_of
from results.terminal import PLAIN_WIDTH, drawn_table, html_told, on_paper, records_of, tell
from results.verdict_text import difference_in_words, spread_in_words, value_in_words
from results.words import percent, plural

DOUBT = " ?"
"""Follows a winner that may not be the best."""
SMALL = 0.01
"""Effects that explain less of the spread are left to the file."""
MOST = 12
"""Levels of an effect that are printed."""


def show_grid(results: GridResults, out: Console) -> None:
    """The verdict, the map, and the effects by how much they explain."""
    tell(out, [*results.verdict, results.question])
    out.print(drawn_table(winners(results), out))
    if any(one.doubtful for _, one in results.spots):
        tell(out, ["? another may be best there"])
    out.print(drawn_table(effects_shown(results), out))
    tell(out, [_footing(results)])


def as_text(results: GridResults, width: int = PLAIN_WIDTH) -> str:
    """The same as plain text."""
    return on_paper(lambda out: show_grid(results, out), width)


def as_json(results: GridResults) -> str:
    """Verdict, map and effects as one JSON object; null where there is no value."""
    content = {
        "scenario": results.name,
        "verdict": results.verdict,
        "objective": results.objective,
        "baseline": results.baseline,
        "replications": results.replications_done,
        "replications_asked": results.replications_asked,
        "fresh_replications": results.fresh,
        "tickets": results.tickets,
        "folder": str(results.folder) if results.folder else None,
        "winmap": records_of(results.winmap),
        "effects": records_of(results.effects),
    }
    return json_text(content)


def as_csv(results: GridResults) -> str:
    """The map."""
    return csv_text(results.winmap)


def as_html(results: GridResults) -> str:
    """Verdict and map for a notebook."""
    return html_told(results.name, results.verdict, [winners(results)])


def winners(results: GridResults) -> Table:
    """The winner at each point: the last of several factors across, the values of the others down."""
    factors = results.grid.factors
    told = {
        tuple(values.values()): (_winner(results, place),) for place, (values, _) in enumerate(results.spots)
    }
    if len(factors) == 1:
        return table_of(
            [(factors[0].name,), ("winner",)], [((one,), told[one,]) for one in factors[0].labels]
        )
    *down, across = factors
    headings = [*((one.name,) for one in down), *((f"{across.name}={one}",) for one in across.labels)]
    lines = dict.fromkeys(values[:-1] for values in told)
    rows = [(*((value,) for value in line), *(told[*line, one] for one in across.labels)) for line in lines]
    return table_of(headings, rows, names=len(down))


def effects_shown(results: GridResults) -> Table:
    """Effects by how much of the spread they explain, each with the levels that matter most."""
    wanted = results.objective_found
    found = results.effects
    found = found[(found["share"] >= SMALL) | ~found["effect"].str.contains("×")]
    found = found.sort_values("share", ascending=False, kind="stable")
    rows = []
    for effect, own in found.groupby("effect", sort=False):
        kept = own.loc[own["value"].abs().sort_values(ascending=False).index[:MOST]].sort_index()
        for place, (_, row) in enumerate(kept.iterrows()):
            rows.append(
                (
                    (str(effect) if not place else "",),
                    (percent(float(row["share"]), 0) if not place else "",),
                    (str(row["level"]),),
                    (difference_in_words(wanted, float(row["value"])),),
                    (spread_in_words(wanted, float(row["low"]), float(row["high"])),),
                )
            )
    return table_of(
        [("effect",), ("explains",), ("level",), ("beyond the mean",), ("interval",)], rows, names=3
    )


def _winner(results: GridResults, place: int) -> str:
    one = results.spots[place][1]
    value = value_in_words(results.objective_found, one.standings[one.winner].value)
    if len(one.standings) < 2:
        return value
    return f"{one.winner.strategy}{DOUBT if one.doubtful else ''} ({value})"


def _footing(results: GridResults) -> str:
    stage = "on fresh replications" if results.fresh else "in the search"
    return (
        f"The map is of who does best {stage}; what is not marked holds for all points together with 95 %. "
        f"Effects are of the search: {plural(results.replications_done, 'replication')} of every strategy at "
        f"every point on the same draws; {plural(results.tickets, 'ticket')} played in all."
    )
