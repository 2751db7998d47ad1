"""How cost and memory grow with the number of tickets: each size in a process of its own.

`python -m benchmarks.growth alone|crew ...` is what such a process does; it prints what it found as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.memory import peak
from benchmarks.pipeline import Spent, hurried, player_of, timed
from benchmarks.spread import middle
from results.crew import Job
from results.memory import keep_freed_memory
from results.processes import process_crew

PARTS = 4
"""So many replications share the tickets where workers are compared."""
PACE = 4
"""So much faster than the bench desk, that ten million tickets come within 20 years."""
FEW = 3000
"""Tickets of a replication that only makes ready."""
ENOUGH = 1_000_000
"""Small sizes are repeated until so many tickets are played; all at least three times."""


@dataclass(frozen=True)
class Alone:
    """One replication in one process."""

    spent: Spent
    held: int
    """The most memory of the whole process [bytes]."""
    more: int
    """How much more that is than what a few tickets needed [bytes]."""

    @property
    def per_ticket(self) -> float:
        """Memory for a ticket [bytes]."""
        return self.more / self.spent.tickets


@dataclass(frozen=True)
class Grown:
    """What so many tickets cost."""

    alone: Alone
    seconds: dict[int, float]
    """Workers → time by the clock on the wall for the same tickets in several replications."""


def grown(tickets: int, workers: tuple[int, ...] = (1, 2)) -> Grown:
    """Plays so many tickets in one replication, and in several with each number of workers."""
    found = _elsewhere("alone", tickets)
    alone = Alone(Spent(**found["spent"]), found["held"], found["more"])
    return Grown(alone, {number: _elsewhere("crew", tickets, number)["seconds"] for number in workers})


def alone(tickets: int) -> Alone:
    """What one replication of so many tickets takes of this process, which has played nothing else.

    The first is not counted: a virtual machine may take many times as long to hand out memory that nobody
    has used for a while.
    """
    timed(player_of(hurried(FEW, PACE)), 0)
    before = peak()
    player = player_of(hurried(tickets, PACE))
    repeats = min(max(ENOUGH // tickets, 3), 30)
    _, *counted = [timed(player, replication)[1] for replication in range(1 + repeats)]
    return Alone(middle(counted), peak(), peak() - before)


def crew(tickets: int, workers: int) -> float:
    """How long workers take for replications of so many tickets together [s], the second time."""
    player = player_of(hurried(tickets / PARTS, PACE))
    with process_crew(workers) as people:
        for again in range(2):
            began = time.perf_counter()
            for _ in people.play(Job(player, again * PARTS + part) for part in range(PARTS)):
                pass
        return time.perf_counter() - began


def _elsewhere(what: str, *numbers: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.growth", what, *map(str, numbers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def main(what: str, *numbers: str) -> None:
    """Prints what was found as JSON; the process keeps freed memory, as the command line does."""
    keep_freed_memory()
    given = [int(number) for number in numbers]
    found = asdict(alone(*given)) if what == "alone" else {"seconds": crew(*given)}
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
