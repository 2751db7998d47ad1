"""What a reader must know of how much was played."""

from __future__ import annotations


def caveats(done: int, asked: int, *, interrupted: bool, so: str = "") -> list[str]:
    """That it was interrupted; that there are no intervals, and what follows from that."""
    found = [f"Interrupted after {done} of {asked} replications."] if interrupted else []
    return [*found, f"One replication gives no intervals{so}."] if done == 1 else found
