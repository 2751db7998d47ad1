"""What a run shows: tables on a terminal or in a pipe, JSON, CSV, and HTML for notebooks."""

from __future__ import annotations

import html
import io
import math
import re
import textwrap
from collections.abc import Callable, Iterable
from typing import IO, Any, Literal

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from results.files import csv_text, json_text
from results.findings import Results
from results.overview import MOST_PROMISES, Cell, Table, overview, with_interval
from results.promises import BROKEN, CLOSE, KEPT
from results.words import UNKNOWN, plural

COLOURS = {KEPT: "green", CLOSE: "yellow", BROKEN: "red"}
BULLET = "• "
"""Before what a reader must know beside the answer."""
TIE = "\N{NO-BREAK SPACE}"
PLAIN_WIDTH = 120
"""Columns of a table that does not go to a terminal."""


def console(*, colours: bool = False, width: int | None = None, file: IO[str] | None = None) -> Console:
    """Where tables are printed: a terminal in its own width, anything else plain and 120 wide."""
    literally: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False, "file": file}
    if colours:
        return Console(width=width, **literally)
    return Console(
        width=width or PLAIN_WIDTH,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
        **literally,
    )


def show(results: Results, out: Console, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> None:
    """The overview, what was asked for beside it, and what a reader must know."""
    table = _overview_that_fits(results, out)
    out.print(_heading(results))
    out.print(drawn_table(table, out))
    if table.left_out:
        where = results.folder / "promises.csv" if results.folder else "the promises table"
        out.print(f"{plural(table.left_out, 'more promise')} in {where}.", soft_wrap=True)
    for grouping in by or (("all",) if measures else ()):
        out.print(drawn_table(_detail(results, measures, grouping), out))
    tell(out, results.sentences, mark=BULLET)


def as_text(results: Results, width: int = PLAIN_WIDTH) -> str:
    """The overview as plain text."""
    return on_paper(lambda out: show(results, out), width)


def on_paper(shown: Callable[[Console], None], width: int = PLAIN_WIDTH) -> str:
    """What would be shown, as plain text."""
    paper = io.StringIO()
    shown(console(width=width, file=paper))
    return paper.getvalue()


def as_html(results: Results) -> str:
    """The overview for a notebook."""
    heading = f"<p><b>{html.escape(_heading(results))}</b></p>"
    return f"{heading}{html_table(overview(results))}{html_list(results.sentences)}"


def html_told(name: str, sentences: Iterable[str], tables: Iterable[Table] = ()) -> str:
    """What was found under its name, for a notebook."""
    heading = f"<p><b>{html.escape(name)}</b></p>{html_list(sentences)}"
    return heading + "".join(map(html_table, tables))


def html_table(table: Table) -> str:
    """A table for a notebook."""
    head = "".join(f"<th>{html.escape(' '.join(heading.pieces))}</th>" for heading in table.headings)
    rows = "".join("<tr>" + "".join(map(_html_cell, row)) + "</tr>" for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def html_list(sentences: Iterable[str]) -> str:
    """Sentences for a notebook."""
    return f"<ul>{''.join(f'<li>{html.escape(sentence)}</li>' for sentence in sentences)}</ul>"


def as_json(results: Results, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> str:
    """Promises and measures as one JSON object; null where there is no value, "inf" for what never ended."""
    summary = pd.concat([results.selected(measures, grouping) for grouping in by or ("all",)])
    content = {
        "scenario": results.name,
        "baseline": results.baseline,
        "objective": results.objective,
        "replications": results.replications_done,
        "replications_asked": results.replications_asked,
        "tickets": results.tickets,
        "folder": str(results.folder) if results.folder else None,
        "promises": records_of(results.promises),
        "summary": records_of(summary),
        "notes": results.sentences,
    }
    return json_text(content)


def as_csv(results: Results, measures: tuple[str, ...] = (), by: tuple[str, ...] = ()) -> str:
    """The promises; or, where measures or groupings are asked for, those rows of the summary."""
    if measures or by:
        table = pd.concat([results.selected(measures, grouping) for grouping in by or ("all",)])
    else:
        table = results.promises
    return csv_text(table)


def tell(out: Console, sentences: Iterable[str], mark: str = "") -> None:
    """Prints sentences in lines that fit, each with a mark before it."""
    for sentence in sentences:
        out.print(wrapped(f"{mark}{sentence}", out.width), soft_wrap=True)


def wrapped(sentence: str, width: int) -> str:
    """A sentence in lines that do not part a number from its unit."""
    tight = re.sub(r"(\d) (%|h|min|s|days?)\b|(\d) %", lambda found: found[0].replace(" ", TIE), sentence)
    return textwrap.fill(tight, width, subsequent_indent="  ").replace(TIE, " ")


def _heading(results: Results) -> str:
    count = plural(results.replications_done, "replication")
    return f"{results.name}: {count}, {plural(results.tickets, 'ticket')} played, baseline {results.baseline}"


def _overview_that_fits(results: Results, out: Console) -> Table:
    """The overview with as many promises as there is room for, one at least."""
    tables = (overview(results, promises) for promises in range(MOST_PROMISES, 0, -1))
    fitting = (table for table in tables if _fits(_drawn(table, out, "\n"), out))
    return next(fitting, overview(results, 1))


def drawn_table(table: Table, out: Console) -> RichTable:
    """One line per row where there is room for it, else each piece of a cell on a line of its own."""
    wide = _drawn(table, out, " ")
    return wide if _fits(wide, out) else _drawn(table, out, "\n")


def _fits(drawn: RichTable, out: Console) -> bool:
    return out.measure(drawn, options=out.options.update(max_width=10_000)).maximum <= out.width


def _drawn(table: Table, out: Console, joint: str) -> RichTable:
    plain = out.color_system is None
    drawn = RichTable(
        box=None if plain else box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 2, 0, 0) if plain else (0, 1, 0, 0),
        header_style="" if plain else "bold",
    )
    for number, heading in enumerate(table.headings):
        side: Literal["left", "right"] = "left" if number < table.names else "right"
        drawn.add_column(Text("\n".join(heading.pieces)), justify=side, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(joint.join(cell.pieces), style=COLOURS.get(cell.verdict, "")) for cell in row))
    return drawn


def _detail(results: Results, measures: tuple[str, ...], by: str) -> Table:
    """One line per measure and group, one column per strategy."""
    table = results.selected(measures, by)
    lines: dict[tuple[str, str], dict[str, str]] = {}
    for _, row in table.iterrows():
        key = str(row["measure"]), str(row["group"])
        lines.setdefault(key, {})[str(row["strategy"])] = with_interval(results, row)
    names = results.strategies
    rows = [
        (measure, group, *(values.get(name, UNKNOWN) for name in names))
        for (measure, group), values in lines.items()
    ]
    return Table(_cells(("measure", by, *names)), tuple(_cells(row) for row in rows), names=2)


def _cells(texts: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(Cell((text,)) for text in texts)


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as JSON takes them."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def _html_cell(cell: Cell) -> str:
    colour = f' style="color:{COLOURS[cell.verdict]}"' if cell.verdict in COLOURS else ""
    return f"<td{colour}>{html.escape(' '.join(cell.pieces))}</td>"
