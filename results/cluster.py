"""Workers on many machines: a Dask cluster that is there already, or one started here.

Dask plays a replication again whose worker died. Nothing of this is needed, or imported, without a cluster.
"""

# ruff: noqa: PLC0415 - Dask is an extra, and heavy
from __future__ import annotations

import contextlib
import logging
import re
import time
from typing import Any

from results.crew import Crew, CrewError
from results.edition import edition
from results.interrupts import unheard, uninterrupted
from results.processes import processors
from results.warming import warm

LOCAL = "local"
"""The address that starts a cluster on this machine."""

ADDRESS = re.compile(r"(\w+://)?[\w.\[\]:-]+:\d+")
PRINTED = "the address that `dask scheduler` printed, such as tcp://10.0.0.5:8786"

REACHED_WITHIN = 10.0
"""How long to wait for the scheduler to answer [s]."""

WORKERS_WITHIN = 60.0
"""How long to wait for a worker, at the start and when all have gone [s]."""

CLOSED_WITHIN = 5.0
"""How long to wait for a farewell [s]."""


LOGGERS = ("distributed", "distributed.client", "tornado.application", "asyncio")
"""They would write tracebacks beside what is said here of a lost cluster; Dask sets the level of each."""


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


def cluster_crew(address: str, workers: int | None, engine: str) -> Crew:
    """A crew of the workers of a cluster; `workers` counts only for a local one."""
    try:
        import distributed
    except ImportError as problem:
        needed = "--cluster needs Dask, which is not installed: pip install 'ticketlab[cluster]'"
        raise ClusterError(needed) from problem
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    cluster = _Cluster(address, workers)
    try:
        cluster.check()
        cluster.client.run(warm, engine, workers=cluster.one_per_machine())
    except BaseException:
        cluster.close()
        raise
    return Crew(
        cluster.client.get_executor(pure=False),
        size=cluster.size,
        watch=cluster.watch,
        dismiss=cluster.close,
        lost=(distributed.KilledWorker,),
    )


class _Cluster:
    """A connection to a scheduler and its workers."""

    def __init__(self, address: str, workers: int | None) -> None:
        """ClusterError where no scheduler answers."""
        from distributed import Client, LocalCluster

        self.address = address
        self.alone_since: float | None = None
        self._own: Any = None
        if address == LOCAL:
            with uninterrupted(), unheard():
                self._own = LocalCluster(
                    n_workers=workers or processors(),
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    scheduler_kwargs={"dashboard": False},
                    silence_logs=logging.CRITICAL,
                )
        elif not ADDRESS.fullmatch(address):
            raise ClusterError(f"{address!r} is no address: write `local`, or {PRINTED}")
        try:
            self.client = Client(self._own or address, timeout=REACHED_WITHIN, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise ClusterError(f"no Dask scheduler answers at {address!r}: write {PRINTED}") from problem

    def check(self) -> None:
        """ClusterError where there is no worker, or one that has not the same Ticketlab."""
        try:
            self.client.wait_for_workers(1, timeout=WORKERS_WITHIN)
        except TimeoutError as problem:
            begin = f"start some with `dask worker {self.address} --nworkers auto --nthreads 1`"
            raise ClusterError(f"the scheduler at {self.address} has no workers: {begin}") from problem
        for worker, theirs in self.client.run(edition, on_error="return").items():
            if isinstance(theirs, ImportError):
                lacks = f"worker {worker} lacks Ticketlab ({theirs}): install it there"
                raise ClusterError(lacks) from theirs
            if theirs != edition():
                here = f"here it is {edition()}: install the same on all machines"
                raise ClusterError(f"worker {worker} has {theirs}; {here}")

    def one_per_machine(self) -> list[str]:
        """One worker of each machine, to compile for all there."""
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        return list({told["host"]: address for address, told in workers.items()}.values())

    def size(self) -> int:
        """How many can play at once; CrewError where the scheduler has gone."""
        try:
            return sum(self.client.nthreads().values())
        except (OSError, TimeoutError) as problem:
            raise CrewError(f"the scheduler at {self.address} does not answer any more") from problem

    def watch(self) -> None:
        """CrewError where the scheduler, or for long every worker, has gone."""
        if self.client.status != "running":
            raise CrewError(f"the scheduler at {self.address} does not answer any more")
        if self.size():
            self.alone_since = None
            return
        now = time.monotonic()
        self.alone_since = self.alone_since or now
        if now - self.alone_since > WORKERS_WITHIN:
            raise CrewError(f"the cluster at {self.address} has had no workers for {WORKERS_WITHIN:.0f} s")

    def close(self) -> None:
        """Ends the connection, and the cluster where it was started here."""
        for end in (self.client, self._own):
            if end is not None:
                with contextlib.suppress(OSError, TimeoutError):
                    end.close(timeout=CLOSED_WITHIN)
