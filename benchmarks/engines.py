"""Who is held side by side on the bench desk, one line each."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import bench_desk, ciw_desk, pipeline, salabim_desk, simpy_desk
from benchmarks.bench_desk import Wait
from results.player import Contribution, Player

EVERYTHING = ""
"""All that was timed."""


@dataclass(frozen=True)
class Run:
    """What an engine did in one run."""

    tickets: int
    seconds: Mapping[str, float]
    """Stage → processor time."""
    waits: Mapping[str, float]
    """Priority → mean wait until the first touch or until the customer left [min]."""

    def speed(self, stage: str = EVERYTHING) -> float:
        """Tickets per second of processor time."""
        return self.tickets / (self.seconds[stage] if stage else sum(self.seconds.values()))


Runner = Callable[[int], Run]
"""Plays the desk once from an empty start, with this seed."""


Timing = Callable[[Player, int], tuple[Contribution, pipeline.Spent]]
"""Plays one of our replications: what it adds to the measures, and what it took."""

Play = Callable[[float, int], tuple[int, Callable[[], list[Wait]]]]
"""Plays so many minutes with a seed: the number of tickets, and the waits when asked for."""


@dataclass(frozen=True)
class Contender:
    """An engine, and how long a run of it is beside a run of the first."""

    ready: Callable[[float], Runner]
    """Gets ready to play so many minutes; this is not timed."""
    length: float = 1.0


def peer(play: Play) -> Callable[[float], Runner]:
    """A desk written in another library: it draws while it plays, and measures nothing but waits."""

    def ready(minutes: float) -> Runner:
        def run(seed: int) -> Run:
            began = time.process_time()
            tickets, waits = play(minutes, seed)
            spent = time.process_time() - began
            return Run(tickets, {"play": spent}, bench_desk.mean_waits(waits(), minutes))

        return run

    return ready


def ours(engine: str, before: int = 0, one: Timing = pipeline.timed) -> Callable[[float], Runner]:
    """The shipped scenario, played by one of our engines: one replication.

    Others may go before it that are not counted: a virtual machine may take many times as long to hand out
    memory that nobody has used for a while.
    """

    def ready(minutes: float) -> Runner:
        player = pipeline.player_of(pipeline.bench(minutes), engine)

        def run(seed: int) -> Run:
            last = (seed + 1) * (before + 1) - 1
            for number in range(last - before, last):
                one(player, number)
            found, spent = one(player, last)
            return Run(spent.tickets, spent.seconds, pipeline.mean_waits(player, found))

        return run

    return ready


CONTENDERS: dict[str, Contender] = {
    "Ciw": Contender(peer(ciw_desk.play)),
    "salabim": Contender(peer(salabim_desk.play), length=0.25),
    "SimPy, minimal model": Contender(peer(simpy_desk.play)),
    "Ticketlab, SimPy engine": Contender(ours("simpy")),
    "Ticketlab, the compiled kernel's loop": Contender(
        ours("compiled", before=1, one=pipeline.kernel_timed), length=40
    ),
    "Ticketlab, compiled engine": Contender(ours("compiled", before=1), length=40),
}
"""The others are measured by the first. The slow play less and the fast more, to be timed well."""

OURS = ("Ticketlab, SimPy engine", "Ticketlab, compiled engine")
