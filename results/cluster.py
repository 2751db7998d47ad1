"""Workers on many machines: a Dask cluster that is there already, or one started here.

Dask plays a replication again whose worker died. Nothing of this is needed, or imported, without a cluster.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from results.crew import Crew, CrewError
from results.edition import edition
from results.processes import processors
from results.warming import warm

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
"""The address that starts a cluster on this machine."""

REACHED_WITHIN = 15.0
"""How long to wait for the scheduler to answer [s]."""

WORKERS_WITHIN = 60.0
"""How long to wait for a worker, at the start and when all have gone [s]."""


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


def cluster_crew(address: str, workers: int | None, engine: str) -> Crew:
    """A crew of the workers of a cluster; `workers` counts only for a local one."""
    client, close = _client(address, workers)
    from distributed import KilledWorker  # noqa: PLC0415 - as above

    try:
        _check_workers(client, address)
        client.run(warm, engine, workers=_one_per_machine(client))
    except BaseException:
        close()
        raise
    return Crew(
        client.get_executor(pure=False),
        size=lambda: max(1, sum(client.nthreads().values())),
        watch=_Watch(client, address),
        dismiss=close,
        lost=(KilledWorker,),
    )


def _client(address: str, workers: int | None) -> tuple[Client, Any]:
    """A client of the cluster, and what ends it, and a local cluster with it."""
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra
    except ImportError as problem:
        raise ClusterError(
            "--cluster needs Dask, which is not installed: pip install 'ticketlab[cluster]'"
        ) from problem
    if address == LOCAL:
        cluster = LocalCluster(
            n_workers=workers or processors(), threads_per_worker=1, dashboard_address=None, silence_logs=50
        )
        client = Client(cluster)
        return client, lambda: _close(client, cluster)
    try:
        client = Client(address, timeout=REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError, TypeError) as problem:
        raise ClusterError(
            f"no Dask scheduler answers at {address!r}: write the address that `dask scheduler` printed, "
            "such as tcp://10.0.0.5:8786"
        ) from problem
    return client, lambda: _close(client)


def _close(*ends: Any) -> None:
    for end in ends:
        end.close(timeout=5)


def _check_workers(client: Client, address: str) -> None:
    """ClusterError where there is no worker, or one that has not the same Ticketlab."""
    try:
        client.wait_for_workers(1, timeout=WORKERS_WITHIN)
    except TimeoutError as problem:
        raise ClusterError(
            f"the scheduler at {address} has no workers: start some with `dask worker {address}`"
        ) from problem
    found = client.run(edition, on_error="return")
    for worker, theirs in found.items():
        if isinstance(theirs, ImportError):
            raise ClusterError(f"worker {worker} lacks Ticketlab ({theirs}): install it there") from theirs
        if theirs != edition():
            raise ClusterError(
                f"worker {worker} has {theirs}; here it is {edition()}: install the same on all machines"
            )


def _one_per_machine(client: Client) -> list[str]:
    """One worker of each machine, to compile for all there."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    return list({told["host"]: address for address, told in workers.items()}.values())


class _Watch:
    """Whether there is anybody left to wait for."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.alone_since: float | None = None

    def __call__(self) -> None:
        if self.client.status != "running":
            raise CrewError(f"the scheduler at {self.address} does not answer any more")
        if self.client.nthreads():
            self.alone_since = None
            return
        now = time.monotonic()
        self.alone_since = self.alone_since or now
        if now - self.alone_since > WORKERS_WITHIN:
            raise CrewError(f"the cluster at {self.address} has had no workers for {WORKERS_WITHIN:.0f} s")
