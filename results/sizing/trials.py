"""The desks that were simulated: each is played once, however often it is asked about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace

import numpy as np

from results.crew import Crew, CrewError, Job
from results.criteria import Constraint
from results.estimates import half_width
from results.finished import Finished
from results.player import Player
from results.record import Record, ratio_sums
from results.running import Progress, StoppedError
from results.series import Candidate, Series, by_section, margins
from results.sizing.desks import Box, Counts
from results.sizing.player import DeskPlayer
from sim.vocabulary import Floats

QUIET: Progress = lambda _: None  # noqa: E731


class InterruptedSearchError(Exception):
    """The user stopped it; what is finished is kept."""


class Trials:
    """All desks of one strategy on one set of replications."""

    def __init__(
        self, player: Player, strategy: str, box: Box, requirements: Sequence[Constraint], foreseen: int
    ) -> None:
        """`foreseen` are the replications of a desk that is played to the end."""
        self.box, self.strategy = box, strategy
        self.requirements, self.foreseen = tuple(requirements), foreseen
        self._base, self._key = player, uuid.uuid4().hex
        self._books: dict[Counts, Candidate] = {}
        self._players: dict[Counts, DeskPlayer] = {}
        self.fresh = False
        self.played = 0
        """Replications of desks that were simulated."""
        self.tickets = 0

    @classmethod
    def confirming(cls, other: Trials, foreseen: int) -> Trials:
        """The same desks on fresh replications."""
        found = cls(other._base, other.strategy, other.box, other.requirements, foreseen)
        found.fresh = True
        return found

    @property
    def desks(self) -> dict[Counts, Candidate]:
        """Those that were played, in their order, with their books."""
        return self._books

    def replications(self, counts: Counts) -> int:
        """How many of a desk were played."""
        return self._books[counts].record.replications if counts in self._books else 0

    def play(
        self, crew: Crew, wanted: Iterable[Counts], replications: int, progress: Progress | None = None
    ) -> None:
        """Makes sure that each desk has so many replications.

        InterruptedSearchError where the user stops it, StoppedError where the workers give up.
        """
        missing = {one: self.replications(one) for one in dict.fromkeys(wanted)}
        jobs = (
            Job(self.player(counts), number, self.fresh)
            for number in range(replications)
            for counts, done in missing.items()
            if number >= done
        )
        try:
            for job, finished in crew.play(jobs):
                self._take(job, finished, progress or QUIET)
        except KeyboardInterrupt:
            for job, finished in crew.finished():
                self._take(job, finished, progress or QUIET)
            crew.stop()
            raise InterruptedSearchError from None
        except CrewError as problem:
            crew.stop()
            raise StoppedError(str(problem)) from problem

    def player(self, counts: Counts) -> DeskPlayer:
        """Who plays a desk."""
        if counts not in self._players:
            base = {one.name: getattr(self._base, one.name) for one in fields(Player)}
            scenario = self.box.desk(counts).scenario
            own = {
                "scenario": replace(scenario, run=self._base.scenario.run),
                "strategies": {self.strategy: self._base.strategies[self.strategy]},
                "what_if": ",".join(map(str, counts)),
                "keep_rows": False,
            }
            odds = tuple(one for one in self.requirements if one.period)
            self._players[counts] = DeskPlayer(
                **{**base, **own}, odds=odds, only_clocks=self._only_clocks, tickets=self._key
            )
        return self._players[counts]

    def margins(self, counts: Counts) -> tuple[Floats, Floats]:
        """How far a desk keeps each requirement (below 0: it does not), and deviations [requirement, unit].

        NaN where nothing was decided.
        """
        found = margins([self._books[counts]], self.requirements, sections=self.sections)
        return found.value, found.deviations

    @property
    def _only_clocks(self) -> bool:
        """Whether all requirements are about attainment."""
        terms = [term for one in self.requirements for term in one.expression.terms]
        return all("_attainment" in term.measure.name for term in terms)

    @property
    def sections(self) -> bool:
        """Whether sections of replications, not single ones, are the independent units."""
        return by_section([one.expression for one in self.requirements])

    def guides(self, counts: Counts, beside: Counts) -> Floats:
        """How far a desk keeps each requirement in the long run, where it is about periods too.

        On the replications that another desk has played as well.
        """
        books = [self._books[one] for one in (counts, beside)]
        found = margins(books, self.requirements, sections=self.sections).value[: len(self.requirements)]
        common = min(self.replications(one) for one in (counts, beside))
        for place, one in enumerate(self.requirements):
            term = one.expression.single
            if one.period and term is not None:
                found[place] = books[0].series.linearised(term.name, common)[0] - one.bound
        return found

    def changes(self, one: Counts, other: Counts) -> tuple[Floats, Floats, Floats]:
        """What each requirement's value changes from one desk to another, with intervals from pairs."""
        gain, away = self._pair(one, other)
        half = half_width(np.sqrt(np.square(away).sum(axis=1)), away.shape[1])
        sign = np.array([1 if limit.period else limit.sign for limit in self.requirements], np.float64)
        return sign * gain, sign * gain - half, sign * gain + half

    def _pair(self, one: Counts, other: Counts) -> tuple[Floats, Floats]:
        """Gains in margin, with deviations on the replications that both have played."""
        both = margins([self._books[one], self._books[other]], self.requirements, sections=self.sections)
        size = len(self.requirements)
        return both.value[size:] - both.value[:size], both.deviations[size:] - both.deviations[:size]

    def _take(self, job: Job, finished: Finished, progress: Progress) -> None:
        counts = tuple(int(count) for count in job.player.what_if.split(","))
        groups = job.player.groups
        if counts not in self._books:
            terms = [term for one in self.requirements for term in one.expression.terms]
            series = Series(groups, terms, self.requirements)
            self._books[counts] = Candidate(Record(groups, self.foreseen), series)
        one = finished.played.strategies[self.strategy]
        books = self._books[counts]
        books.record.add(one)
        books.series.add(ratio_sums(one.sums, groups), one.sums)
        self.played += 1
        self.tickets += finished.played.tickets
        progress(finished)
