"""Files of data that a scenario refers to, read as tables of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scenarios.mistakes import Path, listed, nearest
from scenarios.reading import Reading
from sim.vocabulary import Floats

if TYPE_CHECKING:
    import pandas as pd

KINDS = ".csv, .csv.gz or .parquet"


def table(reading: Reading, name: str, columns: list[str], path: Path) -> pd.DataFrame | None:
    """All rows of a file, cells as words (blank: missing); None, and a mistake, where it cannot be read.

    `columns` are those that it must have.
    """
    if name not in reading.frames:
        reading.frames[name] = _read(reading, name, path)
    frame: pd.DataFrame | None = reading.frames[name]
    if frame is None:
        return None
    have = [str(column) for column in frame.columns]
    for column in columns:
        if column not in have:
            guess = nearest(column, have)
            also = f" (did you mean {guess}?)" if guess else ""
            reading.report.add(path, f"found no column {column} in {name}, it has: {listed(have)}{also}")
    return frame if all(column in have for column in columns) else None


def _read(reading: Reading, name: str, path: Path) -> pd.DataFrame | None:
    import pandas as pd  # noqa: PLC0415 - only files of data need it

    place = reading.file(name)
    if not name.endswith((".csv", ".csv.gz", ".parquet")):
        reading.report.found(path, name, f"a {KINDS} file")
        return None
    try:
        if not place.is_file():
            reading.report.found(path, name, f"a {KINDS} file that exists, seen from the scenario's folder")
            return None
        if name.endswith(".parquet"):
            return _as_words(pd.read_parquet(place))
        return pd.read_csv(place, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        reading.report.add(path, f"found {name}, which cannot be read: {reason}; allowed: a {KINDS} file")
    return None


def _as_words(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with words in its cells, None where they are blank."""
    import pandas as pd  # noqa: PLC0415

    words = {
        str(name): [
            _word(value) if filled else None for value, filled in zip(column, column.notna(), strict=True)
        ]
        for name, column in frame.items()
    }
    return pd.DataFrame(words, dtype=object)


def _word(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else str(value)


def numeric_column(reading: Reading, name: str, column: str, path: Path) -> Floats | None:
    """The numbers of one column, blank cells left out; None, and a mistake, where there are none."""
    frame = table(reading, name, [column], path)
    if frame is None:
        return None
    cells = frame[column].dropna()
    numbers, bad = numbers_of(cells)
    if bad is not None or not len(numbers):
        found = f"{bad!r} in column {column}" if bad is not None else f"no number in column {column}"
        reading.report.add(path, f"found {found} of {name}, allowed: finite numbers")
        return None
    return numbers


def numbers_of(cells: pd.Series) -> tuple[Floats, str | None]:
    """Cells as numbers (NaN where blank), and the first that is none."""
    import pandas as pd  # noqa: PLC0415

    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
    wrong = ~np.isfinite(numbers) & cells.notna().to_numpy()
    return numbers, str(cells[wrong].iloc[0]) if wrong.any() else None
