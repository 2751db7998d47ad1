"""One strategy is sized: ceiling, search, confirmation, and what one person more or less would change."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from results.crew import Crew
from results.criteria import Constraint
from results.running import Progress
from results.sizing.bounds import BREAKS, HOLDS, in_words
from results.sizing.ceiling import Ceiling, ceilings
from results.sizing.confirming import Confirmed, confirm, looks_of
from results.sizing.desks import Counts
from results.sizing.frontier import frontier_desks
from results.sizing.looking import EXACT, FEWEST
from results.sizing.moves import one_more_or_less
from results.sizing.question import Setup
from results.sizing.search import Found, Search
from results.sizing.start import start_counts
from results.sizing.trials import InterruptedSearchError, Trials
from results.words import listed, points
from sim.vocabulary import Floats

SIZED, UNSURE, INFEASIBLE, UNREACHABLE, STOPPED = (
    "sized",
    "undecided",
    "infeasible",
    "above the ceiling",
    "interrupted",
)
"""What becomes of a strategy: its desk is sure; likely but not sure; none within the bounds; none at all."""
ATTEMPTS = 8
"""So many desks are confirmed at most; where all break, nothing is claimed."""


@dataclass
class Course:
    """How far the sizing of one strategy has come."""

    strategy: str
    trials: Trials
    fresh: Trials
    status: str = STOPPED
    ceilings: list[Ceiling] = field(default_factory=list)
    found: Found | None = None
    tried: list[Confirmed] = field(default_factory=list)
    """Desks that were confirmed or given up, the last one last."""
    sentences: list[str] = field(default_factory=list)
    search: Search | None = None
    frontier: list[Counts] = field(default_factory=list)
    """Desks that no cheaper one matches, the cheapest first."""

    @property
    def confirmed(self) -> Confirmed | None:
        """The desk that is told; None where there is none."""
        return self.tried[-1] if self.tried and self.status in {SIZED, UNSURE} else None

    @property
    def desk(self) -> Counts | None:
        """Its head-counts."""
        return self.confirmed.counts if self.confirmed else None


def course_of(setup: Setup, strategy: str) -> Course:
    """A course at its beginning."""
    trials = Trials(setup.player, strategy, setup.box, setup.requirements, setup.replications)
    return Course(strategy, trials, Trials.confirming(trials, setup.replications))


def run_course(course: Course, setup: Setup, crew: Crew, progress: Progress | None = None) -> None:
    """Sizes one strategy; InterruptedSearchError where the user stops it."""
    course.ceilings = ceilings(course.trials, crew, max(FEWEST, setup.replications // 2))
    above = [one.sentence for one in course.ceilings if not one.reached]
    if above:
        course.status, course.sentences = UNREACHABLE, above
        return
    course.search = Search(course.trials, crew, setup.replications, setup.most_desks, progress)
    _choose(course, course.search, setup)
    if course.desk is not None:
        course.frontier = frontier_desks(course.search.lookout, course.desk)
        again = [*one_more_or_less(course.desk), *course.frontier]
        course.fresh.play(crew, again, setup.replications, progress)


def _choose(course: Course, search: Search, setup: Setup) -> None:
    """The cheapest desk that fresh replications do not refuse, and how sure it is."""
    start, looks = start_counts(setup.box), looks_of(setup.replications, setup.budget)
    crew, progress = search.lookout.crew, search.lookout.progress
    for attempt in range(1, ATTEMPTS + 1):
        course.found = search.exhaust() if setup.exhaustive else search.run(start)
        best = course.found.best
        if best is None:
            course.status, course.sentences = INFEASIBLE, why_not(course, search)
            return
        error = (1 - setup.certainty) / 2**attempt
        found = confirm(course.fresh, crew, best.counts, looks, error=error, progress=progress)
        course.tried.append(found)
        if found.verdict != BREAKS:
            course.status = SIZED if found.verdict == HOLDS else UNSURE
            return
        search.refuse(best.counts, _flattered(course, best.counts))
    course.status = INFEASIBLE
    course.sentences = [f"{ATTEMPTS} desks in turn broke something on fresh replications; ask for more: -n."]


def _flattered(course: Course, desk: Counts) -> Floats:
    """By how much the search replications put a desk above what fresh ones say it breaks."""
    fresh, searched = course.fresh.margins(desk)[0], course.trials.margins(desk)[0]
    return np.nan_to_num(np.where(fresh < EXACT, searched - fresh, 0.0))


def why_not(course: Course, search: Search) -> list[str]:
    """Which requirements the nearest desk breaks, and by how much."""
    nearest = search.nearest
    if nearest is None:
        return ["No desk was simulated to the end."]
    desk, trials, on = nearest.counts, search.trials, ""
    if (trials.margins(desk)[0] >= EXACT).all() and course.tried:
        desk, trials, on = course.tried[-1].counts, course.fresh, " on fresh replications"
    broken = [
        short_of(one, float(margin))
        for one, margin in zip(trials.requirements, trials.margins(desk)[0], strict=True)
        if not margin >= EXACT
    ]
    people = desk_in_words(search, desk)
    return [f"No desk within the bounds keeps everything. The nearest, {people}{on}: {listed(broken)}."]


def desk_in_words(search: Search, counts: Counts) -> str:
    """`12 in L1.frontline and 4 in L2.engineers`."""
    return listed(
        [f"{count} in {one.name}" for one, count in zip(search.box.dimensions, counts, strict=True)]
    )


def short_of(one: Constraint, margin: float) -> str:
    """By how much a requirement is missed: `… comes to 92.1 %, 2.9 points short`."""
    bound = one.share if one.period else one.bound
    value = bound + margin if one.period else bound + one.sign * margin
    share = bool(one.period) or one.expression.unit == "share"
    away = points(abs(margin)).removeprefix("+") if share else in_words(one, abs(margin))
    which = "short" if one.at_least else "too much"
    if one.period:
        return f"{one.text} holds in {in_words(one, value)} of them, {away} {which}"
    return f"{one.text} comes to {in_words(one, value)}, {away} {which}"


__all__ = ["Course", "InterruptedSearchError", "course_of", "run_course"]
