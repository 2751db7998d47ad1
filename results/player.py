"""One replication: draw once, play the same workload under every strategy, keep the small sums."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from results.backlog_sums import BacklogSums
from results.bins import Histogram
from results.cells import Cells
from results.clock_sums import ClockSums
from results.desk_sums import desk_sums
from results.first import First
from results.groups import Groups
from results.promises import OWED, Kept, kept, promises_of, triage_can_err
from results.share import Grouped, Tally
from results.ticket_rows import ticket_rows
from results.ticket_sums import TicketSums
from results.tickets import Tickets
from results.week_load import FAMILY as LOAD
from results.week_load import LoadByHour
from results.why import WHY, why_sums
from sim.clock_history import ClockReplay
from sim.compiled_engine import play as play_compiled
from sim.desk import Desk, desk_of
from sim.draw import draw
from sim.outcome import Outcome
from sim.ranking import Ranking
from sim.targets import target_rows
from sim.vocabulary import Floats, Scenario
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload
from strategies import Strategy, looks_at_queue, rank

if TYPE_CHECKING:
    from results.compared import Compared

Engine = Callable[[Workload, Desk, Ranking], Outcome]


def play_in_simpy(workload: Workload, desk: Desk, ranking: Ranking) -> Outcome:
    """SimPy and its desk are loaded when somebody asks for them."""
    from sim.simpy_engine import play  # noqa: PLC0415

    return play(workload, desk, ranking)


ENGINES: dict[str, Engine] = {"auto": play_compiled, "compiled": play_compiled, "simpy": play_in_simpy}
"""What plays a desk, by the names that `--engine` takes; both give the same outcome, byte for byte."""

AUTO = "compiled"
"""The engine that `auto` means, unless a strategy needs the other."""

AS_WRITTEN = "as written"
"""The what-if that changes nothing."""


def engine_for(asked: str, strategies: Mapping[str, Strategy]) -> str:
    """The engine that a name means for these strategies; ValueError where there is none that plays them.

    A rule that looks at the queue at each hand-out is code of the user's own, which only SimPy can ask.
    """
    if asked not in ENGINES:
        raise ValueError(f"there is no engine {asked!r}; there are: {', '.join(ENGINES)}")
    looking = [name for name, strategy in strategies.items() if looks_at_queue(strategy)]
    if looking and asked == "compiled":
        raise ValueError(
            f"strategy {looking[0]} looks at the queue at each hand-out, which compiled code cannot do; "
            "choose --engine simpy (or auto), or play other strategies with --strategy"
        )
    if asked == "auto":
        return "simpy" if looking else AUTO
    return asked


@dataclass(frozen=True)
class Contribution:
    """What one replication under one strategy adds."""

    sums: Mapping[str, Floats]
    histograms: Mapping[str, Histogram]
    kept: Kept
    played_on: float
    """How long the run went on after the measured period [min]."""
    digest: bytes | None = None
    """Of the outcome on every ticket, in a comparison."""
    replications: int = 1
    """So many are in it."""


@dataclass(frozen=True)
class Played:
    """One replication under all strategies."""

    replication: int
    tickets: int
    """Tickets simulated, over all strategies."""
    capped: int
    """Tickets whose 50th visit was made to end solved."""
    strategies: Mapping[str, Contribution]
    seconds: Mapping[str, float]
    """Time spent by stage."""
    rows: pa.Table | None = None
    """One row per ticket and strategy, where tickets are kept."""


@dataclass(frozen=True)
class Player:
    """Plays replications of a scenario under some strategies."""

    scenario: Scenario
    strategies: Mapping[str, Strategy]
    by: tuple[str, ...] = ()
    """Groupings beside the usual ones."""
    engine: str = "auto"
    keep_tickets: bool = False
    load_by_hour: bool = False
    """Whether queues and people are told by hour of the week too; a comparison always does."""
    what_if: str = AS_WRITTEN
    why: bool = False
    """Whether it is told why tickets waited too; a comparison always does."""
    compared: Compared | None = None
    """What a comparison with the first strategy notes of every play."""
    only: tuple[str, ...] | None = None
    """Groupings to report beside `all` instead of the usual ones; None: the usual ones."""
    keep_rows: bool = True
    """Whether the rows of every replication are kept beside its sums."""

    @cached_property
    def groups(self) -> Groups:
        """The groups that measures are reported for."""
        return Groups.of(self.scenario, self.by, self.only)

    @cached_property
    def desk(self) -> Desk:
        """The desk as engines take it."""
        return desk_of(self.scenario)

    def play(self, replication: int, confirm: bool = False) -> Played:
        """Draws a replication and plays it under each strategy; `confirm`: a fresh one."""
        watch = _Watch()
        with watch("draw"):
            workload, members = self.drawn(replication, confirm)
        contributions, rows = {}, []
        first: First | None = None
        for name, strategy in self.strategies.items():
            with watch("rank"):
                ranking = rank(strategy, self.scenario, workload)
            with watch("play"):
                outcome = ENGINES[self.engine](workload, self.desk, ranking)
            with watch("measure"):
                tickets = Tickets(workload, outcome)
                first = first or First(tickets, self.scenario)
                contributions[name] = self.contribution(Grouped(tickets, self.groups, members), first)
                if self.keep_tickets:
                    rows.append(ticket_rows(tickets, self.scenario, self.what_if, name))
        return Played(
            replication=replication,
            tickets=workload.size * len(self.strategies),
            capped=workload.capped,
            strategies=contributions,
            seconds=watch.seconds,
            rows=pa.concat_tables(rows) if rows else None,
        )

    def drawn(self, replication: int, confirm: bool) -> tuple[Workload, Cells]:
        """All that chance decides in one replication, and the groups of its tickets."""
        workload = draw(self.scenario, replication, confirm)
        return workload, self.groups.members(workload)

    def contribution(self, grouped: Grouped, first: First) -> Contribution:
        """What the tickets of one play add to the measures, and to a comparison."""
        load = LoadByHour(grouped) if self.compared or self.load_by_hour else None
        found = contribution_of(grouped, load=load)
        more = {LOAD: load.histogram()} if load else {}
        if self.compared is None:
            why = {WHY: why_sums(grouped)} if self.why else {}
            return replace(found, sums={**found.sums, **why}, histograms={**found.histograms, **more})
        noted = self.compared.noted(grouped, first, found.sums)
        return replace(
            found,
            sums={**found.sums, **noted.sums},
            histograms={**found.histograms, **noted.histograms, **more},
            digest=noted.digest,
        )


def contribution_of(
    grouped: Grouped, *, only_clocks: bool = False, load: LoadByHour | None = None
) -> Contribution:
    """What the tickets of one replication, as they were played, add to the measures.

    `only_clocks`: to those of promises, which is less work; `load` takes them in too.
    """
    scenario, tickets = grouped.groups.scenario, grouped.tickets
    replay = ClockReplay(grouped.groups.promises)
    tally = Tally(grouped.members)
    sums, backlog = TicketSums(grouped, tally), BacklogSums(grouped, tally)
    recorded = ClockSums(grouped, tally, "")
    owed = ClockSums(grouped, tally, OWED) if triage_can_err(scenario) else None
    for fates in tickets.batches(scenario.run.warmup, scenario.run.measured_until):
        rows = target_rows(tickets.workload, scenario, fates.batch.span)
        if not only_clocks:
            sums.add(fates, rows[OBSERVED])
            backlog.add(fates)
        if load:
            load.add(fates)
        recorded.add(fates, replay.instances(fates.batch, rows[OBSERVED], rows[CORRECTED]))
        if owed:
            owed.add(fates, replay.instances(fates.batch, rows[TRUE], rows[TRUE]))
    share = tally.share()
    if not only_clocks:
        sums.complete(share)
        backlog.complete(share)
        share.sums.update(desk_sums(grouped))
    for clocks in (recorded, owed):
        if clocks:
            clocks.complete(share)
    return Contribution(
        sums=share.sums,
        histograms=share.histograms,
        kept=kept(promises_of(scenario), recorded.counts, owed.counts if owed else None),
        played_on=tickets.outcome.end - scenario.run.measured_until,
    )


@dataclass
class _Watch:
    """Adds up the time spent in each stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    def __call__(self, stage: str) -> _Lap:
        return _Lap(self, stage)


@dataclass
class _Lap:
    watch: _Watch
    stage: str
    begun: float = 0.0

    def __enter__(self) -> None:
        self.begun = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        spent = time.perf_counter() - self.begun
        self.watch.seconds[self.stage] = self.watch.seconds.get(self.stage, 0.0) + spent


def total_seconds(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Time by stage over several replications."""
    totals: dict[str, float] = {}
    for part in parts:
        for stage, spent in part.items():
            totals[stage] = totals.get(stage, 0.0) + spent
    return totals
