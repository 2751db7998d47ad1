"""What theory asks for, as people read it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from results.check_load import hours_of_day
from results.check_promises import DAYS
from results.check_text import NOBODY, WIDTH, table
from results.sizing.theory import TierTheory
from results.words import duration, percent, three_figures


def theory_text(found: Sequence[TierTheory]) -> str:
    """The start from theory as plain text of at most 100 columns."""
    sections = [_summary(found), *(_hours(one) for one in found)]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _summary(found: Sequence[TierTheory]) -> list[str]:
    head = ("tier", "formula", "a touch", "patience", "aim", "Erlangs", "on duty", "√ rule")
    rows = [head]
    for one in found:
        patience = duration(one.patience) if math.isfinite(one.patience) else "endless"
        rows.append(
            (
                *(one.tier, one.formula, duration(one.handling), patience, one.aim.words),
                three_figures(max(one.smoothed)),
                f"{max(one.on_duty)}",
                f"{one.square_root}",
            )
        )
    title = "What theory asks for: a start, before anything is simulated"
    return [title, *table(rows)]


def _hours(one: TierTheory) -> list[str]:
    """People on duty by day and hour, and where that does not apply."""
    columns = hours_of_day(one.smoothed)
    if not columns:
        return [f"{one.tier}: nobody of this tier is ever asked for"]
    away = f", of whom {percent(one.available)} of the paid time are there" if one.available < 1 else ""
    title = f"{one.tier}: people on duty by hour, most on {hour(one.peak)}{away}"
    head = "    " + "".join(f"{at:4}" for at in columns)
    lines = [
        f"{DAYS[day]} " + "".join(f"{_cell(one, day * 24 + at):>4}" for at in columns) for day in range(7)
    ]
    remarks = [line for text in one.remarks for line in _bullet(text)]
    return [
        *textwrap.wrap(title, WIDTH),
        head,
        *lines,
        *(["  Where it does not apply:"] if remarks else []),
        *remarks,
    ]


def _cell(one: TierTheory, at: int) -> str:
    return f"{one.on_duty[at]}" if one.smoothed[at] > 0 else NOBODY


def _bullet(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, WIDTH, initial_indent="  ! ", subsequent_indent="    ")


def hour(of_week: int) -> str:
    """`Mon 09:00`."""
    return f"{DAYS[of_week // 24]} {of_week % 24:02}:00"
