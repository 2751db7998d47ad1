"""What the sized desk is worth if things turn out otherwise: volume, handling time, absence.

The same replications, with the same chance in them, are played again under each change; and theory says by
how many people the desk would have to move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from results.crew import Crew
from results.player import Player
from results.running import Progress
from results.sizing.course import Course
from results.sizing.desks import Box, Counts
from results.sizing.kept_tables import Tried
from results.sizing.question import Asked, Setup
from results.sizing.start import start_counts
from results.sizing.theory import theory
from results.sizing.trials import Trials
from scenarios.load import FULL_TIME
from sim.distributions import Distribution
from sim.vocabulary import Floats, RateArrivals, RequestType, Scenario, Segment

VOLUME, HANDLING, ABSENCE = 0.1, 0.1, 0.05
"""By how much volume and handling time change, and how many shifts more or fewer fall out."""
AS_PLANNED = "as planned"
SENSITIVITY = (
    *("strategy", "change", "requirement", "value", "low", "high", "bound", "verdict"),
    *("people_by_theory", "replications"),
)
ENOUGH = 10
"""So many replications of each change."""
ROOM = 10
"""So many people beyond twice the bounds are enough for what theory asks for."""


@dataclass(frozen=True)
class Scaled:
    """A distribution whose every draw is multiplied."""

    of: Distribution
    factor: float

    @property
    def mean(self) -> float:
        """Its mean."""
        return self.of.mean * self.factor

    @property
    def cv(self) -> float:
        """As before."""
        return self.of.cv

    def inverse(self, uniforms: Floats) -> Floats:
        """The quantiles, multiplied."""
        return self.of.inverse(uniforms) * self.factor

    def cdf(self, values: Floats) -> Floats:
        """The share of draws at or below each value."""
        return self.of.cdf(np.asarray(values, np.float64) / self.factor)


def changes_of(scenario: Scenario) -> dict[str, Scenario]:
    """What may turn out otherwise → the scenario then."""
    found: dict[str, Scenario] = {}
    if any(isinstance(segment.arrivals, RateArrivals) for segment in scenario.segments):
        found[f"volume +{VOLUME:.0%}"] = with_volume(scenario, 1 + VOLUME)
        found[f"volume −{VOLUME:.0%}"] = with_volume(scenario, 1 - VOLUME)
    found[f"handling time +{HANDLING:.0%}"] = with_handling(scenario, 1 + HANDLING)
    found[f"handling time −{HANDLING:.0%}"] = with_handling(scenario, 1 - HANDLING)
    found[f"absence +{100 * ABSENCE:.0f} points"] = with_absence(scenario, ABSENCE)
    if any(pool.absence > 0 for pool in scenario.pools):
        found["no absence"] = with_absence(scenario, -1.0)
    return {name.replace("%", " %"): changed for name, changed in found.items()}


def with_volume(scenario: Scenario, factor: float) -> Scenario:
    """More or fewer requests at all times; what is replayed stays as it is."""
    return replace(scenario, segments=tuple(_scaled_segment(one, factor) for one in scenario.segments))


def with_handling(scenario: Scenario, factor: float) -> Scenario:
    """Every touch, and reading after transfers, takes longer or shorter."""
    return replace(scenario, requests=tuple(_scaled_request(one, factor) for one in scenario.requests))


def with_absence(scenario: Scenario, points: float) -> Scenario:
    """More or fewer shifts fall out, at least none."""
    pools = tuple(replace(pool, absence=min(max(pool.absence + points, 0.0), 1.0)) for pool in scenario.pools)
    return replace(scenario, pools=pools)


def cheapest_of(setup: Setup, courses: Sequence[Course]) -> list[Course]:
    """The one whose desk costs least, of those that have one."""
    sized = [(setup.box.cost(course.desk), course) for course in courses if course.desk is not None]
    return [min(sized, key=lambda one: one[0])[1]] if sized else []


def sensitivity_table(
    setup: Setup, courses: Sequence[Course], crew: Crew, progress: Progress | None = None
) -> pd.DataFrame:
    """How each sized desk keeps each requirement under each change, and by how many people theory moves."""
    sized = [course for course in courses if course.desk is not None]
    if not sized:
        return pd.DataFrame(columns=list(SENSITIVITY))
    plan = setup.box.plan
    scenarios = {AS_PLANNED: plan.scenario, **changes_of(plan.scenario)}
    boxes = {name: replace(setup.box, plan=replace(plan, scenario=one)) for name, one in scenarios.items()}
    people = {name: sum(start_counts(_roomy(box))) for name, box in boxes.items()}
    rows = [
        {"change": name, "people_by_theory": people[name] - people[AS_PLANNED], **row}
        for course in sized
        for name, box in boxes.items()
        for row in _kept(Desk(setup.player, course.strategy, box, course.desk or ()), setup, crew, progress)
    ]
    return pd.DataFrame(rows, columns=list(SENSITIVITY))


@dataclass(frozen=True)
class Desk:
    """A desk of a box under a strategy, and who plays the plan as written."""

    player: Player
    strategy: str
    box: Box
    counts: Counts


def sensitivity_of_rosters(
    asked: Asked, desk: Desk, crew: Crew, progress: Progress | None = None
) -> pd.DataFrame:
    """How a desk of given rosters keeps each requirement under each change.

    Theory's people are full-time equivalents of all tiers, as whole people.
    """
    plan = desk.box.plan
    scenarios = {AS_PLANNED: plan.scenario, **changes_of(plan.scenario)}
    paid = {name: sum(sum(one.rostered) for one in theory(one_of)) for name, one_of in scenarios.items()}
    rows = []
    for name, scenario in scenarios.items():
        then = replace(desk, box=replace(desk.box, plan=replace(plan, scenario=scenario)))
        moved = round((paid[name] - paid[AS_PLANNED]) / FULL_TIME)
        told = {"change": name, "people_by_theory": moved}
        rows += [{**told, **row} for row in _kept(then, asked, crew, progress)]
    return pd.DataFrame(rows, columns=list(SENSITIVITY))


def _kept(desk: Desk, asked: Asked, crew: Crew, progress: Progress | None) -> list[dict[str, object]]:
    """How a desk keeps each requirement, on fresh replications."""
    number = min(desk.player.scenario.run.replications, ENOUGH)
    trials = Trials(desk.player, desk.strategy, desk.box, asked.requirements, number)
    trials.fresh = True
    trials.play(crew, [desk.counts], number, progress)
    return Tried(desk.strategy, trials, desk.counts).rows(asked.certainty)


def _roomy(box: Box) -> Box:
    """The same head-counts with room for what theory asks for."""
    dimensions = tuple(replace(one, low=0, high=2 * one.high + ROOM) for one in box.dimensions)
    return replace(box, dimensions=dimensions)


def _scaled_segment(segment: Segment, factor: float) -> Segment:
    if not isinstance(segment.arrivals, RateArrivals):
        return segment
    arrivals = replace(segment.arrivals, expected=segment.arrivals.expected * factor)
    return replace(segment, arrivals=arrivals)


def _scaled_request(request: RequestType, factor: float) -> RequestType:
    path = {tier: replace(step, work=Scaled(step.work, factor)) for tier, step in request.path.items()}
    handover = None if request.handover is None else Scaled(request.handover, factor)
    return replace(request, path=path, handover=handover)
