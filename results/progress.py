"""A progress bar with the time left, on stderr and only for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from results.finished import Finished


@contextmanager
def progress_bar(replications: int | None) -> Iterator[Callable[[Finished | None], None] | None]:
    """Yields what is to be called after each replication; None where nobody watches.

    How many there will be may not be known (None).
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("replications"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replications", total=replications)
        yield lambda _: bar.advance(task)
