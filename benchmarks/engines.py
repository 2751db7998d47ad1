"""The engines that are held side by side on the bench desk, one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks import ciw_desk
from scenarios import read, shipped
from sim.compiled_engine import play as play_compiled
from sim.desk import Desk, desk_of
from sim.draw import draw
from sim.outcome import Outcome
from sim.ranking import Ranking
from sim.simpy_engine import play as play_in_simpy
from sim.workload import OBSERVED, Workload
from strategies import rank

WEEK = 7 * 24 * 60.0


@dataclass(frozen=True)
class Played:
    """What an engine did in one run."""

    tickets: int
    waits: Callable[[], dict[str, float]]
    """Priority → mean wait until the first touch or until the customer left [min], when asked for."""


Runner = Callable[[int], Played]
"""Plays the desk once from an empty start, with this seed: all from the draws to what happened."""

Engine = Callable[[int], Runner]
"""Gets ready to play so many weeks; this is not timed."""


def in_ciw(weeks: int) -> Runner:
    """The desk as a Ciw user writes it."""

    def run(seed: int) -> Played:
        simulation = ciw_desk.play(weeks * WEEK, seed)
        return Played(ciw_desk.tickets(simulation), lambda: ciw_desk.mean_waits(simulation))

    return run


def ours(play: Callable[[Workload, Desk, Ranking], Outcome]) -> Engine:
    """The shipped scenario, played by one of our engines."""

    def ready(weeks: int) -> Runner:
        length = {"run.warmup": "0 days", "run.measure": f"{weeks} weeks", "run.cooldown": "0 days"}
        plan = read(shipped()["bench"], changes=length)
        desk = desk_of(plan.scenario)
        labels = plan.scenario.levels["priority"]

        def run(seed: int) -> Played:
            work = draw(plan.scenario, seed)
            outcome = play(work, desk, rank(plan.strategies["priority"], plan.scenario, work))
            came = int(np.searchsorted(work.created, outcome.end))
            return Played(came, lambda: _mean_waits(work, outcome, labels))

        return run

    return ready


def _mean_waits(work: Workload, outcome: Outcome, labels: tuple[str, ...]) -> dict[str, float]:
    over = np.fmin(outcome.first_touch, outcome.left)
    wait, code = over - work.created, work.priority[OBSERVED]
    return {label: float(np.nanmean(wait[code == place])) for place, label in enumerate(labels)}


ENGINES: dict[str, Engine] = {
    "Ciw": in_ciw,
    "Ticketlab, SimPy": ours(play_in_simpy),
    "Ticketlab, compiled": ours(play_compiled),
}
"""The first is the one that the others are measured by."""
