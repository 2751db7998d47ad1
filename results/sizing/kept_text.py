"""How desks keep their requirements, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from results.overview import Table, table_of
from results.sizing.bounds import Kept, in_words


def with_interval(one: Kept) -> str:
    """`92.3 % (90.1 % … 94.2 %)`."""
    low, high = (in_words(one.requirement, end) for end in one.interval)
    return f"{in_words(one.requirement, one.value)} ({low} … {high})"


def kept_table(found: Mapping[str, Sequence[Kept]]) -> Table:
    """How the desk of each strategy keeps each requirement."""
    rows = [
        ((own[0].requirement.text,), *((with_interval(one),) for one in own))
        for own in zip(*found.values(), strict=True)
    ]
    return table_of([("subject to",), *((strategy,) for strategy in found)], rows)
