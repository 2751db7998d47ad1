"""Desks that differ in who is there when: each is given by the rosters of some pools, and played once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from results.bins import Histogram
from results.crew import Crew, CrewError, Job
from results.criteria import Constraint
from results.player import Player
from results.running import Progress, StoppedError
from results.sizing.bounds import Kept, kept
from results.sizing.confirming import Confirmed, confirm
from results.sizing.desks import Box, Counts
from results.sizing.player import same_target
from results.sizing.trials import Trials
from results.week_load import AT_WORK, FAMILY, HOURS_OF_WEEK, load_table
from scenarios import Plan
from scenarios.weeks import HOURS
from sim.vocabulary import Floats, Roster

Rosters = Mapping[str, tuple[Roster, ...]]
"""Pool name → its people."""

EXACT = -1e-12


def with_rosters(plan: Plan, rosters: Rosters) -> Plan:
    """The plan with other people in some pools."""
    pools = tuple(replace(pool, rosters=rosters.get(pool.name, pool.rosters)) for pool in plan.scenario.pools)
    return replace(plan, scenario=replace(plan.scenario, pools=pools))


@dataclass(frozen=True, eq=False)
class Listed(Box):
    """A box whose desks are listed one by one: desk (k,) is the one that was listed as number k."""

    rosters: list[Rosters] = field(default_factory=list)

    def desk(self, counts: Counts) -> Plan:
        """The plan of a listed desk."""
        return with_rosters(self.plan, self.rosters[counts[0]])


@dataclass
class Rotas:
    """Plays desks of given rosters under one strategy on common tickets."""

    plan: Plan
    player: Player
    strategy: str
    requirements: Sequence[Constraint]
    crew: Crew
    replications: int
    progress: Progress | None = None

    def __post_init__(self) -> None:
        self.box = Listed(self.plan, (), waged=True)
        self.trials = Trials(self.player, self.strategy, self.box, self.requirements, self.replications)
        self.fresh = Trials.confirming(self.trials, self.replications)

    def look(self, rosters: Rosters) -> Looked:
        """What all replications of the search say of a desk."""
        counts = self._listed(rosters)
        self.trials.play(self.crew, [counts], self.replications, self.progress)
        return self._looked(self.trials, counts)

    def confirm(self, rosters: Rosters, looks: list[int], error: float) -> tuple[Confirmed, Looked]:
        """What fresh replications say of a desk: a verdict with an error, and how it fares."""
        counts = self._listed(rosters)
        found = confirm(self.fresh, self.crew, counts, looks, error=error, progress=self.progress)
        return found, self._looked(self.fresh, counts)

    def _listed(self, rosters: Rosters) -> Counts:
        self.box.rosters.append(rosters)
        return (len(self.box.rosters) - 1,)

    def _looked(self, trials: Trials, counts: Counts) -> Looked:
        values, _ = trials.margins(counts)
        margins = np.where(np.isnan(values), -1.0, values)
        return Looked(counts, margins, kept(trials, counts), self._excess(trials, counts))

    def _excess(self, trials: Trials, counts: Counts) -> Floats:
        """[requirement, hour of the week] clocks that started then and were broken, beyond the share allowed.

        NaN for requirements that are not about the clocks of a policy.
        """
        record = trials.desks[counts].record.promises
        found = np.full((len(self.requirements), HOURS), np.nan)
        for row, one in enumerate(self.requirements):
            place = same_target(one, record.promises, self.player.scenario)
            if place is not None:
                found[row] = record.breach_hours[place] - (1.0 - one.bound) * record.clock_hours[place]
        return found

    def at_work(self, rosters: Rosters) -> dict[str, Floats]:
        """Pool → [hour of the week] people at work on average, with these rosters."""
        scenario = with_rosters(self.plan, rosters).scenario
        player = Player(
            replace(scenario, run=self.player.scenario.run),
            {self.strategy: self.player.strategies[self.strategy]},
            engine=self.player.engine,
            load_by_hour=True,
            only=(),
        )
        try:
            found: list[Histogram] = [
                finished.played.strategies[self.strategy].histograms[FAMILY]
                for _, finished in self.crew.play(Job(player, number) for number in range(self.replications))
            ]
        except CrewError as problem:
            self.crew.stop()
            raise StoppedError(str(problem)) from problem
        table = load_table(found, player.groups)
        rows = table[(table["series"] == AT_WORK) & (table["by"] == "pool")]
        busy = {pool.name: np.zeros(HOURS) for pool in scenario.pools}
        for pool, hour, mean in zip(rows["group"], rows["hour_of_week"], rows["mean"], strict=True):
            busy[pool][HOURS_OF_WEEK.index(hour)] = mean
        return busy


@dataclass(frozen=True)
class Looked:
    """How a desk fares."""

    counts: Counts
    margins: Floats
    kept: list[Kept]
    excess: Floats
    """[requirement, hour of the week] clocks that started then and were broken beyond the share allowed."""

    @property
    def holds(self) -> bool:
        """Whether its means keep every requirement."""
        return bool((self.margins >= EXACT).all())

    @property
    def worst(self) -> float:
        """The smallest margin."""
        return float(self.margins.min())
