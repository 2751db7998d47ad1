"""The rows of a real desk's export that a replay uses, with their cells as labels."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from scenarios.form_tickets import ReplayForm
from scenarios.form_values import Wanted
from scenarios.mistakes import Path
from scenarios.reading import Reading
from scenarios.tables import numbers_of, table
from sim.filters import COMPARISONS
from sim.grid import on_grid
from sim.vocabulary import Floats

if TYPE_CHECKING:
    import pandas as pd

_OFFSET = r"(?:Z|[+-]\d{2}:?\d{2})$"
_TRUE = {"yes", "true", "1", "y"}


@dataclass
class ReplayRows:
    """Rows within the run, in order of creation."""

    created: Floats
    cells: dict[str, NDArray[Any]] = field(default_factory=dict)
    """attribute → label of each row, None where it is blank or unmapped."""
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """attribute → its labels, in the order of their first row."""
    skipped: int = 0
    """Rows outside the run, filtered, or without a creation time."""


def read_rows(form: ReplayForm, path: Path, zone: str, reading: Reading) -> ReplayRows | None:
    """The rows of a replay; None, and mistakes, where the file cannot be used."""
    columns = [form.created, *(form.where or {}), *(form.columns or {}).values()]
    frame = table(reading, form.replay, list(dict.fromkeys(columns)), (*path, "replay"))
    if frame is None:
        return None
    total = len(frame)
    frame = frame[_wanted_rows(frame, form.where or {})]
    created = _instants(frame[form.created], form, path, zone, reading)
    if created is None:
        return None
    inside = np.flatnonzero((created >= 0) & (created < reading.run.horizon))
    order = inside[np.argsort(created[inside], kind="stable")]
    rows = ReplayRows(created[order], skipped=total - len(order))
    for attribute, column in (form.columns or {}).items():
        cells = _labelled(frame[column].to_numpy(object)[order], attribute, form)
        rows.cells[attribute] = cells
        rows.labels[attribute] = tuple(dict.fromkeys(cell for cell in cells if cell is not None))
    if not len(order):
        message = f"found no row of {form.replay} inside the run, {total:,} outside it or filtered"
        reading.report.add((*path, "replay"), f"{message}; allowed: rows from {reading.start:%Y-%m-%d} on")
    return rows


def _wanted_rows(frame: pd.DataFrame, where: dict[str, Wanted]) -> NDArray[np.bool_]:
    """Which rows fit all conditions on raw columns."""
    fits = np.ones(len(frame), np.bool_)
    for column, wanted in where.items():
        if wanted.operator:
            numbers, _ = numbers_of(frame[column])
            fits &= COMPARISONS[wanted.operator](numbers, wanted.number)
        else:
            fits &= frame[column].isin(wanted.values).to_numpy(np.bool_)
    return fits


def _labelled(cells: NDArray[Any], attribute: str, form: ReplayForm) -> NDArray[Any]:
    """Cells as labels by the map of the attribute; None where blank or unmapped."""
    mapping = (form.values or {}).get(attribute)
    labels = [cell.strip() or None if isinstance(cell, str) else None for cell in cells]
    if mapping is not None:
        labels = [None if label is None else mapping.get(label) for label in labels]
    if attribute == "vip":
        labels = [None if label is None else _yes_or_no(label) for label in labels]
    return np.array(labels, object)


def _yes_or_no(label: str) -> str:
    return "yes" if label.lower() in _TRUE else "no"


def _instants(cells: pd.Series, form: ReplayForm, path: Path, zone: str, reading: Reading) -> Floats | None:
    """Creation times [min after the start], NaN where blank; None, and a mistake, for one that is no time."""
    import pandas as pd  # noqa: PLC0415

    aware = (
        ("%z" in form.format) if form.format else bool(cells.dropna().astype(str).str.contains(_OFFSET).any())
    )
    try:
        times = pd.to_datetime(cells, format=form.format or "ISO8601", errors="coerce", utc=aware)
    except (ValueError, TypeError, OverflowError) as error:
        reading.report.found(
            (*path, "format"), form.format, f"a time format such as %d/%m/%Y %H:%M ({error})"
        )
        return None
    bad = times.isna() & cells.notna()
    if bad.any():
        allowed = (
            f"times like {form.format}"
            if form.format
            else "times such as 2026-01-05 09:30; else give `format`"
        )
        found = f"found {cells[bad].iloc[0]!r} in column {form.created} of {form.replay}"
        reading.report.add((*path, "created"), f"{found} ({int(bad.sum()):,} such rows), allowed: {allowed}")
        return None
    return minutes_after(times, zone, reading.start)


def minutes_after(times: pd.Series, zone: str, start: datetime) -> Floats:
    """Times as minutes after the scenario's start; local ones are those of the zone."""
    import pandas as pd  # noqa: PLC0415

    if times.dt.tz is None:
        first = np.ones(len(times), np.bool_)
        times = times.dt.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    since = times.dt.tz_convert("UTC") - pd.Timestamp(start).tz_convert("UTC")
    minutes: Floats = (since / pd.Timedelta(minutes=1)).to_numpy(np.float64)
    return on_grid(minutes)
