"""Who plays: this process, several on this machine, or a cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from results.crew import Crew
from results.player import Player
from results.processes import process_crew, processors
from scenarios.volumes import WEEK, volumes

TICKETS_PER_SECOND = {"compiled": 200_000.0, "simpy": 10_000.0}
"""What one process plays and measures, roughly."""

WORTH_WAITING = 4.0
"""Workers are hired for what would take this process longer [s]: it takes them half of it to be ready."""


def hired(workers: int, engine: str = "auto", cluster: str | None = None) -> Crew:
    """A crew; ClusterError where the cluster cannot be used."""
    if cluster is None:
        return process_crew(workers, engine)
    from results.cluster import cluster_crew  # noqa: PLC0415 - Dask is heavy, and an extra

    return cluster_crew(cluster, workers, engine)


def given_or_hired(
    crew: Crew | None, workers: int, engine: str, cluster: str | None
) -> AbstractContextManager[Crew]:
    """The crew that is given, which is not dismissed at the end; without one, a crew that is."""
    return hired(workers, engine, cluster) if crew is None else nullcontext(crew)


def usual_workers(player: Player) -> int:
    """One per processor, where there is enough to play; else this process plays."""
    run = player.scenario.run
    tickets = float(volumes(player.scenario).tickets.sum()) * run.horizon / WEEK
    seconds = tickets * len(player.strategies) * run.replications / TICKETS_PER_SECOND[player.engine]
    return min(processors(), run.replications) if seconds > WORTH_WAITING else 1
